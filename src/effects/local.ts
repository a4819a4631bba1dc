/** Scripts and programs run by their path: read where they can be read, so that what they do is judged too. */
import type { Command } from '../shell/script.js'
import { codeEffects } from './code/code.js'
import { languageOfFile } from './code/language.js'
import { type Context, effect, plainName, shown } from './context.js'
import type { Effect, Target } from './effect.js'
import { environmentFlags } from './environment.js'
import { writtenBefore } from './flow.js'

/** Largest script that is read, in bytes. What a build tool generates is larger, what an agent writes is not. */
const MAX_LOCAL_SCRIPT = 64 * 1024

/** Effects of running the program at `target` with the command's arguments. */
export function localScript(target: Target, command: Command, context: Context): readonly Effect[] {
  const inside = target.area === 'project' || target.area === 'temp' || target.area === undefined
  const word = command.argv[0]!
  const flags = environmentFlags([
    plainName(word.text ?? ''),
    ...command.argv.slice(1).map((argument) => argument.text),
  ])
  const script: Target = { ...target, type: 'script' }
  const run = effect(inside ? 'exec.local' : 'exec.unknown', command, `runs \`${shown(word)}\``, {
    targets: [script],
    flags,
  })
  if (target.value === null) return [run]
  const written = writtenBefore(target.value, command.index, context)
  if (written?.kind === 'fetched')
    return [{ ...run, kind: 'exec.fetched', says: `runs \`${shown(word)}\`, which comes straight from the network` }]
  if (written?.kind === 'unknown')
    return [{ ...run, kind: 'exec.opaque', says: `runs \`${shown(word)}\`, which this very command writes` }]
  const text = written?.text ?? context.world.readText(target.value, MAX_LOCAL_SCRIPT)
  if (text === undefined || text.includes('\0')) return [run]
  return [run, ...scriptEffects(text, target.value, command, context)]
}

/** What the text of a script would do, in the language that its first line or its name says. */
export function scriptEffects(text: string, path: string, command: Command, context: Context): readonly Effect[] {
  const language = languageOfFile(path, text)
  switch (language) {
    case undefined:
      return []
    case 'shell':
      return context.unfold(text, command, {
        dialect: 'bash',
        via: { program: plainName(path) },
        positional: command.argv.slice(1),
      })
    default:
      return codeEffects(language, text, command, context).filter((found) => found.kind !== 'exec.code')
  }
}
