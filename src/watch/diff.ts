/** Lines that went and lines that came, short enough for a log. Pure. */

const MAX_LINES = 4_000
const MAX_SHOWN = 24
const MAX_WIDTH = 200

/**
 * The changed middle of a text: what equals at the beginning and at the end is left out. Not the smallest difference, but
 * never a wrong one, and linear in the text. Undefined where one of them is no text.
 */
export function shortDiff(before: Buffer, after: Buffer): string | undefined {
  if (before.includes(0) || after.includes(0)) return undefined
  const old = linesOf(before)
  const now = linesOf(after)
  if (old.length > MAX_LINES || now.length > MAX_LINES) return undefined
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end += 1
  const lines = [
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
  ]
  const shown = lines.slice(0, MAX_SHOWN).map((line) => line.slice(0, MAX_WIDTH))
  return [...shown, ...(lines.length > MAX_SHOWN ? [`... ${lines.length - MAX_SHOWN} more lines`] : [])].join('\n')
}

function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString('utf8')
  const lines = text.split('\n')
  // A newline ends a line; it does not begin another one.
  if (lines.at(-1) === '') lines.pop()
  return lines
}
