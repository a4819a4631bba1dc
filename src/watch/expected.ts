/**
 * Which changes were known before they happened: what allowed commands said that they would write, and what programs of
 * a kind write by their nature (git its configuration, a package manager its programs). Everything else is an escape. Pure.
 */
import type { Effect, Flag, Target } from '../effects/effect.js'
import { verbOf } from '../effects/effect.js'
import { directoryOf, isWithin } from '../effects/paths.js'
import type { Change } from './event.js'

/** Where the writer is not known, a command explains what happens this long after it was let through. */
const LAPSE_MS = 10 * 60_000
/** Commands that are remembered; the one let through longest ago goes first, and what it wrote late is a finding. */
const MAX_COMMANDS = 2_000
const MAX_TARGETS = 200

/**
 * Families of effects, by the start of their kind, and the guarded places that they write as part of what they are. `wide`:
 * where the effect says that it is about the whole account or machine; a package of the project has no business there.
 */
const nature: readonly { readonly kinds: readonly string[]; readonly guarded: readonly string[] }[] = [
  { kinds: ['vcs.'], guarded: ['git-config', 'git-hook', 'git-dir', 'git-modules'] },
  { kinds: ['wide pkg.'], guarded: ['path-directory', 'service', 'state-file', 'shell-rc', 'accounts', 'cron'] },
  { kinds: ['wide pkg.', 'pkg.config', 'auth.'], guarded: ['package-rc'] },
  { kinds: ['sys.user'], guarded: ['accounts'] },
  { kinds: ['net.config'], guarded: ['network'] },
  { kinds: ['sys.persist', 'sys.service'], guarded: ['cron', 'service', 'shell-rc'] },
  {
    kinds: ['secret.write', 'secret.delete', 'auth.', 'trust.key', 'container.login', 'forge.auth'],
    guarded: ['credentials', 'ssh', 'state-file', 'package-rc', 'git-config'],
  },
  { kinds: ['agent.', 'exec.agent'], guarded: ['agent-settings', 'agent-memory', 'agent-transcript'] },
  { kinds: ['cluster.', 'infra.', 'deploy.', 'container.', 'cloud.'], guarded: ['state-file'] },
]
/** ssh keeps the keys of hosts that it has met, for whoever uses it. */
const overSsh: readonly string[] = ['vcs.', 'remote.', 'net.connect', 'net.tunnel', 'net.fetch', 'net.send']
const wide: readonly Flag[] = ['global', 'system', 'user']
/** Where system packages are unpacked. */
const installed = /^\/(?:usr|opt|lib|lib64|etc|var|bin|sbin|boot|snap|nix)\/|\/\.local\/(?:lib|share)\//
const knownHosts = /\/\.ssh\/known_hosts[^/]*$/

interface Allowed {
  readonly at: number
  /** `wide ` before those that are about more than the project. */
  readonly kinds: readonly string[]
  readonly paths: readonly string[]
}

export class Expected {
  private readonly commands = new Map<string, Allowed>()

  /** Takes in a command that was let through. `entry`: of the log; `at`: milliseconds. */
  allow(entry: string, effects: readonly Effect[], at: number): void {
    const here = effects.filter((effect) => effect.where === undefined && verbOf(effect) !== 'read')
    // One that names its paths writes these, and no others of their kind.
    const unnamed = effects.filter(({ where, targets }) => where === undefined && !targets.some(pathOf))
    const kinds = [...new Set(unnamed.flatMap(kindsOf))]
    const paths = here.flatMap(({ targets }) => targets.flatMap((target) => pathOf(target) ?? [])).slice(0, MAX_TARGETS)
    this.commands.set(entry, { at, kinds, paths })
    if (this.commands.size > MAX_COMMANDS) this.commands.delete(this.commands.keys().next().value ?? '')
  }

  /**
   * Whether an allowed command explains the change.
   * @param chain entries of the writer; undefined where it is not known, and then any command of late will do
   * @param guarded kind of guarded place that the path is
   */
  explains(change: Change, guarded: string | undefined, chain: readonly string[] | undefined, at: number): boolean {
    const candidates = chain
      ? chain.map((entry) => this.commands.get(entry))
      : [...this.commands.values()].filter((allowed) => at - allowed.at < LAPSE_MS)
    return candidates.some((allowed) => allowed !== undefined && explainedBy(allowed, change, guarded))
  }
}

function kindsOf({ kind, flags }: Effect): string[] {
  return flags.some((flag) => wide.includes(flag)) ? [kind, `wide ${kind}`] : [kind]
}

/** What a target takes in; undefined where it is no path or cannot be known. */
function pathOf({ type, value, many }: Target): string | undefined {
  if (type !== 'path' || value === null) return undefined
  const wild = many ? value.search(/[*?[]/) : -1
  return wild < 0 ? value : directoryOf(value.slice(0, wild + 1))
}

function explainedBy({ kinds, paths }: Allowed, change: Change, guarded: string | undefined): boolean {
  const { path } = change
  if (paths.some((target) => isWithin(path, target))) return true
  // `mkdir -p a/b` makes a on the way to b.
  if (change.kind === 'create' && paths.some((target) => isWithin(target, path))) return true
  // A file is replaced by way of one beside it.
  if (change.transient && paths.some((target) => directoryOf(target) === directoryOf(path))) return true
  const has = (starts: readonly string[]) => kinds.some((kind) => starts.some((start) => kind.startsWith(start)))
  if (knownHosts.test(path)) return has(overSsh)
  if (guarded === undefined) return installed.test(path) && has(['wide pkg.'])
  return nature.some((row) => row.guarded.includes(guarded) && has(row.kinds))
}
