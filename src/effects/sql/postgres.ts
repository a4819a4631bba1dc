/**
 * PostgreSQL's own parse tree read as statements. The parser is wasm that loads asynchronously, so the rim loads it
 * once and hands it in (`World.parsePostgres`); without it, or where it refuses the text, the cautious reader answers.
 */
import type { Flag, Target } from '../effect.js'
import { readBody, readSql } from './reader.js'
import { functionKinds, MAX_SQL_BYTES, MAX_STATEMENTS, type Statement, table } from './statement.js'

/** Gives PostgreSQL's parse tree (`{stmts: [{stmt}]}`), or undefined where the text does not parse. Must not throw. */
export type ParsePostgres = (text: string) => unknown

/** Most nodes looked at in one text: a tree is walked once, whatever its shape. */
const MAX_NODES = 20_000

type Node = Readonly<Record<string, unknown>>

/** Statements of PostgreSQL text in order. The parser stops at a NUL, which the cautious reader does not. */
export function readPostgres(text: string, parse: ParsePostgres | undefined): readonly Statement[] {
  const tree =
    parse && text.length <= MAX_SQL_BYTES && !text.includes('\0')
      ? (parse(text) as { stmts?: readonly { stmt?: Node }[] } | undefined)
      : undefined
  if (!tree?.stmts || tree.stmts.length > MAX_STATEMENTS) return readSql(text)
  const budget = { nodes: MAX_NODES }
  const found: Statement[] = []
  for (const entry of tree.stmts) if (entry.stmt) found.push(...readTop(entry.stmt, budget))
  return budget.nodes > 0 ? found : readSql(text)
}

/** Node types at the top that touch the session only, or read. */
const quiet = new Set([
  'TransactionStmt',
  'VariableShowStmt',
  'DeclareCursorStmt',
  'FetchStmt',
  'ClosePortalStmt',
  'DeallocateStmt',
  'DiscardStmt',
  'ListenStmt',
  'UnlistenStmt',
  'CheckPointStmt',
  'ConstraintsSetStmt',
])

function readTop(node: Node, budget: { nodes: number }): readonly Statement[] {
  const [name, value] = Object.entries(node)[0] ?? ['', {}]
  const body = value as Node
  switch (name) {
    case 'ExplainStmt': {
      const options = (body.options ?? []) as readonly { DefElem?: { defname?: string } }[]
      const runs = options.some((option) => option.DefElem?.defname === 'analyze')
      return runs ? readTop(body.query as Node, budget) : [say('db.read', 'explains a statement')]
    }
    case 'PrepareStmt':
      return readTop(body.query as Node, budget)
    case 'DoStmt':
      return readDo(body)
    case 'VariableSetStmt':
      return body.name === 'role' || body.name === 'session_authorization' ? [say('db.admin', 'changes the role')] : []
    default: {
      const found: Statement[] = []
      visit(node, budget, found)
      if (found.length === 0 && !quiet.has(name))
        found.push(say('db.admin', `runs a statement that is not known (\`${name}\`)`))
      return found
    }
  }
}

/** Walks every node: changes inside CTEs, sub-selects and function calls count wherever they stand. */
function visit(value: unknown, budget: { nodes: number }, found: Statement[]): void {
  const stack: unknown[] = [value]
  while (stack.length > 0 && budget.nodes > 0) {
    budget.nodes--
    const item = stack.pop()
    if (Array.isArray(item)) for (let at = item.length - 1; at >= 0; at--) stack.push(item[at])
    else if (item !== null && typeof item === 'object') {
      const entries = Object.entries(item)
      for (let at = entries.length - 1; at >= 0; at--) {
        const [name, body] = entries[at]!
        if (body !== null && typeof body === 'object') {
          const statement = readNode(name, body as Node)
          if (statement) found.push(statement)
          stack.push(body)
        }
      }
    }
  }
}

/** The act of one node, undefined for nodes that are only parts of another. */
function readNode(name: string, body: Node): Statement | undefined {
  switch (name) {
    case 'SelectStmt': {
      const into = (body.intoClause as Node | undefined)?.rel
      if (into) return of('db.schema', 'makes', [range(into)])
      const from = (body.fromClause ?? []) as readonly Node[]
      const names = from.flatMap((part) => (part.RangeVar ? [range(part.RangeVar)] : []))
      return of('db.read', 'reads', names)
    }
    case 'InsertStmt':
      return of('db.write', 'writes rows to', [range(body.relation)])
    case 'UpdateStmt': {
      const every = everyRow(body.whereClause)
      return of(
        'db.write',
        every ? 'changes every row of' : 'changes rows of',
        [range(body.relation)],
        every ? ['no-where'] : [],
      )
    }
    case 'DeleteStmt': {
      const every = everyRow(body.whereClause) && !body.usingClause
      return of(
        'db.delete',
        every ? 'deletes every row of' : 'deletes rows of',
        [range(body.relation)],
        every ? ['no-where'] : [],
      )
    }
    case 'MergeStmt': {
      const clauses = (body.mergeWhenClauses ?? []) as readonly { MergeWhenClause?: { commandType?: string } }[]
      const deletes = clauses.some((clause) => clause.MergeWhenClause?.commandType === 'CMD_DELETE')
      return of(deletes ? 'db.delete' : 'db.write', 'merges rows into', [range(body.relation)])
    }
    case 'TruncateStmt': {
      const relations = (body.relations ?? []) as readonly Node[]
      return of(
        'db.drop',
        'empties',
        relations.map((part) => range(part.RangeVar)),
        cascade(body),
      )
    }
    case 'DropStmt':
      return dropped(body)
    case 'DropdbStmt':
      return of('db.drop', 'drops database', [{ type: 'database', value: String(body.dbname ?? '') }])
    case 'DropRoleStmt':
      return say('db.grant', 'drops a role')
    case 'DropOwnedStmt':
      return say('db.drop', 'drops everything that a role owns')
    case 'AlterTableStmt':
      return altered(body)
    case 'CreateStmt':
    case 'ViewStmt':
      return of('db.schema', 'creates', [range(body.relation ?? body.view)])
    case 'CreateTableAsStmt':
      return of('db.schema', 'creates', [range((body.into as Node | undefined)?.rel)])
    case 'IndexStmt':
      return of('db.schema', 'creates an index on', [range(body.relation)])
    case 'RenameStmt':
      return of('db.schema', 'renames', [range(body.relation)])
    case 'CopyStmt': {
      const names = body.relation ? [range(body.relation)] : []
      if (body.is_program) return of('db.program', 'runs a program on the database server with', names)
      if (body.filename) return of('db.program', 'copies a file of the database server with', names)
      return body.is_from ? of('db.write', 'writes rows to', names) : of('db.read', 'reads', names)
    }
    case 'GrantStmt': {
      const objects = (body.objects ?? []) as readonly Node[]
      const names = objects.flatMap((part) => (part.RangeVar ? [range(part.RangeVar)] : []))
      return of(
        'db.grant',
        body.is_grant ? 'gives rights on' : 'takes rights away on',
        names,
        toPublic(body) ? ['public'] : [],
      )
    }
    case 'GrantRoleStmt':
    case 'CreateRoleStmt':
    case 'AlterRoleStmt':
    case 'AlterDefaultPrivilegesStmt':
    case 'CreatePolicyStmt':
    case 'AlterPolicyStmt':
    case 'ReassignOwnedStmt':
    case 'AlterOwnerStmt':
    case 'SecLabelStmt':
      return say('db.grant', 'changes roles or rights')
    case 'FuncCall':
      return calledFunction(body)
    case 'CallStmt':
      return say('db.admin', 'calls a procedure')
    case 'ExecuteStmt':
      return say('db.admin', 'runs a prepared statement')
    case 'AlterSystemStmt':
    case 'LoadStmt':
    case 'CreateExtensionStmt':
    case 'AlterExtensionStmt':
    case 'CreateSubscriptionStmt':
    case 'AlterSubscriptionStmt':
    case 'DropSubscriptionStmt':
    case 'CreateForeignServerStmt':
    case 'CreateEventTrigStmt':
    case 'AlterDatabaseStmt':
    case 'AlterDatabaseSetStmt':
    case 'LockStmt':
    case 'NotifyStmt':
    case 'CreatePLangStmt':
    case 'DropUserMappingStmt':
    case 'CreateUserMappingStmt':
    case 'ImportForeignSchemaStmt':
      return say('db.admin', `runs \`${name.replace(/Stmt$/, '')}\` on the server`)
    case 'VacuumStmt':
    case 'ReindexStmt':
    case 'ClusterStmt':
    case 'RefreshMatViewStmt':
    case 'CreateSchemaStmt':
    case 'CreatedbStmt':
    case 'CreateSeqStmt':
    case 'AlterSeqStmt':
    case 'CreateFunctionStmt':
    case 'AlterFunctionStmt':
    case 'CreateTrigStmt':
    case 'CreateEnumStmt':
    case 'AlterEnumStmt':
    case 'CreateDomainStmt':
    case 'AlterDomainStmt':
    case 'CompositeTypeStmt':
    case 'CreateRangeStmt':
    case 'CommentStmt':
    case 'RuleStmt':
    case 'DefineStmt':
    case 'CreateStatsStmt':
    case 'CreatePublicationStmt':
    case 'AlterPublicationStmt':
    case 'AlterObjectSchemaStmt':
    case 'CreateCastStmt':
    case 'CreateTableSpaceStmt':
      return say('db.schema', `runs \`${name.replace(/Stmt$/, '')}\``)
    default:
      return undefined
  }
}

function dropped(body: Node): Statement {
  const what = String(body.removeType ?? '')
    .replace('OBJECT_', '')
    .toLowerCase()
  const objects = (body.objects ?? []) as readonly Node[]
  const names = objects.flatMap((part) => {
    const items = ((part.List as Node | undefined)?.items ?? (part.String ? [part] : [])) as readonly {
      String?: { sval?: string }
    }[]
    const parts = items.map((item) => item.String?.sval ?? '').filter((text) => text !== '')
    if (parts.length === 0) return []
    return what === 'schema' ? [{ type: 'database', value: parts[0]! } as Target] : [table(...parts)]
  })
  const harmless = /^(index|constraint|trigger|rule|policy|cast|domain|operator)$/.test(what)
  return of(harmless ? 'db.schema' : 'db.drop', `drops ${what}`, names, cascade(body))
}

function altered(body: Node): Statement {
  const cmds = (body.cmds ?? []) as readonly { AlterTableCmd?: { subtype?: string } }[]
  const subtypes = cmds.map((cmd) => cmd.AlterTableCmd?.subtype ?? '')
  const names = [range(body.relation)]
  if (subtypes.some((subtype) => subtype === 'AT_DropColumn'))
    return of('db.drop', 'drops a column of', names, cascade(body))
  if (subtypes.some((subtype) => /RowSecurity|ChangeOwner/.test(subtype)))
    return of('db.grant', 'changes who may read', names)
  return of('db.schema', 'alters', names)
}

function calledFunction(body: Node): Statement | undefined {
  const parts = (body.funcname ?? []) as readonly { String?: { sval?: string } }[]
  const name = (parts[parts.length - 1]?.String?.sval ?? '').toLowerCase()
  return Object.hasOwn(functionKinds, name) ? say(functionKinds[name]!, `calls \`${name}\``) : undefined
}

function readDo(body: Node): readonly Statement[] {
  const args = (body.args ?? []) as readonly { DefElem?: { defname?: string; arg?: { String?: { sval?: string } } } }[]
  const text = args.find((arg) => arg.DefElem?.defname === 'as')?.DefElem?.arg?.String?.sval
  return text === undefined ? [say('db.admin', 'runs a block that cannot be read')] : readBody(text, 'standard', 1)
}

/** No WHERE, or a constant one. */
function everyRow(where: unknown): boolean {
  if (!where) return true
  const node = where as { A_Const?: unknown; A_Expr?: { lexpr?: Node; rexpr?: Node } }
  return (
    node.A_Const !== undefined ||
    (node.A_Expr?.lexpr?.A_Const !== undefined && node.A_Expr.rexpr?.A_Const !== undefined)
  )
}

function toPublic(body: Node): boolean {
  const grantees = (body.grantees ?? []) as readonly { RoleSpec?: { roletype?: string } }[]
  return grantees.some((grantee) => grantee.RoleSpec?.roletype === 'ROLESPEC_PUBLIC')
}

function cascade(body: Node): readonly Flag[] {
  return body.behavior === 'DROP_CASCADE' ? ['cascade'] : []
}

function range(value: unknown): Target {
  const relation = (value ?? {}) as { schemaname?: string; relname?: string }
  if (!relation.relname) return { type: 'table', value: null }
  return relation.schemaname ? table(relation.schemaname, relation.relname) : table(relation.relname)
}

function say(kind: Statement['kind'], says: string): Statement {
  return { kind, names: [], flags: [], says }
}

function of(kind: Statement['kind'], verb: string, names: readonly Target[], flags: readonly Flag[] = []): Statement {
  const list = names.map((name) => `\`${name.raw ?? name.value ?? '?'}\``).join(', ')
  return { kind, names, flags, says: list ? `${verb} ${list}` : verb }
}
