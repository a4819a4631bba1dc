/** Claude Code's `autoMode` block: prose for the classifier. `"$defaults"` stands for what the classifier has by itself. */
import type { Document } from './json-document.js'
import type { Fault } from './rule.js'

const sections = ['environment', 'allow', 'soft_deny', 'hard_deny'] as const
type Section = (typeof sections)[number]

/** Entries by section; an absent section keeps the built-in ones. */
export type AutoMode = Partial<Readonly<Record<Section, readonly string[]>>>

/** Entries of one section that are handed on, and characters of one entry: it is prose, written by hand. */
const MAX_ENTRIES = 500
const MAX_ENTRY = 4_000

export function readAutoMode(
  value: unknown,
  document: Document,
): { readonly sections: AutoMode; readonly faults: readonly Fault[] } | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'object' || value === null)
    return {
      sections: {},
      faults: [{ file: document.file, ...document.at(['autoMode']), key: 'autoMode', problem: 'is no object' }],
    }
  const read: Partial<Record<Section, readonly string[]>> = {}
  const faults: Fault[] = []
  for (const section of sections) {
    const list = (value as Readonly<Record<string, unknown>>)[section]
    if (list === undefined) continue
    if (
      Array.isArray(list) &&
      list.length <= MAX_ENTRIES &&
      list.every((entry) => typeof entry === 'string' && entry.length <= MAX_ENTRY)
    )
      read[section] = list
    else
      faults.push({
        file: document.file,
        ...document.at(['autoMode', section]),
        key: `autoMode.${section}`,
        problem: `is no list of at most ${MAX_ENTRIES} texts`,
      })
  }
  return { sections: read, faults }
}

/** Lists of several files stand one after the other, each entry once. */
export function mergeAutoModes(blocks: readonly AutoMode[]): AutoMode {
  const merged: Partial<Record<Section, readonly string[]>> = {}
  for (const section of sections) {
    const lists = blocks.flatMap((block) => (block[section] ? [block[section]] : []))
    if (lists.length > 0) merged[section] = [...new Set(lists.flat())]
  }
  return merged
}
