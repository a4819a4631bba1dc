/** Step 3 of the flow at the rim: which facts the effects of a request ask for. Answers `{}` at once where none does. */
import { networkInterfaces } from 'node:os'
import type { Effect } from '../effects/effect.js'
import type { Facts, GitView, World } from '../world.js'
import { aheadCount, areTrackedClean, isMerged, unpushedCount, workTree } from './git-facts.js'

/** Paths of one request that git is asked about; more are unknown. */
const MAX_PATHS = 64
/** Effects of one request that ask; with more of them all facts stay unknown. */
const MAX_QUESTIONS = 16

type Ask = (cwd: string, view: GitView, effect: Effect) => Promise<Facts>

const valuesOf = (effect: Effect, type: string) =>
  effect.targets.flatMap((target) => (target.type === type && target.value !== null ? [target.value] : []))

async function discardFacts(cwd: string, view: GitView): Promise<Facts> {
  const [tree, unpushed] = await Promise.all([workTree(cwd, view), unpushedCount(cwd, view, 'HEAD')])
  return { ...tree, ...(unpushed === undefined ? {} : { unpushed, pushed: unpushed === 0 }) }
}

async function rewriteFacts(cwd: string, view: GitView): Promise<Facts> {
  const unpushed = await unpushedCount(cwd, view, 'HEAD')
  return unpushed === undefined ? {} : { unpushed, pushed: unpushed === 0 }
}

async function deleteRefFacts(cwd: string, view: GitView, effect: Effect): Promise<Facts> {
  const branches = valuesOf(effect, 'branch').slice(0, MAX_PATHS)
  const merged = await Promise.all(branches.map((branch) => isMerged(cwd, view, branch)))
  if (merged.length === 0 || merged.includes(undefined)) return {}
  return { merged: merged.every((each) => each === true) }
}

async function pushFacts(cwd: string, view: GitView): Promise<Facts> {
  if (view.upstream === undefined) return {}
  const remoteAhead = await aheadCount(cwd, view, `refs/remotes/${view.upstream}`, 'HEAD')
  return remoteAhead === undefined ? {} : { remoteAhead }
}

async function deleteFacts(cwd: string, view: GitView, effect: Effect): Promise<Facts> {
  const paths = valuesOf(effect, 'path')
  const known = paths.length > 0 && paths.length === effect.targets.length && paths.length <= MAX_PATHS
  if (!known || !paths.every((path) => path.startsWith(`${view.root}/`))) return {}
  const tracked = await areTrackedClean(cwd, view, paths)
  return tracked === undefined ? {} : { tracked }
}

/** Which effect asks what; the others ask nothing. */
const asks: Partial<Record<Effect['kind'], Ask>> = {
  'vcs.discard': discardFacts,
  'vcs.rewrite': rewriteFacts,
  'vcs.delete-ref': deleteRefFacts,
  'vcs.push': pushFacts,
  'fs.delete': deleteFacts,
}

/** Names of this machine, as a command may call it. */
function isThisMachine(host: string, hostname: string): boolean {
  if (host === 'localhost' || host === hostname || host === '::1' || host.startsWith('127.')) return true
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host))
}

/**
 * Facts about `effects`. `cwdOf`: where the command of an effect runs, null where that cannot be known; then nothing is
 * asked. Each question has its own time limit (git-facts.ts); what fails is unknown.
 */
export function gatherFacts(
  effects: readonly Effect[],
  cwdOf: (effect: Effect) => string | null,
  world: World,
  hostname: string,
): Facts | Promise<Facts> {
  const hosts = effects.flatMap((effect) => valuesOf(effect, 'host'))
  const local: Facts = hosts.length > 0 ? { local: hosts.every((host) => isThisMachine(host, hostname)) } : {}
  const asking = effects.filter((effect) => asks[effect.kind] && effect.where === undefined)
  if (asking.length === 0) return local
  const answers = asking.slice(0, MAX_QUESTIONS).map(async (effect): Promise<Answer> => {
    const cwd = cwdOf(effect)
    const view = cwd === null ? undefined : world.git(cwd)
    return { kind: effect.kind, facts: (cwd !== null && view && (await asks[effect.kind]?.(cwd, view, effect))) || {} }
  })
  return Promise.all(answers).then((found) => ({ ...(asking.length > MAX_QUESTIONS ? {} : merge(found)), ...local }))
}

interface Answer {
  readonly kind: Effect['kind']
  readonly facts: Facts
}

/** Facts that make things better when they are true; for the others it is the larger value that loses more. */
const REASSURING = new Set(['merged', 'pushed', 'tracked'])

/** One fact for several effects: the worst answer; and where one effect of a kind has no answer, none for all of them. */
function merge(found: readonly Answer[]): Facts {
  const merged: Record<string, unknown> = {}
  for (const key of new Set(found.flatMap(({ facts }) => Object.keys(facts)))) {
    const kinds = new Set(found.filter(({ facts }) => key in facts).map(({ kind }) => kind))
    const values = found.filter(({ kind }) => kinds.has(kind)).map(({ facts }) => facts[key as keyof Facts])
    if (values.includes(undefined)) continue
    if (REASSURING.has(key)) merged[key] = values.every((value) => value === true)
    else merged[key] = values.reduce((worst, value) => (Number(value) > Number(worst) ? value : worst))
  }
  return merged as Facts
}
