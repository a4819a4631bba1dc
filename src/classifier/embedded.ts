/** The embedded engine: both stages, from rules and words alone. Deterministic; no network, no key, no model. */
import { type Effect, type Flag, type Source, type Target, verbOf } from '../effects/effect.js'
import { indexByKind, matches } from '../tiers/match.js'
import type { Rule } from '../tiers/rule.js'
import { weakening } from '../tiers/weakening.js'
import type { Verdict } from '../verdict.js'
import { type Authorization, authorize } from './authorize.js'
import { cleared } from './clear.js'
import { isSameAct } from './consent.js'
import { carriesData, leadsAway, namesProduction } from './context.js'
import type { Engine, Finding, Judgement, Question } from './engine.js'
import { type Grounds, groundsOf } from './grounds.js'
import { destroyRules } from './rules/destroy.js'
import { exfiltrateRules } from './rules/exfiltrate.js'
import { othersRules } from './rules/others.js'
import { reviewRules } from './rules/review.js'
import { trustRules } from './rules/trust.js'
import { weakenRules } from './rules/weaken.js'
import { type Weigh, weighEvidence } from './weigh.js'

/** All rules of stage 1, for `gatesh rules` and the test that checks their examples. */
export const softRules: readonly Rule[] = [
  ...destroyRules,
  ...exfiltrateRules,
  ...weakenRules,
  ...trustRules,
  ...reviewRules,
  ...othersRules,
]

const rulesFor = indexByKind(softRules)

/** Stage 1: the rules that touch an effect. Leans to blocking: what it passes is not looked at again. */
export function touching(effect: Effect): readonly Rule[] {
  if (effect.flags.includes('dry-run')) return []
  const seen = withWeakening(effect)
  return rulesFor(effect.kind)
    .filter(({ patterns }) => patterns.some((pattern) => matches(pattern, seen)))
    .map(({ row }) => row)
}

/** A write whose text switches something off carries that as a flag. */
function withWeakening(effect: Effect): Effect {
  const flag = weakening(effect)
  return flag === undefined || effect.flags.includes(flag) ? effect : { ...effect, flags: [...effect.flags, flag] }
}

/** The engine with another second look; `npm run fit` learns the weights through one that only watches. */
export function createEmbeddedEngine(weigh: Weigh) {
  return { name: 'embedded', judge: (question: Question): Judgement => judge(question, weigh) } satisfies Engine
}

export const embeddedEngine = createEmbeddedEngine(weighEvidence)

function judge(question: Question, weigh: Weigh): Judgement {
  const grounds = groundsOf(question)
  const verdicts: Verdict[] = []
  const findings: Finding[] = []
  const touched = new Set<string>()
  for (const index of question.open) {
    const found = question.effects[index]
    if (!found) continue
    const effect = seenInContext(found, grounds)
    verdicts.push(...judgeEffect(effect, index, grounds, findings, touched, weigh))
  }
  const stage1 = { flagged: touched.size > 0, rules: [...touched] }
  return { verdicts, stage1, ...(findings.length > 0 ? { stage2: findings } : {}), engine: 'embedded' }
}

/** The effect with what only the whole request tells of it: secrets copied earlier, production by a variable's name, data in an address. */
function seenInContext(found: Effect, grounds: Grounds): Effect {
  const way = leadsAway(found, grounds)
  const effect = fetchedCode(way ? throughWay(found, way) : withRealTargets(found, grounds), grounds)
  const flags: Flag[] = []
  if (!effect.flags.includes('production') && namesProduction(effect, grounds)) flags.push('production')
  if (effect.targets.some((target) => target.type === 'url' && carriesData(target.value ?? ''))) flags.push('encoded')
  const tainted = withTaint(withWeakening(effect), grounds)
  return flags.length === 0 ? tainted : { ...tainted, flags: [...tainted.flags, ...flags] }
}

/** What is done at a local port happens where the port leads. */
function throughWay(effect: Effect, way: Effect): Effect {
  const places = way.targets.filter(({ type }) => type === 'host' || type === 'cluster' || type === 'resource')
  return {
    ...effect,
    says: `${effect.says} (through a port that leads to ${places.map((place) => `\`${place.raw ?? place.value}\``).join(' in ')})`,
    targets: [
      ...effect.targets.filter(({ type }) => type !== 'host' && type !== 'url'),
      ...places.map((place): Target => ({ ...place, type: 'host', role: 'destination' })),
    ],
    flags: [
      ...effect.flags.filter((flag) => flag !== 'local'),
      ...way.flags.filter((flag) => flag === 'production' || flag === 'staging'),
    ],
  }
}

/** A script that this session took from the network is that, however long it has lain here. */
function fetchedCode(effect: Effect, { session }: Grounds): Effect {
  if (effect.kind !== 'exec.local' && effect.kind !== 'exec.unknown' && effect.kind !== 'exec.code') return effect
  const from = effect.targets
    .map(({ type, value }) =>
      (type === 'path' || type === 'script') && value !== null ? session.ledger.fetchedFrom(value) : undefined,
    )
    .find((url) => url !== undefined)
  return from === undefined
    ? effect
    : {
        ...effect,
        kind: 'exec.fetched',
        says: `${effect.says}, which came from ${from}`,
        targets: [...effect.targets, { type: 'url', value: from, role: 'from' }],
      }
}

/** A remote that this session pointed elsewhere is that other place; a path below a link of its own is where the link leads. */
function withRealTargets(effect: Effect, { session, place }: Grounds): Effect {
  const { ledger } = session
  let changed = false
  const targets = effect.targets.flatMap((target): readonly Target[] => {
    if (target.value === null) return [target]
    if (target.type === 'remote' && effect.kind === 'vcs.push') {
      const address = ledger.remoteSet(target.value)
      if (!address) return [target]
      changed = true
      return [target, { ...address, role: 'destination' }]
    }
    const real = target.type === 'path' ? ledger.throughLink(target.value) : undefined
    if (real === undefined) return [target]
    changed = true
    const inside = real.startsWith(`${place.project}/`)
    return [{ ...target, value: real, raw: real, area: inside ? 'project' : 'outside' }]
  })
  return changed ? { ...effect, targets } : effect
}

function withTaint(effect: Effect, { session }: Grounds): Effect {
  if (effect.sources.length === 0) return effect
  const sources = effect.sources.flatMap((source): Source[] => {
    const taint = source.secrets?.length ? undefined : session.ledger.taintOf(source)
    return taint
      ? [source, ...taint.origins.map((value): Source => ({ type: 'path', value, secrets: taint.kinds }))]
      : [source]
  })
  return sources.length === effect.sources.length ? effect : { ...effect, sources }
}

function judgeEffect(
  effect: Effect,
  index: number,
  grounds: Grounds,
  findings: Finding[],
  touched: Set<string>,
  weigh: Weigh,
): readonly Verdict[] {
  const boundary = grounds.words.boundariesOn(effect)[0]
  const rules = touching(effect)
  if (boundary) {
    touched.add('boundary')
    // A boundary stands until the user gives an order for this very act, later than the boundary.
    const isOfThings = !(boundary.forbids instanceof Set) && boundary.objects.length > 0
    const lifted = authorize(effect, isOfThings ? liftThing : liftAct, grounds, boundary.message + 1)
    findings.push({ rule: 'boundary', effect: index, missing: lifted.missing, quotes: [boundary.words] })
    if (!lifted.granted)
      return [
        deny(
          index,
          'boundary',
          `${effect.says}: you said \`${shorten(boundary.words)}\`, and nothing since lifts that for this step`,
        ),
      ]
  }
  if (rules.length === 0)
    return [{ action: 'allow', tier: 3, rule: 'stage1', reason: `${effect.says}: no rule is touched`, effect: index }]
  return rules.map((rule) => judgeRule(effect, index, rule, grounds, findings, touched, weigh))
}

/** Lifting `don't push` takes an order to push; lifting `hands off .github` takes one that names what is there. */
const liftAct: Rule = {
  id: 'boundary',
  group: 'review',
  strength: 'soft',
  match: [],
  why: 'you forbade it',
  needs: [{ need: 'act' }],
  yes: [],
  no: [],
}
const liftThing: Rule = { ...liftAct, needs: [{ need: 'act' }, { need: 'target' }] }

function judgeRule(
  effect: Effect,
  index: number,
  rule: Rule,
  grounds: Grounds,
  findings: Finding[],
  touched: Set<string>,
  weigh: Weigh,
): Verdict {
  touched.add(rule.id)
  const refusal = refusedBefore(effect, grounds)
  if (refusal === undefined) {
    const why = cleared(effect, rule, grounds)
    if (why !== undefined) {
      // An everyday step is what stage 1 is to pass; it is no flag.
      if (why === 'declared') touched.delete(rule.id)
      findings.push({ rule: rule.id, effect: index, missing: [], quotes: [why] })
      return { action: 'allow', tier: 3, rule: rule.id, reason: `${effect.says}: ${clearedBy[why]}`, effect: index }
    }
  }
  const said = answerFor(effect, rule, grounds, refusal)
  const answer = rule.strength === 'soft' && refusal === undefined ? weigh(said, effect, grounds) : said
  findings.push({ rule: rule.id, effect: index, missing: answer.missing, quotes: answer.quotes })
  if (answer.granted)
    return {
      action: 'allow',
      tier: 3,
      rule: rule.id,
      reason: `${effect.says}: you asked for it (\`${shorten(answer.quotes[0] ?? '')}\`)`,
      effect: index,
    }
  const again = refusal === undefined ? '' : '; it was refused before and you have not spoken to it since'
  return deny(
    index,
    rule.id,
    `${effect.says}: ${rule.why}${again}; your words would have to ${answer.missing.join(', and ') || 'ask for it'}`,
  )
}

/**
 * After a refusal only what the user said since then counts. Where the refusal hung on a dangerous way of doing a thing,
 * the order for the thing may be older, if the way was named since.
 */
function answerFor(effect: Effect, rule: Rule, grounds: Grounds, refusal: number | undefined): Authorization {
  const answer = authorize(effect, rule, grounds, refusal ?? 0)
  if (answer.granted || refusal === undefined) return answer
  const older = authorize(effect, rule, grounds, 0, refusal)
  return older.granted && older.byFlag ? older : answer
}

/** What clears a rule without the user's word, as it is said to people. */
export const clearedBy = {
  'own-making': 'this session made it',
  'nothing-lost': 'nothing is lost by it',
  'local-only': 'it stays on this machine',
  'working-branch': 'it is the branch that is worked on',
  declared: 'it is an everyday step of this project',
  'tracked-clean': 'version control has it',
  temp: 'it is a temporary place',
  'own-service': 'the credential belongs to that service',
  'used-before': 'the session is at work there',
} as const

/** Number of the first message that may speak to an act which was refused before; undefined where it was not. */
function refusedBefore(effect: Effect, grounds: Grounds): number | undefined {
  if (verbOf(effect) === 'read' && effect.kind !== 'secret.print') return undefined
  const { refused } = grounds.session.ledger
  for (let at = refused.length - 1; at >= 0; at--) {
    const earlier = refused[at]!
    if (isSameAct(earlier.effect, effect) || isSameAct(effect, earlier.effect)) return earlier.message
  }
  return undefined
}

function deny(effect: number, rule: string, reason: string): Verdict {
  return { action: 'deny', tier: 3, rule, reason, effect }
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`
}
