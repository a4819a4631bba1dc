/** What the readers of both parsed languages share: names, scope, and what a call gives. */
import type { parser } from '@lezer/python'
import type { Word } from '../../shell/script.js'
import type { Source } from '../effect.js'
import { specOf } from './calls.js'
import {
  type CodeCall,
  constant,
  joined,
  joinedPath,
  MAX_NODES,
  reference,
  sourcesOf,
  UNKNOWN,
  unknown,
  type Value,
  variableValue,
} from './value.js'

/** A node of either language's tree. */
export type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

/** State of one reading. */
export interface Reading {
  readonly text: string
  readonly calls: CodeCall[]
  readonly imports: string[]
  readonly scope: Map<string, Value>
  /** How often each name is assigned, so that only a name with one value is taken for a constant. */
  readonly assigned: Map<string, number>
  /** Words of the command line behind the script's name. */
  readonly args: readonly Word[]
  nodes: number
  incomplete: string | undefined
}

/** An empty reading of this text. */
export function newReading(text: string, args: readonly Word[]): Reading {
  return { text, args, calls: [], imports: [], scope: new Map(), assigned: new Map(), nodes: 0, incomplete: undefined }
}

/** The program's own argument at `index`, as its command line gives it. */
export function argumentOf(reading: Reading, index: number, raw: string): Value {
  const word = reading.args[index]
  return word ? { word, from: [] } : unknown(raw)
}

/** Source text of a node. */
export function rawOf(node: SyntaxNode, reading: Reading): string {
  return reading.text.slice(node.from, Math.min(node.to, node.from + 400))
}

/** Children of a node in order. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

/** Counts a node; false when the program is larger than what is read. */
export function spend(reading: Reading): boolean {
  if (++reading.nodes <= MAX_NODES) return true
  reading.incomplete ??= 'it is too long'
  return false
}

/** Sets a name. One that is assigned more than once keeps what it is, but not its text. */
export function assign(name: string, value: Value, reading: Reading): void {
  if (reading.scope.size > 2000) return
  if ((reading.assigned.get(name) ?? 0) <= 1) {
    reading.scope.set(name, value)
    return
  }
  const before = reading.scope.get(name)
  const from = before ? sourcesOf([before, value]) : value.from
  reading.scope.set(name, {
    ...unknown(name, from),
    ...(value.ref ? { ref: value.ref } : {}),
    ...(value.element ? { element: value.element } : {}),
  })
}

/** Notes one more assignment of a name. */
export function countAssignment(name: string, reading: Reading): void {
  reading.assigned.set(name, (reading.assigned.get(name) ?? 0) + 1)
}

/** Records a call and says what it gives. */
export function record(call: CodeCall, reading: Reading): Value {
  if (reading.calls.length < 4000) reading.calls.push(call)
  else reading.incomplete ??= 'it makes too many calls'
  return resultOf(call)
}

const tests =
  /\.(?:startswith|endswith|exists|is_file|is_dir|isdir|isfile|includes|existsSync|startsWith|endsWith|keys|test|match|has|__len__)$/

function resultOf(call: CodeCall): Value {
  const { name, self, args, raw } = call
  const first = args[0] ?? UNKNOWN
  switch (name) {
    case 'os.path.join':
    case 'path.join':
    case 'path.resolve':
    case 'path.posix.join':
      return joinedPath(args, raw)
    case 'pathlib.Path':
    case 'pathlib.PurePath':
    case 'pathlib.PosixPath':
      return { ...(args.length === 0 ? constant('.') : joinedPath(args, raw)), ref: 'pathlib.Path()' }
    case 'pathlib.Path().joinpath':
      return { ...joinedPath([self ?? UNKNOWN, ...args], raw), ref: 'pathlib.Path()' }
    case 'pathlib.Path().expanduser':
    case 'pathlib.Path().resolve':
    case 'pathlib.Path().absolute':
      return self ?? UNKNOWN
    case 'pathlib.Path().with_suffix':
    case 'pathlib.Path().with_name':
      return { ...unknown(raw, self?.from ?? []), ref: 'pathlib.Path()' }
    case 'pathlib.Path.home':
      return { ...constant('~'), ref: 'pathlib.Path()' }
    case 'pathlib.Path.cwd':
      return { ...constant('.'), ref: 'pathlib.Path()' }
    case 'os.path.expanduser':
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'os.path.normpath':
    case 'os.fspath':
    case 'str':
    case 'String':
    case 'os.path.expandvars':
    case 'shlex.quote':
    case 'path.normalize':
      return first
    case 'os.getcwd':
    case 'process.cwd':
    case 'Deno.cwd':
      return constant('.')
    case 'os.homedir':
      return constant('~')
    case 'os.tmpdir':
    case 'tempfile.gettempdir':
      return constant('/tmp')
    case 'tempfile.mkdtemp':
    case 'tempfile.mktemp':
    case 'tempfile.NamedTemporaryFile':
    case 'tempfile.TemporaryDirectory':
    case 'fs.mkdtemp':
    case 'fs.mkdtempSync':
      return joined([constant('/tmp/'), UNKNOWN], raw)
    case 'shlex.split':
      return first.word.text !== null && !/["'\\]/.test(first.word.text)
        ? {
            ...first,
            items: first.word.text
              .trim()
              .split(/\s+/)
              .map((word) => constant(word)),
          }
        : unknown(raw)
    case 'os.getenv':
    case 'os.environ.get':
    case 'Deno.env.get':
      return variable(first, raw)
    default:
  }
  if (
    /^(?:pathlib\.Path\(\)\.(?:r?glob|iterdir)|glob\.i?glob|os\.(?:listdir|scandir|walk)|fs\.readdir(?:Sync)?)$/.test(
      name,
    )
  )
    return listing(call)
  const from = tests.test(name) ? [] : [...sourcesOf(self ? [self, ...args] : args), ...read(call)]
  return {
    ...unknown(raw, from),
    ref: `${name.length > 120 ? '?' : name}()`,
    ...(keepsWord.test(name) ? { word: first.word } : {}),
  }
}

/** Handles and wrappers that stand for the file or address that they were made with. */
const keepsWord =
  /^(?:open|io\.open|gzip\.open|codecs\.open|zipfile\.ZipFile|tarfile\.open|Bun\.file|fs\.create(?:Read|Write)Stream|URL|urllib\.request\.Request)$/

/** Files found below a directory: paths that start like it. */
function listing(call: CodeCall): Value {
  const named = call.name.startsWith('pathlib') ? call.self : call.args[0]
  const text = named?.word.text ?? named?.word.prefix ?? ''
  const isPattern = call.name.startsWith('glob')
  const cut = isPattern ? text.slice(0, text.search(/[*?[]|$/)) : text
  const directory = isPattern
    ? cut.slice(0, cut.lastIndexOf('/') + 1)
    : text === '' || text.endsWith('/')
      ? text
      : `${text}/`
  const element = joined([constant(directory === '' ? './' : directory), UNKNOWN], call.raw)
  const ref = call.name.startsWith('pathlib') ? { ref: 'pathlib.Path()' } : {}
  return { ...unknown(call.raw), element: { ...element, ...ref } }
}

/** A variable of the environment. */
export function variable(name: Value, raw: string): Value {
  return variableValue(name.word.text ?? undefined, raw)
}

/** All variables of the environment at once. */
export function environment(ref: string): Value {
  return { ...reference(ref), from: [{ type: 'secret', value: 'environment', secrets: ['environment'] }] }
}

/** What a reading call takes its data from. */
function read(call: CodeCall): readonly Source[] {
  const spec = specOf(call.name)
  if (!spec) return []
  const [verb, where] = spec
  const value = where === 'self' ? call.self : call.args[Number(where ?? 0)]
  if (verb === 'read' || verb === 'open')
    return value?.word.text ? [{ type: 'path', value: value.word.text }] : [{ type: 'unknown', value: null }]
  if (verb === 'fetch' || verb === 'urlopen' || verb === 'jsfetch')
    return [{ type: 'url', value: value?.word.text ?? null }]
  return []
}
