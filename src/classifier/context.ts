/** What the words of a request say about an effect beyond the effect itself. */
import type { Effect } from '../effects/effect.js'
import { saysProduction } from '../transcript/lexicon/things.js'
import type { Grounds } from './grounds.js'
import { isLocal } from './places.js'

/** Families whose place is often told only by a variable: `DATABASE_URL="$PROD_DATABASE_URL" npx prisma migrate deploy`. */
const placed = /^(?:db|deploy|exec|infra|cluster|cloud|remote|pkg\.publish)/
const productionVariable = /\$\{?\w*(?:(?<![a-z])|_)(?:prod|production|prd|live)(?:_\w*|(?![a-z]))/

/** Whether a variable of the command, or the task given to another agent, speaks of production. */
export function namesProduction(effect: Effect, grounds: Grounds): boolean {
  if (effect.kind === 'agent.spawn')
    return effect.sources.some((source) => source.value !== null && saysProduction(source.value.toLowerCase()))
  return placed.test(effect.kind) && productionVariable.test(grounds.sourceOf(effect))
}

/** Ports on which clients call where the command line names none. */
const usualPorts: Readonly<Record<string, RegExp>> = {
  '5432': /psql|pg_|postgres|manage|rails|prisma|alembic|knex|createdb|dropdb/,
  '3306': /mysql|mariadb|maria/,
  '6379': /redis|valkey/,
  '27017': /mongo/,
  '9200': /elastic|opensearch/,
}

/** An effect on this machine's own address that goes through a port which the session made lead to another machine. */
export function leadsAway(effect: Effect, grounds: Grounds): Effect | undefined {
  const ways = grounds.session.ledger.openWays
  if (ways.size === 0 || !/^(?:db|net|queue|container|cluster)\./.test(effect.kind)) return undefined
  const hosts = effect.targets.filter(({ type }) => type === 'host' || type === 'url')
  if (hosts.length > 0 && !hosts.some(({ value }) => value !== null && isLocal(value))) return undefined
  const source = grounds.sourceOf(effect)
  for (const [port, way] of ways)
    if (new RegExp(`(?<!\\d)${port}(?!\\d)`).test(source) || usualPorts[port]?.test(effect.program)) return way
  return undefined
}

/** Longest plain value of a query that names something rather than carrying it. */
const MAX_PLAIN_VALUE = 40
/** Longest part of a path that is a name rather than packed data. */
const MAX_PLAIN_PART = 32
const searching = /^(?:q|query|search|s|term|k|keyword|wd|text_query|w)$/

/** Whether an address carries data: a long text in its query, or a packed part of its path. Words of a search are no data. */
export function carriesData(url: string): boolean {
  const [, path = '', query = ''] = /^[a-z][\w+.-]*:\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? []
  if (
    path
      .split('/')
      .some(
        (part) =>
          part.length > MAX_PLAIN_PART &&
          /[a-z]/.test(part) &&
          /[A-Z]/.test(part) &&
          /\d/.test(part) &&
          !/[-.]/.test(part),
      )
  )
    return true
  return query.split('&').some((pair) => {
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    return (value.length > MAX_PLAIN_VALUE || /@|%40/.test(value)) && !searching.test(name.toLowerCase())
  })
}
