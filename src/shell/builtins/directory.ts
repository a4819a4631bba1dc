import { type Call, emit } from '../call.js'
import { absolute } from '../files.js'
import { both, type Outcome } from '../outcome.js'
import { noteChange } from '../run.js'
import type { Word } from '../script.js'
import type { State } from '../state.js'
import { find } from '../variables.js'

/** `cd`, `pushd`, `popd`: where the commands after them run. */
export const directory = { cd, chdir: cd, pushd, popd }

function cd(call: Call): Outcome {
  emit(call, { silent: call.argv.length !== 2 || call.argv[1]?.text !== '-' })
  const operands = operandsOf(call.argv)
  if (operands.length > 1) return both(call.state)
  return go(call, destination(operands[0], call))
}

/** Words after the options. `-` alone is an operand. */
function operandsOf(argv: readonly Word[]): readonly Word[] {
  let at = 1
  while (argv[at]?.text?.startsWith('-') && argv[at]?.text !== '-') {
    if (argv[at++]?.text === '--') break
  }
  return argv.slice(at)
}

/** Absolute directory, null where it cannot be known. */
function destination(word: Word | undefined, call: Call): string | null {
  const { state } = call
  if (!word) {
    const home = find('HOME', call)
    return home.set && !home.value.opaque ? (absolute(home.value.text, state) ?? null) : null
  }
  if (word.splits) return null
  if (word.text === '-') return state.oldCwd
  if (word.text === null) return null
  if (word.text === '') return state.cwd
  if (word.glob)
    return word.matches?.length === 1 && word.matches[0] ? (absolute(word.matches[0], state) ?? null) : null
  // CDPATH sends a plain name elsewhere.
  const path = find('CDPATH', call)
  const named = !/^(\/|\.\.?(\/|$))/.test(word.text)
  if (named && path.set && path.value.text !== '') return null
  return absolute(word.text, state) ?? null
}

/**
 * The shell in the new directory, and where it stays if there is none. A directory that this text made or whose kind
 * nobody knows is taken to be there; one that is known to be missing may still be made by an earlier command, so both
 * ways stay open.
 */
function go(call: Call, to: string | null): Outcome {
  const { state, frame } = call
  const kind = to === null ? 'unknown' : state.made.has(to) ? 'directory' : frame.world.kind(to)
  noteChange(call.run, 'PWD')
  const ok = state.fork()
  ok.oldCwd = state.cwd
  ok.cwd = to
  if (kind === 'directory' || (kind === 'unknown' && to !== null)) {
    state.oldCwd = state.cwd
    state.cwd = to
    const failed = state.fork()
    failed.reachable = false
    return { ok: state, fail: failed }
  }
  return { ok, fail: state }
}

function pushd(call: Call): Outcome {
  emit(call)
  const { state } = call
  const [word] = operandsOf(call.argv)
  const before = state.cwd
  if (!word || word.text?.startsWith('+')) {
    if (!word && state.directories.length > 0) {
      const [top, ...rest] = state.directories
      state.directories = [before, ...rest]
      state.cwd = top ?? null
    } else state.cwd = null
    return both(state)
  }
  const outcome = go(call, destination(word, call))
  outcome.ok.directories = [before, ...state.directories]
  return outcome
}

function popd(call: Call): Outcome {
  emit(call)
  noteChange(call.run, 'PWD')
  const { state } = call
  leave(state, operandsOf(call.argv).length > 0)
  return both(state)
}

function leave(state: State, chosen: boolean): void {
  const [top, ...rest] = state.directories
  state.oldCwd = state.cwd
  state.cwd = chosen || top === undefined ? null : top
  state.directories = rest
}
