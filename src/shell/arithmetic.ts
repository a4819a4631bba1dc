import type { ArithmeticExpression } from 'unbash'

/** What an expression may read and write. `read` gives the number behind a name, undefined where it is not known. */
export interface Numbers {
  /** A plain sh, where `++` and `--` are two signs. */
  readonly plain: boolean
  read(name: string): number | undefined
  write(name: string, value: number | undefined): void
  /** Value of a word with expansions in it. */
  expand(word: Extract<ArithmeticExpression, { type: 'ArithmeticWord' }>): string | undefined
  substitute(node: Extract<ArithmeticExpression, { type: 'ArithmeticCommandExpansion' }>): string | undefined
}

const MAX_OPERATORS = 200

/**
 * Value of an expression, with the assignments in it made; undefined where it is not known, overflows what a double
 * holds exactly, or is an error. Every operand is visited whatever its siblings are, since it may assign.
 */
export function evaluate(expression: ArithmeticExpression, numbers: Numbers, depth = 0): number | undefined {
  if (depth > MAX_OPERATORS) return undefined
  const value = evaluateNode(expression, numbers, depth + 1)
  return value !== undefined && Number.isSafeInteger(value) ? value + 0 : undefined
}

function evaluateNode(node: ArithmeticExpression, numbers: Numbers, depth: number): number | undefined {
  switch (node.type) {
    case 'ArithmeticGroup':
      return evaluate(node.expression, numbers, depth)
    case 'ArithmeticWord': {
      if (!node.parts) return numberOf(node.value, numbers)
      const text = numbers.expand(node)
      // An expansion is put in as text, so only a plain number is an operand by itself.
      return text !== undefined && /^\s*(0|[1-9]\d{0,14})\s*$/.test(text) ? Number(text) : undefined
    }
    case 'ArithmeticCommandExpansion': {
      const text = numbers.substitute(node)
      return text === undefined ? undefined : numberOf(text, numbers)
    }
    case 'ArithmeticTernary': {
      // The parser lets a missing alternative pass.
      if (isEmpty(node.consequent) || isEmpty(node.alternate)) return undefined
      const test = evaluate(node.test, numbers, depth)
      if (test !== undefined) return evaluate(test !== 0 ? node.consequent : node.alternate, numbers, depth)
      touch(node.consequent, numbers, depth)
      touch(node.alternate, numbers, depth)
      return undefined
    }
    case 'ArithmeticUnary':
      return evaluateUnary(node, numbers, depth)
    case 'ArithmeticBinary':
      return evaluateBinary(node, numbers, depth)
  }
}

function evaluateUnary(
  node: Extract<ArithmeticExpression, { type: 'ArithmeticUnary' }>,
  numbers: Numbers,
  depth: number,
): number | undefined {
  const value = evaluate(node.operand, numbers, depth)
  if (node.operator === '++' || node.operator === '--') {
    if (numbers.plain) {
      assign(node.operand, undefined, numbers)
      return undefined
    }
    const changed = value === undefined ? undefined : value + (node.operator === '++' ? 1 : -1)
    assign(node.operand, changed, numbers)
    return node.prefix ? changed : value
  }
  if (value === undefined) return undefined
  switch (node.operator) {
    case '-':
      return -value
    case '+':
      return value
    case '!':
      return value === 0 ? 1 : 0
    case '~':
      return -value - 1
    default:
      return undefined
  }
}

function evaluateBinary(
  node: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>,
  numbers: Numbers,
  depth: number,
): number | undefined {
  const { operator } = node
  if (isAssignment(operator)) {
    const right = evaluate(node.right, numbers, depth)
    const left = operator === '=' ? 0 : evaluate(node.left, numbers, depth)
    const value =
      operator === '='
        ? right
        : left === undefined || right === undefined
          ? undefined
          : compute(operator.slice(0, -1), left, right)
    const kept = value !== undefined && Number.isSafeInteger(value) ? value : undefined
    return assign(node.left, kept, numbers) ? kept : undefined
  }
  const left = evaluate(node.left, numbers, depth)
  if (operator === '&&' || operator === '||') {
    if (left === undefined) {
      touch(node.right, numbers, depth)
      return undefined
    }
    if ((left !== 0) === (operator === '||')) return left !== 0 ? 1 : 0
    const right = evaluate(node.right, numbers, depth)
    return right === undefined ? undefined : right !== 0 ? 1 : 0
  }
  const right = evaluate(node.right, numbers, depth)
  // A plain sh knows neither.
  if (numbers.plain && (operator === ',' || operator === '**')) return undefined
  // What is not known on the left may have been an error, which ends the whole.
  if (operator === ',') return left === undefined ? undefined : right
  return left === undefined || right === undefined ? undefined : compute(operator, left, right)
}

function isEmpty(node: ArithmeticExpression): boolean {
  return node.type === 'ArithmeticWord' && node.value.trim() === ''
}

function isAssignment(operator: string): boolean {
  return operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator)
}

function compute(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? undefined : Math.trunc(a / b)
    case '%':
      return b === 0 ? undefined : a % b
    case '**':
      return b < 0 ? undefined : a ** b
    case '==':
      return a === b ? 1 : 0
    case '!=':
      return a !== b ? 1 : 0
    case '<':
      return a < b ? 1 : 0
    case '>':
      return a > b ? 1 : 0
    case '<=':
      return a <= b ? 1 : 0
    case '>=':
      return a >= b ? 1 : 0
    case '&':
      return Number(BigInt.asIntN(64, BigInt(a) & BigInt(b)))
    case '|':
      return Number(BigInt.asIntN(64, BigInt(a) | BigInt(b)))
    case '^':
      return Number(BigInt.asIntN(64, BigInt(a) ^ BigInt(b)))
    case '<<':
      return b < 0 || b > 63 ? undefined : Number(BigInt.asIntN(64, BigInt(a) << BigInt(b)))
    case '>>':
      return b < 0 || b > 63 ? undefined : Number(BigInt.asIntN(64, BigInt(a) >> BigInt(b)))
    default:
      return undefined
  }
}

/** Visits an operand that may or may not be evaluated: what it would assign is not known afterwards. */
function touch(node: ArithmeticExpression, numbers: Numbers, depth: number): void {
  evaluate(node, { ...numbers, write: (name) => numbers.write(name, undefined) }, depth)
}

/** False where the target is no name, which is an error. */
function assign(target: ArithmeticExpression, value: number | undefined, numbers: Numbers): boolean {
  if (target.type !== 'ArithmeticWord') return false
  const bracket = target.value.indexOf('[')
  if (bracket >= 0) numbers.write(target.value.slice(0, bracket), undefined)
  else numbers.write(target.value, value)
  return /^[A-Za-z_]/.test(target.value)
}

/** A constant in one of bash's notations, or the number behind a name. */
function numberOf(text: string, numbers: Numbers): number | undefined {
  const word = text.trim()
  if (word === '') return undefined
  if (/^[1-9]\d{0,17}$|^0$/.test(word)) return Number(word)
  if (/^0[xX][0-9a-fA-F]{1,15}$/.test(word)) return Number.parseInt(word, 16)
  if (/^0[0-7]{1,18}$/.test(word)) return Number.parseInt(word, 8)
  const based = /^(\d{1,2})#([0-9a-zA-Z]{1,12})$/.exec(word)
  if (based) {
    const base = Number(based[1])
    const digits = (based[2] as string).toLowerCase()
    // Above base 36 the case of a letter counts, which parseInt does not know.
    if (base < 2 || base > 36 || [...digits].some((digit) => Number.parseInt(digit, 36) >= base)) return undefined
    return Number.parseInt(digits, base)
  }
  if (/^-\d{1,18}$/.test(word)) return Number(word)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(word) ? numbers.read(word) : undefined
}
