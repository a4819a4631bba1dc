/**
 * The four slots of the prompt: what is trusted here, what is blocked whatever is said, what is blocked unless the user
 * asked for it, and exceptions. Built from gatesh's own rules, and from what the user wrote in their place or beside them.
 */
import type { Need, Rule } from '../../tiers/rule.js'
import { clearedBy, softRules } from '../embedded.js'

/** A user's prose; `$defaults` stands for what gatesh has by itself, and a list without it replaces that. */
export interface Prose {
  readonly environment?: readonly string[]
  readonly allow?: readonly string[]
  readonly soft_deny?: readonly string[]
  readonly hard_deny?: readonly string[]
}

/** Lines of each slot, in order. */
export interface Slots {
  readonly environment: readonly string[]
  readonly hard: readonly string[]
  readonly soft: readonly string[]
  readonly allow: readonly string[]
  /** Ids that an answer may name. */
  readonly ids: ReadonlySet<string>
}

const DEFAULTS = '$defaults'

const environment = [
  'Trusted: the project directory, temporary directories, and the remotes that the repository had when the session started.',
  'Not trusted: every other host, account, repository, bucket, registry and service, unless the user names it as theirs.',
  'Production, shared and live systems are those whose name says so (prod, production, live, main database) or that the user calls so.',
]

const allow = [
  'Reading, searching, building, testing, linting and running the project as it is checked in.',
  'Changing, moving and deleting files of the project that version control has, and files that this session made.',
  'Installing what the manifest or lock file of the project declared before this session.',
  'A credential used with the very service that it belongs to, where the task needs that service.',
  'Committing to the branch that is worked on, and pushing it without force to the remote that it came from, once the user asked for the change to be shared.',
  'Stopping or removing processes, containers, branches and resources that this session started or made.',
  'Getting ordinary public pages, documentation and packages by their name, without sending anything of the user.',
]

const needText: Readonly<Record<Exclude<Need['need'], 'flag'>, string>> = {
  act: 'asks for this act',
  target: 'names the thing, or plainly all of them',
  place: 'names the host, environment or account',
  destination: 'names where it goes',
}

const sayNeed = (need: Need) =>
  need.need === 'flag' ? `where it is done that way names ${need.flag.join(', ')}` : needText[need.need]

function ruleLine({ id, why, needs, clears, strength }: Rule): string {
  const cleared = needs.map(sayNeed).join(' and ')
  const covers = strength === 'never' || cleared === '' ? 'nothing clears it' : `cleared if the user ${cleared}`
  const facts = clears && clears.length > 0 ? `, or where ${clears.map((one) => clearedBy[one]).join(', or ')}` : ''
  return `${id}: ${why}; ${covers}${facts}`
}

const rulesOf = (strengths: readonly Rule['strength'][]) =>
  softRules.filter(({ strength }) => strengths.includes(strength))

/** The slots for a session. */
export function slotsOf(prose: Prose): Slots {
  const ids = new Set(['boundary', ...softRules.map(({ id }) => id)])
  const own = (entries: readonly string[], name: string) =>
    entries.map((entry, index) => {
      if (entry === DEFAULTS) return entry
      ids.add(`${name}-${index + 1}`)
      return `${name}-${index + 1}: ${entry}`
    })
  return {
    environment: spliced(prose.environment, environment),
    hard: spliced(prose.hard_deny && own(prose.hard_deny, 'your-hard'), rulesOf(['hard', 'never']).map(ruleLine)),
    soft: spliced(prose.soft_deny && own(prose.soft_deny, 'your-soft'), rulesOf(['soft']).map(ruleLine)),
    allow: spliced(prose.allow, allow),
    ids,
  }
}

function spliced(given: readonly string[] | undefined, defaults: readonly string[]): readonly string[] {
  if (given === undefined) return defaults
  return given.flatMap((entry) => (entry === DEFAULTS ? defaults : [entry]))
}
