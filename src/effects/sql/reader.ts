/**
 * A cautious statement reader for any SQL dialect: it knows the leading verbs and looks for changing verbs anywhere
 * after WITH, EXPLAIN and in procedure bodies. It may see a change where there is none, never the other way round;
 * a statement that it does not know is `db.admin`.
 */
import type { Flag, Target } from '../effect.js'
import { deleteTarget, flagsOf, fromTables, granted, indexOf, tableAfter, tablesAfter, word } from './names.js'
import { functionKinds, MAX_SQL_BYTES, MAX_STATEMENTS, type Statement } from './statement.js'
import { AMBIGUOUS, type SqlDialect, statementsOf, type Token } from './tokens.js'

/** Statements of the text in order. Text beyond the limits ends in one `db.admin` statement that says so. */
export function readSql(text: string, dialect: SqlDialect = 'standard', depth = 0): readonly Statement[] {
  const statements = statementsOf(text.slice(0, MAX_SQL_BYTES), MAX_STATEMENTS, dialect)
  const read = statements.flatMap((tokens) => readStatement(tokens, dialect, depth))
  const cut = text.length > MAX_SQL_BYTES || statements.length >= MAX_STATEMENTS
  return cut ? [...read, plain('db.admin', 'runs more SQL than can be read')] : read
}

/** Procedure bodies inside procedure bodies are followed this far. */
const MAX_SQL_DEPTH = 4

/** Leading words of statements that only read or only touch the session. */
const readers = new Set(
  'show describe desc use set begin start commit rollback savepoint release end abort values table declare fetch close help list status source_none print go pragma deallocate discard listen unlisten exists checkpoint summarize from unlock'.split(
    ' ',
  ),
)

function readStatement(tokens: readonly Token[], dialect: SqlDialect, depth: number): readonly Statement[] {
  let at = 0
  while (tokens[at]?.type === 'mark' && tokens[at]?.text === '(') at++
  const first = tokens[at]
  if (!first) return []
  if (first === AMBIGUOUS)
    return [plain('db.admin', 'runs SQL with a comment inside a comment, which servers read differently')]
  const rest = tokens.slice(at)
  if (first.type !== 'word')
    return [plain('db.admin', `runs a statement that is not known (\`${first.raw.slice(0, 40)}\`)`)]
  const second = word(rest, 1)
  switch (first.text) {
    case 'select':
    case 'with':
    case 'values':
    case 'from':
      return readQuery(rest)
    case 'explain':
      return readExplain(rest, dialect, depth)
    case 'insert':
    case 'replace':
    case 'upsert':
      return [named('db.write', 'writes rows to', tableAfter(rest, 1)), ...called(rest)]
    case 'update':
    case 'delete':
    case 'merge':
      return [change(rest, 0), ...changesIn(rest, 1), ...called(rest)]
    case 'truncate':
      return [named('db.drop', 'empties', tablesAfter(rest, 1), flagsOf(rest))]
    case 'drop':
    case 'undrop':
      return [drop(rest)]
    case 'create':
      return readCreate(rest, dialect, depth)
    case 'alter':
      return [alter(rest)]
    case 'rename':
    case 'comment':
    case 'reindex':
    case 'cluster':
    case 'refresh':
      return [named('db.schema', `runs \`${first.text}\` on`, tablesAfter(rest, 1))]
    case 'grant':
    case 'revoke':
    case 'reassign':
      return [named('db.grant', first.text === 'revoke' ? 'takes rights away on' : 'gives rights on', granted(rest))]
    case 'copy':
    case 'load':
    case 'unload':
    case 'export':
    case 'import':
    case 'backup':
    case 'restore':
    case 'bulk':
      return readTransfer(rest)
    case 'do':
    case 'execute':
    case 'exec':
    case 'call':
    case 'prepare':
      return readProcedure(rest, dialect, depth)
    case 'install':
    case 'attach':
    case 'detach':
      return [named('db.admin', `runs \`${first.text}\` on`, tablesAfter(rest, 1))]
    case 'set':
      return second === 'global' || second === 'persist' || second === 'password' || second === 'role'
        ? [plain('db.admin', `sets \`${second}\` on the server`)]
        : []
    case 'pragma':
      return rest.some((token) => token.text === '=') ? [plain('db.admin', 'changes how the database works')] : []
    case 'analyze':
    case 'analyse':
    case 'vacuum':
    case 'optimize':
      return [plain('db.schema', `runs \`${first.text}\``)]
    case 'kill':
    case 'shutdown':
    case 'flush':
    case 'reset':
    case 'purge':
    case 'change':
    case 'stop':
    case 'system':
    case 'lock':
    case 'cancel':
    case 'notify':
    case 'security':
      return [
        plain(
          second === 'slave' || first.text === 'purge' ? 'db.drop' : 'db.admin',
          `runs \`${first.text}\` on the server`,
        ),
      ]
    default:
      return readers.has(first.text)
        ? []
        : [plain('db.admin', `runs a statement that is not known (\`${first.raw.slice(0, 40)}\`)`)]
  }
}

function readQuery(tokens: readonly Token[]): readonly Statement[] {
  const found = [...changesIn(tokens, 0), ...called(tokens)]
  const into = indexOf(tokens, 'into')
  if (into >= 0) {
    const next = word(tokens, into + 1)
    if (next === 'outfile' || next === 'dumpfile')
      found.push(plain('db.program', 'writes a file on the database server'))
    else if (word(tokens, into - 1) !== 'insert' && tokens[into + 1]?.text !== '@') {
      found.push(named('db.schema', 'makes', tableAfter(tokens, into + 1)))
    }
  }
  return [...found, named('db.read', 'reads', fromTables(tokens))]
}

function readExplain(tokens: readonly Token[], dialect: SqlDialect, depth: number): readonly Statement[] {
  const runs = tokens.slice(0, 8).some((token) => token.text === 'analyze' || token.text === 'analyse')
  const start = tokens.findIndex(
    (token, at) => at > 0 && /^(select|with|insert|update|delete|merge|create|execute|replace)$/.test(token.text),
  )
  if (runs && start > 0) return readStatement(tokens.slice(start), dialect, depth)
  return [plain('db.read', 'explains a statement')]
}

/** UPDATE, DELETE or MERGE at `at`. */
function change(tokens: readonly Token[], at: number): Statement {
  const verb = word(tokens, at)
  const end = closeOf(tokens, at)
  const every: readonly Flag[] = everyRow(tokens, at, end) ? ['no-where'] : []
  if (verb === 'update') {
    return named(
      'db.write',
      every.length ? 'changes every row of' : 'changes rows of',
      tableAfter(tokens, at + 1),
      every,
    )
  }
  if (verb === 'merge') {
    const deletes = tokens.slice(at, end).some((token) => token.text === 'delete')
    return named(deletes ? 'db.delete' : 'db.write', 'merges rows into', tableAfter(tokens, at + 1))
  }
  return named(
    'db.delete',
    every.length ? 'deletes every row of' : 'deletes rows of',
    deleteTarget(tokens, at + 1),
    every,
  )
}

/** Changing verbs anywhere from `from` on, as in `with d as (delete from t ...)`. */
function changesIn(tokens: readonly Token[], from: number): Statement[] {
  const found: Statement[] = []
  for (let at = from; at < tokens.length; at++) {
    if (found.length >= MAX_STATEMENTS) return [...found, plain('db.admin', 'changes more than can be read')]
    const text = word(tokens, at)
    const next = word(tokens, at + 1)
    const before = tokens[at - 1]?.text
    if (text === 'delete' && next === 'from') found.push(change(tokens, at))
    else if (
      text === 'update' &&
      before !== 'for' &&
      before !== 'on' &&
      before !== 'do' &&
      word(tokens, at + 1) !== undefined
    ) {
      if (tokens.slice(at, at + 8).some((token) => token.text === 'set')) found.push(change(tokens, at))
    } else if (text === 'insert' && next === 'into')
      found.push(named('db.write', 'writes rows to', tableAfter(tokens, at + 1)))
    else if (text === 'merge' && next === 'into') found.push(change(tokens, at))
  }
  return found
}

function drop(tokens: readonly Token[]): Statement {
  const kind = tokens
    .slice(1, 4)
    .find(
      (token) =>
        token.type === 'word' && !/^(if|temporary|unique|materialized|foreign|external|global)$/.test(token.text),
    )
  const what = kind?.text ?? 'object'
  const start = tokens.indexOf(kind ?? tokens[0]!) + 1
  const type =
    what === 'database' || what === 'schema' || what === 'keyspace'
      ? 'database'
      : what === 'user' || what === 'role' || what === 'login'
        ? 'user'
        : 'table'
  const names = tablesAfter(tokens, start).map((target) => ({ ...target, type }) as Target)
  if (type === 'user') return named('db.grant', `drops ${what}`, names)
  if (/^(index|constraint|trigger|rule|policy|comment)$/.test(what)) return named('db.schema', `drops ${what}`, names)
  return named('db.drop', `drops ${what}`, names, flagsOf(tokens))
}

function alter(tokens: readonly Token[]): Statement {
  const what = word(tokens, 1) ?? ''
  if (/^(user|role|login|group|default|policy)$/.test(what))
    return named('db.grant', `alters ${what}`, tablesAfter(tokens, 2))
  if (/^(system|server|instance|replica|resource|settings)$/.test(what)) return plain('db.admin', `alters ${what}`)
  const names = tableAfter(tokens, 2)
  const verbs = tokens.slice(3).map((token) => token.text)
  const deletes = verbs.indexOf('delete')
  if (deletes >= 0) return named('db.delete', 'deletes rows of', names, verbs.includes('where') ? [] : ['no-where'])
  const drops = verbs.indexOf('drop')
  if (
    drops >= 0 &&
    !/^(constraint|index|default|not|identity|expression|key|foreign|primary|check)$/.test(verbs[drops + 1] ?? '')
  ) {
    return named(
      'db.drop',
      verbs[drops + 1] === 'partition' ? 'drops a partition of' : 'drops a column of',
      names,
      flagsOf(tokens),
    )
  }
  if (/^(disable|no)$/.test(verbs[0] ?? '') && verbs.includes('row'))
    return named('db.grant', 'turns row security off on', names)
  return named('db.schema', `alters ${what}`, names)
}

function readCreate(tokens: readonly Token[], dialect: SqlDialect, depth: number): readonly Statement[] {
  const kind = tokens
    .slice(1, 6)
    .find(
      (token) =>
        token.type === 'word' &&
        !/^(or|replace|temp|temporary|unlogged|unique|materialized|global|local|if|not|exists|external|foreign|definer|trusted)$/.test(
          token.text,
        ),
    )
  const what = kind?.text ?? 'object'
  const start = kind ? tokens.indexOf(kind) + 1 : 1
  if (/^(user|role|login|group|policy)$/.test(what))
    return [named('db.grant', `creates ${what}`, tablesAfter(tokens, start))]
  if (/^(function|procedure|trigger|event|aggregate)$/.test(what)) {
    return [
      named('db.schema', `creates ${what}`, tableAfter(tokens, start)),
      ...(what === 'event' ? bodies(tokens, dialect, depth) : []),
    ]
  }
  if (/^(extension|language|server|subscription|publication)$/.test(what)) return [plain('db.admin', `creates ${what}`)]
  const replaced: readonly Flag[] = word(tokens, 1) === 'or' && what === 'table' ? ['reset'] : []
  return [
    replaced.length > 0
      ? named('db.drop', 'replaces table', tableAfter(tokens, start), replaced)
      : named('db.schema', `creates ${what}`, tableAfter(tokens, start)),
    ...called(tokens),
  ]
}

/** COPY, LOAD DATA, UNLOAD, EXPORT, BACKUP, RESTORE. */
function readTransfer(tokens: readonly Token[]): readonly Statement[] {
  const verb = tokens[0]!.text
  const words = tokens.map((token) => (token.type === 'word' ? token.text : ''))
  if (words.includes('program')) return [plain('db.program', 'runs a program on the database server')]
  const names = tableAfter(tokens, 1)
  if (verb === 'copy') {
    const direction = words.find((text) => text === 'to' || text === 'from')
    const file = tokens[words.indexOf(direction ?? '') + 1]?.type === 'string'
    const inner = changesIn(tokens, 1)
    if (file)
      return [
        ...inner,
        named('db.program', `copies a file ${direction === 'to' ? 'on the server from' : 'of the server into'}`, names),
      ]
    return [
      ...inner,
      named(direction === 'from' ? 'db.write' : 'db.read', direction === 'from' ? 'writes rows to' : 'reads', names),
    ]
  }
  if (verb === 'load')
    return words.includes('into')
      ? [named('db.write', 'loads rows into', tableAfter(tokens, words.indexOf('into') + 1))]
      : [plain('db.admin', 'loads code into the server')]
  if (verb === 'restore' || verb === 'import' || verb === 'bulk') return [plain('db.restore', `runs \`${verb}\``)]
  return [plain('db.dump', `runs \`${verb}\``)]
}

/** DO, EXECUTE, CALL: what the body says where it is there, and an unknown act where it is not. */
function readProcedure(tokens: readonly Token[], dialect: SqlDialect, depth: number): readonly Statement[] {
  const verb = tokens[0]!.text
  const callee = called(tokens)
  if (callee.length > 0) return callee
  const inner = bodies(tokens, dialect, depth)
  if (verb === 'prepare') return inner.length > 0 ? inner : changesIn(tokens, 1)
  if (verb === 'do' || inner.length > 0)
    return inner.length > 0 ? inner : [plain('db.admin', 'runs a block that cannot be read')]
  return [named('db.admin', 'calls procedure', tableAfter(tokens, 1))]
}

/** Statements inside the string literals of a statement: procedure bodies, dynamic SQL. */
function bodies(tokens: readonly Token[], dialect: SqlDialect, depth: number): readonly Statement[] {
  if (depth >= MAX_SQL_DEPTH) return [plain('db.admin', 'runs SQL nested too deep to read')]
  const found: Statement[] = []
  for (const token of tokens) if (token.type === 'string') found.push(...readBody(token.text, dialect, depth + 1))
  if (tokens[0]?.text !== 'do') found.push(...changesIn(tokens, 1))
  return found
}

const changing = /^(insert|update|delete|merge|truncate|drop|alter|create|grant|revoke|copy|execute|call|vacuum)$/

/** A procedure body: each changing verb wherever a statement can begin, so that IF ... THEN and loops hide nothing. */
export function readBody(body: string, dialect: SqlDialect, depth: number): readonly Statement[] {
  const found: Statement[] = []
  for (const tokens of statementsOf(body.slice(0, MAX_SQL_BYTES), MAX_STATEMENTS, dialect)) {
    const start = tokens.findIndex((token) => token.type === 'word' && changing.test(token.text))
    if (start >= 0) {
      const inner = tokens.slice(start)
      const computed = inner[0]!.text === 'execute' && !(inner.length === 2 && inner[1]!.type === 'string')
      if (computed) found.push(plain('db.admin', 'runs SQL that it puts together by itself'))
      found.push(...readStatement(inner, dialect, depth))
    } else found.push(...called(tokens))
  }
  return found.length > 0 ? found : [plain('db.read', 'runs a block that only reads')]
}

/** Calls of functions that do more than read. */
function called(tokens: readonly Token[]): Statement[] {
  const found: Statement[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.type === 'string') continue
    const name = token.text.toLowerCase()
    const kind = Object.hasOwn(functionKinds, name) ? functionKinds[name] : undefined
    const callable = tokens[at + 1]?.text === '(' || tokens[0]!.text.startsWith('exec')
    if (kind && callable) found.push(plain(kind, `calls \`${name}\``))
  }
  return found
}

/** True where nothing limits the rows: no WHERE at this level, or one that is always true. */
function everyRow(tokens: readonly Token[], from: number, to: number): boolean {
  const where = tokens.findIndex((token, at) => at > from && at < to && token.type === 'word' && token.text === 'where')
  if (where < 0) return true
  const [left, operator, right, more] = tokens.slice(where + 1, Math.min(where + 5, to))
  if (left && (left.text === 'true' || left.text === '1') && !operator) return true
  return (
    operator?.text === '=' && left?.text === right?.text && left?.type === right?.type && left?.type !== 'word' && !more
  )
}

/** End of the parenthesis that `at` stands in. */
function closeOf(tokens: readonly Token[], at: number): number {
  let depth = 0
  for (let end = at; end < tokens.length; end++) {
    if (tokens[end]!.type !== 'mark') continue
    if (tokens[end]!.text === '(') depth++
    else if (tokens[end]!.text === ')' && depth-- === 0) return end
  }
  return tokens.length
}

function plain(kind: Statement['kind'], says: string): Statement {
  return { kind, names: [], flags: [], says }
}

function named(
  kind: Statement['kind'],
  verb: string,
  names: readonly Target[],
  flags: readonly Flag[] = [],
): Statement {
  const list = names.map((name) => `\`${name.raw ?? name.value}\``).join(', ')
  return { kind, names, flags, says: list ? `${verb} ${list}` : `${verb} a table` }
}
