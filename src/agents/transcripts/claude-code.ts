/** Records of Claude Code's `projects/<directory>/<session>.jsonl` (2.1). The format is internal and changes between versions. */
import type { Turn } from '../../transcript/turn.js'
import {
  callTurn,
  type Fields,
  fieldsOf,
  listOf,
  Prose,
  plainText,
  Seen,
  type TranscriptReader,
  textOf,
} from './reader.js'

/** Beginnings of texts that the harness puts where a user message stands. */
const injected =
  /^\s*(?:<task-notification|<scheduled-task|\[SYSTEM NOTIFICATION|<<autonomous-loop|<local-command-(?:stdout|stderr|caveat)>|<bash-std(?:out|err)>|\[Request interrupted|<cross-session-message|<teammate-message|<system-reminder>|This session is being continued)/

const reminder = /<system-reminder>[\s\S]*?(?:<\/system-reminder>|$)/g

export function claudeCodeReader(): TranscriptReader {
  const prose = new Prose()
  const calls = new Seen()
  const messages = new Seen()
  /** Typed while the agent was busy: told as an attachment, and by some versions again as a message. */
  const queued = new Set<string>()

  function user(record: Fields): readonly Turn[] {
    const text = wordsOf(record)
    if (text === undefined || !messages.first(textOf(record.uuid))) return []
    if (queued.delete(text)) return []
    return [prose.answeredBy(text)]
  }

  function attachment(record: Fields): readonly Turn[] {
    const { type, commandMode, prompt, origin } = fieldsOf(record.attachment)
    if (type !== 'queued_command' || (commandMode !== undefined && commandMode !== 'prompt')) return []
    const text = plainText(prompt, ['text'], ['image'])
    if (text === undefined || injected.test(text) || !isHuman(origin) || !messages.first(textOf(record.uuid))) return []
    queued.add(text)
    return [prose.answeredBy(text)]
  }

  function assistant(record: Fields): readonly Turn[] {
    return listOf(fieldsOf(record.message).content).flatMap((value) => {
      const block = fieldsOf(value)
      if (block.type === 'text') prose.say(textOf(block.text))
      if (block.type !== 'tool_use' || !calls.first(textOf(block.id))) return []
      return [callTurn(textOf(block.name), fieldsOf(block.input), textOf(record.cwd))]
    })
  }

  return {
    read(value) {
      const record = fieldsOf(value)
      // A sub-agent's messages are its parent's words.
      if (record.isSidechain === true) return []
      switch (record.type) {
        case 'user':
          return user(record)
        case 'assistant':
          return assistant(record)
        case 'attachment':
          return attachment(record)
        default:
          return []
      }
    },
  }
}

/** Absent in older versions; any other kind than a person's is somebody else's message. */
function isHuman(origin: unknown): boolean {
  const { kind } = fieldsOf(origin)
  return kind === undefined || kind === 'human'
}

/** What a person typed; undefined where nobody did. */
function wordsOf(record: Fields): string | undefined {
  const { isMeta, isCompactSummary, isVisibleInTranscriptOnly, toolDenialKind, origin, promptSource, permissionMode } =
    record
  if (isMeta === true || isCompactSummary === true || isVisibleInTranscriptOnly === true) return undefined
  if (toolDenialKind !== undefined || record.toolUseResult !== undefined || !isHuman(origin)) return undefined
  const content = plainText(fieldsOf(record.message).content, ['text'], ['image', 'document'])
  if (content === undefined || injected.test(content)) return undefined
  const own = content.replace(reminder, '').trim()
  const named = /^<command-(?:name|message)>/.test(own)
    ? (/<command-args>([\s\S]*?)<\/command-args>/.exec(own)?.[1] ?? '')
    : undefined
  const shell = /^<bash-input>([\s\S]*?)<\/bash-input>$/.exec(own)?.[1]
  const typed =
    fieldsOf(origin).kind === 'human' || typeof promptSource === 'string' || typeof permissionMode === 'string'
  // The body of a slash command is not the user's; its arguments are.
  const text = named ?? shell ?? (typed ? own : '')
  return text.trim() === '' ? undefined : text.trim()
}
