/** Scripts and programs run by their path: read where they can be read, so that what they do is judged too. */
import type { Command, Word } from '../shell/script.js'
import { codeEffects } from './code/code.js'
import { type Language, languageOfFile } from './code/language.js'
import { type Context, effect, plainName, shown } from './context.js'
import type { Effect, Target } from './effect.js'
import { environmentFlags } from './environment.js'
import { writtenBefore } from './flow.js'

/** Largest script that is read, in bytes. What a build tool generates is larger, what an agent writes is not. */
const MAX_LOCAL_SCRIPT = 64 * 1024

/** Effects of running the program at `target` with the command's arguments. */
export function localScript(target: Target, command: Command, context: Context): readonly Effect[] {
  return runScript(command.argv[0]!, target, command.argv.slice(1), undefined, command, context)
}

/**
 * Effects of running a script, by itself or through an interpreter.
 * @param word how it was named, for the reason
 * @param language where the interpreter says it; else the first line or the name does
 */
export function runScript(
  word: Word,
  target: Target,
  args: readonly Word[],
  language: Language | undefined,
  command: Command,
  context: Context,
): readonly Effect[] {
  const inside = target.area === 'project' || target.area === 'temp' || target.area === undefined
  const flags = environmentFlags([plainName(word.text ?? ''), ...args.map((argument) => argument.text)])
  const script: Target = { ...target, type: 'script' }
  const run = effect(inside ? 'exec.local' : 'exec.unknown', command, `runs \`${shown(word)}\``, {
    targets: [script],
    flags,
  })
  if (target.value === null) return [run]
  const written = writtenBefore(target.value, command.index, context)
  if (written?.kind === 'fetched') {
    return [{ ...run, kind: 'exec.fetched', says: `runs \`${shown(word)}\`, which comes straight from the network` }]
  }
  if (written?.kind === 'unknown') {
    return [{ ...run, kind: 'exec.opaque', says: `runs \`${shown(word)}\`, which this very command writes` }]
  }
  const text = written?.text ?? context.world.readText(target.value, MAX_LOCAL_SCRIPT)
  if (text === undefined || text.includes('\0')) return [run]
  return [run, ...scriptEffects(text, language ?? languageOfFile(target.value, text), args, command, context)]
}

/** What the text of a script would do, without the running itself. Undefined language: a program, or one not known. */
function scriptEffects(
  text: string,
  language: Language | undefined,
  args: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  if (language === undefined) return []
  if (language === 'shell') return context.unfold(text, command, { dialect: 'bash', positional: args })
  return codeEffects(language, text, command, context, args).filter((found) => found.kind !== 'exec.code')
}
