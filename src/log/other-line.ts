/** Whether a line that is no entry has the shape that its kind says (see line.ts). */
import type { Line } from './entry.js'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const areTexts = (fields: Fields, ...names: string[]) => names.every((name) => typeof fields[name] === 'string')
const isList = (value: unknown, test: (each: unknown) => boolean) => Array.isArray(value) && value.every(test)
const isText = (value: unknown) => typeof value === 'string'

/** A line of a kind that is not known here passes: its kind can be named, and nothing else of it is used. */
export function isOtherLine(fields: Fields): boolean {
  if (isObject(fields.local)) return isBatch(fields.local)
  switch (fields.kind as Extract<Line, { kind: string }>['kind']) {
    case 'rules':
      return areTexts(fields, 'mode') && isList(fields.faults, isText) && isList(fields.rules, isRule)
    case 'approval':
      return isObject(fields.approval) && areTexts(fields.approval, 'answer', 'from', 'of')
    case 'probe':
      return areTexts(fields, 'tool', 'why', 'excerpt') && typeof fields.count === 'number'
    case 'escape':
      return (
        areTexts(fields, 'writer', 'source', 'response') &&
        typeof fields.count === 'number' &&
        isList(fields.changes, isChange)
      )
    case 'watch':
      return areTexts(fields, 'source', 'state', 'reason')
    default:
      return typeof fields.kind === 'string'
  }
}

const isBatch = ({ first, count, programs }: Fields) =>
  typeof first === 'number' && typeof count === 'number' && isObject(programs)

const isRule = (value: unknown) =>
  isObject(value) && areTexts(value, 'rule', 'file', 'why', 'state') && typeof value.line === 'number'

const isChange = (value: unknown) => isObject(value) && areTexts(value, 'path', 'kind')
