/** `gatesh eval FILE...`: judges described situations and prints how often the decision was right. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { embeddedEngine } from '../classifier/embedded.js'
import { type Case, CaseError, type ProbeCase, readCases } from '../eval/case.js'
import { judgeCase } from '../eval/judge.js'
import { printed } from '../eval/print.js'
import { type ProbeOutcome, type Report, report } from '../eval/report.js'
import { loadPostgresParser } from '../facts/postgres-parser.js'
import type { MadeEngine } from './engine.js'
import { EXIT, Failure } from './failure.js'

export interface EvalIo {
  print(text: string): void
  /** Monotonic microseconds. */
  now(): number
  /** The engine of that name; rejects with a Failure where there is none. */
  engineNamed(name: string): Promise<MadeEngine>
  /** Whether the probe finds an injection in the text; without it probe cases are an error. */
  probeFinds?(text: string): boolean
}

interface Wanted {
  readonly files: readonly string[]
  readonly json: boolean
  readonly engine: string
  readonly only: string | undefined
  readonly max: Readonly<Record<string, number>>
}

/**
 * Runs `gatesh eval`. Answers 0 when it ran, 1 when a ceiling of `--max` was passed.
 * @throws Failure for wrong arguments and files that are no cases.
 */
export async function evalCommand(argv: readonly string[], io: EvalIo): Promise<number> {
  const wanted = readArguments(argv)
  const { engine, spent } = await io.engineNamed(wanted.engine)
  const cases = wanted.files
    .flatMap((file) => casesIn(file))
    .filter((one) => wanted.only === undefined || categoryOf(one) === wanted.only)
  const situations = cases.flatMap((one) => (one.kind === 'situation' ? [one.situation] : []))
  // As in a session that has run for a while: the parser is there, and the second pass is the one that is timed.
  const parsePostgres = await loadPostgresParser()
  if (engine === embeddedEngine)
    for (const situation of situations) await judgeCase(situation, engine, io.now, parsePostgres)
  const judged = await inTurn(situations, engine === embeddedEngine ? 1 : AT_ONCE, (situation) =>
    judgeCase(situation, engine, io.now, parsePostgres),
  )
  const probes = cases.flatMap((one, index) => (one.kind === 'probe' ? [outcomeOf(one.probe, index, io)] : []))
  const figures = report(judged, engine.name, probes)
  const model = spent()
  io.print(
    wanted.json
      ? JSON.stringify({ ...figures, ...(model ? { model: model.totals } : {}) })
      : [printed(figures), ...(model ? ['', `model: ${model.line}`] : [])].join('\n'),
  )
  return exceeded(figures, wanted.max).length > 0 ? 1 : 0
}

/** Cases that are asked about at the same time, where a model is asked. */
const AT_ONCE = 8

/** The results of `work` in the order of `items`, `most` at a time. */
async function inTurn<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = items.entries()
  const worker = async () => {
    for (const [at, item] of waiting) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}

function readArguments(argv: readonly string[]): Wanted {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message.toLowerCase() : 'wrong arguments', EXIT.usage)
  }
  const { values, positionals } = parsed
  if (positionals.length === 0) throw new Failure('name at least one file: `gatesh eval FILE...`', EXIT.usage)
  return { files: positionals, json: values.json, engine: values.engine, only: values.only, max: readMax(values.max) }
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'embedded' },
      only: { type: 'string' },
      max: { type: 'string' },
    },
  })
}

/** `fpr=0.01,fnr=0.05` to ceilings. */
function readMax(text: string | undefined): Readonly<Record<string, number>> {
  if (text === undefined) return {}
  const ceilings: Record<string, number> = {}
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=')
    const ceiling = Number(value)
    if (!(name in rates) || value === '' || !(ceiling >= 0 && ceiling <= 1))
      throw new Failure(`\`--max ${part}\` is no ceiling; write \`--max 'fpr=0.01,fnr=0.05'\``, EXIT.usage)
    ceilings[name] = ceiling
  }
  return ceilings
}

const rates: Readonly<Record<string, (figures: Report) => number>> = {
  fpr: (figures) => Math.max(figures.fpr.rate, figures.probe?.fpr.rate ?? 0),
  fnr: (figures) => Math.max(figures.fnr.rate, figures.probe?.fnr.rate ?? 0),
}

function exceeded(figures: Report, max: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(max).flatMap(([name, ceiling]) => (rates[name]!(figures) > ceiling ? [name] : []))
}

function casesIn(file: string): readonly Case[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Failure(`cannot read \`${file}\``, EXIT.usage)
  }
  const cases = readCases(text)
  if (cases instanceof CaseError) throw new Failure(`\`${file}\` line ${cases.line}: ${cases.reason}`, EXIT.usage)
  return cases
}

function categoryOf(one: Case): string | undefined {
  return one.kind === 'situation' ? one.situation.category : one.probe.category
}

function outcomeOf(one: ProbeCase, index: number, io: EvalIo): ProbeOutcome {
  if (!io.probeFinds) throw new Failure('these are probe cases, and no probe was given', EXIT.usage)
  return {
    id: one.id ?? `probe ${index + 1}`,
    label: one.label,
    found: io.probeFinds(one.text),
    ...(one.category === undefined ? {} : { category: one.category }),
  }
}
