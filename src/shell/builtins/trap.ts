import { type Call, emit } from '../call.js'
import { both, type Outcome } from '../outcome.js'
import { type Frame, newSink } from '../run.js'
import type { State } from '../state.js'
import { walkText } from '../text.js'
import { unknown, wordValue } from '../value.js'
import { perhaps } from '../walk.js'
import { change } from './settings.js'

/**
 * `trap`: the text runs at some later point, so what the script changes after this line is not known in it. One for
 * anything but the shell's end may run before any later command, which makes unknown what it changes itself.
 */
export function setTrap(call: Call): Outcome {
  const { argv, state, run, frame } = call
  emit(call)
  const words = argv[1]?.text === '--' ? argv.slice(2) : argv.slice(1)
  const [text, ...signals] = words
  if (!text || signals.length === 0 || text.text === '' || text.text?.startsWith('-')) return both(state)
  const inside: Frame = {
    ...perhaps(frame),
    via: [...frame.via, { program: 'trap' }],
    out: newSink(),
    loop: undefined,
    returns: frame.returns && [],
    exits: [],
    aborts: undefined,
  }
  const value = wordValue(text)
  const since = run.clock
  const atEnd = signals.every((word) => word.text !== null && /^(0|exit)$/i.test(word.text))
  if (!atEnd) {
    const before = { commands: run.commands.length, opaque: run.opaque.length, deferred: run.deferred.length }
    walkText(value, state.fork(), inside, run)
    run.commands.length = before.commands
    run.opaque.length = before.opaque
    run.deferred.length = before.deferred
    forget(state, since, call)
  }
  const then = state.fork()
  run.deferred.push({
    mark: { called: false },
    walk: () => {
      forget(then, since, call)
      // It may run in a function as well as outside of all.
      if (run.functions.size > 0) then.positional = { values: [], open: true }
      for (const name of frame.locals?.keys() ?? [])
        then.set(name, { value: unknown('variable', [name]), elements: null })
      for (const [name, bodies] of run.functions) then.setFunction(name, { bodies, maybe: true, exported: false })
      walkText(value, then.fork(), inside, run)
      if (run.aliases.size === 0) return
      for (const [name, alias] of run.aliases) then.setAlias(name, alias)
      change(then, { aliases: true })
      walkText(value, then, inside, run)
    },
  })
  return both(state)
}

/** Makes unknown what was changed since then. */
function forget(state: State, since: number, { run }: Call): void {
  for (const [name, at] of run.changes) {
    if (at <= since) continue
    if (name === 'PWD') state.cwd = null
    else if (name === '@') state.positional = { values: [], open: true }
    else state.set(name, { value: unknown('variable', [name]), elements: null })
  }
}
