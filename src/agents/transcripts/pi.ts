/** Lines of pi's `sessions/--<directory>--/*.jsonl` (version 3). */
import { callTurn, fieldsOf, listOf, Prose, plainText, Seen, type TranscriptReader, textOf } from './reader.js'

export function piReader(): TranscriptReader {
  const prose = new Prose()
  const seen = new Seen()
  let cwd = ''
  return {
    read(value) {
      const record = fieldsOf(value)
      if (record.type === 'session') cwd = textOf(record.cwd)
      // Everything else (`custom_message`, `compaction`, `branch_summary`) was not typed.
      if (record.type !== 'message' || !seen.first(textOf(record.id))) return []
      const { role, content } = fieldsOf(record.message)
      if (role === 'user') {
        const text = plainText(content, ['text'], ['image'])
        return text === undefined || text.trim() === '' ? [] : [prose.answeredBy(text)]
      }
      if (role !== 'assistant') return []
      return listOf(content).flatMap((item) => {
        const block = fieldsOf(item)
        if (block.type === 'text') prose.say(textOf(block.text))
        const isNew = block.type === 'toolCall' && seen.first(`call ${textOf(block.id)}`)
        return isNew ? [callTurn(textOf(block.name), fieldsOf(block.arguments), cwd)] : []
      })
    },
  }
}
