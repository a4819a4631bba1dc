/** Whether an order names the place: the host or environment where an effect happens, and where data goes. */
import type { Effect, Target } from '../effects/effect.js'
import { environments, pronouns, saysProduction } from '../transcript/lexicon/things.js'
import type { Message } from '../transcript/message.js'
import { hasWord, mentions, namedByParts, namesOf, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { isExcluded, withoutOtherHosts } from './named.js'

export function destinationsOf(effect: Effect): readonly Target[] {
  const marked = effect.targets.filter((target) => target.role === 'destination' || target.role === 'remote')
  if (marked.length > 0) return marked
  return effect.targets.filter((target) =>
    ['host', 'url', 'bucket', 'recipient', 'channel', 'registry', 'remote', 'domain'].includes(target.type),
  )
}

/** Places that need no naming: this machine, and the remotes of the repository at the start of the session. */
export function isTrusted(target: Target, { git }: Grounds): boolean {
  if (target.value === null) return false
  if (target.type === 'remote')
    return git
      ? target.value in git.remotes || Object.values(git.remotes).includes(target.value)
      : target.value === 'origin'
  return isLocal(target.value)
}

/** An address of this machine. */
export function isLocal(address: string): boolean {
  const host = /^(?:[a-z][\w+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(address)?.[1] ?? address
  return /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|host\.docker\.internal)$/i.test(host)
}

/** Places that code comes from are named by their address, not by a word that occurs in it. */
const strictlyNamed = /^(?:exec\.fetched|pkg\.config|vcs\.(?:remote|submodule))$/

export function namesDestination(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  if (target.value === null) return namesVariable(target.raw ?? '', order, grounds)
  if (isExcluded(target, grounds)) return false
  const names = destinationNames(target, grounds).filter(
    (name) => !strictlyNamed.test(effect.kind) || /[./:]/.test(name),
  )
  // A bucket is named by its address too: `s3://photos/2019`.
  const within =
    target.type === 'bucket' ? names.flatMap((name) => [`://${name}/`, ` ${name}/`, ` ${name}:`, `:${name}/`]) : []
  return recentFrom(order, grounds).some(
    (message) =>
      names.some((name) => mentions(withoutOtherHosts(message.text, target), name)) ||
      within.some((name) => message.text.includes(name)),
  )
}

/** `over the slack webhook` for `$SLACK_WEBHOOK_URL`. */
function namesVariable(raw: string, order: Order, grounds: Grounds): boolean {
  const name = /^["']?\$\{?(\w+)\}?["']?$/.exec(raw)?.[1]
  if (name === undefined) return false
  const parts = partsOf(name).filter((part) => !/^(?:url|uri|host|endpoint|addr|address|token|key)$/.test(part))
  return recentFrom(order, grounds).some(
    (message) =>
      mentions(message.text, name.toLowerCase()) ||
      (parts.length > 0 && parts.every((part) => hasWord(message.words, part))),
  )
}

/** How a place is named that data goes to: never by the name of what is put there. */
function destinationNames(target: Target, { place }: Grounds): readonly string[] {
  const host = /^[a-z][\w+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(target.value ?? '')?.[1]
  const repository = /^[a-z][\w+.-]*:\/\/[^/]+\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i
    .exec(target.value ?? '')?.[1]
    ?.toLowerCase()
  if (repository !== undefined && host) return [repository, ...namesOf({ type: 'host', value: host }, '', '')]
  if (target.type === 'url' || target.type === 'registry')
    return host ? namesOf({ type: 'host', value: host }, '', '') : [target.value!.toLowerCase()]
  if (target.type === 'bucket')
    return [
      target
        .value!.replace(/^[a-z0-9]+:\/\//i, '')
        .split(/[/:]/)[0]!
        .toLowerCase(),
    ]
  return namesOf(target, place.project, place.home)
}

/** The message of the order, later ones, and a few before it. */
function recentFrom(order: Order, { words }: Grounds): readonly Message[] {
  return words.recent.filter((message) => message.index >= order.message.index - 4)
}

export function namesPlace(order: Order, effect: Effect, grounds: Grounds): boolean {
  const messages = recentFrom(order, grounds)
  const words = new Set(messages.flatMap((message) => [...message.words]))
  const named = (name: string) =>
    messages.some((message) =>
      namesOf({ type: 'host', value: name }, '', '').some((spelling) =>
        mentions(withoutOtherHosts(message.text, { type: 'host', value: name }), spelling),
      ),
    ) || namedByParts(name.split('@').at(-1)!.split('.')[0]!, words)
  if (effect.where?.kind === 'host')
    return effect.where.name !== null && (isLocal(effect.where.name) || named(effect.where.name))
  const places = effect.targets.filter(
    (target) =>
      ['host', 'cluster', 'account', 'stack', 'environment', 'database'].includes(target.type) && target.value !== null,
  )
  const byName = places.some((target) =>
    namesOf(target, '', '').some((name) => mentions(withoutOtherHosts(order.message.text, target), name)),
  )
  if (effect.flags.includes('production')) {
    // `redis` is a part of the name of `redis.prod.acme.example` that says nothing of production.
    const byAddress = places.some((target) =>
      namesOf(target, '', '').some(
        (name) =>
          (target.type !== 'host' || name.includes('.') || saysProduction(name)) &&
          mentions(withoutOtherHosts(order.message.text, target), name),
      ),
    )
    // A deployment goes to production where nothing says otherwise; then asking for it is asking for that.
    const byDefault =
      effect.kind === 'deploy.run' &&
      !/prod|live|prd/.test(grounds.sourceOf(effect)) &&
      !environments.some(({ name, words: say }) => name !== 'production' && say.test(order.clause.text))
    if (byDefault) return true
    if (/ (?:localhost|locally|local|lokale?[nrs]?) /.test(order.clause.text)) return false
    const since = pronouns.test(order.clause.text) ? 0 : order.message.index
    return (
      byAddress ||
      messages.some(
        (message) =>
          message.index >= since && message.clauses.some((clause) => !clause.negative && saysProduction(clause.text)),
      ) ||
      (saysProduction(order.message.own) && !order.clause.negative)
    )
  }
  const host = effect.targets.find((target) => target.type === 'host')
  if (host && host.value !== null && !isLocal(host.value) && !named(host.value) && !byName)
    return speaksOfPlace(order, effect)
  return byName || agreesOnPlace(order, effect)
}

function speaksOfPlace(order: Order, effect: Effect): boolean {
  return effect.flags.includes('staging') && /\b(?:staging|stage|stg)\b/.test(order.message.own)
}

/** The user spoke of one environment and the effect is in another. */
function agreesOnPlace(order: Order, effect: Effect): boolean {
  if (!effect.flags.includes('staging')) return true
  const said = environments
    .filter((environment) => environment.words.test(order.message.own))
    .map((environment) => environment.name)
  return said.length === 0 || said.includes('staging')
}

export function placeToName(effect: Effect): string {
  const place = effect.where?.name ?? effect.targets.find((target) => target.type === 'host')?.value
  if (place) return `name \`${place}\``
  return effect.kind === 'vcs.push' ? 'say that the remote is meant' : 'say where'
}
