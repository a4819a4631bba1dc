import type { ArithmeticExpression, WordPart } from 'unbash'
import { evaluate, type Numbers } from './arithmetic.js'
import { addOpaque, mayAbort, type Where } from './run.js'
import { concat, constant, EMPTY, unknown, type Value } from './value.js'
import { assign, find } from './variables.js'

/** Expands one part of a word to text. */
type TextOf = (part: WordPart, where: Where) => Value

/** Value of an arithmetic expression, with its assignments made; `text` is how it stands in the source. */
export function evaluateIn(
  expression: ArithmeticExpression | undefined,
  text: string,
  textOf: TextOf,
  where: Where,
): Value {
  if (!expression) {
    // What the parser could not read is evaluated up to its error, so every name in it may have been set.
    const names = text.match(/[A-Za-z_]\w*/g) ?? []
    for (const name of names.slice(0, 32)) assign(name, unknown('arithmetic', [name]), where)
    if (names.length === 0 && text.trim() === '') return constant('0')
    mayAbort(where)
    return unknown('arithmetic')
  }
  const value = evaluate(expression, numbersOf(textOf, where))
  if (value !== undefined) return constant(String(value))
  mayAbort(where)
  return unknown('arithmetic')
}

/** Variables as numbers, for arithmetic in this place. */
function numbersOf(textOf: TextOf, where: Where): Numbers {
  return {
    plain: where.frame.dialect === 'sh',
    read(name) {
      const { value, set } = find(name, where)
      if (set === false) return 0
      if (value.opaque) return undefined
      // A value with a bracket may run a substitution when it is evaluated (`a[$(cmd)]`).
      if (value.text.includes('[') && /[$`]/.test(value.text))
        addOpaque(where.run, 'arithmetic', 'script', value.text.slice(0, 200))
      return value.text.trim() === ''
        ? 0
        : /^-?(0|[1-9]\d{0,14})$/.test(value.text.trim())
          ? Number(value.text)
          : undefined
    },
    write(name, value) {
      if (!/^[A-Za-z_]\w*$/.test(name)) return
      assign(name, value === undefined ? unknown('arithmetic', [name]) : constant(String(value), [name]), where)
    },
    expand(word) {
      let result = EMPTY
      for (const part of word.parts ?? []) result = concat(result, textOf(part, where))
      return result.opaque ? undefined : result.text
    },
    substitute(node) {
      if (!node.script) return undefined
      const { value } = where.run.substitute(node.script, where.state, where.frame)
      return value.opaque ? undefined : value.text
    },
  }
}
