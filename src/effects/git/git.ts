/** git: options before the verb, aliases, and the table of verbs. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal } from '../context.js'
import type { Effect } from '../effect.js'
import { wordFrom } from '../options.js'
import { act, type GitCall, reads, type Verb } from './call.js'
import { configVerbs, settingEffects } from './config.js'
import { discardVerbs } from './discard.js'
import { push } from './push.js'
import { readVerbs } from './read.js'
import { remoteVerbs } from './remote.js'
import { rewriteVerbs } from './rewrite.js'
import { writeVerbs } from './write.js'

const verbs: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    ...readVerbs,
    ...writeVerbs,
    ...discardVerbs,
    ...rewriteVerbs,
    ...remoteVerbs,
    ...configVerbs,
    push,
  }),
)

/** Options before the verb that take the next word. */
const globalValues = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--config-env',
  '--attr-source',
  '--list-cmds',
])

/** Aliases inside aliases. */
const MAX_ALIASES = 8

interface Front {
  readonly call: GitCall
  readonly effects: readonly Effect[]
}

const git: Family = (command, context) => effectsOfGit(command, context, MAX_ALIASES)

function effectsOfGit(command: Command, context: Context, aliases: number): readonly Effect[] {
  const front = readFront(command, context)
  if (!front) return [effect('vcs.read', command, 'asks `git` for its help')]
  const { call, effects } = front
  return [...effects, ...verbEffects(call, aliases)]
}

/** Takes the options before the verb off. Undefined where no verb follows. */
function readFront(command: Command, context: Context): Front | undefined {
  const words = command.argv
  let cwd = command.cwd
  const effects: Effect[] = []
  const at: GitCall = { command, context, verb: '', args: [], repo: undefined }
  let index = 1
  for (; index < words.length; index++) {
    const word = words[index]!
    const text = word.text ?? word.prefix ?? ''
    if (!text.startsWith('-')) break
    if (/^--(?:version|help|html-path|man-path|info-path)$|^-[vh]$/.test(text) || text === '--exec-path')
      return undefined
    if (text.startsWith('--exec-path=')) {
      effects.push(
        act(at, 'sys.env', "takes git's own programs from another directory", {
          targets: [context.path(wordFrom(word, 12), command)],
        }),
      )
      continue
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1
    const name = equals > 0 ? text.slice(0, equals) : text
    if (!globalValues.has(name)) continue
    const value = equals > 0 ? wordFrom(word, equals + 1) : words[++index]
    if (!value) return undefined
    if (name === '-C') cwd = context.path(value, { ...command, cwd }).value
    else if (name === '--work-tree') cwd = context.path(value, { ...command, cwd }).value
    else if (name === '-c') effects.push(...inlineSetting(value, at))
    else if (name === '--config-env')
      effects.push(
        ...settingEffects(value.text?.split('=')[0] ?? null, { text: null, raw: value.raw, opaque: 'variable' }, at),
      )
  }
  const verb = words[index]
  if (!verb) return undefined
  const moved = cwd === command.cwd ? command : { ...command, cwd }
  const repo = cwd === null ? undefined : context.world.git(cwd)
  const name = verb.text ?? ''
  const kept = effects.filter((found) => runsHooks.has(name) || !switchesHooksOff(found))
  return { call: { command: moved, context, verb: name, args: words.slice(index + 1), repo }, effects: kept }
}

/** Verbs that run hooks which check something (githooks(5)); for the others switching hooks off is mere caution. */
const runsHooks = new Set([
  '',
  'am',
  'cherry-pick',
  'checkout',
  'clone',
  'commit',
  'gc',
  'merge',
  'p4',
  'pull',
  'push',
  'rebase',
  'receive-pack',
  'revert',
  'send-email',
  'switch',
  'worktree',
])

function switchesHooksOff({ kind, targets }: Effect): boolean {
  return kind === 'trust.weaken' && targets.some(({ type, value }) => type === 'config' && value === 'core.hookspath')
}

/** `-c key=value`; without a value it is true. */
function inlineSetting(word: Word, at: GitCall): readonly Effect[] {
  const text = word.text ?? word.prefix ?? ''
  const equals = text.indexOf('=')
  if (equals < 0) return settingEffects(word.text, literal('true'), at)
  return settingEffects(text.slice(0, equals), wordFrom(word, equals + 1), at)
}

function verbEffects(call: GitCall, aliases: number): readonly Effect[] {
  if (call.verb === '') {
    const raw = call.command.argv.map((word) => word.raw).join(' ')
    return [
      act(call, 'exec.opaque', 'runs git with a verb that is not known before it runs', {
        targets: [{ type: 'program', value: null, raw: raw.slice(0, 160) }],
      }),
    ]
  }
  const only = call.args.length === 1 ? call.args[0]!.text : undefined
  if (only === '-h' || call.args.some((word) => word.text === '--help'))
    return [act(call, 'vcs.read', `shows help of \`git ${call.verb}\``, { flags: ['dry-run'] })]
  const verb = verbs.get(call.verb)
  if (verb) return verb(call) ?? [unknownVerb(call)]
  const alias =
    call.repo?.aliases && Object.hasOwn(call.repo.aliases, call.verb) ? call.repo.aliases[call.verb]! : undefined
  return alias === undefined ? [unknownVerb(call)] : aliasEffects(alias, call, aliases)
}

/** An alias is shell text after `!`, else words of a git command. */
function aliasEffects(alias: string, call: GitCall, aliases: number): readonly Effect[] {
  if (alias.startsWith('!'))
    return call.context.unfold(`${alias.slice(1)} "$@"`, call.command, {
      via: { program: 'git' },
      positional: call.args,
      ...(call.repo?.root ? { cwd: call.repo.root } : {}),
    })
  const words = call.context.argvOf(alias, call.command)
  if (!words || words.length === 0 || aliases <= 0)
    return [
      act(call, 'exec.opaque', `runs the alias \`${call.verb}\`, which cannot be read`, {
        targets: [{ type: 'program', value: null, raw: `git ${call.verb}` }],
      }),
    ]
  return effectsOfGit({ ...call.command, argv: [literal('git'), ...words, ...call.args] }, call.context, aliases - 1)
}

/** `git foo` starts a program `git-foo` where there is one. */
function unknownVerb(call: GitCall): Effect {
  return act(call, 'exec.unknown', `runs \`git ${call.verb}\`, which is not known`, {
    targets: [{ type: 'program', value: `git-${call.verb}` }],
  })
}

/** `git-push` and its kin, from the directory of git's own programs. */
const dashed: Record<string, Family> = Object.fromEntries(
  [...verbs.keys()].map((verb) => [
    `git-${verb}`,
    ((command, context) =>
      effectsOfGit(
        { ...command, argv: [literal('git'), literal(verb), ...command.argv.slice(1)] },
        context,
        MAX_ALIASES,
      )) satisfies Family,
  ]),
)

/** gitk, tig and their kin show the repository to a person. */
const viewer: Family = (command, context) => reads({ command, context, verb: 'log', args: [], repo: undefined })

export const gitPrograms: Readonly<Record<string, Family>> = {
  ...dashed,
  git,
  'git-filter-repo': dashed['git-filter-repo']!,
  bfg: (command, context) =>
    verbs.get('filter-repo')!({ command, context, verb: 'filter-repo', args: command.argv.slice(1), repo: undefined }),
  gitk: viewer,
  tig: viewer,
  'git-gui': viewer,
  lazygit: viewer,
}
