/**
 * Lines of Gemini CLI's `chats/session-*.jsonl`: an event log. A message may be written again with the same id, `$set` may
 * hold all messages anew, `$rewindTo` takes some back; each message and each call counts the first time that it is met.
 */
import type { Turn } from '../../transcript/turn.js'
import { callTurn, type Fields, fieldsOf, listOf, Prose, Seen, type TranscriptReader, textOf } from './reader.js'

/** What the program's own filter takes for something other than a prompt. */
const noPrompt = /^\s*(?:$|[/?]|<session_context>|<hook_context>|<untrusted_context>|<system-reminder>)/

export function geminiCliReader(): TranscriptReader {
  const prose = new Prose()
  const seen = new Seen()
  let delegated = false

  function message(record: Fields): readonly Turn[] {
    const id = textOf(record.id)
    switch (record.type) {
      case 'user': {
        const text = ownText(record.content)
        const counts = !delegated && text !== undefined && !noPrompt.test(text) && seen.first(id)
        return counts ? [prose.answeredBy(text)] : []
      }
      case 'gemini': {
        const text = typeof record.content === 'string' ? record.content : (ownText(record.content) ?? '')
        if (text !== '' && seen.first(`prose ${id}`)) prose.say(text)
        return listOf(record.toolCalls)
          .map(fieldsOf)
          .flatMap((call) =>
            seen.first(`call ${textOf(call.id)}`) ? [callTurn(textOf(call.name), fieldsOf(call.args))] : [],
          )
      }
      default:
        return []
    }
  }

  return {
    read(value) {
      const record = fieldsOf(value)
      if ('$set' in record) return listOf(fieldsOf(record.$set).messages).map(fieldsOf).flatMap(message)
      if (record.kind !== undefined && record.type === undefined) delegated = record.kind !== 'main'
      return message(record)
    },
  }
}

/** Text parts; undefined where the message carries the answer of a tool. */
function ownText(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  const parts = listOf(content).map(fieldsOf)
  if (parts.length === 0 || parts.some((part) => 'functionResponse' in part || 'functionCall' in part)) return undefined
  return parts.map((part) => (part.thought === true ? '' : textOf(part.text))).join('')
}
