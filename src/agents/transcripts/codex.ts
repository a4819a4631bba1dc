/** Lines of Codex's `sessions/YYYY/MM/DD/rollout-*.jsonl`. Messages of role `user` also carry what Codex injects: only events count. */
import { quote } from '../../shell/quote.js'
import type { Turn } from '../../transcript/turn.js'
import { callTurn, type Fields, fieldsOf, listOf, Prose, Seen, type TranscriptReader, textOf } from './reader.js'

export function codexReader(): TranscriptReader {
  const prose = new Prose()
  const calls = new Seen()
  const items = new Seen()
  let cwd = ''
  /** A thread that another agent started: its user messages are that agent's words. */
  let delegated = false
  /** Versions up to 0.150 or so write `user_message`, later ones completed items; where both stand, the first kind counts. */
  let kind: 'user_message' | 'item' | undefined

  function user(text: string, by: 'user_message' | 'item'): readonly Turn[] {
    kind ??= by
    return delegated || kind !== by || text.trim() === '' ? [] : [prose.answeredBy(text)]
  }

  function event(payload: Fields): readonly Turn[] {
    switch (payload.type) {
      case 'user_message':
        return user(textOf(payload.message), 'user_message')
      case 'agent_message':
        prose.say(textOf(payload.message))
        return []
      case 'item_completed': {
        const { type, id, content } = fieldsOf(payload.item)
        const text = listOf(content)
          .map((block) => textOf(fieldsOf(block).text))
          .join('\n')
        if (!items.first(textOf(id))) return []
        if (type === 'AgentMessage') prose.say(text)
        return type === 'UserMessage' ? user(text, 'item') : []
      }
      default:
        return []
    }
  }

  function item(payload: Fields): readonly Turn[] {
    if (!calls.first(textOf(payload.call_id))) return []
    switch (payload.type) {
      case 'function_call':
        return [callTurn(textOf(payload.name), parsed(payload.arguments), cwd)]
      case 'custom_tool_call':
        return [callTurn(textOf(payload.name), { input: textOf(payload.input) }, cwd)]
      case 'local_shell_call': {
        const { command, working_directory: directory } = fieldsOf(payload.action)
        const words = listOf(command).filter((word) => typeof word === 'string')
        const turn = callTurn('local_shell', { command: words }, textOf(directory) || cwd)
        return ['command' in turn ? turn : callTurn('local_shell', { command: quote(words) }, textOf(directory) || cwd)]
      }
      default:
        return []
    }
  }

  return {
    read(value) {
      const record = fieldsOf(value)
      const payload = fieldsOf(record.payload)
      switch (record.type) {
        case 'session_meta':
          cwd = textOf(payload.cwd)
          delegated = isDelegated(payload)
          return []
        case 'turn_context':
          cwd = textOf(payload.cwd) || cwd
          return []
        case 'event_msg':
          return event(payload)
        case 'response_item':
          // Outputs carry the id of their call.
          return textOf(payload.type).endsWith('_output') ? [] : item(payload)
        default:
          return []
      }
    },
  }
}

function isDelegated({ source, thread_source: thread }: Fields): boolean {
  return (typeof source === 'object' && source !== null) || (thread !== undefined && thread !== 'user')
}

/** Arguments are JSON in a string; what cannot be read is handed on as text. */
function parsed(text: unknown): Fields {
  if (typeof text !== 'string') return fieldsOf(text)
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return { arguments: text }
  }
}
