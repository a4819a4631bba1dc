import type { Call } from '../call.js'
import { emit } from '../call.js'
import { both, type Outcome } from '../outcome.js'
import { code } from './code.js'
import { directory } from './directory.js'
import { flow } from './flow.js'
import { settings } from './settings.js'
import { variables } from './variables.js'

/** What the shell does by itself when a command of this name is run in it. */
type Builtin = (call: Call) => Outcome

/** Builtins without a lasting effect on the shell that matters to the commands after them. */
const plain = `bg bind caller compgen complete compopt dirs disown echo fc fg help history jobs kill logout printf pwd
  suspend times type ulimit umask wait enable`.split(/\s+/)

function runPlain(call: Call): Outcome {
  emit(call)
  return both(call.state)
}

/** By name. A row of a group replaces the plain one. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...plain.map((name): [string, Builtin] => [name, runPlain]),
  ...Object.entries(directory),
  ...Object.entries(variables),
  ...Object.entries(flow),
  ...Object.entries(code),
  ...Object.entries(settings),
])
