/** Programs that apply patches, and what a patch changes. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal } from '../context.js'
import type { Target } from '../effect.js'
import { optionParser } from '../options.js'
import { patchedFiles } from '../patch.js'
import { literalSource } from '../payload.js'
import { hereTarget } from './readers.js'
import { asksHelp, writes } from './writing.js'

const patchOptions = optionParser({
  values: '-p --strip -d --directory -i --input -o --output -r --reject-file -B --prefix -F --fuzz -V -Y -z -D --ifdef',
  long: '--dry-run --reverse --forward --backup',
})

/** patch changes the files that the patch names; where its text is not known, anything below the directory. */
export const patch: Family = (command, context) => {
  const options = patchOptions.parse(command.argv.slice(1))
  if (asksHelp(options) || options.has('--dry-run'))
    return [effect('fs.read', command, 'tries out a patch', { flags: ['dry-run'] })]
  const directory = options.value('-d', '--directory')
  const output = options.value('-o', '--output')
  const original = options.operands[0]
  if (output ?? original) return writes([context.path((output ?? original)!, command)], command, ['in-place'])
  const input = options.value('-i', '--input') ?? options.operands[1]
  return writes(patchTargets(input, directory, command, context), command, ['in-place'])
}

/** Codex's own patch program, which stands for a tool of its: the patch is its argument or its here-document. */
export const applyPatch: Family = (command, context) => {
  const word = command.argv[1] ?? (command.stdin.kind === 'text' ? command.stdin.text : undefined)
  const files = patchedFiles(word?.text ?? '')
  if (files.length === 0) return writes([{ type: 'path', value: null }], command, ['in-place'])
  return files.flatMap(({ act, path, to, added }) => {
    const target = context.path(literal(path), command)
    if (act === 'delete') return [effect('fs.delete', command, `deletes \`${path}\``, { targets: [target] })]
    const written = to === undefined ? target : context.path(literal(to), command)
    const from = to === undefined ? [] : [effect('fs.delete', command, `moves \`${path}\` away`, { targets: [target] })]
    return [...from, ...writes([written], command, act === 'add' ? [] : ['edit'], [literalSource(added)])]
  })
}

/** Largest patch that is read, in bytes. */
const MAX_PATCH = 256 * 1024

/** The files that a patch changes, from its own text where that can be read. */
export function patchTargets(
  input: Word | undefined,
  directory: Word | undefined,
  command: Command,
  context: Context,
): readonly Target[] {
  const at = directory?.text ? { ...command, cwd: context.path(directory, command).value } : command
  const path = input
    ? context.path(input, at).value
    : command.stdin.kind === 'file'
      ? context.path(command.stdin.path, command).value
      : null
  const text =
    path !== null
      ? context.world.readText(path, MAX_PATCH)
      : command.stdin.kind === 'text'
        ? (command.stdin.text.text ?? undefined)
        : undefined
  const named =
    text === undefined
      ? []
      : [...text.matchAll(/^(?:\+\+\+|---) (?:[ab]\/)?([^\t\n]+)/gm)]
          .map((match) => match[1]!)
          .filter((name) => name !== '/dev/null')
  if (named.length === 0 || named.length > 200) return [hereTarget(at, context)]
  return [...new Set(named)].map((name) => context.path(literal(name), at))
}
