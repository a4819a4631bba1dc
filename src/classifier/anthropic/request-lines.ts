/** A question as data lines: where it stands, its effects, what is known about them, and the command last. Pure. */
import type { Effect, Source, Target } from '../../effects/effect.js'
import type { Question } from '../engine.js'
import { cleaned, fenced } from './fence.js'
import { withoutLabels } from './transcript-blocks.js'

/** What one question shows at most; what is beyond is said to be cut, and then the embedded engine has a say as well. */
const MAX_EFFECTS = 60
const MAX_TARGETS = 16
const MAX_SOURCES = 8
const MAX_TEXT = 400
const MAX_COMMAND = 16_000
const MAX_NOTES = 24

export interface RequestLines {
  readonly lines: readonly string[]
  /** Everything is shown. */
  readonly whole: boolean
}

/** `asked`: indices of the effects in question; `touched`: rules that are known to touch each of them. */
export function requestLines(
  question: Question,
  asked: readonly number[],
  touched: ReadonlyMap<number, readonly string[]>,
  redact: (text: string) => string,
): RequestLines {
  const { effects, facts } = question
  const cuts = new Cutter()
  const shown = [...asked, ...effects.keys()].filter((index, at, all) => all.indexOf(index) === at)
  const ordered = cuts.list(shown, MAX_EFFECTS).sort((a, b) => a - b)
  const described = ordered.map((index) => {
    const isAsked = asked.includes(index)
    return {
      ...effectData(effects[index]!, index, cuts),
      ...(isAsked ? { asked: true, rules: touched.get(index) ?? [] } : {}),
    }
  })
  const notes = cuts.list(sessionNotes(question, asked), MAX_NOTES)
  const earlier = cuts.list(earlierSteps(question, asked), MAX_NOTES)
  const forbidden = asked.flatMap((index) =>
    question.session.words.boundariesOn(effects[index]!).map(({ words }) => cuts.text(words, MAX_TEXT)),
  )
  const command = commandData(question, cuts)
  const data: readonly object[] = [
    placeData(question),
    ...described,
    ...(Object.keys(facts).length > 0 ? [{ facts }] : []),
    ...(notes.length > 0 ? [{ session: notes }] : []),
    ...(earlier.length > 0 ? [{ earlier }] : []),
    ...(forbidden.length > 0 ? [{ forbidden: [...new Set(forbidden)] }] : []),
    ...(cuts.happened ? [{ cut: true }] : []),
    command,
  ]
  const isShort = question.request.kind === 'exec' && question.request.truncated === true
  return { lines: data.map((each) => fenced(cleaned(each, redact))), whole: !cuts.happened && !isShort }
}

/** Shortens, and remembers that it did. */
class Cutter {
  happened = false

  text(text: string, most: number): string {
    if (text.length <= most) return text
    this.happened = true
    return `${text.slice(0, most)} [... ${text.length - most} more characters]`
  }

  list<T>(items: readonly T[], most: number): T[] {
    if (items.length > most) this.happened = true
    return items.slice(0, most)
  }
}

function placeData({ session, request, world }: Question): object {
  const { project, home, cwd: start } = session.place
  const cwd = request.cwd ?? start
  const git = world.git(cwd) ?? world.git(project)
  return {
    project,
    cwd,
    home,
    ...(git
      ? {
          git: {
            ...(git.branch === undefined ? {} : { branch: git.branch }),
            ...(git.defaultBranch === undefined ? {} : { default_branch: git.defaultBranch }),
            ...(git.upstream === undefined ? {} : { upstream: git.upstream }),
            remotes: git.remotes,
          },
        }
      : {}),
  }
}

function effectData(effect: Effect, index: number, cuts: Cutter): object {
  const { kind, says, program, targets, flags, sources, where, runs } = effect
  return {
    effect: index,
    kind,
    says: cuts.text(says, MAX_TEXT),
    program,
    targets: cuts.list(targets, MAX_TARGETS).map((target) => targetData(target, cuts)),
    ...(flags.length > 0 ? { flags } : {}),
    ...(sources.length > 0
      ? { sources: cuts.list(sources, MAX_SOURCES).map((source) => sourceData(source, cuts)) }
      : {}),
    ...(where ? { where } : {}),
    ...(runs === undefined || runs === 'always' ? {} : { runs }),
  }
}

function targetData({ type, value, role, area, guarded, many, prefix }: Target, cuts: Cutter): object {
  return {
    type,
    value: value === null ? null : cuts.text(value, MAX_TEXT),
    ...(value === null && prefix ? { begins: cuts.text(prefix, MAX_TEXT) } : {}),
    ...(role ? { role } : {}),
    ...(area ? { area } : {}),
    ...(guarded ? { guarded } : {}),
    ...(many ? { many } : {}),
  }
}

/** A text that is sent stands in the command itself. */
function sourceData({ type, value, secrets }: Source, cuts: Cutter): object {
  return {
    type,
    ...(type === 'text' ? {} : { value: value === null ? null : cuts.text(value, MAX_TEXT) }),
    ...(secrets && secrets.length > 0 ? { secrets } : {}),
  }
}

/** What the ledger knows of the things concerned. */
function sessionNotes({ effects, session: { ledger } }: Question, asked: readonly number[]): string[] {
  const notes = new Set<string>()
  for (const effect of asked.map((index) => effects[index]!)) {
    for (const target of effect.targets) {
      const name = target.value ?? target.prefix
      if (name === undefined) continue
      if (ledger.made(target)) notes.add(`made by this session: ${target.type} ${name}`)
      const from = target.type === 'path' ? ledger.fetchedFrom(name) : undefined
      if (from !== undefined) notes.add(`fetched from ${from}: ${name}`)
    }
    for (const source of effect.sources) {
      const taint = ledger.taintOf(source)
      if (taint && source.value !== null)
        notes.add(`${source.value} carries secrets (${taint.kinds.join(', ')}) of ${taint.origins.join(', ')}`)
    }
  }
  return [...notes]
}

/** Once the transcript was cut down: steps that are not in it any more and concern the same things. */
function earlierSteps({ effects, session }: Question, asked: readonly number[]): string[] {
  if (session.history.leftOut === 0) return []
  const names = new Set(
    asked.flatMap((index) => effects[index]!.targets.flatMap(({ value }) => (value === null ? [] : [value]))),
  )
  const same = session.ledger.done.filter(({ effect }) =>
    effect.targets.some(({ value }) => value !== null && names.has(value)),
  )
  return [...new Set(same.map(({ effect }) => effect.says))].slice(-MAX_NOTES)
}

function commandData({ request, script }: Question, cuts: Cutter): object {
  switch (request.kind) {
    case 'script':
      return { command: cuts.text(request.text, MAX_COMMAND) }
    case 'exec':
      return {
        program: request.exe,
        ...(request.truncated ? { cut: true } : {}),
        command: cuts.text(script?.text ?? request.argv.join(' '), MAX_COMMAND),
      }
    case 'tool': {
      const input = withoutLabels(request.tool, request.input)
      const text = JSON.stringify(input)
      return {
        tool: request.tool,
        ...(text.length <= MAX_COMMAND ? { input } : { input_text: cuts.text(text, MAX_COMMAND) }),
      }
    }
  }
}
