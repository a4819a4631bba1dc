/**
 * Rows of OpenCode's database, joined by whoever reads them: `{parent, role, part}` with the part's JSON, the role of its
 * message and the parent of its session. A part is written again as it grows; a text counts when its message is complete.
 */
import { callTurn, fieldsOf, Prose, Seen, type TranscriptReader, textOf } from './reader.js'

export function opencodeReader(): TranscriptReader {
  const prose = new Prose()
  const seen = new Seen()
  return {
    read(value) {
      const { id, parent, role, part: data, cwd } = fieldsOf(value)
      const part = fieldsOf(typeof data === 'string' ? parsed(data) : data)
      const key = textOf(id)
      switch (part.type) {
        case 'text': {
          const text = textOf(part.text)
          if (text.trim() === '') return []
          if (role === 'assistant') {
            if (fieldsOf(part.time).end !== undefined && seen.first(key)) prose.say(text)
            return []
          }
          // `synthetic`: put there by the program. A session with a parent is a sub-agent's.
          const isTyped = role === 'user' && part.synthetic !== true && part.ignored !== true && !parent
          return isTyped && seen.first(key) ? [prose.answeredBy(text)] : []
        }
        case 'tool': {
          const { input, status } = fieldsOf(part.state)
          // Input is empty until the model has written all of it.
          if (role !== 'assistant' || status === 'pending' || !seen.first(key)) return []
          return [callTurn(textOf(part.tool), fieldsOf(input), textOf(cwd))]
        }
        default:
          return []
      }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
