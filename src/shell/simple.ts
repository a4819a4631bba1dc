import {
  type Assignment as AssignmentSyntax,
  type Command as CommandSyntax,
  parse,
  type Word as SyntaxWord,
} from 'unbash'
import { expandAlias } from './alias.js'
import { expandBraces } from './brace.js'
import { builtins } from './builtins/table.js'
import { emit, runCall } from './call.js'
import { expandText, expandWord, expandWords } from './expand.js'
import { MAX_EXPANSION } from './limits.js'
import type { Outcome } from './outcome.js'
import { applyRedirects } from './redirect.js'
import { addOpaque, type Frame, mayAbort, type Run, type Where } from './run.js'
import type { Assignment, Word } from './script.js'
import type { State, Variable } from './state.js'
import { concat, union, unknown, type Value, wordOf, wordValue } from './value.js'
import { assign, assignElement, setArray } from './variables.js'
import { unreachable, waysOut } from './walk.js'

/** A simple command: words are expanded, then redirects, then assignments, as bash does it. */
export function runSimple(node: CommandSyntax, state: State, frame: Frame, run: Run): Outcome {
  const aliased = expandAlias(node, state, frame, run)
  if (aliased) return aliased
  const where: Where = { run, state, frame }
  const before = waysOut(frame)
  const argv = expandArguments(node, where)
  // An error in its words keeps the command from running, so it may write nothing.
  const around = waysOut(frame) > before ? { ...frame, sure: false } : frame
  // A program's redirects are expanded in its own process, so what they assign does not last.
  const shell = argv.length === 0 || isShellLevel(argv[0]?.text ?? null, state)
  const inside = applyRedirects(node.redirects, shell ? state : state.fork(), around, run)
  const source = frame.source.slice(node.pos, node.end)
  if (argv.length === 0) return runBare(node, { run, state, frame: inside }, source)
  const env = node.prefix.length > 0 ? prefixAssignments(node, where) : []
  return runCall({ argv, env, state, frame: inside, run, source, started: false })
}

/** Whether the shell itself runs a command of that name. */
function isShellLevel(name: string | null, state: State): boolean {
  return name !== null && (builtins.has(name) || state.function(name) !== undefined)
}

function expandArguments(node: CommandSyntax, where: Where): Word[] {
  const words: Word[] = []
  if (!node.name) return words
  expandWord(node.name, where, words)
  let end = node.name.end
  for (const item of node.suffix) {
    const first = words.length
    if (item.type === 'Word') expandWord(item, where, words)
    else if (item.type === 'Assignment') words.push(...assignmentWords(item, where))
    // The parser ends a word before `<(`, where the shell goes on with it.
    if (item.pos === end && first > 0 && words.length > first)
      words.splice(first - 1, 2, joined(words[first - 1] as Word, words[first] as Word))
    end = item.end
  }
  if (words.length > MAX_EXPANSION) {
    addOpaque(where.run, 'size', 'syntax', node.name.text.slice(0, 200))
    words.length = MAX_EXPANSION
  }
  return words[0]?.glob ? spreadPattern(words) : words
}

function joined(a: Word, b: Word): Word {
  return {
    ...wordOf(concat(wordValue(a), wordValue(b)), a.raw + b.raw),
    ...(a.splits || b.splits ? { splits: true } : undefined),
  }
}

/** A pattern in the place of the program is the files that it matches, where those are known. */
function spreadPattern(words: Word[]): Word[] {
  const [first, ...rest] = words
  if (!first?.matches || first.matches.length === 0)
    return first ? [{ ...first, text: null, opaque: 'glob', prefix: '', suffix: '' }, ...rest] : words
  return [...first.matches.map((text) => ({ text, raw: first.raw })), ...rest]
}

/** An argument of `export`, `declare` and the like that is an assignment: not split, but braces make several of it. */
function assignmentWords(node: AssignmentSyntax, where: Where): Word[] {
  if (node.value.type === 'ArrayValue') return [{ text: node.text, raw: node.text }]
  const braces = node.value.parts?.some((part) => part.type === 'BraceExpansion')
  const texts = braces && where.frame.dialect === 'bash' ? expandBraces(node.text) : undefined
  if (texts && texts.length > 1)
    return texts.flatMap((text) => reread(text).map((again) => assignmentWord(again, where)))
  return [assignmentWord(node, where)]
}

/** An assignment read from text of its own. */
function reread(text: string): readonly AssignmentSyntax[] {
  const command = parse(`export ${text}`).commands[0]?.command
  return command?.type === 'Command' ? command.suffix.filter((item) => item.type === 'Assignment') : []
}

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
function makeAssignment(node: AssignmentSyntax, where: Where): Assignment[] {
  const { name } = node
  // Assigning to a readonly name is an error that ends the line.
  if (where.state.variable(name)?.readonly) mayAbort(where)
  if (node.value.type === 'ArrayValue') {
    const before = node.append ? where.state.variable(name)?.elements : undefined
    const { elements, whole } = arrayOf(node.value.elements, where, before)
    setArray(name, elements, where, whole)
    return [{ name, value: wordOf(whole, node.text) }]
  }
  // An array with something behind it is left unread by the parser.
  if (node.value.text.startsWith('(')) addOpaque(where.run, 'syntax', 'syntax', node.text.slice(0, 200))
  const text = expandText(node.value, where, 'assignment')
  // A plain sh has neither `+=` nor elements.
  const value = (node.append || node.index) && where.frame.dialect === 'sh' ? unknown('dialect') : text
  if (node.index) {
    const key = expandText(node.index, where)
    assignElement(name, key.opaque ? undefined : key.text, value, where, node.append === true)
  } else assign(name, value, where, { append: node.append === true })
  const word = wordOf(value, node.value.text)
  return [node.append ? { name, value: word, append: true } : { name, value: word }]
}

/** Elements of `(a b [k]=c)`, null where their number or keys are not known, and what all of them depend on. */
function arrayOf(
  elements: readonly SyntaxWord[],
  where: Where,
  before: ReadonlyMap<string, Value> | null | undefined,
): { readonly elements: ReadonlyMap<string, Value> | null; readonly whole: Value } {
  const result = new Map(before ?? [])
  let whole = unknown('variable')
  let known = before !== null
  let next = result.size
  for (const element of elements) {
    const keyed = element.text.startsWith('[') ? /^\[([\w-]+)\]=/.exec(element.text) : undefined
    // Every element is expanded, whether its place is known or not: it may run commands.
    for (const word of expandWords([element], where, true)) {
      whole = {
        ...whole,
        variables: union(whole.variables, word.variables),
        outputOf: union(whole.outputOf, word.outputOf),
      }
      if (keyed && word.text !== null && !word.glob) {
        const key = keyed[1] as string
        result.set(key, wordValue({ ...word, text: word.text.slice(word.text.indexOf(']=') + 2) }))
        if (/^\d+$/.test(key)) next = Number(key) + 1
      } else if (keyed !== undefined || word.splits || (word.glob && !word.matches?.length)) known = false
      else if (word.glob)
        for (const path of word.matches ?? []) result.set(String(next++), wordValue({ text: path, raw: path }))
      else result.set(String(next++), wordValue(word))
    }
  }
  return { elements: known ? result : null, whole }
}

/** Assignments before a command: for that command only, each seeing the ones before it. The last one comes first, as it is in force. */
function prefixAssignments(node: CommandSyntax, where: Where): Assignment[] {
  const { state } = where
  const list: Assignment[] = []
  const before = new Map<string, Variable | undefined>()
  for (const item of node.prefix) {
    if (item.type !== 'Assignment') continue
    if (!before.has(item.name)) before.set(item.name, state.variable(item.name))
    list.unshift(...makeAssignment(item, where))
  }
  // What their values assign on the way (`$((n++))`) stays; they themselves do not.
  for (const [name, variable] of before) state.restore(name, variable)
  return list
}
