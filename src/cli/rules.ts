/** `gatesh rules` and its subcommands: what gatesh decides by, and what became of the user's rules. */
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { softRules } from '../classifier/embedded.js'
import { directories } from '../config/directories.js'
import { createHost } from '../facts/host-world.js'
import { logFiles } from '../log/files.js'
import { printable, wrap } from '../log/print.js'
import { readLog } from '../log/read.js'
import { sayMode } from '../permissions/mode.js'
import { narrower } from '../permissions/narrower.js'
import { type PermissionRule, placeOf, sayFault } from '../permissions/rule.js'
import type { Standing } from '../permissions/standing.js'
import { interpret } from '../shell/interpret.js'
import type { Command } from '../shell/script.js'
import type { TierRow } from '../tiers/row.js'
import type { EffectPattern, Rule } from '../tiers/rule.js'
import { tierRows } from '../tiers/tiers.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'
import { permissionsOf } from './permissions.js'
import { placeHere } from './place.js'

const options = {
  dropped: { type: 'boolean' },
  json: { type: 'boolean' },
  agent: { type: 'string' },
  project: { type: 'string' },
} as const

/** Logs of this many sessions are looked through for commands that a blanket rule covered. */
const MAX_SESSIONS = 20

type Print = (text: string) => void

export async function rules(args: readonly string[], print: Print): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [verb, id, ...more] = positionals
  if (verb === 'show' && id !== undefined && more.length === 0) return show(id, values.json ?? false, print)
  if ((verb === 'prompt' || verb === 'critique') && id === undefined) {
    const { rulesCritique, rulesPrompt } = await import('./rules-model.js')
    return verb === 'prompt' ? rulesPrompt(values, print) : rulesCritique(values, print)
  }
  if (verb !== undefined)
    throw new Failure(`\`gatesh rules ${positionals.join(' ')}\` is not known`, EXIT.usage, 'see `gatesh help`')
  if (values.dropped) return dropped(values, print)
  list(values.json ?? false, print)
  return EXIT.ok
}

const width = () => process.stdout.columns || 120

const allRules: readonly Rule[] = [...tierRows.hard, ...softRules]
const allRows: readonly TierRow[] = [...tierRows.safe, ...tierRows.project]

function list(json: boolean, print: Print): void {
  if (json) {
    print(JSON.stringify({ rules: allRules, tiers: allRows }))
    return
  }
  const sections: readonly [string, readonly (Rule | TierRow)[]][] = [
    ['always denied', tierRows.hard],
    ['tier 1: decided at once, changes nothing', tierRows.safe],
    ['tier 2: decided at once, inside the project', tierRows.project],
    ['tier 3: asks what the user said', softRules],
  ]
  for (const [title, rows] of sections) {
    print(`${title}\n`)
    for (const { id, why } of rows) print(`  ${id.padEnd(28)}${wrap(why, width(), ' '.repeat(30)).trimStart()}`)
    print('')
  }
  print('`gatesh rules show ID` tells more about one; `gatesh rules --dropped` what became of yours')
}

function show(id: string, json: boolean, print: Print): number {
  const row = allRules.find((rule) => rule.id === id) ?? allRows.find((rule) => rule.id === id)
  if (!row) throw new Failure(`there is no rule \`${id}\``, EXIT.usage, '`gatesh rules` lists them')
  print(json ? JSON.stringify(row) : story(row))
  return EXIT.ok
}

function story(row: Rule | TierRow): string {
  const patterns = 'kind' in row.match ? [row.match] : row.match
  const lines: [string, string][] = [
    ['id', row.id],
    ['decides', 'tier' in row ? `tier ${row.tier}, allows` : `${row.strength}, ${row.group}`],
    ['why', row.why],
    ...patterns.map((pattern): [string, string] => ['touches', sayPattern(pattern)]),
    ...('when' in row ? row.when.map((condition): [string, string] => ['if', condition.replaceAll('-', ' ')]) : []),
    ...('needs' in row
      ? row.needs.map((need): [string, string] => [
          'needs',
          'flag' in need ? `the user names ${need.flag.join(' or ')}` : `the user names the ${need.need}`,
        ])
      : []),
    ...('clears' in row
      ? (row.clears ?? []).map((clearance): [string, string] => ['unless', clearance.replaceAll('-', ' ')])
      : []),
    ...row.yes.map((command): [string, string] => ['touched', command]),
    ...row.no.map((command): [string, string] => ['not', command]),
  ]
  return lines.map(([name, text]) => `${name.padEnd(12)}${wrap(text, width(), ' '.repeat(12)).trimStart()}`).join('\n')
}

function sayPattern(pattern: EffectPattern): string {
  return Object.entries(pattern)
    .map(([key, value]) => `${key === 'kind' ? '' : `${key} `}${[value].flat().join(', ')}`)
    .join('; ')
}

interface Options {
  readonly json?: boolean | undefined
  readonly agent?: string | undefined
  readonly project?: string | undefined
}

/** The user's blanket rules with what became of each, as a session that starts here would have them. */
async function dropped({ json, agent, project }: Options, print: Print): Promise<number> {
  const place = placeHere(project)
  const permissions = permissionsOf(agent, place)
  const concerned = permissions.standings.filter(({ blanket, state }) => blanket !== undefined || state !== 'in force')
  const seen = concerned.length === 0 ? [] : commandsSeen()
  const told = concerned.map((standing) => ({ ...described(standing), instead: narrower(standing.rule, seen) }))
  if (json) {
    print(JSON.stringify({ mode: permissions.mode, rules: told, faults: permissions.faults }))
    return EXIT.ok
  }
  print(`${agent ?? 'claude'} here: ${sayMode(permissions.mode)}`)
  for (const { rule, place: where, why, state, instead } of told) {
    print(`\n${printable(rule)}\n  ${state}, ${where}\n${wrap(why, width(), '  ')}`)
    if (instead.length > 0)
      print(
        wrap(
          `in its place, for what was run: ${instead.map((text) => `\`${printable(text)}\``).join(', ')}`,
          width(),
          '  ',
        ),
      )
  }
  if (told.length === 0) print('none of your rules is blanket, and all of them count')
  for (const fault of permissions.faults) print(`\n${printable(sayFault(fault))}`)
  return EXIT.ok
}

interface Described {
  readonly rule: string
  readonly place: string
  readonly why: string
  readonly state: Standing['state']
}

function described({ rule, blanket, state }: Standing): Described {
  const permits = blanket ? `it permits \`${blanket.witness}\`: ${blanket.why}` : ''
  return {
    rule: rule.text,
    place: placeOf(rule.origin),
    state,
    why: [permits, reasonOf(state, rule)].filter(Boolean).join('; '),
  }
}

function reasonOf(state: Standing['state'], { origin }: PermissionRule): string {
  switch (state) {
    case 'in force':
      return 'it stands, since a person answers'
    case 'dropped':
      return 'nobody is asked, so the classifier decides instead'
    case 'untrusted':
      return origin.scope === 'project' || origin.scope === 'local'
        ? 'it stands in the repository, which the user has not trusted'
        : 'the organisation lets managed settings alone permit anything'
    case 'suspended':
      return 'a settings file that may forbid more cannot be read'
  }
}

/** Commands of the latest sessions that ran. */
function commandsSeen(): Command[] {
  const directory = directories(process.env, homedir()).log
  const world = createHost(undefined).worldFor(() => undefined)
  const commands: Command[] = []
  const sessions = [...new Set(logFiles(directory).map(({ session }) => session))]
  for (const session of sessions.slice(-MAX_SESSIONS))
    for (const { line } of readLog(directory, { outcome: 'all', session }))
      if (line.ran) commands.push(...interpret(line.command, 'bash', { cwd: line.cwd, world }).commands)
  return commands
}
