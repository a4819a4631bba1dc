/** One call of git taken apart, and the targets that git's words name. */
import type { Command, Word } from '../../shell/script.js'
import type { GitView } from '../../world.js'
import { type Context, effect, type Parts, shown } from '../context.js'
import type { Effect, EffectKind, Target } from '../effect.js'
import { hostOf } from '../payload.js'

/** One call behind the options that stand before the verb. */
export interface GitCall {
  /** The command as git sees it: `-C` has changed its directory. */
  readonly command: Command
  readonly context: Context
  readonly verb: string
  /** Words after the verb. */
  readonly args: readonly Word[]
  /** What is known of the repository; undefined where nothing is. */
  readonly repo: GitView | undefined
}

/** What one subcommand does; undefined where this call of it is not known. */
export type Verb = (call: GitCall) => readonly Effect[] | undefined

/** An effect of git. */
export function act(call: GitCall, kind: EffectKind, says: string, parts: Parts = {}): Effect {
  return effect(kind, call.command, says, { program: 'git', ...parts })
}

/** A read of the repository. */
export function reads(call: GitCall): readonly Effect[] {
  return [act(call, 'vcs.read', `reads the repository with \`git ${call.verb}\``)]
}

/** A dry run changes nothing. */
export function tries(call: GitCall): readonly Effect[] {
  return [act(call, 'vcs.read', `tries out \`git ${call.verb}\``, { flags: ['dry-run'] })]
}

/** A remote by name, URL or path. URLs come with their host; the configured URL of a name as well, for messages. */
export function remoteTargets(word: Word | undefined, call: GitCall): readonly Target[] {
  if (!word) {
    const name = call.repo?.upstream?.split('/')[0] ?? 'origin'
    return [{ type: 'remote', value: name }]
  }
  if (word.text === null)
    return [{ type: 'remote', value: null, raw: word.raw, ...(word.prefix ? { prefix: word.prefix } : {}) }]
  const { text } = word
  const host = remoteHost(text)
  if (host)
    return [
      { type: 'remote', value: text },
      { type: 'host', value: host, raw: text, role: 'destination' },
    ]
  return [{ type: 'remote', value: text }]
}

/** Host of `https://host/x`, `ssh://git@host/x`, `git@host:x`; undefined for names and paths. */
export function remoteHost(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text.startsWith('file:') ? undefined : hostOf(text, true)?.name
  const scp = /^(?:[^@/\s:]+@)?([^/:\s]{2,}):(?!\/\/)/.exec(text)
  return scp ? scp[1]!.toLowerCase() : undefined
}

/** A ref as a target: `refs/heads/x` and `x` are the branch x, `refs/tags/v1` and `v1.2.0` the tag. */
export function refTarget(name: string, raw = name): Target {
  const withRaw = (type: Target['type'], value: string): Target =>
    value === raw ? { type, value } : { type, value, raw }
  if (name.startsWith('refs/heads/')) return withRaw('branch', name.slice(11))
  if (name.startsWith('refs/tags/')) return withRaw('tag', name.slice(10))
  if (name.startsWith('refs/')) return /[*]/.test(name) ? { ...withRaw('ref', name), many: true } : withRaw('ref', name)
  if (/^[0-9a-f]{7,40}$/.test(name) && /\d/.test(name)) return withRaw('commit', name)
  if (/^(?:HEAD|@|ORIG_HEAD|FETCH_HEAD|MERGE_HEAD)(?:$|[~^@{])/.test(name) || /[~^]\d*$|@\{/.test(name))
    return withRaw('commit', name)
  if (/^v?\d+\.\d+(?:\.\d+)*(?:[-+._][\w.+-]*)?$/.test(name)) return withRaw('tag', name)
  return withRaw('branch', name)
}

/** A word as a ref, opaque where it is. */
export function refOf(word: Word): Target {
  if (word.text !== null) return refTarget(word.text)
  return { type: 'branch', value: null, raw: word.raw, ...(word.prefix ? { prefix: word.prefix } : {}) }
}

/** A word as a branch, whatever it looks like. */
export function branchOf(word: Word): Target {
  const target = refOf(word)
  return target.type === 'branch' ? target : { ...target, type: 'branch' }
}

/** Names in backticks. */
export function named(targets: readonly Target[]): string {
  const names = targets
    .filter((target) => target.type !== 'host')
    .map((target) => `\`${target.value ?? target.raw ?? '?'}\``)
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

/** Paths among the words, resolved. */
export function pathsOf(words: readonly Word[], call: GitCall): readonly Target[] {
  return words.map((word) => {
    // `:/`, `:(top)x` and `:!x` are pathspecs with magic; the plain part is what they are about.
    const magic = /^:(?:\([^)]*\)|[/!^]+)/.exec(word.text ?? '')
    const plain = magic ? { ...word, text: word.text!.slice(magic[0].length) || '.' } : word
    const target = call.context.path(plain, call.command)
    const whole = word.text === '.' || word.text === ':/' || word.text === './' || word.text === '*'
    return whole ? { ...target, many: true, raw: shown(word) } : target
  })
}

/** The whole working tree. */
export function treeTarget(call: GitCall): Target {
  const root = call.repo?.root ?? call.command.cwd
  const target = call.context.path({ text: root ?? null, raw: root ?? '.' }, call.command)
  return { ...target, many: true }
}
