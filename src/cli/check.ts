/** `gatesh check [--json] -- COMMAND` or `gatesh check TEXT`: what would be decided here, and why. Runs nothing. */
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import type { Judgement } from '../classifier/engine.js'
import { directories } from '../config/directories.js'
import type { Decision } from '../decide.js'
import { createHost } from '../facts/host-world.js'
import { printable } from '../log/print.js'
import type { Permissions } from '../permissions/permissions.js'
import type { Request } from '../request.js'
import { quote } from '../shell/quote.js'
import type { Place } from '../world.js'
import { type MadeEngine, makeEngine } from './engine.js'
import { EXIT, Failure } from './failure.js'
import { makeJudge } from './judge.js'
import { usageErrors } from './options.js'
import { configHere, permissionsOf } from './permissions.js'
import { placeHere } from './place.js'

const options = {
  json: { type: 'boolean' },
  task: { type: 'string' },
  project: { type: 'string' },
  agent: { type: 'string' },
} as const

/** Exit code 0 where it would run, 126 where it would not. */
export async function check(args: readonly string[], print: (text: string) => void): Promise<number> {
  const dashes = args.indexOf('--')
  const own = dashes < 0 ? args : args.slice(0, dashes)
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...own], options, allowPositionals: true }))
  const argv = dashes < 0 ? [] : args.slice(dashes + 1)
  const text = argv.length > 0 ? quote(argv) : positionals.join(' ')
  if (text.trim() === '')
    throw new Failure('which command?', EXIT.usage, 'for example `gatesh check "git push --force"`')

  const place = placeHere(values.project)
  const host = createHost(undefined)
  const permissions = permissionsOf(values.agent, place)
  const { engine } = await engineHere(place, permissions)
  const words = values.task === undefined ? [] : [values.task]
  const judge = makeJudge({ place, words, permissions, host, engine })
  const request: Request = { kind: 'script', door: 'check', text, dialect: 'bash', cwd: place.cwd }
  const decision = await judge.decide(
    request,
    host.worldFor((name) => process.env[name]),
  )
  print(values.json ? JSON.stringify(traceData(text, decision)) : trace(text, decision))
  return decision.verdict.action === 'allow' ? EXIT.ok : EXIT.notExecutable
}

/** The engine that a session here would have. */
function engineHere(place: Place, permissions: Permissions): Promise<MadeEngine> {
  const config = configHere(place)
  const { state } = directories(process.env, homedir())
  return makeEngine(config.classifier.engine, { config, permissions, env: process.env, state })
}

function traceData(text: string, { verdict, parts, effects, facts, judgement, times, script }: Decision): object {
  const opaque = script?.opaque ?? []
  return { command: text, verdict, parts, effects, opaque, facts, ...(judgement ? { judgement } : {}), times_us: times }
}

function trace(text: string, { verdict, parts, effects, facts, judgement, times }: Decision): string {
  const lines = [
    `${verdict.action}  ${printable(text)}`,
    `  ${verdict.rule} (tier ${verdict.tier}): ${printable(verdict.reason)}`,
  ]
  for (const [index, effect] of effects.entries()) {
    lines.push('', `effect ${index + 1}: ${effect.kind}: ${printable(effect.says)}`)
    for (const part of parts.filter((each) => each.effect === index)) {
      lines.push(`  ${part.action} by ${part.rule} (tier ${part.tier}): ${printable(part.reason)}`)
    }
    for (const finding of judgement?.stage2?.filter((each) => each.effect === index) ?? []) {
      const covered = finding.missing.length === 0 ? 'covered' : `missing ${finding.missing.join(', ')}`
      lines.push(`  stage 2, ${finding.rule}: ${printable(covered)}`)
      for (const words of finding.quotes) lines.push(`    the user: ${printable(`"${words}"`)}`)
    }
  }
  if (judgement) lines.push('', ...engineLines(judgement))
  const known = Object.entries(facts).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  if (known.length > 0) lines.push('', `facts: ${printable(known.join(', '))}`)
  const spent = Object.entries(times).map(([step, us]) => `${step} ${Math.round(us)} us`)
  return [...lines, '', `times: ${spent.join(', ')}`].join('\n')
}

/** Who answered, and what it cost. */
function engineLines({ engine, fallback, calls = [] }: Judgement): string[] {
  const instead = fallback === undefined ? '' : `, in place of a model: ${printable(fallback)}`
  return [
    `engine: ${engine}${instead}`,
    ...calls.map(
      ({ stage, model, fresh, cached, written, output }) =>
        `stage ${stage}, ${printable(model)}: ${fresh + cached + written} tokens in (${cached} cached), ${output} out`,
    ),
  ]
}
