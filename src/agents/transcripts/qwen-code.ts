/** Lines of Qwen Code's `projects/<directory>/chats/<session>.jsonl`: Gemini's parts in records like Claude Code's. */
import type { Turn } from '../../transcript/turn.js'
import { callTurn, type Fields, fieldsOf, listOf, Prose, Seen, type TranscriptReader, textOf } from './reader.js'

const noPrompt = /^\s*(?:$|[/?]|<session_context>|<hook_context>|<task-notification|<system-reminder>|<state_snapshot>)/

export function qwenCodeReader(): TranscriptReader {
  const prose = new Prose()
  const seen = new Seen()

  function user(record: Fields, parts: readonly Fields[]): readonly Turn[] {
    // A subtype marks what the program wrote in the user's place.
    if (record.subtype !== undefined || parts.some((part) => 'functionResponse' in part)) return []
    const text = parts.map((part) => textOf(part.text)).join('')
    return noPrompt.test(text) || !seen.first(textOf(record.uuid)) ? [] : [prose.answeredBy(text)]
  }

  function assistant(record: Fields, parts: readonly Fields[]): readonly Turn[] {
    return parts.flatMap((part) => {
      if (part.thought !== true) prose.say(textOf(part.text))
      const call = fieldsOf(part.functionCall)
      const isNew = part.functionCall !== undefined && seen.first(`call ${textOf(call.id)}`)
      return isNew ? [callTurn(textOf(call.name), fieldsOf(call.args), textOf(record.cwd))] : []
    })
  }

  return {
    read(value) {
      const record = fieldsOf(value)
      const parts = listOf(fieldsOf(record.message).parts).map(fieldsOf)
      if (record.isSidechain === true) return []
      if (record.type === 'user') return user(record, parts)
      return record.type === 'assistant' ? assistant(record, parts) : []
    },
  }
}
