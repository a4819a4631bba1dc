/** Calls that read, write, move or delete files. */
import type { Word } from '../../shell/script.js'
import { effect, literal } from '../context.js'
import type { Effect, EffectKind, Flag, Source, Target } from '../effect.js'
import { names } from '../files/readers.js'
import { isSink } from '../paths.js'
import { textSources } from '../payload.js'
import { request } from './network-acts.js'
import type { Surroundings } from './surroundings.js'
import type { CodeCall, Value } from './value.js'

/** Path targets of a value: one, or every choice of a literal list. */
function targets(value: Value, around: Surroundings, role?: Target['role']): readonly Target[] {
  const { context, command } = around
  const { word } = value
  if (word.text === null && word.matches && word.matches.length <= 32)
    return word.matches.map((text) => context.path(literal(text), command, role))
  return [context.path(fileUrl(word), command, role)]
}

/** `file:///x` and `new URL('file:///x')` are paths. */
function fileUrl(word: Word): Word {
  return word.text?.startsWith('file://') ? literal(word.text.slice(7)) : word
}

/** One act on the files that a value names. An address in the place of a file is fetched. */
export function onPaths(
  kind: EffectKind,
  verb: string,
  value: Value | undefined,
  fallback: Word | undefined,
  around: Surroundings,
  flags: readonly Flag[] = [],
): readonly Effect[] {
  const given = value ?? (fallback ? { word: fallback, from: [] } : undefined)
  if (
    !given ||
    (given.word.text !== null &&
      /^[a-z][a-z0-9+.-]*:\/\//i.test(given.word.text) &&
      kind === 'fs.read' &&
      !given.word.text.startsWith('file://'))
  ) {
    return given
      ? request(given, 'GET', { name: '', self: undefined, args: [], named: new Map(), raw: '' }, around)
      : []
  }
  const found = targets(given, around).filter((target) => !isSink(target))
  if (found.length === 0) return []
  const shown = flags.includes('recursive') ? found.map((target) => ({ ...target, many: true })) : found
  return [effect(kind, around.command, `${verb} ${names(found)}`, { targets: shown, flags })]
}

/** How a deletion of a tree was asked for. */
export function deleteFlags(call: CodeCall): readonly Flag[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const flags: Flag[] = []
  if (/rmtree|rimraf|remove|emptyDir|^del/.test(call.name) || options?.get('recursive')?.word.text === 'true')
    flags.push('recursive')
  if (options?.get('force')?.word.text === 'true') flags.push('force')
  return flags
}

/** A write of the files that a value names, with the data that goes in. */
export function writing(
  value: Value | undefined,
  flags: readonly Flag[],
  call: CodeCall,
  around: Surroundings,
  sources?: readonly Source[],
): readonly Effect[] {
  if (!value) return []
  // A buffer or stream in the place of the file: `df.to_csv(sys.stdout)`, `to_json()`.
  if (value.ref && /^(?:sys\.std|io\.|process\.std)/.test(value.ref)) return []
  const found = targets(value, around).filter((target) => !isSink(target))
  if (found.length === 0) return []
  const data =
    sources ??
    call.args
      .filter((arg) => arg !== value)
      .flatMap((arg) =>
        arg.word.text !== null && arg.word.text.length > 2 ? [...textSources(arg.word), ...arg.from] : arg.from,
      )
  return [effect('fs.write', around.command, `writes ${names(found)}`, { targets: found, flags, sources: data })]
}

/** Mode of an opening call: `r` where none is given, null where it is not known. */
export function mode(call: CodeCall, other: Value | undefined): string | null {
  if (other) return other.word.text
  return call.named.has('mode') || call.args.length > 1 ? null : 'r'
}

/** open() and its kin: the mode says which way. */
export function opening(
  value: Value | undefined,
  how: string | null,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  if (!value) return []
  if (how !== null && /^(?:r[bt]?|rb|r:.*|utf-?8|r\|.*)$/i.test(how))
    return onPaths('fs.read', 'reads', value, undefined, around)
  if (how?.startsWith('a')) return writing(value, ['append'], call, around, [])
  return writing(value, [], call, around, [])
}

/** An act from one file to another. */
export function pair(
  kind: EffectKind,
  from: Value | undefined,
  to: Value | undefined,
  around: Surroundings,
): readonly Effect[] {
  const origin = from ? targets(from, around, 'from') : []
  const end = to ? targets(to, around, 'to') : [{ type: 'path', value: null, role: 'to' } as const]
  const verb = kind === 'fs.move' ? 'moves' : kind === 'fs.copy' ? 'copies' : kind === 'fs.link' ? 'links' : 'packs'
  return [
    effect(kind, around.command, `${verb} ${names(origin)} to ${names(end)}`, {
      targets: [...origin, ...end],
      sources: origin.map((target) => ({ type: 'path', value: target.value })),
    }),
  ]
}

/** `0o755`, `0755`, `493` and `stat.S_IRWXU` to an octal text. */
export function octal(text: string): string {
  if (/^0o[0-7]+$/i.test(text)) return text.slice(2)
  if (/^0[0-7]+$/.test(text)) return text.slice(1)
  if (/^\d+$/.test(text)) return Number(text).toString(8)
  return /^[ugoa]*[-+=]/.test(text) ? text : '6777'
}
