/**
 * Imports point down, and the core is pure. Read from the syntax tree of every file below src; proven by a copy of the
 * tree with a violation planted in it.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** From the bottom up. A file imports from its own part and from lower rows, never from a part beside or above it. */
const layers: readonly (readonly string[])[] = [
  ['verdict', 'world', 'probe'],
  ['shell'],
  ['request'],
  ['program', 'log'],
  ['effects', 'report'],
  ['understand', 'facts'],
  ['transcript', 'tiers'],
  ['ledger', 'agents', 'watch'],
  ['session'],
  ['classifier', 'permissions'],
  ['decide', 'config'],
  ['broker', 'eval', 'ci', 'telemetry'],
  ['launch'],
  ['bypass'],
  ['cli'],
  ['main'],
]

/** Parts that know no file, socket, process, clock, chance or environment. Files at their rim are named with the reason. */
const pure = [
  'verdict',
  'world',
  'shell',
  'request',
  'program',
  'effects',
  'understand',
  'transcript',
  'tiers',
  'ledger',
  'session',
  'classifier',
  'decide',
  'probe',
  'watch',
]
const rim: Readonly<Record<string, string>> = {
  'watch/kept.ts': 'reads and copies the files that are kept',
  'watch/places-source.ts': 'watches the file system',
  'watch/process-files.ts': 'reads the process table',
  'watch/watch.ts': 'looks at open acts by a timer',
  'watch/surroundings.ts': 'reads which places there are here',
  'classifier/anthropic/client.ts': 'asks a model over the network',
  'classifier/anthropic/key.ts': 'reads a key from a file, a command or the environment',
}
/** Node's own modules that only compute. */
const computing = new Set(['node:path', 'node:path/posix', 'node:buffer'])
const impureGlobals = new Set([
  'process',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'require',
  'globalThis',
  'WebSocket',
  'XMLHttpRequest',
  'eval',
  'Function',
])

interface Module {
  readonly path: string
  readonly imports: readonly string[]
  /** Names of globals that it uses, `Date.now`-like ones in full. */
  readonly globals: readonly string[]
}

const partOf = (path: string) => path.split('/')[0]?.replace(/\.ts$/, '') ?? ''

function readModules(root: string): Module[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  )
  return files.map((path) => readModule(root, path))
}

function readModule(root: string, path: string): Module {
  const tree = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true)
  const imports: string[] = []
  const globals: string[] = []
  const declared = new Set<string>()
  const visit = (node: ts.Node): void => {
    const from = importOf(node)
    if (from !== undefined)
      imports.push(
        from.startsWith('.') ? relative(root, resolve(root, dirname(path), from)).replace(/\.js$/, '.ts') : from,
      )
    const global = globalOf(node)
    if (global !== undefined) globals.push(global)
    if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) declared.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { path, imports, globals: globals.filter((name) => !declared.has(name)) }
}

/** A name of the file's own hides the global of that name. */
function isDeclaration(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.VariableDeclaration | ts.ParameterDeclaration | ts.ImportSpecifier {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isImportSpecifier(node)
  )
}

function importOf(node: ts.Node): string | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined
}

function globalOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()'
  if (!ts.isIdentifier(node)) return undefined
  const { parent, text } = node
  const isObject = ts.isPropertyAccessExpression(parent) && parent.expression === node
  if (isObject && /^(?:Date\.now|Math\.random)$/.test(parent.getText())) return parent.getText()
  const isCalled = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node
  return impureGlobals.has(text) && (isObject || isCalled) ? text : undefined
}

function upward(modules: readonly Module[]): string[] {
  const level = (path: string) => layers.findIndex((row) => row.includes(partOf(path)))
  return modules.flatMap(({ path, imports }) => {
    if (level(path) < 0) return [`${path} is in no layer`]
    const inside = imports.filter((target) => target.endsWith('.ts') && partOf(target) !== partOf(path))
    return inside
      .filter((target) => level(target) < 0 || level(target) >= level(path))
      .map((target) => `${path} imports ${target}`)
  })
}

function impurities(modules: readonly Module[]): string[] {
  const core = modules.filter(({ path }) => pure.includes(partOf(path)) && !(path in rim))
  return core.flatMap(({ path, imports, globals }) => [
    ...imports
      .filter((target) => target.startsWith('node:') && !computing.has(target))
      .map((target) => `${path} imports ${target}`),
    ...imports.filter((target) => target in rim).map((target) => `${path} imports ${target}`),
    ...globals.map((name) => `${path} uses ${name}`),
  ])
}

describe('the source tree', () => {
  const modules = readModules(source)

  it('has its parts', () => {
    expect(modules.length).toBeGreaterThan(50)
    expect(modules.find(({ path }) => path === 'main.ts')?.imports).toContain('cli/failure.ts')
  })

  it('imports downward only', () => expect(upward(modules)).toEqual([]))

  it('has a pure core', () => expect(impurities(modules)).toEqual([]))
})

describe('a planted violation is found', () => {
  let copy: string
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'gatesh-arrows-'))
    cpSync(source, copy, { recursive: true })
  })
  afterAll(() => rmSync(copy, { recursive: true }))

  const planted: readonly [string, string, string][] = [
    ['verdict.ts', "import { x } from './broker/broker.js'", 'verdict.ts imports broker/broker.ts'],
    ['effects/effect.ts', "import { readFileSync } from 'node:fs'", 'effects/effect.ts imports node:fs'],
    ['decide.ts', 'export const at = Date.now()', 'decide.ts uses Date.now'],
    ['decide.ts', 'export const home = process.env.HOME', 'decide.ts uses process'],
    [
      'shell/script.ts',
      "export const late = () => import('../log/append.js')",
      'shell/script.ts imports log/append.ts',
    ],
  ]

  it.each(planted)('in %s: %s', (file, line, complaint) => {
    const path = join(copy, file)
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, `${line}\n${before}`)
    const modules = readModules(copy)
    expect([...upward(modules), ...impurities(modules)]).toContain(complaint)
    writeFileSync(path, before)
  })
})
