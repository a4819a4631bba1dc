/** What clears a rule without the user's word: facts that nothing is lost, and makings of the session itself. */
import type { Effect, Target } from '../effects/effect.js'
import { isRegenerable } from '../tiers/regenerable.js'
import type { Clearance, Rule } from '../tiers/rule.js'
import { partsOf } from '../transcript/naming.js'
import { isDeclared } from './declared.js'
import type { Grounds } from './grounds.js'
import { isLocal } from './places.js'

/** The clearance that applies, if one of the rule's does. */
export function cleared(effect: Effect, rule: Rule, grounds: Grounds): Clearance | undefined {
  return rule.clears?.find((clearance) => tests[clearance](effect, grounds))
}

const isNothing = (value: boolean | number | undefined) => value === false || value === 0

const tests: Record<Clearance, (effect: Effect, grounds: Grounds) => boolean> = {
  'own-making': (effect, grounds) => isOwn(effect, grounds),
  'nothing-lost': (effect, grounds) => losesNothing(effect, grounds),
  'local-only': (effect, grounds) => isOnlyHere(effect, grounds),
  'working-branch': (effect, grounds) => isWorkingBranch(effect, grounds),
  declared: (effect, grounds) => isDeclared(effect, grounds),
  'own-service': (effect) => usesOwnCredential(effect),
  // What runs over there is judged by effects of its own; the way there is the one that the session went before.
  'used-before': (effect, { session }) =>
    !effect.flags.includes('production') &&
    effect.targets.some(
      (target) =>
        target.type === 'host' &&
        target.value !== null &&
        session.ledger.done.some(
          ({ effect: done }) =>
            done.kind === effect.kind &&
            done.targets.some(({ type, value }) => type === 'host' && value === target.value),
        ),
    ),
  'tracked-clean': (effect, { facts, place }) => {
    const paths = effect.targets.filter((target) => target.type === 'path')
    if (paths.length === 0) return false
    return paths.every(
      (target) =>
        target.value !== null &&
        ((facts.tracked === true && !facts.untracked && target.area === 'project' && target.value !== place.project) ||
          isRegenerable(target.value, place.project)),
    )
  },
  temp: (effect, { place }) =>
    effect.kind !== 'fs.delete' &&
    effect.targets.length > 0 &&
    effect.targets.every(
      (target) =>
        target.role === 'from' || target.area === 'temp' || target.value === '/dev/null' || isTray(target, place.home),
    ),
}

/** Every secret is a variable whose name tells the service that it is sent to: `$GITHUB_TOKEN` to api.github.com. */
function usesOwnCredential(effect: Effect): boolean {
  if (effect.kind !== 'net.fetch' && effect.kind !== 'net.send') return false
  const hosts = effect.targets.flatMap((target) =>
    target.type === 'host' && target.value !== null ? [target.value] : [],
  )
  const secrets = effect.sources.filter((source) => (source.secrets?.length ?? 0) > 0)
  return (
    hosts.length > 0 &&
    secrets.length > 0 &&
    secrets.every(
      (source) =>
        source.type === 'secret' ||
        (source.type === 'variable' && source.value !== null && hosts.every((host) => belongsTo(source.value!, host))),
    )
  )
}

/** Whether a variable is named after the host: a part of its name is one of the host's own labels, not of its ending. */
export function belongsTo(variable: string, host: string): boolean {
  const labels = host
    .toLowerCase()
    .split('.')
    .slice(0, -1)
    .flatMap((label) => label.split('-'))
  return partsOf(variable).some(
    (part) =>
      part.length >= 4 &&
      !/^(?:token|secret|password|pass|user|access|auth|bearer|login|account|test|prod|live|service)$/.test(part) &&
      labels.includes(part),
  )
}

/** Where people have things put down for them. */
function isTray({ value }: Target, home: string): boolean {
  return (
    value !== null &&
    /^\/(?:Desktop|Downloads|Schreibtisch|Escritorio|Descargas)(?:\/|$)/.test(
      value.startsWith(home) ? value.slice(home.length) : '',
    )
  )
}

function isOwn(effect: Effect, grounds: Grounds): boolean {
  const { ledger } = grounds.session
  if (effect.kind === 'vcs.rewrite' || (effect.kind === 'vcs.commit' && effect.flags.includes('amend'))) {
    return ledger.times('vcs.commit') > 0 && grounds.facts.pushed !== true && !pushedSince(grounds)
  }
  if (effect.kind === 'container.stop' || effect.kind === 'container.remove') {
    if (effect.flags.includes('volumes') || effect.flags.includes('all')) return false
    if (effect.targets.every((target) => target.value === null || target.type === 'stack'))
      return ledger.times('container.run') + ledger.times('container.start') > 0
  }
  if (effect.kind === 'sys.kill') return killsOwn(effect, grounds)
  const things = effect.targets.filter(
    (target) =>
      target.role !== 'remote' &&
      target.role !== 'scope' &&
      target.role !== 'from' &&
      !['host', 'namespace', 'cluster', 'database', 'region', 'remote'].includes(target.type),
  )
  const told = things.length > 0 ? things : effect.targets.filter((target) => target.type === 'database')
  return (
    told.length > 0 &&
    told.every((target) => (!target.many || target.type === 'path') && ledger.made(target)) &&
    !isMany(told)
  )
}

function isMany(targets: readonly Target[]): boolean {
  return targets.some((target) => target.many && target.value !== null && /[*?]/.test(target.value))
}

/** Commits that this session made and pushed belong to others too. */
function pushedSince(grounds: Grounds): boolean {
  const done = grounds.session.ledger.done
  const lastCommit = done.findLastIndex(({ effect }) => effect.kind === 'vcs.commit')
  return done.slice(lastCommit + 1).some(({ effect }) => effect.kind === 'vcs.push')
}

/**
 * A process that the session started, known again by its job number, its pid file, its port, or enough of its command
 * line: `pkill -f node` is not enough to say which.
 */
function killsOwn(effect: Effect, grounds: Grounds): boolean {
  const { started } = grounds.session.ledger
  if (effect.targets.length === 0) return false
  const source = grounds.sourceOf(effect)
  // A job number is one of the very shell that is asked to kill it.
  if (effect.targets.every(({ value }) => /^%[\d%+-]/.test(value ?? ''))) return true
  if (/^\s*kill\b.*(?:%\d|\$!)/.test(source)) return started.length > 0 || grounds.commandText.includes('&')
  return effect.targets.every((target) => {
    if (target.type === 'user') return true
    const text = (target.value ?? target.raw ?? '').toLowerCase().replace(/^["']|["']$/g, '')
    const marks = [...text.matchAll(/(?:[\w./-]+\.(?:pid|js|py|ts|rb|sh|jar)|\b\d{4,5}\b)/g)].map((match) => match[0])
    const exact = text.length >= 6 && /[\s.\d/]/.test(text) && target.value !== null && !/^\d+$/.test(text)
    return started.some(
      (command) =>
        (exact && command.includes(text)) || (!/^\d+$/.test(text) && marks.some((mark) => command.includes(mark))),
    )
  })
}

function losesNothing(effect: Effect, { facts, commandText }: Grounds): boolean {
  const source = effect.targets
  switch (effect.kind) {
    case 'vcs.discard': {
      const untracked = effect.flags.includes('untracked') || effect.flags.includes('ignored')
      if (untracked) return isNothing(facts.untracked) && !effect.flags.includes('ignored')
      if (facts.dirty !== false) return false
      const keepsCommits =
        source.every(
          (target) =>
            target.value === null || /^head$/i.test(target.value) || target.type === 'path' || target.type === 'branch',
        ) && !/\breset\b/.test(commandText)
      return (
        keepsCommits ||
        isNothing(facts.unpushed) ||
        source.every((target) => target.value === null || /^head$/i.test(target.value) || target.type === 'path')
      )
    }
    case 'vcs.delete-ref':
      return facts.merged === true || facts.pushed === true
    case 'vcs.rewrite':
      return facts.pushed === false && isNothing(facts.dirty)
    default:
      return false
  }
}

/** Clients of stores that many machines share: the agent on this machine is only the way in. */
const shared = /^(?:consul|etcdctl|nomad|vault|zkCli|zkcli|doctl|fdbcli|nats)/

function isOnlyHere(effect: Effect, grounds: Grounds): boolean {
  if (effect.where !== undefined || effect.flags.includes('production') || effect.flags.includes('staging'))
    return false
  if (effect.kind === 'trust.key')
    return (
      /^(?:openssl|mkcert|ssh-keygen|step|certtool|keytool|age-keygen|minisign)$/.test(effect.program) &&
      effect.targets.every((target) => target.type !== 'path' || target.area === 'project' || target.area === 'temp') &&
      effect.targets.some((target) => target.type === 'path')
    )
  if (effect.kind === 'net.listen' && effect.flags.includes('local')) return true
  // A socket of the project, or the proxy that sandbox-runtime makes; in temporary places those of ssh-agent, tmux and X stand too.
  if (effect.kind === 'net.connect' && effect.flags.includes('local'))
    return effect.targets.every(
      ({ type, area, guarded, value }) =>
        type === 'path' &&
        !guarded &&
        (area === 'project' || /^\/tmp\/claude-(?:http|socks)-[0-9a-f]{16}\.sock$/.test(value ?? '')),
    )
  const places = effect.targets.filter((target) =>
    ['host', 'url', 'domain', 'bucket', 'recipient', 'channel'].includes(target.type),
  )
  if (effect.kind === 'db.grant') return false
  if (effect.kind.startsWith('db.')) {
    if (/clean|fresh|reset|drop|wipe|flush|downgrade|rollback/i.test(effect.says)) return false
    if (
      effect.flags.some(
        (flag) => flag === 'reset' || flag === 'no-where' || flag === 'force' || flag === 'all' || flag === 'down',
      )
    )
      return false
    if (places.length === 0 && shared.test(effect.program)) return false
    return places.every((target) => target.value !== null && isLocal(target.value)) && grounds.facts.local !== false
  }
  if (grounds.facts.local === true) return true
  return places.length > 0 && places.every((target) => target.value !== null && isLocal(target.value))
}

/** A plain push of the branch that is worked on, to a remote that was there at the start; the default branch is nobody's to work on. */
function isWorkingBranch(effect: Effect, grounds: Grounds): boolean {
  const { git } = grounds
  if (
    effect.flags.some((flag) =>
      ['force', 'force-with-lease', 'delete', 'mirror', 'all', 'tags', 'no-verify', 'default-branch'].includes(flag),
    )
  )
    return false
  const remotes = effect.targets.filter((target) => target.type === 'remote')
  if (
    !remotes.every((target) => target.value !== null && (git ? target.value in git.remotes : target.value === 'origin'))
  )
    return false
  if (effect.targets.some((target) => target.type === 'url' || target.type === 'tag')) return false
  const branches = effect.targets.filter((target) => target.type === 'branch' || target.type === 'ref')
  const shared = new Set([
    'main',
    'master',
    'trunk',
    'develop',
    'production',
    'release',
    'stable',
    git?.defaultBranch ?? 'main',
  ])
  const names = branches.length > 0 ? branches.map((target) => target.value ?? '') : [git?.branch ?? '']
  return names.every(
    (name) =>
      name !== '' &&
      !shared.has(name) &&
      !/^(?:release|deploy|prod|production|hotfix-prod|live)(?:[/-]|$)/.test(name) &&
      (name === git?.branch ||
        grounds.effects.some(
          (other) => other.kind === 'vcs.branch' && other.targets.some((target) => target.value === name),
        ) ||
        grounds.session.ledger.made({ type: 'branch', value: name })),
  )
}
