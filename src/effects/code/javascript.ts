/** Reads JavaScript and TypeScript: which calls a program makes, with constants followed. Parsed by @lezer/javascript. */
import { parser } from '@lezer/javascript'
import type { Word } from '../../shell/script.js'
import { unescaped } from './python.js'
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
  MAX_EXPRESSION_DEPTH,
  reference,
  sourcesOf,
  tooBig,
  UNKNOWN,
  unknown,
  type Value,
} from './value.js'

const typescript = parser.configure({ dialect: 'ts jsx' })

/** Reads a program. */
export function readJavaScript(text: string, args: readonly Word[] = []): Code {
  const big = tooBig(text)
  if (big) return { calls: [], imports: [], incomplete: big }
  const reading = newReading(text, args)
  const tree = typescript.parse(text)
  const cursor = tree.cursor()
  let nodes = 0
  do {
    if (++nodes > 200_000) break
    if (cursor.type.isError) reading.incomplete ??= 'it cannot be parsed'
    if (cursor.name === 'VariableDefinition') countAssignment(text.slice(cursor.from, cursor.to), reading)
    if (cursor.name === 'AssignmentExpression' && cursor.node.firstChild?.name === 'VariableName') {
      const { from, to } = cursor.node.firstChild
      countAssignment(text.slice(from, to), reading)
      countAssignment(text.slice(from, to), reading)
    }
  } while (cursor.next())
  visit(tree.topNode, reading, 0)
  return {
    calls: reading.calls,
    imports: reading.imports,
    ...(reading.incomplete ? { incomplete: reading.incomplete } : {}),
  }
}

/** `node:fs/promises` and `fs-extra` are `fs`. */
function moduleName(name: string): string {
  const plain = name.startsWith('node:') ? name.slice(5) : name
  if (plain === 'fs/promises' || plain === 'fs-extra' || plain === 'graceful-fs') return 'fs'
  return plain
}

function property(object: string | undefined, name: string): string {
  if (!object) return `?.${name}`
  // `fs.promises.rm`, and the default export of a module, are the module's own.
  if (
    (name === 'promises' && object === 'fs') ||
    name === 'default' ||
    object === 'globalThis' ||
    object === 'window' ||
    object === 'global'
  )
    return object === 'globalThis' || object === 'window' || object === 'global' ? name : object
  return `${object}.${name}`
}

function visit(node: SyntaxNode, reading: Reading, depth: number): void {
  if (!spend(reading)) return
  if (depth > MAX_EXPRESSION_DEPTH) {
    reading.incomplete ??= 'it is nested too deep'
    return
  }
  switch (node.name) {
    case 'ImportDeclaration':
      imports(node, reading)
      return
    case 'VariableDeclaration':
      declaration(node, reading, depth)
      return
    case 'ForOfSpec':
    case 'ForInSpec': {
      const names = definitions(node)
      const source = node.lastChild?.prevSibling
      const value = source && isExpression(source.name) ? evaluate(source, reading, depth + 1) : UNKNOWN
      for (const name of names)
        reading.scope.set(
          rawOf(name, reading),
          names.length === 1 ? elementOf(value) : unknown(rawOf(name, reading), value.from),
        )
      return
    }
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      for (const child of children(node)) {
        if (child.name === 'VariableDefinition')
          reading.scope.set(rawOf(child, reading), reference(`function ${rawOf(child, reading)}`))
        else visit(child, reading, depth + 1)
      }
      return
    case 'ParamList':
      for (const name of definitions(node)) reading.scope.set(rawOf(name, reading), unknown(rawOf(name, reading)))
      for (const child of children(node)) if (isExpression(child.name)) evaluate(child, reading, depth + 1)
      return
    case 'TypeAnnotation':
    case 'TypeAliasDeclaration':
    case 'InterfaceDeclaration':
      return
    default:
      if (isExpression(node.name)) evaluate(node, reading, depth)
      else for (const child of children(node)) visit(child, reading, depth + 1)
  }
}

const plainExpressions = new Set([
  'VariableName',
  'String',
  'TemplateString',
  'Number',
  'BooleanLiteral',
  'null',
  'this',
  'super',
  'RegExp',
  'ArrowFunction',
  'JSXElement',
])

function isExpression(name: string): boolean {
  return name.endsWith('Expression') || plainExpressions.has(name) || name === 'DynamicImport'
}

/** All names that a pattern defines. */
function definitions(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  const walk = (at: SyntaxNode, depth: number) => {
    for (const child of children(at)) {
      if (child.name === 'VariableDefinition') found.push(child)
      else if (depth < 6 && /Pattern|Property|Definition/.test(child.name)) walk(child, depth + 1)
    }
  }
  walk(node, 0)
  return found
}

function imports(node: SyntaxNode, reading: Reading): void {
  const parts = children(node)
  const source = parts.find((part) => part.name === 'String')
  if (!source) return
  const module = moduleName(stringText(source, reading))
  reading.imports.push(module)
  for (const part of parts) {
    if (part.name === 'VariableDefinition') reading.scope.set(rawOf(part, reading), reference(module))
    if (part.name !== 'ImportGroup') continue
    let name: string | undefined
    for (const inner of children(part)) {
      if (inner.name === 'VariableName') name = rawOf(inner, reading)
      if (inner.name === 'VariableDefinition') {
        const local = rawOf(inner, reading)
        reading.scope.set(local, reference(property(module, name ?? local)))
        name = undefined
      }
    }
  }
}

function declaration(node: SyntaxNode, reading: Reading, depth: number): void {
  let pattern: SyntaxNode | undefined
  for (const child of children(node)) {
    if (child.name === 'VariableDefinition' || child.name === 'ObjectPattern' || child.name === 'ArrayPattern') {
      if (pattern) bind(pattern, UNKNOWN, reading)
      pattern = child
    } else if (isExpression(child.name)) {
      const value = evaluate(child, reading, depth + 1)
      if (pattern) bind(pattern, value, reading)
      pattern = undefined
    }
  }
  if (pattern) bind(pattern, UNKNOWN, reading)
}

function bind(pattern: SyntaxNode, value: Value, reading: Reading): void {
  if (pattern.name === 'VariableDefinition') {
    assign(rawOf(pattern, reading), value, reading)
    return
  }
  for (const part of children(pattern)) {
    if (part.name === 'VariableDefinition') assign(rawOf(part, reading), elementOf(value), reading)
    if (part.name !== 'PatternProperty') continue
    const inner = children(part)
    const key = inner.find((child) => child.name === 'PropertyName' || child.name === 'VariableDefinition')
    const local = inner.findLast((child) => child.name === 'VariableDefinition')
    if (!key || !local) continue
    const name = rawOf(key, reading)
    assign(rawOf(local, reading), propertyValue(value, name, rawOf(part, reading)), reading)
  }
}

function propertyValue(object: Value, name: string, raw: string): Value {
  if (object.ref === 'process.env' || object.ref === 'Bun.env' || object.ref === 'import.meta.env')
    return variable(constant(name), raw)
  const entry = object.entries?.get(name)
  if (entry) return entry
  const ref = property(object.ref, name)
  if (ref === 'process.env' || ref === 'Bun.env') return environment(ref)
  const isModule = object.ref !== undefined && !object.ref.includes('(')
  return { word: { text: null, raw, opaque: 'variable' }, ref, from: isModule ? [] : object.from }
}

function elementOf(value: Value): Value {
  if (value.element) return value.element
  const texts = value.items?.map((item) => item.word.text)
  if (texts && texts.length > 0 && texts.every((text) => text !== null))
    return { word: { text: null, raw: value.word.raw, opaque: 'variable', matches: texts }, from: value.from }
  return unknown(value.word.raw, value.from)
}

function stringText(node: SyntaxNode, reading: Reading): string {
  return unescaped(reading.text.slice(node.from + 1, Math.max(node.from + 1, node.to - 1)))
}

function evaluate(node: SyntaxNode, reading: Reading, depth: number): Value {
  if (!spend(reading)) return UNKNOWN
  if (depth > MAX_EXPRESSION_DEPTH) {
    reading.incomplete ??= 'it is nested too deep'
    return UNKNOWN
  }
  const raw = rawOf(node, reading)
  const values = () =>
    children(node)
      .filter((child) => isExpression(child.name))
      .map((child) => evaluate(child, reading, depth + 1))
  switch (node.name) {
    case 'String':
      return constant(stringText(node, reading), raw)
    case 'TemplateString':
      return template(node, reading, depth)
    case 'Number':
    case 'BooleanLiteral':
    case 'null':
      return constant(raw)
    case 'VariableName':
      return reading.scope.get(raw) ?? reference(raw)
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
    case 'AsExpression':
    case 'SatisfiesExpression':
    case 'NonNullExpression':
      return values()[0] ?? UNKNOWN
    case 'SequenceExpression':
      return values().at(-1) ?? UNKNOWN
    case 'ArrayExpression': {
      const items = values()
      const spread = children(node).some((child) => child.name === 'Spread')
      return { ...unknown(raw, sourcesOf(items)), ...(spread ? {} : { items }) }
    }
    case 'ObjectExpression':
      return object(node, reading, depth)
    case 'BinaryExpression': {
      const all = values()
      const operator = children(node)[1]
      const sign = operator ? reading.text.slice(operator.from, operator.to) : ''
      if (sign === '+') return joined(all, raw)
      if (sign === '||' || sign === '??' || sign === '&&')
        return { ...(all[sign === '&&' ? 1 : 0] ?? UNKNOWN), from: sourcesOf(all) }
      return unknown(raw, sourcesOf(all))
    }
    case 'AssignmentExpression':
      return assignment(node, reading, depth)
    case 'MemberExpression':
      return member(node, node.firstChild ? evaluate(node.firstChild, reading, depth + 1) : UNKNOWN, reading, depth)
    case 'CallExpression':
    case 'NewExpression':
      return call(node, reading, depth)
    case 'TaggedTemplateExpression': {
      const tag = node.firstChild ? evaluate(node.firstChild, reading, depth + 1) : UNKNOWN
      const text = node.lastChild ? evaluate(node.lastChild, reading, depth + 1) : UNKNOWN
      return record({ name: tag.ref ?? '?', self: undefined, args: [text], named: new Map(), raw }, reading)
    }
    case 'DynamicImport':
      return reference('import()')
    default: {
      // Functions, classes, conditions: whatever is called in them is called.
      const found: Value[] = []
      for (const child of children(node)) {
        if (isExpression(child.name)) found.push(evaluate(child, reading, depth + 1))
        else visit(child, reading, depth + 1)
      }
      return unknown(raw, sourcesOf(found))
    }
  }
}

function template(node: SyntaxNode, reading: Reading, depth: number): Value {
  const parts: Value[] = []
  let at = node.from + 1
  for (const child of children(node)) {
    if (child.name !== 'Interpolation') continue
    if (child.from > at) parts.push(constant(unescaped(reading.text.slice(at, child.from))))
    const inner = children(child).find((part) => isExpression(part.name))
    parts.push(inner ? evaluate(inner, reading, depth + 1) : UNKNOWN)
    at = child.to
  }
  if (node.to - 1 > at) parts.push(constant(unescaped(reading.text.slice(at, node.to - 1))))
  return parts.length === 0 ? constant('', rawOf(node, reading)) : joined(parts, rawOf(node, reading))
}

function object(node: SyntaxNode, reading: Reading, depth: number): Value {
  const entries = new Map<string, Value>()
  const all: Value[] = []
  for (const part of children(node)) {
    if (part.name !== 'Property') continue
    const inner = children(part)
    const valueNode = inner.findLast((child) => isExpression(child.name))
    const key = inner.find((child) => child.name === 'PropertyDefinition' || child.name === 'String')
    if (!valueNode || valueNode === key) {
      // `{ a }` is `{ a: a }`; methods are walked through.
      if (key && inner.length === 1) {
        const name = rawOf(key, reading)
        const value = reading.scope.get(name) ?? reference(name)
        entries.set(name, value)
        all.push(value)
      } else for (const child of inner) visit(child, reading, depth + 1)
      continue
    }
    const value = evaluate(valueNode, reading, depth + 1)
    all.push(value)
    if (key && key !== valueNode)
      entries.set(key.name === 'String' ? stringText(key, reading) : rawOf(key, reading), value)
  }
  return { ...unknown(rawOf(node, reading), sourcesOf(all)), entries }
}

function assignment(node: SyntaxNode, reading: Reading, depth: number): Value {
  const target = node.firstChild
  const valueNode = node.lastChild
  const value = valueNode && valueNode !== target ? evaluate(valueNode, reading, depth + 1) : UNKNOWN
  if (target?.name === 'VariableName') assign(rawOf(target, reading), value, reading)
  else if (target?.name === 'MemberExpression') {
    const holder = target.firstChild ? evaluate(target.firstChild, reading, depth + 1) : UNKNOWN
    const key = target.lastChild?.name === 'PropertyName' ? constant(rawOf(target.lastChild, reading)) : UNKNOWN
    if (holder.ref === 'process.env')
      record(
        { name: 'os.putenv', self: undefined, args: [key, value], named: new Map(), raw: rawOf(node, reading) },
        reading,
      )
  } else if (target) bind(target, value, reading)
  return value
}

function member(node: SyntaxNode, holder: Value, reading: Reading, depth: number): Value {
  const raw = rawOf(node, reading)
  const parts = children(node)
  const name = parts.find((part) => part.name === 'PropertyName' || part.name === 'PrivatePropertyName')
  if (name) return propertyValue(holder, rawOf(name, reading), raw)
  const keyNode = parts.slice(1).find((part) => isExpression(part.name))
  const key = keyNode ? evaluate(keyNode, reading, depth + 1) : UNKNOWN
  if (key.word.text !== null && !/^\d+$/.test(key.word.text)) return propertyValue(holder, key.word.text, raw)
  if (holder.ref === 'process.env') return variable(key, raw)
  if (holder.ref === 'process.argv') return argumentOf(reading, Number(key.word.text ?? Number.NaN) - 2, raw)
  if (key.word.text !== null && holder.items) return holder.items[Number(key.word.text)] ?? unknown(raw)
  // A computed property of a module or of the global object may be any of its functions.
  if (
    holder.ref &&
    /^(?:fs|child_process|process|globalThis|window|global|module|require|vm|Deno|Bun|Reflect)$/.test(holder.ref)
  )
    reading.incomplete ??= `it takes a computed name from \`${holder.ref}\``
  return unknown(raw, holder.from)
}

function call(node: SyntaxNode, reading: Reading, depth: number): Value {
  const parts = children(node)
  const calleeNode = parts.find((part) => isExpression(part.name))
  if (!calleeNode) return UNKNOWN
  const self =
    calleeNode.name === 'MemberExpression' && calleeNode.firstChild
      ? evaluate(calleeNode.firstChild, reading, depth + 1)
      : undefined
  const callee = self ? member(calleeNode, self, reading, depth) : evaluate(calleeNode, reading, depth + 1)
  const list = parts.find((part) => part.name === 'ArgList')
  const args: Value[] = []
  let spread = false
  for (const child of list ? children(list) : []) {
    if (child.name === 'Spread') spread = true
    else if (isExpression(child.name)) {
      // A callback's parameters stand for elements or results of what it is called on.
      const value = evaluate(child, reading, depth + 1)
      if (spread && value.items) args.push(...value.items)
      else args.push(spread ? { ...UNKNOWN, from: value.from } : value)
      spread = false
    }
  }
  const raw = rawOf(node, reading)
  const name = callee.ref ?? '?'
  if (calleeNode.name === 'DynamicImport' || name === 'import()' || name === 'require')
    return imported(calleeNode.name === 'DynamicImport' ? 'import()' : name, args, reading, raw)
  if (name === 'Buffer.from' || name === 'JSON.stringify' || name === 'atob' || name === 'encodeURIComponent')
    return unknown(raw, sourcesOf(args))
  const method = /\.(join|concat|trim|toString|flat)$/.exec(name)?.[1]
  if (method === 'join' && self?.items)
    return joined(
      self.items.flatMap((item, index) => (index === 0 ? [item] : [constant(args[0]?.word.text ?? ','), item])),
      raw,
    )
  if ((method === 'trim' || method === 'toString') && self?.word.text != null) return self
  if (
    /\.(?:replace|replaceAll|slice|split|map|filter|then|catch|finally)$/.test(name) &&
    self?.ref?.endsWith('.env') === true
  )
    return unknown(raw, self.from)
  return record({ name, self, args, named: new Map(), raw }, reading)
}

function imported(name: string, args: readonly Value[], reading: Reading, raw: string): Value {
  const module = args[0]?.word.text
  if (module === null || module === undefined)
    return record({ name, self: undefined, args, named: new Map(), raw }, reading)
  const plain = moduleName(module)
  reading.imports.push(plain)
  return reference(plain)
}
