/** Reads Python: which calls a program makes, with constants followed. Parsed by @lezer/python, nothing is run. */
import { parser } from '@lezer/python'
import type { Word } from '../../shell/script.js'
import {
  argumentOf,
  assign,
  children,
  countAssignment,
  environment,
  newReading,
  type Reading,
  rawOf,
  record,
  type SyntaxNode,
  spend,
  variable,
} from './reading.js'
import {
  type Code,
  constant,
  joined,
  joinedPath,
  MAX_EXPRESSION_DEPTH,
  reference,
  sourcesOf,
  tooBig,
  UNKNOWN,
  unknown,
  type Value,
} from './value.js'

/** Names that modules are usually imported by, so that `pd.read_csv` is `pandas.read_csv` also without its import. */
const modules: Readonly<Record<string, string>> = {
  pd: 'pandas',
  np: 'numpy',
  plt: 'matplotlib.pyplot',
  pl: 'polars',
  sp: 'subprocess',
}

/** Reads a program. */
export function readPython(text: string, args: readonly Word[] = []): Code {
  const big = tooBig(text)
  if (big) return { calls: [], imports: [], incomplete: big }
  const reading = newReading(text, args)
  const tree = parser.parse(text)
  const cursor = tree.cursor()
  let nodes = 0
  do {
    if (++nodes > 200_000) break
    if (cursor.type.isError) reading.incomplete ??= 'it cannot be parsed'
    if (bindings.has(cursor.name)) countNames(cursor.node, reading)
  } while (cursor.next())
  visit(tree.topNode, reading, 0)
  return {
    calls: reading.calls,
    imports: reading.imports,
    ...(reading.incomplete ? { incomplete: reading.incomplete } : {}),
  }
}

/** Nodes that give names a value. */
const bindings = new Set(['AssignStatement', 'UpdateStatement', 'NamedExpression', 'ForStatement', 'ParamList'])

function countNames(node: SyntaxNode, reading: Reading): void {
  switch (node.name) {
    case 'AssignStatement':
      for (const target of targetsOf(node)) countAssignment(reading.text.slice(target.from, target.to), reading)
      return
    case 'UpdateStatement':
    case 'NamedExpression':
      if (node.firstChild?.name === 'VariableName')
        countTwice(node.firstChild, reading, node.name === 'UpdateStatement')
      return
    case 'ForStatement':
    case 'ParamList':
      for (const child of children(node))
        if (child.name === 'VariableName' && child.prevSibling?.name !== 'in')
          countTwice(child, reading, node.name === 'ParamList')
      return
    default:
  }
}

/** A parameter or an update has a value that is not in the text: it counts as more than one. */
function countTwice(node: SyntaxNode, reading: Reading, twice: boolean): void {
  const name = reading.text.slice(node.from, node.to)
  countAssignment(name, reading)
  if (twice) countAssignment(name, reading)
}

/** Names on the left of an assignment. */
function targetsOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (const child of children(node)) {
    if (child.name === 'AssignOp') break
    if (child.name === 'VariableName') found.push(child)
    else if (child.name === 'TupleExpression' || child.name === 'ArrayExpression')
      found.push(...children(child).filter((inner) => inner.name === 'VariableName'))
  }
  return found
}

function visit(node: SyntaxNode, reading: Reading, depth: number): void {
  if (!spend(reading)) return
  if (depth > MAX_EXPRESSION_DEPTH) {
    reading.incomplete ??= 'it is nested too deep'
    return
  }
  switch (node.name) {
    case 'ImportStatement':
      imports(node, reading)
      return
    case 'AssignStatement':
      assignment(node, reading, depth)
      return
    case 'ForStatement':
    case 'WithStatement':
      binding(node, reading, depth)
      return
    case 'ParamList':
      for (const child of children(node))
        if (child.name === 'VariableName') reading.scope.set(reading.text.slice(child.from, child.to), UNKNOWN)
      for (const child of children(node))
        if (child.prevSibling?.name === 'AssignOp') evaluate(child, reading, depth + 1)
      return
    case 'FunctionDefinition':
    case 'ClassDefinition':
      for (const child of children(node)) {
        if (child.name === 'VariableName')
          reading.scope.set(
            reading.text.slice(child.from, child.to),
            reference(`def ${reading.text.slice(child.from, child.to)}`),
          )
        else visit(child, reading, depth + 1)
      }
      return
    default:
      if (isExpression(node.name)) evaluate(node, reading, depth)
      else for (const child of children(node)) visit(child, reading, depth + 1)
  }
}

const expressions = new Set([
  'CallExpression',
  'MemberExpression',
  'VariableName',
  'String',
  'FormatString',
  'ContinuedString',
  'Number',
  'Boolean',
  'None',
  'BinaryExpression',
  'UnaryExpression',
  'ArrayExpression',
  'TupleExpression',
  'DictionaryExpression',
  'SetExpression',
  'ParenthesizedExpression',
  'ConditionalExpression',
  'LambdaExpression',
  'AwaitExpression',
  'NamedExpression',
  'ArrayComprehensionExpression',
  'ComprehensionExpression',
  'SetComprehensionExpression',
  'DictionaryComprehensionExpression',
  'YieldExpression',
])

const isExpression = (name: string) => expressions.has(name)

/** `import a.b as c, d`; `from a import b as c`. */
function imports(node: SyntaxNode, reading: Reading): void {
  const parts = children(node).map((child) => ({ name: child.name, text: reading.text.slice(child.from, child.to) }))
  const from = parts[0]?.name === 'from'
  let at = 1
  let module = ''
  const dotted = () => {
    let name = ''
    while (
      at < parts.length &&
      (parts[at]!.name === 'VariableName' || parts[at]!.name === '.' || parts[at]!.name === '...')
    )
      name += parts[at++]!.text
    return name
  }
  if (from) {
    module = dotted()
    reading.imports.push(module)
    at++ // import
  }
  while (at < parts.length) {
    if (parts[at]!.name === '*')
      reading.incomplete ??= /^(?:os|subprocess|shutil|pathlib)$/.test(module)
        ? `it imports every name of \`${module}\``
        : undefined
    if (parts[at]!.name !== 'VariableName') {
      at++
      continue
    }
    const name = dotted()
    let local = from ? name : name.split('.')[0]!
    let full = from ? `${module}.${name}` : name.split('.')[0]!
    if (!from) reading.imports.push(name)
    if (parts[at]?.name === 'as') {
      local = parts[at + 1]?.text ?? local
      full = from ? full : name
      at += 2
    }
    reading.scope.set(local, reference(full))
  }
}

function assignment(node: SyntaxNode, reading: Reading, depth: number): void {
  const parts = children(node)
  const operator = parts.findLastIndex((child) => child.name === 'AssignOp')
  const right = parts.slice(operator + 1).filter((child) => child.name !== ',')
  const values = right.map((child) => evaluate(child, reading, depth + 1))
  const targets = targetsOf(node)
  for (const child of parts.slice(0, operator))
    if (child.name === 'MemberExpression') assignMember(child, values[0] ?? UNKNOWN, reading, depth)
  for (const [index, target] of targets.entries()) {
    const value =
      values.length === targets.length
        ? values[index]!
        : targets.length === 1 && values.length === 1
          ? values[0]!
          : unknown(rawOf(target, reading), sourcesOf(values))
    assign(reading.text.slice(target.from, target.to), value, reading)
  }
}

/** `os.environ['PATH'] = x` and the like: recorded as a call, so that it is not lost. */
function assignMember(node: SyntaxNode, value: Value, reading: Reading, depth: number): void {
  const inner = children(node)
  const object = inner[0] ? evaluate(inner[0], reading, depth + 1) : UNKNOWN
  const key = inner[1]?.name === '[' && inner[2] ? evaluate(inner[2], reading, depth + 1) : UNKNOWN
  if (object.ref === 'os.environ')
    record(
      { name: 'os.putenv', self: undefined, args: [key, value], named: new Map(), raw: rawOf(node, reading) },
      reading,
    )
}

/** for x in y, with y as x. */
function binding(node: SyntaxNode, reading: Reading, depth: number): void {
  let value: Value | undefined
  const names: SyntaxNode[] = []
  let bound = node.name === 'ForStatement'
  for (const child of children(node)) {
    if (child.name === 'Body') {
      visit(child, reading, depth + 1)
    } else if (child.name === 'in') bound = false
    else if (child.name === 'as') bound = true
    else if (
      bound &&
      (child.name === 'VariableName' || child.name === 'TupleExpression' || child.name === 'ParenthesizedExpression')
    ) {
      names.push(
        ...(child.name === 'VariableName' ? [child] : children(child).filter((inner) => inner.name === 'VariableName')),
      )
      if (node.name === 'WithStatement' && value) bind(names.splice(0), value, reading)
      if (node.name === 'WithStatement') bound = false
    } else if (isExpression(child.name)) {
      value = evaluate(child, reading, depth + 1)
      if (node.name === 'ForStatement') bind(names.splice(0), elementOf(value), reading)
    }
  }
}

function bind(names: readonly SyntaxNode[], value: Value, reading: Reading): void {
  for (const name of names)
    assign(
      reading.text.slice(name.from, name.to),
      names.length === 1 ? value : unknown(rawOf(name, reading), value.from),
      reading,
    )
}

/** What the elements of a value are: the choices of a literal list, else what is known of them all. */
export function elementOf(value: Value): Value {
  if (value.element) return value.element
  const texts = value.items?.map((item) => item.word.text)
  if (texts && texts.length > 0 && texts.every((text) => text !== null)) {
    return texts.length === 1
      ? value.items![0]!
      : { word: { text: null, raw: value.word.raw, opaque: 'variable', matches: texts }, from: value.from }
  }
  return unknown(value.word.raw, value.from)
}

function evaluate(node: SyntaxNode, reading: Reading, depth: number): Value {
  if (!spend(reading)) return UNKNOWN
  if (depth > MAX_EXPRESSION_DEPTH) {
    reading.incomplete ??= 'it is nested too deep'
    return UNKNOWN
  }
  const raw = rawOf(node, reading)
  const inner = () => children(node).filter((child) => !/^[()[\]{},:]$/.test(child.name))
  const values = () =>
    inner()
      .filter((child) => isExpression(child.name))
      .map((child) => evaluate(child, reading, depth + 1))
  switch (node.name) {
    case 'String':
      return pythonString(raw === '' ? '' : reading.text.slice(node.from, node.to))
    case 'ContinuedString':
      return joined(values(), raw)
    case 'FormatString':
      return formatString(node, reading, depth)
    case 'Number':
    case 'Boolean':
    case 'None':
      return constant(raw)
    case 'VariableName':
      return named(raw, reading)
    case 'ParenthesizedExpression':
      return values()[0] ?? UNKNOWN
    case 'AwaitExpression':
      return values()[0] ?? UNKNOWN
    case 'NamedExpression': {
      const parts = children(node)
      const value = parts.at(-1) ? evaluate(parts.at(-1)!, reading, depth + 1) : UNKNOWN
      if (parts[0]) assign(rawOf(parts[0], reading), value, reading)
      return value
    }
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression': {
      const items = values()
      const spread = children(node).some((child) => child.name === '*')
      return { ...unknown(raw, sourcesOf(items)), ...(spread ? {} : { items }) }
    }
    case 'DictionaryExpression':
      return dictionary(node, reading, depth)
    case 'BinaryExpression':
      return binary(node, reading, depth)
    case 'ConditionalExpression': {
      const all = values()
      return all[0]?.word.text !== null && all[0]?.word.text === all[2]?.word.text
        ? all[0]!
        : unknown(raw, sourcesOf(all))
    }
    case 'MemberExpression':
      return member(node, reading, depth)
    case 'CallExpression':
      return call(node, reading, depth)
    default:
      // Comprehensions, lambdas and the like: whatever is called in them is called.
      return comprehension(node, reading, depth)
  }
}

function comprehension(node: SyntaxNode, reading: Reading, depth: number): Value {
  const parts = children(node)
  // The loops bind what the first expression uses.
  for (let at = 0; at < parts.length; at++) {
    if (parts[at]!.name !== 'for') continue
    const end = parts.findIndex((part, index) => index > at && part.name === 'in')
    const source = end > 0 && parts[end + 1] ? evaluate(parts[end + 1]!, reading, depth + 1) : UNKNOWN
    const names = parts
      .slice(at + 1, end)
      .flatMap((part) =>
        part.name === 'VariableName' ? [part] : children(part).filter((inner) => inner.name === 'VariableName'),
      )
    for (const name of names)
      reading.scope.set(
        rawOf(name, reading),
        names.length === 1 ? elementOf(source) : unknown(rawOf(name, reading), source.from),
      )
  }
  const values: Value[] = []
  for (const part of parts) {
    if (part.name === 'ParamList') visit(part, reading, depth + 1)
    else if (isExpression(part.name) && part.prevSibling?.name !== 'in' && part.prevSibling?.name !== 'for') {
      values.push(evaluate(part, reading, depth + 1))
    }
  }
  return {
    ...unknown(rawOf(node, reading), sourcesOf(values)),
    ...(values[0] && node.name !== 'LambdaExpression' ? { element: values[0] } : {}),
  }
}

function named(name: string, reading: Reading): Value {
  const known = reading.scope.get(name)
  if (known) return known
  return reference(Object.hasOwn(modules, name) ? modules[name]! : name)
}

/** Text of a string literal. Byte and raw strings are read alike, escapes where they matter. */
function pythonString(source: string): Value {
  const open = /^([A-Za-z]*)('''|"""|'|")/.exec(source)
  if (!open) return unknown(source)
  const body = source.slice(open[0].length, source.endsWith(open[2]!) ? -open[2]!.length : undefined)
  return constant(/r/i.test(open[1]!) ? body : unescaped(body), source)
}

/** Backslash escapes that both languages share. */
export function unescaped(body: string): string {
  if (!body.includes('\\')) return body
  return body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\r?\n)|([\s\S]))/g,
    (_, x, braced, u, big, octal, newline, other: string | undefined) => {
      const hex = x ?? braced ?? u ?? big
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : ''
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      if (newline !== undefined) return ''
      const known: Readonly<Record<string, string>> = {
        n: '\n',
        t: '\t',
        r: '\r',
        b: '\b',
        f: '\f',
        v: '\v',
        a: '\x07',
      }
      return known[other!] ?? other!
    },
  )
}

function formatString(node: SyntaxNode, reading: Reading, depth: number): Value {
  const source = reading.text.slice(node.from, node.to)
  const open = /^[A-Za-z]*('''|"""|'|")/.exec(source)
  const start = node.from + (open?.[0].length ?? 0)
  const end = node.to - (open && source.endsWith(open[1]!) ? open[1]!.length : 0)
  const parts: Value[] = []
  let at = start
  for (const child of children(node)) {
    if (child.name !== 'FormatReplacement') continue
    if (child.from > at) parts.push(constant(unescaped(reading.text.slice(at, child.from))))
    const inner = children(child).find((part) => isExpression(part.name))
    const formatted = children(child).some((part) => part.name === 'FormatSpec' || part.name === 'FormatConversion')
    const value = inner ? evaluate(inner, reading, depth + 1) : UNKNOWN
    parts.push(formatted ? unknown(value.word.raw, value.from) : value)
    at = child.to
  }
  if (end > at) parts.push(constant(unescaped(reading.text.slice(at, end))))
  return joined(parts, source)
}

function dictionary(node: SyntaxNode, reading: Reading, depth: number): Value {
  const entries = new Map<string, Value>()
  const all: Value[] = []
  const parts = children(node).filter((child) => child.name !== '{' && child.name !== '}' && child.name !== ',')
  for (let at = 0; at < parts.length; at++) {
    if (parts[at]!.name === '**') {
      all.push(parts[at + 1] ? evaluate(parts[++at]!, reading, depth + 1) : UNKNOWN)
      continue
    }
    if (!isExpression(parts[at]!.name) || parts[at + 1]?.name !== ':') continue
    const key = evaluate(parts[at]!, reading, depth + 1)
    const value = parts[at + 2] ? evaluate(parts[at + 2]!, reading, depth + 1) : UNKNOWN
    all.push(value)
    if (key.word.text !== null) entries.set(key.word.text, value)
    at += 2
  }
  return { ...unknown(rawOf(node, reading), sourcesOf(all)), entries }
}

function binary(node: SyntaxNode, reading: Reading, depth: number): Value {
  const parts = children(node)
  const left = parts[0] ? evaluate(parts[0], reading, depth + 1) : UNKNOWN
  const right = parts.at(-1) && parts.length > 1 ? evaluate(parts.at(-1)!, reading, depth + 1) : UNKNOWN
  const operator = parts[1] ? reading.text.slice(parts[1].from, parts[1].to) : ''
  const raw = rawOf(node, reading)
  if (operator === '/' && (left.ref === 'pathlib.Path()' || right.ref === 'pathlib.Path()'))
    return { ...joinedPath([left, right], raw), ref: 'pathlib.Path()' }
  if (operator === '+') {
    if (left.items && right.items)
      return { ...unknown(raw, sourcesOf([left, right])), items: [...left.items, ...right.items] }
    return joined([left, right], raw)
  }
  if (operator === '%' && left.word.text !== null) {
    const parts = left.word.text.split(/%[sdrif]/)
    return {
      ...joined(
        parts.flatMap((text, index) =>
          index === 0
            ? [constant(text)]
            : [right.items?.[index - 1] ?? (parts.length === 2 ? right : UNKNOWN), constant(text)],
        ),
        raw,
      ),
      from: sourcesOf([left, right]),
    }
  }
  if (operator === 'or' || operator === 'and') return { ...left, from: sourcesOf([left, right]) }
  return unknown(raw, sourcesOf([left, right]))
}

function member(node: SyntaxNode, reading: Reading, depth: number): Value {
  return memberOf(node, node.firstChild ? evaluate(node.firstChild, reading, depth + 1) : UNKNOWN, reading, depth)
}

/** A property or element of `object`, which was evaluated once, so that long chains stay linear. */
function memberOf(node: SyntaxNode, object: Value, reading: Reading, depth: number): Value {
  const parts = children(node)
  const raw = rawOf(node, reading)
  const property = parts.find((part) => part.name === 'PropertyName')
  if (property) {
    const name = reading.text.slice(property.from, property.to)
    const ref = object.ref ? `${object.ref}.${name}` : `?.${name}`
    if (ref === 'os.environ') return environment(ref)
    if (ref === 'pathlib.Path().parent') return { ...unknown(raw), ref: 'pathlib.Path()' }
    return {
      word: { text: null, raw, opaque: 'variable' },
      ref,
      from: object.ref && !object.ref.includes('(') && object.from.length === 0 ? [] : object.from,
    }
  }
  const index = parts
    .slice(1)
    .filter((part) => isExpression(part.name))
    .map((part) => evaluate(part, reading, depth + 1))
  const key = index[0] ?? UNKNOWN
  if (object.ref === 'os.environ') return variable(key, raw)
  if (object.ref === 'sys.argv') return argumentOf(reading, Number(key.word.text ?? Number.NaN) - 1, raw)
  if (key.word.text !== null && object.entries) return object.entries.get(key.word.text) ?? unknown(raw, object.from)
  const at = Number(key.word.text)
  if (object.items && key.word.text !== null && Number.isInteger(at)) return object.items.at(at) ?? unknown(raw)
  return unknown(raw, object.from)
}

function call(node: SyntaxNode, reading: Reading, depth: number): Value {
  const parts = children(node)
  const calleeNode = parts[0]
  if (!calleeNode) return UNKNOWN
  const self =
    calleeNode.name === 'MemberExpression' && calleeNode.firstChild
      ? evaluate(calleeNode.firstChild, reading, depth + 1)
      : undefined
  const callee = self ? memberOf(calleeNode, self, reading, depth) : evaluate(calleeNode, reading, depth + 1)
  const args: Value[] = []
  const keywords = new Map<string, Value>()
  const list = parts.find((part) => part.name === 'ArgList')
  const words = list ? children(list).filter((part) => !/^[(),]$/.test(part.name)) : []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word.name === 'VariableName' && words[at + 1]?.name === 'AssignOp') {
      keywords.set(
        reading.text.slice(word.from, word.to),
        words[at + 2] ? evaluate(words[at + 2]!, reading, depth + 1) : UNKNOWN,
      )
      at += 2
    } else if (word.name === '*' || word.name === '**') {
      const spread = words[at + 1] ? evaluate(words[++at]!, reading, depth + 1) : UNKNOWN
      if (word.name === '*' && spread.items) args.push(...spread.items)
      else args.push({ ...UNKNOWN, from: spread.from })
    } else if (isExpression(word.name) || word.name.endsWith('Expression'))
      args.push(evaluate(word, reading, depth + 1))
  }
  const raw = rawOf(node, reading)
  const method =
    /\.(format|join|strip|lstrip|rstrip|encode|decode|lower|upper|replace|split|items|values|copy|read|readlines|readline|json|text|content)$/.exec(
      callee.ref ?? '',
    )?.[1]
  if (
    method &&
    self &&
    (method === 'strip' || method === 'rstrip' || method === 'lstrip' || method === 'encode' || method === 'decode') &&
    self.word.text !== null
  )
    return { ...self, word: { ...self.word, text: method.endsWith('code') ? self.word.text : self.word.text.trim() } }
  if (method === 'format' && self?.word.text != null) return formatted(self.word.text, args, keywords, raw)
  if (method === 'join' && self?.word.text != null && args[0]?.items)
    return joined(
      args[0].items.flatMap((item, index) => (index === 0 ? [item] : [constant(self.word.text!), item])),
      raw,
    )
  if ((callee.ref === '__import__' || callee.ref === 'importlib.import_module') && args[0]?.word.text != null) {
    reading.imports.push(args[0].word.text)
    return reference(args[0].word.text)
  }
  if (callee.ref === 'getattr') return getattr(args, reading, raw)
  return record({ name: callee.ref ?? '?', self, args, named: keywords, raw }, reading)
}

function formatted(template: string, args: readonly Value[], keywords: ReadonlyMap<string, Value>, raw: string): Value {
  let next = 0
  const parts = template.split(/\{(\w*)\}/)
  return joined(
    parts.map((part, index) =>
      index % 2 === 0
        ? constant(part)
        : ((part === '' ? args[next++] : /^\d+$/.test(part) ? args[Number(part)] : keywords.get(part)) ?? UNKNOWN),
    ),
    raw,
  )
}

/** getattr with a constant name is that attribute; with any other it may be anything of the module. */
function getattr(args: readonly Value[], reading: Reading, raw: string): Value {
  const [object, name] = args
  if (name?.word.text != null)
    return { ...unknown(raw), ref: object?.ref ? `${object.ref}.${name.word.text}` : `?.${name.word.text}` }
  if (object?.ref && /^(?:os|sys|subprocess|shutil|builtins|__builtins__|importlib|socket)$/.test(object.ref))
    reading.incomplete ??= `it takes a computed name from \`${object.ref}\``
  return unknown(raw)
}
