/** `gatesh log stats`: what the log adds up to, and which rules stand in the way. */
import type { Directories } from '../config/directories.js'
import { clip, padEnd, printable } from '../log/print.js'
import { readLog, readOthers } from '../log/read.js'
import { type Outcomes, ranked, Statistics } from '../log/statistics.js'
import { duration } from '../log/times.js'
import { EXIT } from './failure.js'
import { allowOnly, type LogValues, selectionOf } from './log-options.js'
import { openScreen, type Screen } from './screen.js'

const TOP = 10
const LABEL = 32

export async function stats({ log }: Directories, values: LogValues): Promise<number> {
  allowOnly(values, ['since', 'session', 'agent', 'rule', 'command', 'json', 'color', 'no-pager'], 'log stats')
  const selection = { ...selectionOf(values, new Date()), outcome: 'all' as const }
  const statistics = new Statistics()
  for (const { line } of readOthers(log, selection.session, selection.since))
    if ('kind' in line && line.kind === 'approval') statistics.approval(line)
  for (const { line } of readLog(log, selection)) statistics.add(line)
  const screen = openScreen({ color: values.color, paged: !values['no-pager'] && !values.json })
  if (values.json) await screen.print(JSON.stringify(asJson(statistics)))
  else for (const line of told(statistics, screen)) await screen.print(line)
  await screen.close()
  return EXIT.ok
}

function asJson(statistics: Statistics): object {
  const { total, byTier, byDoor, byAgent, byDay, byProgram, sessions, latency, oldest, newest } = statistics
  const counts = (map: ReadonlyMap<string, Outcomes>) => Object.fromEntries(ranked(map))
  return {
    from: oldest ?? null,
    to: newest ?? null,
    sessions: sessions.size,
    ...total,
    tiers: counts(byTier),
    doors: counts(byDoor),
    agents: counts(byAgent),
    days: counts(byDay),
    programs: counts(byProgram),
    rules: statistics.ruleCounts(),
    deadEnds: statistics.deadEnds(),
    latency_us: {
      p50: latency.quantile(0.5),
      p95: latency.quantile(0.95),
      p99: latency.quantile(0.99),
      sum: latency.sum,
    },
  }
}

function told(statistics: Statistics, screen: Screen): string[] {
  const { total, latency, sessions, oldest, newest } = statistics
  if (total.ran + total.blocked === 0) return ['nothing was decided yet; start an agent with `gatesh claude`']
  const { style } = screen
  const decided = total.ran + total.blocked
  const spent = `${duration(latency.quantile(0.5))} in the median, ${duration(latency.quantile(0.99))} at p99, ${duration(latency.sum)} in all`
  return [
    `${style('bold', String(decided))} commands of ${count(sessions.size, 'session')} decided, ${style('red', `${total.blocked} blocked`)} (${percent(total.blocked, decided)})`,
    style('dim', `from ${oldest?.slice(0, 16)} to ${newest?.slice(0, 16)}; time added: ${spent}`),
    ...rules(statistics, screen),
    ...deadEnds(statistics, screen),
    ...table('programs that were blocked', onlyBlocked(statistics.byProgram), screen),
    ...table('agents', ranked(statistics.byAgent), screen),
    ...table(
      'days',
      [...statistics.byDay].sort(([a], [b]) => (a < b ? 1 : -1)),
      screen,
    ),
  ]
}

/** A person said yes to most of what the rule stopped: it asks too much. */
const ANNOYING_SHARE = 0.8
const ANNOYING_FROM = 3

function rules(statistics: Statistics, { style }: Screen): string[] {
  const shown = statistics
    .ruleCounts()
    .filter(({ blocked, asked }) => blocked + asked > 0)
    .slice(0, TOP)
  const rows = shown.map(({ rule, blocked, asked, approved }) => {
    const stopped = Math.max(blocked, asked, approved)
    const rate = approved === 0 ? '' : `  approved ${approved} (${percent(approved, stopped)})`
    const annoys =
      approved >= ANNOYING_FROM && approved / stopped >= ANNOYING_SHARE
        ? style('yellow', '  it stops what you approve; see `gatesh log suggest`')
        : ''
    return `  ${padEnd(clip(printable(rule), LABEL), LABEL)}${String(stopped).padStart(8)}${rate}${annoys}`
  })
  return rows.length === 0 ? [] : ['', style('bold', 'rules that stopped something'), ...rows]
}

function deadEnds(statistics: Statistics, { style, width }: Screen): string[] {
  const shown = statistics.deadEnds().slice(0, TOP)
  const rows = shown.map(
    ({ command, rule, entry, count: times }) =>
      `  ${String(times).padStart(3)} times  ${clip(printable(command), Math.max(20, width - 50))}  ${style('dim', `${rule}, ${entry}`)}`,
  )
  return rows.length === 0 ? [] : ['', style('bold', 'tried again and again'), ...rows]
}

const onlyBlocked = (map: ReadonlyMap<string, Outcomes>) =>
  ranked(map, ({ blocked }) => blocked).filter(([, { blocked }]) => blocked > 0)

const BAR = 24

function table(title: string, rows: readonly [string, Outcomes][], { style }: Screen): string[] {
  const shown = rows.slice(0, TOP)
  const most = Math.max(1, ...shown.map(([, { ran, blocked }]) => ran + blocked))
  const lines = shown.map(([name, { ran, blocked }]) => {
    const bar = (value: number) => '#'.repeat(Math.ceil((value / most) * BAR))
    const label = padEnd(clip(printable(name), LABEL), LABEL)
    return `  ${label}${String(ran + blocked).padStart(8)}${String(blocked).padStart(7)} blocked  ${style('green', bar(ran))}${style('red', bar(blocked))}`
  })
  const more = rows.length > TOP ? [style('dim', `  and ${rows.length - TOP} more`)] : []
  return lines.length === 0 ? [] : ['', style('bold', title), ...lines, ...more]
}

function percent(part: number, whole: number): string {
  const share = (part / Math.max(1, whole)) * 100
  return `${share < 10 ? share.toFixed(1) : Math.round(share)} %`
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
