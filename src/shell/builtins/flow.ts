import { type Call, emit } from '../call.js'
import { both, type Outcome } from '../outcome.js'
import type { Loop } from '../run.js'
import { unreachable } from '../walk.js'

/** Commands that say where the shell goes on, or only whether. */
export const flow = {
  exit: leave,
  return: returnFrom,
  break: leaveLoop,
  continue: leaveLoop,
  true: succeed,
  ':': succeed,
  false: fail,
  test: runTest,
  '[': runTest,
}

function succeed(call: Call): Outcome {
  emit(call, { silent: true })
  return { ok: call.state, fail: unreachable(call.state) }
}

function fail(call: Call): Outcome {
  emit(call, { silent: true })
  return { ok: unreachable(call.state), fail: call.state }
}

function leave(call: Call): Outcome {
  emit(call, { silent: true })
  call.frame.exits?.push(call.state.fork())
  return both(unreachable(call.state))
}

function returnFrom(call: Call): Outcome {
  emit(call, { silent: true })
  // Outside a function and a sourced file `return` is an error that changes nothing.
  if (!call.frame.returns) return both(call.state)
  call.frame.returns.push(call.state.fork())
  return both(unreachable(call.state))
}

function leaveLoop(call: Call): Outcome {
  emit(call, { silent: true })
  const { frame, state, argv } = call
  if (!frame.loop) return both(state)
  const levels = argv[1] ? Number(argv[1].text ?? Number.NaN) : 1
  let at: Loop | undefined = frame.loop
  for (let level = 1; at; at = at.outer, level++) {
    // With an unknown count every loop around may be the one that is left.
    if (Number.isNaN(levels) || level === levels || (level < levels && !at.outer)) {
      if (argv[0]?.text === 'continue') at.continues.push(state.fork())
      at.breaks.push(state.fork())
      if (!Number.isNaN(levels)) break
    }
  }
  return both(unreachable(state))
}

/** `[ ... ]` on known words, where the answer is plain to see. */
function runTest(call: Call): Outcome {
  emit(call, { silent: true })
  const { argv, state } = call
  const words = argv[0]?.text === '[' ? argv.slice(1, -1) : argv.slice(1)
  const known = words.every((word) => word.text !== null && !word.splits && !word.glob)
  const truth = known ? evaluate(words.map((word) => word.text as string)) : undefined
  if (truth === undefined) return both(state)
  return truth ? { ok: state, fail: unreachable(state) } : { ok: unreachable(state), fail: state }
}

function evaluate(words: readonly string[]): boolean | undefined {
  const [first, second, third] = words
  switch (words.length) {
    case 0:
      return false
    case 1:
      return first !== ''
    case 2:
      if (first === '!') return second === ''
      return first === '-n' ? second !== '' : first === '-z' ? second === '' : undefined
    case 3:
      return compare(first as string, second as string, third as string)
    default:
      return undefined
  }
}

function compare(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (!/^-?\d{1,15}$/.test(left) || !/^-?\d{1,15}$/.test(right)) return undefined
  const difference = Number(left) - Number(right)
  switch (operator) {
    case '-eq':
      return difference === 0
    case '-ne':
      return difference !== 0
    case '-lt':
      return difference < 0
    case '-le':
      return difference <= 0
    case '-gt':
      return difference > 0
    case '-ge':
      return difference >= 0
    default:
      return undefined
  }
}
