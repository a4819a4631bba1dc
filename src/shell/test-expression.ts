import type { TestExpression } from 'unbash'
import { expandText } from './expand.js'
import { both, type Outcome } from './outcome.js'
import { matches } from './pattern.js'
import type { Where } from './run.js'
import { unreachable } from './walk.js'

/** `[[ ... ]]`: its words are expanded, which may run commands; the result counts where it is plain to see. */
export function visitTest(expression: TestExpression, where: Where): Outcome {
  const truth = evaluateTest(expression, where)
  const { state } = where
  if (truth === undefined) return both(state)
  return truth ? { ok: state, fail: unreachable(state) } : { ok: unreachable(state), fail: state }
}

function evaluateTest(expression: TestExpression, where: Where): boolean | undefined {
  switch (expression.type) {
    case 'TestGroup':
      return evaluateTest(expression.expression, where)
    case 'TestNot': {
      const inner = evaluateTest(expression.operand, where)
      return inner === undefined ? undefined : expression.negations.length % 2 === 1 ? !inner : inner
    }
    case 'TestLogical': {
      const results = expression.operands.map((operand) => evaluateTest(operand, where))
      if (results.some((result) => result === undefined)) return undefined
      return expression.operator === '&&' ? results.every(Boolean) : results.some(Boolean)
    }
    case 'TestUnary': {
      const value = expandText(expression.operand, where)
      if (value.opaque) return undefined
      return expression.operator === '-z'
        ? value.text === ''
        : expression.operator === '-n'
          ? value.text !== ''
          : undefined
    }
    case 'TestBinary': {
      const left = expandText(expression.left, where)
      const pattern = ['==', '=', '!='].includes(expression.operator)
      const right = expandText(expression.right, where, pattern ? 'pattern' : 'text')
      if (!pattern || left.opaque || right.opaque || where.state.options.nocase) return undefined
      const same = matches(right.text, left.text)
      return same === undefined ? undefined : expression.operator === '!=' ? !same : same
    }
  }
}
