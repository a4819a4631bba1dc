/** A script to its effects: every command by its family, its redirects and variables, and what could not be read. */
import { interpret, interpretArgv } from '../shell/interpret.js'
import type { Assignment, Command, OpaquePart, Script, Via, Word } from '../shell/script.js'
import type { Place, World } from '../world.js'
import { type Context, effect, shown, type Unfolding } from './context.js'
import { derivedEffects } from './derived.js'
import type { Effect, Flag, Target } from './effect.js'
import { environmentFlags } from './environment.js'
import { traced, writtenBefore } from './flow.js'
import { pathTarget } from './paths.js'
import { commandEffects } from './programs.js'
import { redirectEffects } from './redirects.js'
import { pathSecret } from './secrets.js'
import { variableEffects } from './variables.js'

/** Texts inside texts (an npm script that runs make, whose recipe runs a script ...). */
const MAX_UNFOLDING = 6

/** Texts unfolded for one request. */
const MAX_TEXTS = 64

/** Effects of one request; what comes after is one `exec.opaque`. */
const MAX_EFFECTS = 2000

interface Budget {
  texts: number
  effects: number
}

/**
 * What a script would do, in the order of its commands. Pure and total: what cannot be known comes out as `exec.opaque`
 * or as a target without value.
 */
export function effectsOf(script: Script, place: Place, world: World): readonly Effect[] {
  return effectsWithin(script, place, world, 0, { texts: MAX_TEXTS, effects: MAX_EFFECTS })
}

function effectsWithin(script: Script, place: Place, world: World, depth: number, budget: Budget): readonly Effect[] {
  const byCommand: (readonly Effect[])[] = []
  const context = contextOf(script, place, world, depth, budget, byCommand)
  const seen = new Set<string>()
  const all: Effect[] = []
  for (const command of script.commands) {
    if (budget.effects <= 0) {
      all.push(
        effect('exec.opaque', command, 'does more than is read of one request', {
          targets: [{ type: 'script', value: null }],
        }),
      )
      break
    }
    const redirected = redirectEffects(command, context)
    const assigned = variableEffects(command, context, seen)
    const made = commandEffects(command, context)
    const raw = redirected.length + assigned.length === 0 ? made : [...made, ...redirected, ...assigned]
    // Sources are followed back and secrets derived here, once for all families; a redirect needs its own command's effects.
    byCommand[command.index] = raw
    const own = withOrigins(raw).map((found) => finished(found, command, context))
    byCommand[command.index] = own
    const derived = derivedEffects(own, command, context)
    if (derived.length > 0) byCommand[command.index] = [...own, ...derived]
    for (const one of own) all.push(one)
    for (const one of derived) all.push(one)
    budget.effects -= own.length + derived.length
  }
  for (const part of script.opaque) {
    const found = opaqueEffect(part, script, context)
    if (found) all.push(found)
  }
  return all
}

/** A file that a fetching command writes holds what it fetched, unless the family says otherwise. */
function withOrigins(found: readonly Effect[]): readonly Effect[] {
  const fetch = found.find((one) => one.kind === 'net.fetch')
  const url = fetch?.targets.find((target) => target.type === 'url')
  if (!url || !found.some((one) => one.kind === 'fs.write' && one.sources.length === 0)) return found
  const sources: Effect['sources'] = [{ type: 'url', value: url.value }]
  return found.map((one) => (one.kind === 'fs.write' && one.sources.length === 0 ? { ...one, sources } : one))
}

const elevating = new Set(['sudo', 'doas', 'su', 'pkexec', 'run0', 'runuser', 'gosu', 'su-exec', 'please', 'sudoedit'])
const backgrounding = new Set(['nohup', 'setsid', 'disown', 'daemonize'])

/** The parts that every effect has from where its command stands. */
function finished(found: Effect, command: Command, context: Context): Effect {
  const { via, runs } = command
  const sources = found.sources.length === 0 ? found.sources : traced(found.sources, context)
  if (via.length === 0) {
    if (runs === 'always' && sources === found.sources) return found
    return { ...found, sources, runs: found.runs ?? runs }
  }
  const flags = new Set<Flag>(found.flags)
  let where = found.where
  for (const each of via) {
    if (elevating.has(each.program)) flags.add('elevated')
    if (backgrounding.has(each.program)) flags.add('background')
    if (each.where) where = each.where
    if (each.offline && found.kind === 'net.listen') {
      flags.delete('listen-all')
      flags.delete('public')
      flags.add('local')
    }
  }
  return { ...found, flags: [...flags], sources, runs: found.runs ?? runs, ...(where ? { where } : {}) }
}

/** A part that the shell stage could not read. Program words are reported with their command. */
function opaqueEffect(part: OpaquePart, script: Script, context: Context): Effect | undefined {
  const command = part.command === undefined ? undefined : script.commands[part.command]
  if (part.role === 'program' && command && command.argv[0]?.text === null) return undefined
  // The family of the shell or interpreter has already said so.
  if (command && context.effectsAt(command.index).some((found) => /^exec\.(?:fetched|opaque)$/.test(found.kind)))
    return undefined
  const at = command ?? nowhere(part.source, context)
  const source = part.source.length > 160 ? `${part.source.slice(0, 160)}...` : part.source
  if (part.reason === 'file' && isSnapshot(part.source, context)) return undefined
  const fetched = command ? fetchedBy(command, context) : undefined
  if (fetched)
    return effect('exec.fetched', at, `runs what it fetches from \`${fetched}\``, {
      targets: [{ type: 'url', value: fetched }],
    })
  if (part.reason === 'file') {
    const target = context.path(scriptWord(part, command), at)
    const settings = settingsFile(target, at, context)
    if (settings) return settings
    const written = target.value === null ? undefined : writtenBefore(target.value, at.index, context)
    if (written?.kind === 'fetched')
      return effect('exec.fetched', at, `runs \`${source}\`, which comes straight from the network`, {
        targets: [{ ...target, type: 'script' }],
      })
    if (!written && (target.area === 'project' || target.area === 'temp'))
      return effect('exec.local', at, `runs \`${source}\``, {
        targets: [{ ...target, type: 'script' }],
        flags: environmentFlags([source, ...at.argv.slice(1).map((word) => word.text)]),
      })
    return effect('exec.opaque', at, `runs \`${source}\`, which cannot be read`, {
      targets: [{ ...target, type: 'script' }],
    })
  }
  const says =
    part.role === 'syntax'
      ? `has a part that cannot be read (${part.reason})`
      : `runs text that is not known before it runs (${part.reason}): \`${source}\``
  return effect('exec.opaque', at, says, {
    targets: [{ type: part.role === 'program' ? 'program' : 'script', value: null, raw: source }],
  })
}

/** The snapshot of the user's own shell settings that Claude Code sources before each command; writing there is guarded. */
function isSnapshot(path: string, { place }: Context): boolean {
  return path.replace(/^~/, place.home).startsWith(`${place.home}/.claude/shell-snapshots/`) && !path.includes('..')
}

/** The file that a shell was to run: the part names it, or its command does. */
function scriptWord(part: OpaquePart, command: Command | undefined): Word {
  if (command?.stdin.kind === 'file') return command.stdin.path
  const words = command?.argv.slice(1) ?? []
  const named = words.find((word) => word.text === part.source) ?? words.find((word) => !/^[-+]/.test(word.text ?? ''))
  return named ?? { text: part.source, raw: part.source }
}

/** `. ./.env` puts settings into the environment; it is a file of values, whatever else it could be. */
function settingsFile(target: Target, at: Command, { place }: Context): Effect | undefined {
  if (target.value === null || pathSecret(target.value, place.home) !== 'env-file') return undefined
  return effect('secret.read', at, `reads settings from \`${target.raw ?? target.value}\` into the environment`, {
    targets: [target],
    sources: [{ type: 'secret', value: target.value, secrets: ['env-file'] }],
  })
}

/** The address whose content ends up as the text that a command runs. */
function fetchedBy(command: Command, context: Context): string | undefined {
  const indices = [
    ...(command.stdin.kind === 'pipe' ? command.stdin.from : []),
    ...command.argv.flatMap((word) => word.outputOf ?? []),
  ]
  const sources = traced(
    indices.map((index) => ({ type: 'output', value: null, command: index })),
    context,
  )
  return sources.find((source) => source.type === 'url')?.value ?? undefined
}

/** Stands for a command where an opaque part belongs to none. */
function nowhere(source: string, context: Context): Command {
  return {
    index: 0,
    argv: [],
    env: [],
    assigns: [],
    redirects: [],
    stdin: { kind: 'null' },
    cwd: context.place.cwd,
    via: [],
    runs: 'always',
    source,
  }
}

function contextOf(
  script: Script,
  place: Place,
  world: World,
  depth: number,
  budget: Budget,
  byCommand: (readonly Effect[])[],
): Context {
  /** `{}` of find stands for something below where it starts looking. */
  const foundPath = (word: Word, at: Command, role: Target['role']): Target | undefined => {
    if (word.text !== null || word.raw !== '{}') return undefined
    const index = at.via.find((via) => via.program === 'find' || via.program === 'fd')?.command
    const starts =
      index === undefined ? undefined : byCommand[index]?.find((found) => found.kind === 'fs.list')?.targets
    const start = starts?.length === 1 ? starts[0]! : undefined
    if (!start || start.value === null) return undefined
    return {
      ...start,
      value: `${start.value === '/' ? '' : start.value}/**`,
      raw: '{}',
      many: true,
      ...(role ? { role } : {}),
    }
  }
  const context: Context = {
    place,
    world,
    depth,
    script,
    effectsAt: (index) => byCommand[index] ?? [],
    path: (word, at, role) => foundPath(word, at, role) ?? pathTarget(word, at.cwd, place, world, true, role),
    entry: (word, at, role) => foundPath(word, at, role) ?? pathTarget(word, at.cwd, place, world, false, role),
    argvOf(text, at) {
      const { commands, opaque } = interpret(text, 'sh', { cwd: at.cwd, world })
      const [only] = commands
      return only && commands.length === 1 && opaque.length === 0 ? only.argv : undefined
    },
    unfold(text, at, options = {}) {
      if (depth >= MAX_UNFOLDING || budget.texts-- <= 0) return [tooDeep(at)]
      const inner = interpret(text, options.dialect ?? 'sh', {
        cwd: options.cwd ?? at.cwd,
        world,
        env: inherited(at),
        via: viaOf(at, options),
        ...(options.positional ? { positional: [...options.positional] } : {}),
      })
      return effectsWithin(inner, place, world, depth + 1, budget).map((found) => rebased(found, at))
    },
    run(argv, at, cwd) {
      if (depth >= MAX_UNFOLDING || budget.texts-- <= 0) return [tooDeep(at)]
      const texts = argv.map((word) => (word.glob ? null : word.text))
      if (texts.every((text) => text !== null)) {
        const inner = interpretArgv(texts, {
          cwd: cwd ?? at.cwd,
          world,
          env: inherited(at),
          via: [...at.via],
          stdin: at.stdin.kind === 'pipe' ? { kind: 'inherit' } : at.stdin,
        })
        return effectsWithin(inner, place, world, depth + 1, budget).map((found) => rebased(found, at))
      }
      // With words that are not constant it is taken as it stands; a wrapper among them then has its own effects only.
      return commandEffects({ ...at, argv, cwd: cwd ?? at.cwd, assigns: [], redirects: [] }, context)
    },
  }
  return context
}

function tooDeep(at: Command): Effect {
  return effect(
    'exec.opaque',
    at,
    `runs texts inside texts deeper than is read: \`${shown({ text: at.source, raw: at.source })}\``,
    { targets: [{ type: 'script', value: null }] },
  )
}

/** Assignments that an inner text starts with. */
function inherited(at: Command): readonly Assignment[] {
  return at.env
}

function viaOf(at: Command, options: Unfolding): Via[] {
  return options.via ? [...at.via, options.via] : [...at.via, { program: nameOf(at.argv[0]) }]
}

function nameOf(word: Word | undefined): string {
  const text = word?.text ?? ''
  return text.slice(text.lastIndexOf('/') + 1)
}

/** An effect of an inner text, counted as one of the command that runs it. */
function rebased(found: Effect, at: Command): Effect {
  const sources = found.sources.map(({ command: _command, ...source }) => source)
  return { ...found, command: at.index, sources }
}
