import type { Assignment as AssignmentSyntax, Command as CommandSyntax, Redirection, Word as SyntaxWord } from 'unbash'
import { expandAlias } from './alias.js'
import { emit, runCall } from './call.js'
import { expandText, expandWord, expandWords } from './expand.js'
import type { Outcome } from './outcome.js'
import { applyRedirects } from './redirect.js'
import type { Frame, Run, Where } from './run.js'
import type { Assignment, Word } from './script.js'
import type { State } from './state.js'
import { type Value, valueOf, wordOf } from './value.js'
import { assign, assignElement, setArray } from './variables.js'
import { unreachable } from './walk.js'

/** A simple command: words are expanded, then redirects, then assignments, as bash does it. */
export function runSimple(node: CommandSyntax, state: State, frame: Frame, run: Run): Outcome {
  const aliased = expandAlias(node, state, frame, run)
  if (aliased) return aliased
  const where: Where = { run, state, frame }
  const argv = expandArguments(node, where)
  const inside = applyRedirects(redirectsOf(node), state, frame, run)
  const source = frame.source.slice(node.pos, node.end)
  if (argv.length === 0) return runBare(node, { run, state, frame: inside }, source)
  const env = node.prefix.length > 0 ? prefixAssignments(node, where) : []
  return runCall({ argv, env, state, frame: inside, run, source, started: false })
}

function redirectsOf(node: CommandSyntax): readonly Redirection[] {
  return node.redirects
}

function expandArguments(node: CommandSyntax, where: Where): Word[] {
  const words: Word[] = []
  if (!node.name) return words
  expandWord(node.name, where, words)
  for (const item of node.suffix) {
    if (item.type === 'Word') expandWord(item, where, words)
    else if (item.type === 'Assignment') words.push(assignmentWord(item, where))
  }
  if (words[0]?.glob) return spreadPattern(words)
  return words
}

/** A pattern in the place of the program is the files that it matches, where those are known. */
function spreadPattern(words: Word[]): Word[] {
  const [first, ...rest] = words
  if (!first?.matches || first.matches.length === 0)
    return first ? [{ ...first, text: null, opaque: 'glob', prefix: '', suffix: '' }, ...rest] : words
  return [...first.matches.map((text) => ({ text, raw: first.raw })), ...rest]
}

/** An argument of `export`, `declare` and the like that is an assignment: one word, not split. */
function assignmentWord(node: AssignmentSyntax, where: Where): Word {
  const head = `${node.name}${node.index ? `[${node.index.text}]` : ''}${node.append ? '+=' : '='}`
  if (node.value.type === 'ArrayValue') return { text: node.text, raw: node.text }
  const value = expandText(node.value, where, 'assignment')
  return wordOf({ ...value, text: head + value.text }, node.text)
}

/** Assignments or redirects without a command: they change the shell itself. */
function runBare(node: CommandSyntax, where: Where, source: string): Outcome {
  const assigns: Assignment[] = []
  for (const item of node.prefix) if (item.type === 'Assignment') assigns.push(...makeAssignment(item, where))
  emit({ ...where, argv: [], env: [], source, started: false }, { assigns })
  const substitutes = assigns.some(
    (assignment) => assignment.value.outputOf !== undefined || assignment.value.opaque !== undefined,
  )
  // Without a substitution an assignment succeeds; with one its status is that of the substitution.
  if (substitutes || where.frame.redirects.length > 0) return { ok: where.state, fail: where.state }
  return { ok: where.state, fail: unreachable(where.state) }
}

/** Makes one assignment to the shell, and says which. */
export function makeAssignment(node: AssignmentSyntax, where: Where, exported = false): Assignment[] {
  const { name } = node
  if (node.value.type === 'ArrayValue') {
    setArray(
      name,
      arrayOf(node.value.elements, where, node.append ? where.state.variable(name)?.elements : undefined),
      where,
    )
    return [{ name, value: { text: null, raw: node.text, opaque: 'variable', prefix: '', suffix: '' } }]
  }
  const value = expandText(node.value, where, 'assignment')
  if (node.index) {
    const key = expandText(node.index, where)
    assignElement(name, key.opaque ? undefined : key.text, value, where, node.append === true)
  } else assign(name, value, where, { append: node.append === true, export: exported })
  const word = wordOf(value, node.value.text)
  return [node.append ? { name, value: word, append: true } : { name, value: word }]
}

/** Elements of `(a b [k]=c)`; null where their number or keys are not known. */
function arrayOf(
  elements: readonly SyntaxWord[],
  where: Where,
  before: ReadonlyMap<string, Value> | null | undefined,
): ReadonlyMap<string, Value> | null {
  if (before === null) return null
  const result = new Map(before ?? [])
  let next = result.size
  for (const element of elements) {
    if (element.text.startsWith('[')) {
      const keyed = /^\[([\w-]+)\]=(.*)$/s.exec(element.text)
      if (!keyed) return null
      const word = expandWords([element], where)[0]
      const text = word?.text
      if (text === null || text === undefined || word?.glob) return null
      result.set(keyed[1] as string, valueOf({ ...(word as Word), text: text.slice(text.indexOf(']=') + 2) }))
      if (/^\d+$/.test(keyed[1] as string)) next = Number(keyed[1]) + 1
      continue
    }
    for (const word of expandWords([element], where)) {
      if (word.splits) return null
      if (word.glob) {
        if (!word.matches || word.matches.length === 0) return null
        for (const path of word.matches) result.set(String(next++), valueOf({ text: path, raw: path }))
      } else result.set(String(next++), valueOf(word))
    }
  }
  return result
}

/** Assignments before a command: for that command only, each seeing the ones before it. */
function prefixAssignments(node: CommandSyntax, where: Where): Assignment[] {
  const list: Assignment[] = []
  let scratch: State | undefined
  for (const item of node.prefix) {
    if (item.type !== 'Assignment') continue
    scratch ??= where.state.fork()
    list.push(...makeAssignment(item, { ...where, state: scratch }))
  }
  return list
}
