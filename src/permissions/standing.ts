/** Which of the rules are in force, which are not, and why. Pure; the same rules and the same mode always give the same. */
import { type Blanket, blanketOf } from './blanket.js'
import { type Origin, type PermissionRule, placeOf } from './rule.js'

/** `untrusted`: stands in a repository that the user has not trusted. `suspended`: a file that may forbid more cannot be read. */
export type State = 'in force' | 'dropped' | 'untrusted' | 'suspended'

export interface Standing {
  readonly rule: PermissionRule
  readonly state: State
  /** Why it is blanket, whether it is dropped now or not. */
  readonly blanket: Blanket | undefined
}

export interface Circumstances {
  /** Blanket rules are dropped (see mode.ts). */
  readonly unattended: boolean
  /** The user has accepted the agent's trust question for this project. */
  readonly projectTrusted: boolean
  /** A settings file that was never read may hold rules that forbid. */
  readonly unread: boolean
  /** The organisation lets nobody else permit anything. */
  readonly managedOnly: boolean
}

/** One rule that went out of force or came back. */
export interface RuleChange {
  readonly rule: string
  readonly origin: Origin
  readonly state: 'dropped' | 'restored'
  readonly why: string
}

// A repository is not trusted to loosen the gate that watches what is done in it.
const fromRepository = (rule: PermissionRule) => rule.origin.scope === 'project' || rule.origin.scope === 'local'

function stateOf(rule: PermissionRule, blanket: Blanket | undefined, now: Circumstances): State {
  if (rule.action !== 'allow') return 'in force'
  if (fromRepository(rule) && !now.projectTrusted) return 'untrusted'
  if (now.managedOnly && rule.origin.scope !== 'managed') return 'untrusted'
  if (blanket && now.unattended) return 'dropped'
  return now.unread ? 'suspended' : 'in force'
}

export function standingsOf(rules: readonly PermissionRule[], now: Circumstances): Standing[] {
  return rules.map((rule) => {
    const blanket = blanketOf(rule)
    return { rule, blanket, state: stateOf(rule, blanket, now) }
  })
}

/** Lines move when a file is edited; a rule is the same rule by its text and file. */
const keyOf = ({ rule }: Standing) => [rule.origin.file, rule.action, rule.text].join('\0')

/** What was dropped or restored between two moments. A rule that is new and dropped at once counts as dropped. */
export function changesBetween(before: readonly Standing[], after: readonly Standing[]): RuleChange[] {
  const was = new Map(before.map((standing) => [keyOf(standing), standing.state]))
  return after.flatMap((standing): RuleChange[] => {
    const { rule, state, blanket } = standing
    const previous = was.get(keyOf(standing))
    if (!blanket || state === previous) return []
    const named = { rule: rule.text, origin: rule.origin }
    if (state === 'dropped') return [{ ...named, state, why: blanket.why }]
    return previous === 'dropped' && state === 'in force'
      ? [{ ...named, state: 'restored', why: 'a person answers again' }]
      : []
  })
}

/** A change on one line, for the terminal and the log. */
export function sayChange({ rule, origin, state, why }: RuleChange): string {
  return `${state} \`${rule}\` (${placeOf(origin)}): ${why}`
}
