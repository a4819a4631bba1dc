/** What flows from one command of a script to another: through pipes, `$(...)`, variables and files written on the way. */
import type { Command } from '../shell/script.js'
import { type Context, programName } from './context.js'
import type { Effect, Source } from './effect.js'
import { MAX_PAYLOAD, pathSource, stdinSources, textSources } from './payload.js'
import { directorySecret, pathSecret, textSecrets, variableSecret } from './secrets.js'

/** Sources kept for one effect. */
const MAX_SOURCES = 32

/** Steps back along pipes and substitutions. */
const MAX_STEPS = 64

/**
 * Sources followed back to where the data comes from, with the secrets known of each. `output` of a command becomes what
 * that command read: `base64 .env | curl -d @-` sends the file, however it was packed on the way.
 */
export function traced(sources: readonly Source[], context: Context): readonly Source[] {
  if (sources.length === 0) return sources
  const steps = { left: MAX_STEPS }
  const seen = new Set<string>()
  const kept: Source[] = []
  for (const source of sources) {
    for (const origin of origins(source, context, steps)) {
      const key = `${origin.type} ${origin.value} ${origin.command ?? ''}`
      if (seen.has(key) || kept.length >= MAX_SOURCES) continue
      seen.add(key)
      kept.push(origin)
    }
  }
  return kept
}

interface Steps {
  left: number
}

function origins(source: Source, context: Context, steps: Steps): readonly Source[] {
  if (source.secrets && source.secrets.length > 0) return [source]
  switch (source.type) {
    case 'output':
      return source.command === undefined ? [source] : ofCommand(source.command, context, steps)
    case 'text':
      return [withSecrets(source, source.value === null ? [] : textSecrets(source.value))]
    case 'path': {
      const { home } = context.place
      const secret =
        source.value === null ? undefined : (pathSecret(source.value, home) ?? directorySecret(source.value, home))
      return [withSecrets(source, secret ? [secret] : [])]
    }
    case 'variable': {
      const secret = source.value === null ? undefined : variableSecret(source.value)
      return [withSecrets(source, secret ? [secret] : [])]
    }
    case 'secret':
    case 'stdin':
    case 'url':
    case 'repo':
    case 'unknown':
      return [source]
  }
}

function withSecrets(source: Source, secrets: readonly string[]): Source {
  return secrets.length > 0 ? { ...source, secrets } : source
}

/** Where the output of a command comes from, as far as that can be named. */
function ofCommand(index: number, context: Context, steps: Steps): readonly Source[] {
  const command = context.script.commands[index]
  if (!command || steps.left-- <= 0) return [{ type: 'unknown', value: null }]
  const name = programName(command)
  const direct: Source[] = []
  if (name === 'echo' || name === 'printf') for (const word of command.argv.slice(1)) direct.push(...textSources(word))
  else {
    for (const effect of context.effectsAt(index)) direct.push(...shownBy(effect, index, context))
    // A stream that is not known to stop here goes on: base64, gzip, jq and their like change the form, not the matter.
    if (command.stdin.kind !== 'inherit' && command.stdin.kind !== 'null')
      direct.push(...stdinSources(command, context))
  }
  const found = direct.flatMap((source) => (source.command === index ? [source] : origins(source, context, steps)))
  return found.length > 0 ? found : [{ type: 'output', value: name || null, command: index }]
}

/** What an effect of a command puts on its output. */
function shownBy(effect: Effect, index: number, context: Context): readonly Source[] {
  switch (effect.kind) {
    case 'fs.read':
      return effect.targets.map((target) =>
        withSecrets({ ...pathSource(target), command: index }, pathSecretsOf(target.value, context)),
      )
    case 'fs.archive':
      return effect.sources
    case 'secret.read':
    case 'secret.print':
    case 'secret.search':
      return [
        {
          type: 'secret',
          value: effect.targets[0]?.value ?? null,
          secrets: secretKinds(effect, context),
          command: index,
        },
      ]
    case 'vcs.read':
      return [{ type: 'repo', value: context.script.commands[index]?.cwd ?? null, area: 'project', command: index }]
    case 'net.fetch':
    case 'exec.fetched':
      return effect.targets
        .filter((target) => target.type === 'url')
        .map((target) => ({ type: 'url', value: target.value, command: index }))
    case 'db.read':
    case 'db.dump':
      return [{ type: 'output', value: 'database', command: index }]
    default:
      return []
  }
}

function pathSecretsOf(path: string | null, context: Context): readonly string[] {
  const secret = path === null ? undefined : pathSecret(path, context.place.home)
  return secret ? [secret] : []
}

function secretKinds(effect: Effect, context: Context): readonly string[] {
  const kinds = new Set<string>(effect.sources.flatMap((source) => source.secrets ?? []))
  for (const target of effect.targets) {
    if (target.value === null) continue
    const kind =
      target.type === 'variable'
        ? variableSecret(target.value)
        : target.type === 'path'
          ? pathSecret(target.value, context.place.home)
          : undefined
    if (kind) kinds.add(kind)
  }
  return kinds.size > 0 ? [...kinds] : ['secret']
}

/** Programs that pass on what they read, whole or in part, in some form. */
const filters = new Set([
  'cat',
  'head',
  'tail',
  'grep',
  'egrep',
  'fgrep',
  'rg',
  'ag',
  'ack',
  'sed',
  'awk',
  'gawk',
  'mawk',
  'cut',
  'tr',
  'sort',
  'uniq',
  'jq',
  'yq',
  'fx',
  'gron',
  'base64',
  'base32',
  'xxd',
  'od',
  'hexdump',
  'rev',
  'tac',
  'nl',
  'fold',
  'fmt',
  'column',
  'tee',
  'less',
  'more',
  'bat',
  'strings',
  'iconv',
  'expand',
  'unexpand',
  'paste',
  'join',
  'xargs',
  'pr',
  'gunzip',
  'zcat',
  'xzcat',
  'bzcat',
  'perl',
  'python',
  'python3',
  'ruby',
  'node',
  'envsubst',
  'dos2unix',
  'mlr',
  'batcat',
  'pygmentize',
  'openssl',
  'gpg',
  'ts',
  'sponge',
  'column',
])

/**
 * Whether the output of a command ends where the agent reads it: on its terminal or captured by its harness, and so in
 * the transcript. Output that goes into a file, a variable or a program that shows none of it does not.
 */
export function isShown(command: Command, context: Context): boolean {
  let at: Command | undefined = command
  for (let steps = 0; at && steps < MAX_STEPS; steps++) {
    if (hidesValues(at) || at.runs === 'output') return false
    if (
      at.redirects.some(
        ({ fd, op, target }) =>
          fd === 1 &&
          (op === 'write' || op === 'append' || op === 'clobber') &&
          !/^\/dev\/(?:tty|stdout|stderr|fd\/\d+)$/.test(target.text ?? ''),
      )
    ) {
      return false
    }
    if (at.pipesTo === undefined) return true
    at = context.script.commands[at.pipesTo]
    if (at && !filters.has(programName(at))) return false
  }
  return true
}

/** Calls that show names of settings and no values, or only whether and how often something is there. */
function hidesValues(command: Command): boolean {
  const name = programName(command)
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  switch (name) {
    case 'cut':
      return (
        words.some((word) => /^-d'?=|^--delimiter==/.test(word) || word === '=') &&
        words.some((word) => word === '-f1' || word === '1' || word === '--fields=1')
      )
    case 'sed':
      return words.some((word) => /^s([/|,#])=\.\*\1/.test(word) || /^s([/|,#])=\.\*\$?\1/.test(word))
    case 'awk':
    case 'gawk':
    case 'mawk':
      return (
        words.some((word) => word === '-F=' || word === '=') &&
        words.some((word) => /^\s*(?:\/[^/]*\/)?\s*\{\s*print \$1\s*;?\s*\}\s*$/.test(word))
      )
    case 'grep':
    case 'egrep':
    case 'fgrep':
    case 'rg':
      return (
        words.some(
          (word) =>
            /^-[a-zA-Z]*[cqlL]/.test(word) ||
            word === '--quiet' ||
            word === '--count' ||
            word === '--files-with-matches',
        ) || words.some((word) => /^\^?\[[^\]]*\][*+](?:=|\(\?==\))?$/.test(word))
      )
    default:
      return false
  }
}

/** The constant pattern that a grep directly behind a command narrows its output to. */
export function narrowedTo(command: Command, context: Context): string | undefined {
  const next = command.pipesTo === undefined ? undefined : context.script.commands[command.pipesTo]
  if (!next || !/^(?:[ef]?grep|rg)$/.test(programName(next))) return undefined
  const words = next.argv.slice(1)
  if (words.some((word) => /^-[a-zA-Z]*v|^--invert-match/.test(word.text ?? ''))) return undefined
  const flag = words.findIndex((word) => word.text === '-e' || word.text === '--regexp')
  const pattern = flag >= 0 ? words[flag + 1] : words.find((word) => !(word.text ?? word.prefix ?? '').startsWith('-'))
  return pattern?.text ?? undefined
}

/** What stands in a file that an earlier command of this script wrote. */
export type Written =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fetched'; readonly url: string | null }
  | { readonly kind: 'unknown' }

/** What an earlier command of the script wrote to `path`; undefined where none did, as far as is known. */
export function writtenBefore(path: string, before: number, context: Context): Written | undefined {
  for (let index = before - 1; index >= 0; index--) {
    for (const effect of context.effectsAt(index)) {
      if (effect.kind !== 'fs.write' && effect.kind !== 'fs.copy' && effect.kind !== 'fs.move') continue
      if (!effect.targets.some((target) => target.value === path && target.role !== 'from')) continue
      const fetched = effect.sources.find((source) => source.type === 'url')
      if (fetched) return { kind: 'fetched', url: fetched.value }
      const from = effect.targets.find((target) => target.role === 'from')
      if (from?.value) return writtenBefore(from.value, index, context)
      if (effect.flags.includes('append') || effect.flags.includes('in-place')) return { kind: 'unknown' }
      const [only] = effect.sources
      if (
        effect.sources.length === 1 &&
        only?.type === 'text' &&
        only.value !== null &&
        only.value.length < MAX_PAYLOAD
      )
        return { kind: 'text', text: only.value }
      return { kind: 'unknown' }
    }
  }
  return undefined
}
