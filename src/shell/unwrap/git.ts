import type { Call } from '../call.js'
import type { Word } from '../script.js'
import { concat, constant, wordValue } from '../value.js'
import { type OptionSpec, readOptions, tail } from './options.js'
import { textInner } from './prefix.js'
import type { Inner, Unwrapped } from './wrapper.js'

/** Settings whose value git runs as shell text. Values that only switch something are no commands. */
const gitRuns =
  /^(core\.(pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|pager\.\w+|sequence\.editor|diff\.external|(diff|merge)\.[^.]+\.(command|textconv|driver)|(diff|merge)tool\.[^.]+\.cmd|filter\.[^.]+\.(clean|smudge|process)|gpg\.(\w+\.)?program|credential\.(.+\.)?helper|uploadpack\.packobjectshook|remote\.[^.]+\.(uploadpack|receivepack))$/i

const globalOptions: OptionSpec = {
  short: 'c:C:pPhv',
  long: [
    ...[
      'git-dir=',
      'work-tree=',
      'namespace=',
      'exec-path=?',
      'config-env=',
      'super-prefix=',
      'attr-source=',
      'list-cmds=',
    ],
    ...['bare', 'paginate', 'no-pager', 'no-replace-objects', 'literal-pathspecs', 'no-optional-locks', 'no-advice'],
  ],
}

/** `git -c NAME=COMMAND`, an alias given and called in one line, and the options of verbs that take a command. */
export function git(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, globalOptions)
  const verb = call.argv[rest]
  const inner: Inner[] = []
  for (const option of given) {
    if (option.name !== '-c' || !option.value) continue
    const setting = option.value.text ?? option.value.prefix ?? ''
    const equals = setting.indexOf('=')
    if (equals < 0) continue
    const name = setting.slice(0, equals)
    const value = tail(option.value, equals + 1)
    if (/^alias\./i.test(name)) {
      if (verb?.text?.toLowerCase() === name.slice(6).toLowerCase()) inner.push(alias(call, value, rest))
    } else if (gitRuns.test(name) && value.text !== '' && !/^(true|false|cat|never|0|1)$/i.test(value.text ?? '')) {
      inner.push({ ...textInner(helperText(name, value), true), via: { program: 'git' } })
    }
  }
  inner.push(...verbCommands(verb?.text ?? '', call.argv.slice(rest)))
  return inner.length > 0 ? { stays: true, inner } : undefined
}

/** A credential helper without a path or `!` is the name of one of git's own programs. */
function helperText(name: string, value: Word): Word {
  if (!/credential/i.test(name)) return value
  const text = value.text ?? value.prefix ?? ''
  if (text.startsWith('!')) return tail(value, 1)
  return text.startsWith('/') ? value : { ...value, text: value.text === null ? null : `git credential-${value.text}` }
}

/** A call of an alias: text for the shell after `!`, else words that take the alias's place. */
function alias(call: Call, value: Word, at: number): Inner {
  const shell = (value.text ?? value.prefix ?? '').startsWith('!')
  const text = shell ? wordValue(tail(value, 1)) : concat(constant('git '), wordValue(value))
  return {
    what: { kind: 'text', text: concat(text, constant(' "$@"')), dialect: 'sh', positional: call.argv.slice(at) },
  }
}

interface VerbRow {
  readonly spec: OptionSpec
  /** Options whose value is a command. */
  readonly commands: readonly string[]
}

const uploads: VerbRow = {
  spec: { short: 'b:o:c:j:', long: ['upload-pack=', 'exec=', 'branch=', 'origin=', 'config='], permute: true },
  commands: ['--upload-pack', '--exec'],
}
const receives: VerbRow = {
  spec: { short: 'o:', long: ['receive-pack=', 'exec=', 'remote=', 'output='], permute: true },
  commands: ['--receive-pack', '--exec'],
}
const filters =
  'env-filter tree-filter index-filter parent-filter msg-filter commit-filter tag-name-filter setup'.split(' ')

const verbs: ReadonlyMap<string, VerbRow> = new Map([
  [
    'rebase',
    {
      spec: { short: 'x:X:s:C:S::', long: ['exec=', 'onto=', 'strategy=', 'strategy-option='], permute: true },
      commands: ['-x', '--exec'],
    },
  ],
  ['difftool', { spec: { short: 'x:t:', long: ['extcmd=', 'tool='], permute: true }, commands: ['-x', '--extcmd'] }],
  [
    'grep',
    {
      spec: { short: 'O::e:f:', long: ['open-files-in-pager=?'], permute: true },
      commands: ['-O', '--open-files-in-pager'],
    },
  ],
  [
    'filter-branch',
    {
      spec: { short: 'd:f', long: filters.map((name) => `${name}=`), permute: true },
      commands: filters.map((name) => `--${name}`),
    },
  ],
  ['clone', { spec: { ...uploads.spec, short: 'u:b:o:c:j:' }, commands: ['-u', ...uploads.commands] }],
  ...['fetch', 'pull', 'fetch-pack', 'ls-remote'].map((verb): [string, VerbRow] => [verb, uploads]),
  ...['push', 'send-pack', 'archive'].map((verb): [string, VerbRow] => [verb, receives]),
])

/** Commands in the options of a verb; `args` are the words from the verb on. */
function verbCommands(verb: string, args: readonly Word[]): readonly Inner[] {
  if (verb === 'submodule') return foreach(args)
  const row = verbs.get(verb)
  if (!row) return NONE
  return readOptions(args, row.spec).given.flatMap((option) =>
    option.value && row.commands.includes(option.name) ? [textInner(option.value, true)] : [],
  )
}

const NONE: readonly Inner[] = []

/** `git submodule foreach TEXT`, or a command word by word. */
function foreach(args: readonly Word[]): readonly Inner[] {
  const at = args.findIndex((word) => word.text === 'foreach')
  const rest = at < 0 ? [] : args.slice(at + 1).filter((word) => !/^--(recursive|quiet)$/.test(word.text ?? ''))
  const [only] = rest
  if (!only) return NONE
  const command: Inner = rest.length === 1 ? textInner(only, true) : { what: { kind: 'argv', argv: rest }, maybe: true }
  return [{ ...command, cwd: null }]
}
