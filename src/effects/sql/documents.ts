/** Databases that speak no SQL: mongosh, redis-cli, etcdctl, influx. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'
import {
  type Connection,
  connectionOf,
  databaseEffect,
  fedText,
  fileText,
  isDatabaseUrl,
  unknownSql,
} from './connection.js'
import { MAX_SQL_BYTES, MAX_STATEMENTS, type Statement } from './statement.js'

const mongoParser = optionParser({
  values:
    '--eval -f --file --host --port -u --username -p --password --authenticationDatabase --authenticationMechanism --tlsCAFile --tlsCertificateKeyFile --apiVersion --awsSessionToken',
})

export const mongosh: Family = (command, context) => {
  const given = mongoParser.parse(command.argv.slice(1))
  if (given.has('--help', '-h', '--version'))
    return [effect('sys.read', command, 'shows the help of `mongosh`', { flags: ['dry-run'] })]
  const [first, ...rest] = given.operands
  const isScript = first?.text?.endsWith('.js') === true
  const place = isScript ? undefined : first
  const url =
    place && (isDatabaseUrl(place) || place.text?.includes('/') || place.text?.includes('.')) ? place : undefined
  const at = connectionOf({ host: given.value('--host'), database: url ? undefined : place, url }, {}, command, context)
  const files = [
    ...given.values('-f', '--file'),
    ...(isScript ? given.operands : rest.filter((word) => word.text?.endsWith('.js'))),
  ]
  const found: Effect[] = []
  for (const word of given.values('--eval'))
    found.push(
      ...(word.text === null
        ? [unknownSql(at, command, context, undefined)]
        : mongoEffects(word.text, at, command, context)),
    )
  for (const word of files) {
    const text = fileText(word, command, context)
    found.push(...(text === null ? [unknownSql(at, command, context, word)] : mongoEffects(text, at, command, context)))
  }
  if (found.length > 0) return found
  const fed = fedText(command, context)
  if (fed === undefined) return [databaseEffect('db.read', 'opens a session', at, command, context)]
  return fed === null ? [unknownSql(at, command, context, undefined)] : mongoEffects(fed, at, command, context)
}

/** Methods of collections and databases, by what they do. Anything else that is called is taken for a change. */
const mongoMethods: Readonly<Record<string, Statement['kind']>> = Object.fromEntries(
  (
    [
      [
        'db.read',
        'find findOne count countDocuments estimatedDocumentCount distinct aggregate explain stats getIndexes getCollection getCollectionNames getCollectionInfos listCollections listDatabases getSiblingDB serverStatus currentOp isMaster hello rs status conf printjson print pretty limit sort skip toArray forEach map hasNext next itcount size version getName getUsers getRoles dataSize storageSize totalSize hostInfo stringify parse log ObjectId ISODate Date validate watch getMongo getReadPref project collation hint batchSize includes push join keys values filter length toString',
      ],
      [
        'db.write',
        'insert insertOne insertMany update updateOne updateMany replaceOne save findOneAndUpdate findOneAndReplace findAndModify bulkWrite',
      ],
      ['db.delete', 'remove deleteOne deleteMany findOneAndDelete'],
      ['db.drop', 'drop dropDatabase'],
      [
        'db.schema',
        'createCollection createIndex createIndexes ensureIndex dropIndex dropIndexes renameCollection reIndex createView convertToCapped collMod',
      ],
      [
        'db.grant',
        'createUser dropUser dropAllUsers updateUser changeUserPassword grantRolesToUser revokeRolesFromUser createRole dropRole dropAllRoles grantPrivilegesToRole',
      ],
      [
        'db.admin',
        'shutdownServer killOp fsyncLock setProfilingLevel adminCommand runCommand setParameter reconfig initiate stepDown add addShard enableSharding shardCollection rotateCertificates setFeatureCompatibilityVersion',
      ],
      ['db.program', 'eval load cat require exec spawn runProgram run'],
    ] as const
  ).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
)

/** Most calls looked at in one script. */
const MAX_CALLS = 2000

/** Readable calls in script text: `db.users.deleteMany({})`. A call that is not known counts as a change. */
function mongoEffects(text: string, at: Connection, command: Command, context: Context): readonly Effect[] {
  const found = new Map<string, Effect>()
  // Comments stay in: what looks like one may be the middle of a connection string.
  const bare = text.slice(0, MAX_SQL_BYTES)
  if (text.length > MAX_SQL_BYTES || /\]\s{0,8}\(/.test(bare)) return [unknownSql(at, command, context, undefined)]
  let calls = 0
  for (const match of bare.matchAll(/(?<![\w$])([\w$]+)\s*\(\s*(\{\s*\}|[^)\s])?/g)) {
    if (++calls > MAX_CALLS) return [unknownSql(at, command, context, undefined)]
    const name = match[1]!
    if (
      /^(if|for|while|switch|catch|function|return|typeof|new|Number|NumberInt|NumberLong|String|Boolean|Array|Object|Math|JSON|RegExp|async|await|use|show)$/.test(
        name,
      )
    )
      continue
    const kind = Object.hasOwn(mongoMethods, name) ? mongoMethods[name]! : 'db.write'
    const before = bare.slice(Math.max(0, match.index - 96), match.index)
    const collection =
      /(?:db|getSiblingDB\(\s*["'][^"']*["']\s*\))\.(?:getCollection\(\s*["']([^"']+)["']\s*\)|([\w$]+)|\[\s*["']([^"']+)["']\s*\])\s*\.$/.exec(
        before,
      )
    const table = collection?.[1] ?? collection?.[2] ?? collection?.[3]
    const targets: Target[] = table
      ? [{ type: 'table', value: table.toLowerCase(), ...(table === table.toLowerCase() ? {} : { raw: table }) }]
      : []
    const all = match[2] === undefined || /^\{/.test(match[2])
    const emptyFilter = /\(\s*(?:\{\s*\})?\s*(?:\)|,)/.test(
      bare.slice(match.index + name.length, match.index + name.length + 40),
    )
    const every =
      (name === 'remove' || name === 'deleteMany' || name === 'updateMany') &&
      (all || match[2] === undefined) &&
      emptyFilter
    const flags: readonly Flag[] = every ? ['no-where'] : []
    const runs = kind === 'db.admin' && /dropDatabase|\bdrop\b\s*:|["']drop["']/.test(bare) ? 'db.drop' : kind
    const says =
      name === 'dropDatabase' ? 'drops the whole database' : `runs \`${name}\`${table ? ` on \`${table}\`` : ''}`
    if (kind === 'db.read' && found.size > 0) continue
    found.set(
      `${name} ${table}`,
      databaseEffect(runs, says, at, command, context, { targets, flags: name === 'dropDatabase' ? ['all'] : flags }),
    )
  }
  const effects = [...found.values()]
  const changes = effects.filter((one) => one.kind !== 'db.read')
  if (changes.length > 0) return changes
  return effects.length > 0 ? effects.slice(0, 4) : [databaseEffect('db.read', 'runs a script', at, command, context)]
}

const redisParser = optionParser({
  values:
    '-h -p -s -a -u -n -r -i -d -D --user --pass --cacert --cert --key --sni --rdb --functions-rdb --pattern --quoted-pattern --eval --ldb --intrinsic-latency --count --verbose --cluster',
  stopsAtOperand: true,
})

/** Commands by what they do; what stands in no list is a change. */
const redisReads = new Set(
  'get mget strlen exists type ttl pttl keys scan hget hmget hgetall hkeys hvals hlen hscan hexists lrange llen lindex smembers scard sismember sscan srandmember zrange zrangebyscore zrevrange zscore zcard zrank zcount zscan info ping echo dbsize time memory object client-list randomkey getrange bitcount getbit xrange xrevrange xlen xread xinfo xpending geopos geodist geosearch pfcount monitor subscribe psubscribe command lastsave role latency slowlog hello auth select dump expiretime touch wait cluster-info pubsub lolwut json.get ft.search ft.info'.split(
    ' ',
  ),
)
const redisDeletes = new Set(
  'del unlink hdel lpop rpop lrem ltrim spop srem zrem zremrangebyscore zremrangebyrank zpopmin zpopmax getdel xdel xtrim blpop brpop json.del'.split(
    ' ',
  ),
)
const redisAdmin = new Set(
  'config shutdown bgsave save bgrewriteaof slaveof replicaof debug client cluster failover migrate module acl function script swapdb reset sync psync latency-reset slowlog-reset'.split(
    ' ',
  ),
)

export const redisCli: Family = (command, context) => {
  const given = redisParser.parse(command.argv.slice(1))
  if (given.has('--help', '--version', '-v'))
    return [effect('sys.read', command, 'shows the help of `redis-cli`', { flags: ['dry-run'] })]
  const at = connectionOf(
    { host: given.value('-h'), database: given.value('-n'), url: given.value('-u') },
    { url: 'REDIS_URL' },
    command,
    context,
  )
  const dump = given.value('--rdb')
  if (dump)
    return [
      databaseEffect('db.dump', 'dumps the database', at, command, context),
      effect('fs.write', command, `writes \`${shown(dump)}\``, { targets: [context.path(dump, command)] }),
    ]
  if (given.has('--eval')) return [unknownSql(at, command, context, given.value('--eval'))]
  if (given.has('--cluster'))
    return [
      databaseEffect('db.admin', `runs \`--cluster ${given.value('--cluster')?.text ?? ''}\``, at, command, context),
    ]
  if (given.has('--scan', '--bigkeys', '--memkeys', '--hotkeys', '--stat', '--latency'))
    return [databaseEffect('db.read', 'reads keys', at, command, context)]
  if (given.operands.length > 0) return [redisCommand(given.operands, given.has('-x'), at, command, context)]
  const fed = fedText(command, context)
  if (fed === undefined) return [databaseEffect('db.read', 'opens a session', at, command, context)]
  if (fed === null) return [unknownSql(at, command, context, undefined)]
  const lines = fed.split('\n').filter((line) => line.trim() !== '')
  const found = lines
    .slice(0, MAX_STATEMENTS)
    .map((line) => redisCommand(line.trim().split(/\s+/).map(literal), false, at, command, context))
  return lines.length > MAX_STATEMENTS ? [...found, unknownSql(at, command, context, undefined)] : found
}

function redisCommand(
  words: readonly Word[],
  fed: boolean,
  at: Connection,
  command: Command,
  context: Context,
): Effect {
  const [verb, ...args] = words
  if (verb?.text === null || verb === undefined)
    return effect('exec.opaque', command, 'runs a database command that is not known before it runs', {
      targets: at.targets,
      flags: at.flags,
    })
  const name = verb.text.toLowerCase()
  const sub = args[0]?.text?.toLowerCase() ?? ''
  const keys = args
    .slice(0, name === 'del' || name === 'unlink' ? 16 : 1)
    .map((word): Target => ({ type: 'key', value: word.text, ...(word.text === null ? { raw: word.raw } : {}) }))
  const says = (verbPhrase: string) =>
    `${verbPhrase}${keys.length > 0 ? ` \`${keys.map((key) => key.value ?? key.raw).join(' ')}\`` : ''}`
  if (name === 'flushall' || name === 'flushdb')
    return databaseEffect(
      'db.drop',
      name === 'flushall' ? 'empties every database' : 'empties the database',
      at,
      command,
      context,
      { flags: ['all'] },
    )
  if (name === 'eval' || name === 'evalsha' || name === 'fcall')
    return databaseEffect('db.write', 'runs a script', at, command, context)
  if (redisDeletes.has(name))
    return databaseEffect('db.delete', says('deletes key'), at, command, context, {
      targets: fed || words.length === 1 ? [{ type: 'key', value: null, many: true }] : keys,
    })
  if (name === 'config' && (sub === 'get' || sub === 'rewrite'))
    return databaseEffect(sub === 'get' ? 'db.read' : 'db.admin', says('reads settings'), at, command, context)
  if (
    /^(client|cluster|slowlog|latency|acl|function|script|module|memory|xgroup|pubsub|object|command)$/.test(name) &&
    /^(list|info|nodes|slots|get|whoami|doctor|usage|len|history|latest|cat|users|id|getname|exists|shards|count|docs|encoding|freq|help)?$/.test(
      sub,
    )
  )
    return databaseEffect('db.read', `runs \`${name} ${sub}\``, at, command, context)
  if (name === 'acl') return databaseEffect('db.grant', 'changes users', at, command, context)
  if (redisAdmin.has(name) || redisAdmin.has(`${name}-${sub}`))
    return databaseEffect('db.admin', `runs \`${name} ${sub}\``, at, command, context)
  if (name === 'publish' || name === 'spublish')
    return databaseEffect('db.write', says('publishes to'), at, command, context)
  if (redisReads.has(name)) return databaseEffect('db.read', says('reads'), at, command, context, { targets: keys })
  return databaseEffect('db.write', says(`runs \`${name}\` on`), at, command, context, { targets: keys })
}

const etcdParser = optionParser({
  values:
    '--endpoints --cacert --cert --key --user --password --dial-timeout --command-timeout -w --write-out --rev --limit --order --sort-by --lease --data-dir --name --initial-cluster --wal-dir',
})

export const etcdctl: Family = (command, context) => {
  const given = etcdParser.parse(command.argv.slice(1))
  const [verb, ...args] = given.operands
  const at = connectionOf({ host: given.value('--endpoints') }, { host: 'ETCDCTL_ENDPOINTS' }, command, context)
  const key: readonly Target[] = args[0]
    ? [{ type: 'key', value: args[0].text, raw: args[0].raw, many: given.has('--prefix', '--from-key') }]
    : []
  const flags: readonly Flag[] = given.has('--prefix', '--from-key') ? ['recursive'] : []
  const name = args[0] ? shown(args[0]) : '?'
  switch (verb?.text) {
    case 'put':
    case 'txn':
    case 'lease':
    case 'lock':
      return [databaseEffect('db.write', `writes key \`${name}\``, at, command, context, { targets: key })]
    case 'del':
      return [databaseEffect('db.delete', `deletes key \`${name}\``, at, command, context, { targets: key, flags })]
    case 'snapshot':
      if (args[0]?.text === 'restore')
        return [databaseEffect('db.restore', 'restores a snapshot', at, command, context)]
      return [
        databaseEffect('db.dump', 'saves a snapshot', at, command, context),
        ...args
          .slice(1, 2)
          .map((word) =>
            effect('fs.write', command, `writes \`${shown(word)}\``, { targets: [context.path(word, command)] }),
          ),
      ]
    case 'member':
    case 'defrag':
    case 'compact':
    case 'compaction':
    case 'move-leader':
    case 'alarm':
    case 'make-mirror':
    case 'downgrade':
      return [
        args[0]?.text === 'list'
          ? databaseEffect('db.read', 'lists members', at, command, context)
          : databaseEffect('db.admin', `runs \`${verb.text}\``, at, command, context),
      ]
    case 'user':
    case 'role':
    case 'auth':
      return [
        databaseEffect(
          /^(list|get|status)$/.test(args[0]?.text ?? '') ? 'db.read' : 'db.grant',
          `runs \`${verb.text} ${args[0]?.text ?? ''}\``,
          at,
          command,
          context,
        ),
      ]
    default:
      return verb === undefined || verb.text !== null
        ? [databaseEffect('db.read', `reads \`${name}\``, at, command, context, { targets: key })]
        : [
            effect('exec.opaque', command, 'runs a database command that is not known before it runs', {
              targets: at.targets,
            }),
          ]
  }
}
