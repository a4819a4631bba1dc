/**
 * Lines of the log as OTLP, in its JSON encoding (64-bit integers are strings there). Everything in them was redacted
 * before it was written. Pure. The attributes are listed in docs/telemetry.md.
 */
import { type Entry, isEntry, type Line } from '../log/entry.js'

/** What is told of a session with every request. */
export type Resource = Readonly<Record<string, string>>

type Value =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { arrayValue: { values: Value[] } }
interface Attribute {
  readonly key: string
  readonly value: Value
}

/** A command may be megabytes long; a collector takes 4 MiB a request. */
const MAX_TEXT = 4_096

const SEVERITY = { info: 9, warn: 13, error: 17 } as const

export const SCOPE = 'gatesh'

export function logsRequest(lines: readonly Line[], resource: Resource, version: string) {
  return {
    resourceLogs: [
      {
        resource: { attributes: attributes(resource) },
        scopeLogs: [{ scope: { name: SCOPE, version }, logRecords: lines.filter(isTold).map(logRecord) }],
      },
    ],
  }
}

/** Everything but the counts of what the supervisor answered by itself, which are in the metrics. */
export const isTold = (line: Line): boolean => isEntry(line) || 'kind' in line

function logRecord(line: Line) {
  return isEntry(line) ? decisionRecord(line) : otherRecord(line)
}

/** What else happened in a session, as it stands in the log: rules that went out of force, a write outside the project. */
function otherRecord(line: Exclude<Line, Entry>) {
  const { id, ts, session, prev, hash, v, ...told } = line
  const time = nanoseconds(ts)
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITY.info,
    severityText: 'INFO',
    body: { stringValue: clipped(JSON.stringify(told)) },
    attributes: attributes({
      'event.name': `gatesh.${'kind' in line ? line.kind : 'local'}`,
      'log.record.uid': id,
      'session.id': session,
    }),
  }
}

function decisionRecord(entry: Entry) {
  const { id, ts, session, agent, door, coverage, project, cwd, command, exe, effects, action, ran, tier, rule } = entry
  const { reason, how, engine, parent, times_us } = entry
  const severity = how === 'fault' ? 'error' : ran ? 'info' : 'warn'
  const time = nanoseconds(ts)
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITY[severity],
    severityText: severity.toUpperCase(),
    body: { stringValue: clipped(ran ? `allowed: ${command}` : `blocked: ${command}: ${reason}`) },
    attributes: attributes({
      'event.name': 'gatesh.decision',
      'log.record.uid': id,
      'session.id': session,
      'gen_ai.agent.name': agent,
      'process.command_line': command,
      'process.executable.path': exe,
      'process.working_directory': cwd ?? undefined,
      'gatesh.project': project,
      'gatesh.action': action,
      'gatesh.ran': ran,
      'gatesh.rule': rule,
      'gatesh.tier': tier,
      'gatesh.reason': reason,
      'gatesh.how': how,
      'gatesh.door': door,
      'gatesh.coverage': coverage,
      'gatesh.engine': engine,
      'gatesh.parent': parent,
      'gatesh.effects': [...new Set(effects.map(({ kind }) => kind))],
      'gatesh.duration_us': durationOf(times_us),
    }),
  }
}

/** Microseconds from the request's arrival to its entry. */
export const durationOf = (times: Entry['times_us']): number | undefined => times.total

type Plain = string | boolean | number | readonly string[] | undefined

/** In the order given; without those that have no value. */
export function attributes(values: Readonly<Record<string, Plain>>): Attribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  )
}

function otlpValue(value: Exclude<Plain, undefined>): Value {
  if (typeof value === 'string') return { stringValue: clipped(value) }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return { intValue: String(Math.round(value)) }
  return { arrayValue: { values: value.map((each) => ({ stringValue: clipped(each) })) } }
}

/** Protocol buffers take well-formed UTF-8 alone: half a surrogate pair would spoil the whole request. */
const clipped = (text: string) =>
  Buffer.from(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text).toString()

/** Of an ISO time; 0 where it is none. */
export function nanoseconds(ts: string): string {
  const ms = Date.parse(ts)
  return Number.isNaN(ms) ? '0' : `${ms}000000`
}
