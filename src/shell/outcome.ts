import { State } from './state.js'

/** The shell after a command, by how the command ended. Where that says nothing, both are one state. */
export interface Outcome {
  readonly ok: State
  readonly fail: State
}

/** The same state whatever the status is. */
export function both(state: State): Outcome {
  return { ok: state, fail: state }
}

/** The shell after a command whose status nobody asks for. */
export function join(outcome: Outcome): State {
  return State.join(outcome.ok, outcome.fail)
}
