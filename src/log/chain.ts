/** The hash chain of one session's log: each line covers the one before it, so that a change or a gap shows. */
import { createHash } from 'node:crypto'

/** What stands in the first line's `prev`. */
export function chainStart(session: string): string {
  return createHash('sha256').update(`gatesh ${session}`).digest('hex')
}

/** `body`: a line as JSON without its `hash`, which becomes its last field. Gives the whole line, without the newline. */
export function chained(body: string, prev: string): { line: string; hash: string } {
  const hash = createHash('sha256').update(prev).update('\n').update(body).digest('hex')
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash }
}

/** Whether `line` (as written) follows from `prev`; gives its hash, or undefined where it does not. */
export function verifyLine(line: string, prev: string): string | undefined {
  const cut = line.lastIndexOf(',"hash":"')
  if (cut < 0) return undefined
  const { line: expected, hash } = chained(`${line.slice(0, cut)}}`, prev)
  return expected === line ? hash : undefined
}
