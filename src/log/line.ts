/**
 * One line of a log file back into what was written. A file can hold anything: a line that broke off, lines of another
 * program, of a newer gatesh. What comes out has the shape that its type says, or nothing does.
 */
import { ENTRY_VERSION, type Entry, type Line, type LoggedEffect } from './entry.js'
import { isOtherLine } from './other-line.js'

type Fields = Readonly<Record<string, unknown>>

/** The line; undefined where it is none of ours. Lines of a newer version are given as far as they are understood. */
export function parseLine(text: string): Line | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Fields
  const { v } = fields
  if (!Number.isInteger(v) || (v as number) < ENTRY_VERSION || !areTexts(fields, head)) return undefined
  if ('kind' in fields || 'local' in fields) return isOtherLine(fields) ? (value as Line) : undefined
  if (!areTexts(fields, texts) || typeof fields.ran !== 'boolean' || typeof fields.tier !== 'number') return undefined
  return v === ENTRY_VERSION && isWhole(fields) ? (value as Entry) : mended(fields)
}

const head = ['id', 'ts', 'session'] as const
/** What an entry cannot do without. */
const texts = ['agent', 'door', 'coverage', 'project', 'command', 'action', 'rule', 'reason', 'how'] as const

function areTexts(fields: Fields, names: readonly string[]): boolean {
  for (const name of names) if (typeof fields[name] !== 'string') return false
  return true
}

/** Whether the parts that are no plain text have their shape. */
function isWhole(fields: Fields): boolean {
  const { cwd, effects, times_us } = fields
  if (cwd !== null && typeof cwd !== 'string') return false
  if (!isList(effects, isEffect) || !isNumbers(times_us)) return false
  for (const name in optional) if (fields[name] !== undefined && !optional[name]?.(fields[name])) return false
  return true
}

/** The entry without the parts whose shape is not known here. */
function mended(fields: Fields): Entry {
  const { cwd, effects, times_us, ...rest } = fields
  const known = Object.entries(rest).filter(([name, value]) => optional[name]?.(value) ?? true)
  return {
    ...(Object.fromEntries(known) as unknown as Omit<Entry, 'cwd' | 'effects' | 'times_us'>),
    cwd: typeof cwd === 'string' ? cwd : null,
    effects: Array.isArray(effects) ? effects.filter(isEffect) : [],
    times_us: isNumbers(times_us) ? (times_us as Entry['times_us']) : {},
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function isNumbers(value: unknown): boolean {
  if (!isObject(value)) return false
  for (const key in value) if (typeof value[key] !== 'number') return false
  return true
}

function isEffect(value: unknown): value is LoggedEffect {
  return isObject(value) && typeof value.kind === 'string' && typeof value.says === 'string' && isTexts(value.targets)
}

function isFinding(value: unknown): boolean {
  return isObject(value) && typeof value.rule === 'string' && isTexts(value.missing) && isTexts(value.quotes)
}

function isCall(value: unknown): boolean {
  if (!isObject(value)) return false
  const { model, ...numbers } = value
  return typeof model === 'string' && isNumbers(numbers)
}

const isText = (value: unknown) => typeof value === 'string'
const isList = (value: unknown, test: (each: unknown) => boolean) => Array.isArray(value) && value.every(test)

/** What an entry may have beside, and the shape that it then has. */
const optional: Readonly<Record<string, (value: unknown) => boolean>> = {
  stopped: isText,
  exe: isText,
  parent: isText,
  engine: isText,
  fallback: isText,
  stage1: (value) => isObject(value) && typeof value.flagged === 'boolean' && isTexts(value.rules),
  stage2: (value) => isList(value, isFinding),
  calls: (value) => isList(value, isCall),
  facts: isObject,
  approval: (value) => isObject(value) && isText(value.answer) && isText(value.from) && isText(value.of),
}
