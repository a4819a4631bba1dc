/** Whether a clause asks rather than orders. */
import type { ClauseText } from './clauses.js'
import * as word from './lexicon/moods.js'
import type { Token } from './tokens.js'

const askingEnd = /(?:か|吗|嘛|呢|么|かな|でしょうか|ますか)$/

const askingStart = /なぜ|どうして|どの|どう|何が|何を|何の|いつ|为什么|怎么|什么|哪|多少|是不是|能不能|是否|几个/

/** True where the clause asks rather than orders; a request put as a question is an order. */
export function isQuestion(clause: ClauseText): boolean {
  const { tokens } = clause
  const last = tokens.at(-1)
  const run = tokens.filter((token) => token.type === 'cjk')
  if (
    run.length > 0 &&
    (askingStart.test(run.map((token) => token.text).join(' ')) ||
      (last?.type === 'cjk' && (askingEnd.test(last.text) || clause.questionMark)))
  ) {
    return !/てください|てもらえ|てくれ|下さい|いただけ|请|帮我|帮忙/.test(run.map((token) => token.text).join(' '))
  }
  const words = tokens.filter((token) => !word.fillers.has(token.text))
  const first = words[0]
  if (first === undefined) return false
  if (isRequest(words, tokens)) return false
  if (word.surelyAsking.has(first.text) && first.type === 'word') return true
  if (clause.questionMark) return true
  const second = words[1]?.text ?? ''
  return (
    word.questionOpeners.has(first.text) &&
    !/^(?:has|have|had|hat|haben)$/.test(first.text) &&
    /^(?:i|we|it|the|there|this|that|they|my|our|any|es|das|wir|ich|der|die)$/.test(second) &&
    !/^(?:when|have|had|do|will|hast|als)$/.test(first.text) &&
    !(first.text === 'can' && second === 'the')
  )
}

/** `can you ...`, `could you please ...`, `would you mind ...`, `kannst du ...`, `puedes ...`. */
function isRequest(words: readonly Token[], tokens: readonly Token[]): boolean {
  const [first, second, third] = [words[0]?.text ?? '', words[1]?.text ?? '', words[2]?.text ?? '']
  if (word.requestModals.has(first) && word.requestSubjects.has(second)) return true
  // `could that branch disappear please?`
  if (
    /^(?:can|could|may)$/.test(first) &&
    !/^(?:i|we|he|she|they)$/.test(second) &&
    tokens.some(({ text }) => /^(?:please|pls|plz)$/.test(text))
  )
    return true
  if (/^(?:kannst|konntest|wurdest|magst|willst)$/.test(first) && second === 'du') return true
  if (/^(?:puedes|podrias|puede|podria|me|nos)$/.test(first))
    return first !== 'me' || /^(?:puedes|podrias|ayudas|borras|haces)$/.test(second)
  return first === 'why' && /^(?:dont|not)$/.test(second) && third === 'you'
}
