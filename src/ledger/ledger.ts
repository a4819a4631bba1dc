/**
 * What the session itself did: what it made (and may undo), which secrets it read, what it fetched and from where, what
 * was refused. Filled from the tool calls of the transcript, through the same effects that decide a command.
 */

import type { Source } from '../effects/effect.js'
import { type Effect, type Target, verbOf } from '../effects/effect.js'

/** Most things kept of each sort; the oldest go first. A session that makes more loses the ease of undoing the first ones. */
const MAX_KEPT = 20_000
const MAX_REFUSED = 200
const MAX_DONE = 400
/** Longest command text kept to know again what the session started. */
const MAX_TEXT = 500

/** An effect that took place, with the number of user messages before it. */
export interface Done {
  readonly effect: Effect
  readonly message: number
}

export interface Refused extends Done {
  readonly command: string
}

/** Secrets that a file of the session carries, and the credential files that they came from. */
export interface Taint {
  readonly kinds: readonly string[]
  readonly origins: readonly string[]
}

/** Values that stand for something only for as long as the shell that set them lives. */
const fleeting = new Set(['head', '.', '*', 'origin', '-', '/'])

export class Ledger {
  private readonly makings = new Map<string, number>()
  private readonly madeTrees = new Map<string, number>()
  private readonly tainted = new Map<string, Taint>()
  private readonly fetched = new Map<string, string>()
  private readonly refusals: Refused[] = []
  private readonly doings: Done[] = []
  private readonly startedTexts: string[] = []
  private readonly counts = new Map<string, number>()
  /** Remotes that this session pointed somewhere, to the address. */
  private readonly remotes = new Map<string, Target>()
  /** Links that this session made, to where they lead. */
  private readonly links = new Map<string, string>()
  /** Local ports that lead to another machine, and the effect that opened the way. */
  private readonly ways = new Map<string, Effect>()

  /** Records an effect that took place after `message` messages of the user. */
  record(effect: Effect, message: number, siblings: readonly Effect[]): void {
    if (effect.flags.includes('dry-run') || effect.runs === 'defined') return
    this.counts.set(effect.kind, (this.counts.get(effect.kind) ?? 0) + 1)
    this.doings.push({ effect, message })
    if (this.doings.length > MAX_DONE) this.doings.shift()
    this.recordTaint(effect)
    this.recordWays(effect)
    if (makes(effect)) for (const target of effect.targets) this.make(target, effect)
    if (effect.kind === 'fs.write' || effect.kind === 'vcs.clone' || effect.kind === 'fs.unpack')
      this.recordFetch(effect, siblings)
  }

  /** Records the text of a command that left something running. */
  start(text: string): void {
    this.startedTexts.push(text.slice(0, MAX_TEXT).toLowerCase())
    if (this.startedTexts.length > MAX_REFUSED) this.startedTexts.shift()
  }

  /** Texts of commands that left something running, folded to lower case. */
  get started(): readonly string[] {
    return this.startedTexts
  }

  /** Records an effect that this gate refused. */
  refuse(effect: Effect, message: number, command: string): void {
    this.refusals.push({ effect, message, command })
    if (this.refusals.length > MAX_REFUSED) this.refusals.shift()
  }

  private make(target: Target, effect: Effect): void {
    if (target.role === 'from' || target.role === 'remote') return
    for (const spelling of [target.value, target.raw]) {
      if (spelling === undefined || spelling === null || fleeting.has(spelling.toLowerCase())) continue
      keep(this.makings, keyOf(spelling), effect.command)
      if (target.type === 'path' && ownsTree(effect))
        keep(this.madeTrees, keyOf(spelling.replace(/X{3,}$/, '*')), effect.command)
    }
    if (
      target.value === null &&
      target.type === 'path' &&
      target.prefix &&
      target.area === 'temp' &&
      target.prefix.length > 5
    ) {
      keep(this.madeTrees, `${keyOf(target.prefix)}*`, effect.command)
    }
  }

  private recordTaint(effect: Effect): void {
    if (verbOf(effect) === 'read') return
    const found = effect.sources.flatMap((source) => this.taintOf(source) ?? [])
    if (found.length === 0) return
    const taint = {
      kinds: [...new Set(found.flatMap(({ kinds }) => kinds))],
      origins: [...new Set(found.flatMap(({ origins }) => origins))],
    }
    for (const target of effect.targets)
      if (target.type === 'path' && target.value !== null && target.role !== 'from')
        keep(this.tainted, target.value, taint)
  }

  /** Names that now stand for something else: a remote, a link, a local port. */
  private recordWays(effect: Effect): void {
    if (effect.kind === 'vcs.remote') {
      const remote = effect.targets.find(({ type }) => type === 'remote')?.value
      const address = effect.targets.find(({ type }) => type === 'url' || type === 'path')
      if (remote && address) keep(this.remotes, remote, address)
    }
    if (effect.kind === 'fs.link') {
      const [from, to] = ['from', 'to'].map((role) => effect.targets.find((target) => target.role === role)?.value)
      if (from && to) keep(this.links, to, from)
    }
    for (const { type, role, value } of effect.targets)
      if (type === 'port' && role === 'scope' && value !== null) keep(this.ways, value, effect)
  }

  /** Where a remote leads that this session itself pointed there; undefined for one that it left alone. */
  remoteSet(name: string): Target | undefined {
    return this.remotes.get(name)
  }

  /** The path that a path really is, where it goes through a link that this session made. */
  throughLink(path: string): string | undefined {
    for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
      const leads = this.links.get(path.slice(0, at))
      // The link itself is not what it leads to; only what is named below it is.
      if (leads !== undefined && at < path.length) return leads + path.slice(at)
    }
    return undefined
  }

  /** Local ports that lead to another machine, each with the effect that opened the way. */
  get openWays(): ReadonlyMap<string, Effect> {
    return this.ways
  }

  private recordFetch(effect: Effect, siblings: readonly Effect[]): void {
    const url =
      effect.sources.find((source) => source.type === 'url')?.value ??
      siblings
        .find((other) => other.kind === 'net.fetch' && other.command === effect.command)
        ?.targets.find((target) => target.type === 'url')?.value
    if (!url) return
    for (const target of effect.targets)
      if (target.type === 'path' && target.value !== null && target.role !== 'from')
        keep(this.fetched, target.value, url)
  }

  /** Whether this session made the thing: a file, a directory above it, a branch, a container, a resource ... */
  made(target: Target): boolean {
    if (target.value === null)
      return target.prefix !== undefined && target.type === 'path' && this.inMadeTree(target.prefix)
    for (const spelling of [target.value, target.raw]) {
      if (spelling !== undefined && this.makings.has(keyOf(spelling))) return true
    }
    return target.type === 'path' && this.inMadeTree(target.value)
  }

  private inMadeTree(path: string): boolean {
    for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (this.madeTrees.has(keyOf(path.slice(0, at)))) return true
    }
    const base = path.lastIndexOf('/')
    for (let at = path.length; at > base + 3; at--) if (this.madeTrees.has(`${keyOf(path.slice(0, at))}*`)) return true
    return false
  }

  /** How often this session did something of the kind. */
  times(kind: Effect['kind']): number {
    return this.counts.get(kind) ?? 0
  }

  /** Secrets that a source carries, by itself or because this session copied them into it; undefined where there are none. */
  taintOf(source: Source): Taint | undefined {
    if (source.secrets && source.secrets.length > 0)
      return { kinds: source.secrets, origins: source.value === null ? [] : [source.value] }
    return source.type === 'path' && source.value !== null ? this.tainted.get(source.value) : undefined
  }

  /** Address that a file was fetched from in this session, if it was. */
  fetchedFrom(path: string): string | undefined {
    for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
      const url = this.fetched.get(path.slice(0, at))
      if (url !== undefined) return url
    }
    return undefined
  }

  /** Refusals, newest last. */
  get refused(): readonly Refused[] {
    return this.refusals
  }

  /** Effects that took place, newest last; only the latest ones are kept. */
  get done(): readonly Done[] {
    return this.doings
  }
}

/** Kinds that put something into the world which the session may take away again. */
const making = new Set<Effect['kind']>([
  'fs.write',
  'fs.copy',
  'fs.move',
  'fs.link',
  'fs.archive',
  'fs.unpack',
  'vcs.branch',
  'vcs.tag',
  'vcs.stash',
  'vcs.clone',
  'vcs.init',
  'vcs.push',
  'vcs.submodule',
  'vcs.remote',
  'db.schema',
  'db.restore',
  'container.run',
  'container.start',
  'container.build',
  'cluster.apply',
  'cluster.release',
  'cloud.make',
  'forge.pr-open',
  'forge.issue',
  'forge.release',
  'forge.repo',
  'forge.gist',
  'job.submit',
  'exec.background',
  'exec.serve',
  'tool.write',
  'infra.apply',
  'sys.persist',
  'sys.service',
  'secret.write',
  'cloud.storage',
  'net.send',
  'pkg.install',
  'net.listen',
  'net.tunnel',
])

function makes(effect: Effect): boolean {
  if (!making.has(effect.kind)) return false
  if (effect.kind === 'vcs.push') return !effect.flags.includes('delete') && !effect.flags.includes('force')
  // Switching to a branch makes nothing; creating one does.
  if (effect.kind === 'vcs.branch') return effect.flags.includes('create')
  // Writing into a file that was there is no making of it; appending and editing in place say that it was.
  if (effect.kind === 'sys.service') return effect.flags.includes('create')
  if (effect.kind === 'fs.write')
    return !effect.flags.includes('append') && !effect.flags.includes('in-place') && !effect.flags.includes('edit')
  return !effect.flags.includes('delete')
}

/** A directory that the session made owns what is in it; a file written into a directory does not make the directory. */
function ownsTree(effect: Effect): boolean {
  if (effect.kind === 'fs.write')
    return effect.program === 'mkdir' || effect.program === 'mktemp' || effect.flags.includes('create')
  return (
    effect.kind === 'vcs.clone' ||
    effect.kind === 'vcs.branch' ||
    effect.kind === 'fs.unpack' ||
    effect.flags.includes('create') ||
    effect.kind === 'vcs.init' ||
    effect.kind === 'fs.copy'
  )
}

function keyOf(spelling: string): string {
  return spelling.replace(/\/+$/, '').toLowerCase()
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > MAX_KEPT)
    for (const oldest of map.keys()) {
      map.delete(oldest)
      break
    }
}
