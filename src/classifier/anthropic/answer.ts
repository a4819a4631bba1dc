/** What a model answered, read strictly: whatever is not plainly an answer is none, and never an allowance. Pure. */
import * as z from 'zod/mini'

const MAX_REASON = 300
const MAX_MISSING = 8
/** Starts of an object that are tried, from the end of the answer. */
const MAX_STARTS = 20

const opinion = z.strictObject({
  block: z.boolean(),
  rule: z.string().check(z.maxLength(100)),
  missing: z.array(z.string().check(z.maxLength(400))).check(z.maxLength(MAX_MISSING)),
  reason: z.string().check(z.minLength(1), z.maxLength(2_000)),
})

/** Stage 2's answer. */
export type Opinion = z.infer<typeof opinion>

/** Stage 1: true for `yes`, look closer. Undefined for anything but the one word. */
export function readFlag(text: string): boolean | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^[`"'*]+|[`"'*.!]+$/g, '')
  return word === 'yes' ? true : word === 'no' ? false : undefined
}

/**
 * Stage 2: the object that the answer ends with, alone or in a fence of its own; what stands before it is reasoning. One
 * that contradicts itself is none.
 */
export function readOpinion(text: string): Opinion | undefined {
  const end = text
    .trimEnd()
    .replace(/\n?```$/, '')
    .trimEnd()
  if (!end.endsWith('}')) return undefined
  let start = end.lastIndexOf('{')
  for (let tries = 0; start >= 0 && tries < MAX_STARTS; tries++) {
    const read = opinion.safeParse(parsed(end.slice(start)))
    if (read.success) return isSound(read.data) ? { ...read.data, ...tidied(read.data) } : undefined
    start = start === 0 ? -1 : end.lastIndexOf('{', start - 1)
  }
  return undefined
}

const isSound = ({ block, missing, reason }: Opinion) => (block || missing.length === 0) && line(reason) !== ''

function tidied({ rule, missing, reason }: Opinion): Omit<Opinion, 'block'> {
  return { rule: line(rule), missing: missing.map(line).filter(Boolean), reason: line(reason) }
}

/** On one line, without what a terminal would obey, without a final stop. */
function line(text: string): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replace(/[.!]+$/, '')
  return plain.length <= MAX_REASON ? plain : `${plain.slice(0, MAX_REASON)}...`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
