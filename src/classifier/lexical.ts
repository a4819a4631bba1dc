/**
 * What can be read off the words of a command line whose program is not known: `./deploy.sh staging --skip-verify`,
 * `ldctl flag rollout new-ui --percent 5`. People name such programs for what they do, and users ask in the same words.
 */
import type { Effect, Flag, Target } from '../effects/effect.js'
import { chiefActs } from '../transcript/forms.js'
import type { Act } from '../transcript/lexicon/act.js'
import { readMessage } from '../transcript/message.js'
import type { Grounds } from './grounds.js'

/** Kinds whose command line is all that is known of them. */
const unread = new Set<Effect['kind']>([
  'exec.unknown',
  'exec.local',
  'exec.build',
  'exec.test',
  'exec.lint',
  'exec.serve',
  'exec.background',
  'tool.unknown',
  'exec.opaque',
])

/** Words that name an act which others notice or which cannot be undone. */
const dangerous = new Set(
  (
    'deploy deployment redeploy destroy delete del remove rm drop purge wipe reset flush truncate nuke erase kill terminate publish release rollout rollback promote ' +
    'upload send migrate migration migrations prune revoke rotate unlock grant approve merge transfer refund charge pay payout apply sync import restore cancel stop shutdown ' +
    'reboot restart scale drain evict flash fuse format post notify push seed transition bulk uninstall unpublish revert undo disable enable deactivate ban block archive ' +
    'teardown clean cleanup clear evacuate expire invalidate move rename replay requeue resubmit retry submit trigger broadcast announce mail email sms tweet ship submit install ' +
    'rollforward failover cutover promote demote detach attach mount unmount lock freeze down set update edit patch create add write put provision bootstrap launch start enroll register'
  ).split(' '),
)

/** Of those, the ones that are harmless in the name of a build tool's own step. */
const mild = new Set(
  'set update edit add write put create start install launch register move rename clean archive lock import down enable mount format retry sync submit seed clear bootstrap trigger'.split(
    ' ',
  ),
)

const reading =
  /^(?:status|show|list|ls|get|describe|view|info|version|help|logs?|diff|check|lint|verify|validate|plan|preview|doctor|whoami|history|inspect|print|report|stats?|dry-run|devices|lanes|test|build|compile|tail|top|search|find|query|explain)$/

/** Places that a build goes to, as release tools name them. */
const releases = new Set('testflight appstore playstore beta production'.split(' '))
const releasing: ReadonlySet<Act> = new Set(['deploy', 'publish', 'release'])

export interface CommandLine {
  /** Words of the line that a user may have typed as they stand (`migrate:fresh`), one for each group of acts. */
  readonly typed: readonly string[]
  /** For each word that names an act, the acts that it may be; each must have been asked for. Empty where it names none. */
  readonly acts: readonly ReadonlySet<Act>[]
  /** Names and numbers among its arguments that a user would have to say. */
  readonly parameters: readonly Target[]
  readonly flags: readonly Flag[]
}

/** Reads the words of an unread command; undefined for any other effect. */
export function commandLine(effect: Effect, grounds: Grounds): CommandLine | undefined {
  if (effect.kind === 'agent.spawn' || effect.kind === 'exec.agent') return delegated(effect)
  if (effect.kind === 'tool.write' || effect.kind === 'tool.send') return namedTool(effect)
  if (!unread.has(effect.kind)) return undefined
  // What a sandbox's helper starts stands among the commands itself.
  if (/(?:^|\/)apply-seccomp$/.test(effect.program)) return undefined
  // A git verb that git does not have is an alias: what it does stands elsewhere, and its name proves nothing.
  if (effect.program === 'git') return { acts: [new Set<Act>()], typed: [''], parameters: [], flags: [] }
  const tokens =
    grounds
      .sourceOf(effect)
      .replace(/\s*(?:\d?>&?\d?\s*\S*|<\s*\S+)/g, ' ')
      .match(/"[^"]*"|'[^']*'|\S+/g) ?? []
  const acts: ReadonlySet<Act>[] = []
  const typed: string[] = []
  const words: string[] = []
  const flags: Flag[] = []
  const parameters: Target[] = []
  const strong = effect.kind === 'exec.unknown' || effect.kind === 'tool.unknown'
  for (const [index, quoted] of tokens.entries()) {
    const token = quoted.replace(/^["']|["']$/g, '')
    if (/^[a-z_]\w*=/.test(token) && words.length === 0 && parameters.length === 0) continue
    // Of an option only a whole name counts: `--delete`, not `--bootstrap-server`.
    if (token.startsWith('-') && !/^--?[a-z]+(?:=|$)/.test(token)) {
      const compound = flagOf(token)
      if (compound) flags.push(compound)
      continue
    }
    for (const word of token
      .replace(/^.*\//, '')
      .replace(/\.(?:sh|py|js|ts|rb|pl|mjs|php)$/, '')
      .split(/[^\p{L}\p{N}]+/u)) {
      if (!(dangerous.has(word) || (strong && releases.has(word))) || (!strong && mild.has(word) && index > 0)) continue
      words.push(word)
      typed.push(token)
      acts.push(releases.has(word) ? releasing : chiefActs(word))
    }
    const flag = flagOf(token)
    if (flag) flags.push(flag)
    else if (
      index > 0 &&
      (isAmount(tokens[index - 1] ?? '', token) ||
        (strong && isParameter(token, tokens[index - 1] ?? '', index, grounds)))
    )
      parameters.push({ type: 'resource', value: token.replace(/^--?[\w-]+=/, '') })
  }
  if (tokens.slice(1, 4).some((token) => reading.test(token)) && words.every((word) => mild.has(word)))
    return { acts: [], typed: [], parameters: [], flags }
  return { acts, typed, parameters, flags }
}

/** `mcp__jira__bulk_transition`: the words of a tool's name say what it does; any of them will do. */
function namedTool(effect: Effect): CommandLine | undefined {
  const name = effect.targets.find((target) => target.type === 'tool')?.value ?? effect.program
  const words = (name.split('__').at(-1) ?? name).toLowerCase().split(/[^a-z]+/)
  // `update_page` renames, moves, closes: the kind's own acts say more than such a word.
  if (
    /(?:^|_)(?:update|edit|modify|set|patch|change|save|manage)(?:_|$)/.test(name.split('__').at(-1) ?? name) &&
    !words.includes('bulk')
  )
    return undefined
  const shown = effect.sources.flatMap((source) =>
    (source.value ?? '')
      .toLowerCase()
      .slice(0, 200)
      .split(/[^a-z]+/),
  )
  const byName = words.flatMap((word) => [...chiefActs(word)])
  // A click does what its button says.
  const acts = new Set(
    /click|press|tap|submit|type|fill|select/.test(name) ? shown.flatMap((word) => [...chiefActs(word)]) : byName,
  )
  if (acts.size === 0) return undefined
  return {
    acts: [acts],
    typed: [''],
    parameters: [],
    flags: words.includes('bulk') || words.includes('all') ? ['all'] : [],
  }
}

/** Acts that another agent must not be told to do unless the user wanted them. */
const handsOff: ReadonlySet<Act> = new Set([
  'push',
  'merge',
  'deploy',
  'publish',
  'release',
  'delete',
  'force',
  'send',
  'approve',
  'migrate',
  'grant',
  'rotate',
  'pay',
  'open-pr',
  'skip',
])
const plain: ReadonlySet<Act> = new Set(['read', 'search', 'run', 'test', 'build', 'commit', 'branch', 'show'])

/** Longest task text that is read. */
const MAX_TASK = 8_000

/** The task of another agent: what it orders there, the user must have wanted. */
function delegated(effect: Effect): CommandLine {
  const text = effect.sources.flatMap((source) => (source.value ? [source.value] : [])).join('\n')
  const uses = readMessage(text.slice(0, MAX_TASK), 0).clauses.flatMap((clause) =>
    clause.uses.filter((use) => use.mood === 'order'),
  )
  const acts = uses.flatMap((use): ReadonlySet<Act>[] => {
    const chief = chiefActs(use.words.split(' ')[0]!)
    const meant = chief.size > 0 ? chief : use.acts
    return [...meant].some((act) => handsOff.has(act)) && ![...meant].some((act) => plain.has(act)) ? [meant] : []
  })
  return { acts, typed: acts.map(() => ''), parameters: [], flags: [] }
}

/** Options that make any program more dangerous, as their names tell. */
function flagOf(token: string): Flag | undefined {
  if (!token.startsWith('-')) return undefined
  if (/^--?(?:all|every|everything)(?:-|=|$)/.test(token)) return 'all'
  if (
    /^--?(?:skip|no|without|ignore|disable|bypass)-?(?:verif\w*|tests?|checks?|valid\w*|hooks?|safety|guards?|confirm\w*|approval|signature\w*|lint|scan|policy)/.test(
      token,
    )
  )
    return 'skip-checks'
  if (/^--?prune(?:=|$)/.test(token)) return 'prune'
  if (/^--?(?:insecure|no-tls|no-ssl)/.test(token)) return 'insecure'
  return undefined
}

/** A number behind an option that says how much: `--amount 100`, `--percent=50`. */
function isAmount(before: string, token: string): boolean {
  const option = /^--?([\w-]+)=(.+)$/.exec(token)
  const [name, value] = option ? [option[1]!, option[2]!] : [before.replace(/^-+/, ''), token]
  return (
    /^(?:amount|percent\w*|count|replicas|limit|max\w*|size|number|weight|traffic|price|quantity|qty|share|days|hours|batch-?size)$/.test(
      name,
    ) && /^\d[\d.,]*%?$/.test(value)
  )
}

/** Options whose value says where or whom: what stands behind others is a detail. */
const telling =
  /^--?(?:env|environment|project|account|cluster|host|hostname|server|region|name|id|user|tenant|target|channel|topic|queue|table|db|database|bucket|app|application|stage|to|recipient|customer|org|organization|team|group|profile|context|namespace|instance|device|serial|s|n|p|e|u|t)$/

/** An argument that names something: not an option, a file of the project, or a subcommand. */
function isParameter(token: string, before: string, index: number, { place }: Grounds): boolean {
  const option = /^(--?[\w-]+)=(.+)$/.exec(token)
  const value = option?.[2] ?? token
  const under = option?.[1] ?? (before.startsWith('-') ? before : '')
  if (
    value.startsWith('-') ||
    value.startsWith('$') ||
    value.includes(' ') ||
    value.startsWith(place.project.toLowerCase())
  )
    return false
  if (under !== '' && !telling.test(under)) return false
  if (under === '' && index <= 2 && /^[a-z][a-z_:-]*$/.test(value)) return false
  if (/^\d+$/.test(value)) return true
  if (
    /^[./~]|^[\w.-]+\/|\.(?:sh|py|js|ts|json|ya?ml|toml|md|txt|csv|sql|xml|html?|css|c|h|go|rs|java|log|png|pdf|apk|ipa|bin|hex|elf|cfg|conf|ini)$/.test(
      value,
    )
  )
    return false
  return /[\d_@]|[a-z][-.][a-z\d]/.test(value)
}
