import type { World } from '../world.js'
import { runCall } from './call.js'
import { positionalOf } from './function.js'
import { applyRedirects } from './redirect.js'
import { addOpaque, type Draft, type Frame, newSink, type Run } from './run.js'
import type { Assignment, Dialect, OpaquePart, OpaqueReason, Script, Stdin, Via, Word } from './script.js'
import { State } from './state.js'
import { walkText } from './text.js'
import { constant, unknown, type Value, wordValue } from './value.js'
import { assign } from './variables.js'
import { perhaps, substitute } from './walk.js'

/** Where a text or exec starts from. */
export interface Start {
  /** Absolute working directory; null when it cannot be known. */
  readonly cwd: string | null
  readonly world: World
  /** Assignments known beside the world's environment; of one name the first counts, as in `Command.env`. */
  readonly env?: readonly Assignment[]
  /**
   * Whether `world.env` is the whole environment of a shell that starts now, so that a name it lacks is unset. Without
   * it such a name is unknown, as it is for a shell that has lived before.
   */
  readonly complete?: boolean
  readonly via?: readonly Via[]
  /** How deep this text already is inside others; MAX_DEPTH bounds the whole. */
  readonly depth?: number
  readonly stdin?: Stdin
  readonly positional?: readonly Word[]
  /** A person's or agent's living prompt: aliases count. */
  readonly interactive?: boolean
}

/**
 * Reads shell text: the simple commands that it would start, as they are after expansion and unwrapping, in the order in
 * which they run as far as that is known, and the parts that cannot be known. Total: it never throws, and its time and
 * size are bounded by limits.ts. Semantics as in the bash reference manual, "Shell Operation" and "Shell Expansions".
 */
export function interpret(text: string, dialect: Dialect, start: Start): Script {
  return finish(text, dialect, start, (state, frame, run) => {
    walkText({ ...constant(text), opaque: undefined }, state, frame, run)
  })
}

/** Reads an exec as it arrives: `['bash', '-lc', 'git push']`, `['/usr/bin/env', 'A=1', 'git', 'st']`. */
export function interpretArgv(argv: readonly string[], start: Start): Script {
  const words = argv.map((text): Word => ({ text, raw: text }))
  const text = argv.join(' ')
  return finish(text, 'bash', start, (state, frame, run) => {
    runCall({ argv: words, env: [], state, frame, run, source: text, started: true })
  })
}

function finish(
  text: string,
  dialect: Dialect,
  start: Start,
  walk: (state: State, frame: Frame, run: Run) => void,
): Script {
  const run: Run = {
    commands: [],
    opaque: [],
    texts: [],
    work: 0,
    listed: [],
    exhausted: false,
    deferred: [],
    taken: new Set(),
    written: new Map(),
    hooks: new Map(),
    changes: new Map(),
    clock: 0,
    lines: 0,
    functions: new Map(),
    aliases: new Map(),
    substitute: (script, state, frame) => substitute(script, state, frame, run),
    redirect: (nodes, state, frame) => applyRedirects(nodes, state, frame, run),
  }
  const state = startState(dialect, start)
  const frame = startFrame(text, dialect, start)
  for (const { name, value } of [...(start.env ?? [])].reverse())
    assign(name, wordValue(value), { run, state, frame }, { export: true })
  let failure: OpaqueReason | undefined
  try {
    walk(state, frame, run)
    for (const [name, value] of run.hooks) walkHook(name, value, state, frame, run)
    for (const body of run.deferred) if (!body.mark.called && !run.exhausted) body.walk()
  } catch (error) {
    // The bounds are there to keep this from happening; if the stack ends all the same, the text is unknown, not harmless.
    if (!(error instanceof RangeError)) throw error
    failure = 'depth'
  }
  if (failure) addOpaque(run, failure, 'script', text.slice(0, 200))
  if (run.exhausted) addOpaque(run, 'size', 'script', text.slice(0, 200))
  return {
    text,
    dialect,
    commands: run.commands as readonly Draft[],
    opaque: run.opaque as readonly OpaquePart[],
    ...(run.texts.length > 0 ? { texts: run.texts } : {}),
  }
}

/** PROMPT_COMMAND is a text of its own; prompts are only expanded, which runs what is substituted in them. */
function walkHook(name: string, value: Value, state: State, frame: Frame, run: Run): void {
  const text = name === 'PROMPT_COMMAND' ? value : { ...value, text: `: "${value.text.replaceAll('"', '\\"')}"` }
  if (name !== 'PROMPT_COMMAND' && !/\$\(|`/.test(value.text)) return
  walkText(text, state.fork(), { ...perhaps(frame), via: [...frame.via, { program: name }] }, run)
}

function startState(dialect: Dialect, start: Start): State {
  const positional = start.positional
    ? positionalOf(start.positional)
    : { values: [], open: start.interactive === true }
  const aliases = start.interactive === true || dialect !== 'bash'
  const options = { noglob: false, aliases, nocase: false, lastpipe: false, nullglob: false, errexit: false }
  return new State(start.cwd, positional, unknown('variable', ['0']), options, true)
}

function startFrame(source: string, dialect: Dialect, start: Start): Frame {
  return {
    source,
    line: 0,
    dialect,
    via: start.via ?? [],
    depth: start.depth ?? 0,
    level: 0,
    runs: 'always',
    sure: true,
    stdin: start.stdin ?? { kind: 'inherit' },
    out: newSink(),
    redirects: [],
    inherited: 0,
    exits: undefined,
    aborts: undefined,
    expanded: undefined,
    loop: undefined,
    returns: undefined,
    locals: undefined,
    world: start.world,
    complete: start.complete === true,
  }
}
