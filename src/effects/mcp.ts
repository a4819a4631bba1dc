/**
 * MCP tools: what a call does is read from the words of its name, since servers are free in what they offer. Where a name
 * says nothing it is unknown. Arguments are the payload; well-known argument names are targets.
 */
import type { Effect, EffectKind, Flag, Source, Target, TargetType } from './effect.js'
import { environmentFlags } from './environment.js'
import { literalSource } from './payload.js'

type Input = Readonly<Record<string, unknown>>

/** Words of tool names, most dangerous meaning first: `delete_and_list` deletes. */
const verbs: readonly (readonly [RegExp, EffectKind])[] = [
  [
    /^(?:delete|remove|drop|destroy|purge|truncate|archive|revoke|cancel|trash|erase|wipe|kill|terminate|unpublish|uninstall|clear)$/,
    'tool.write',
  ],
  [
    /^(?:send|post|publish|share|email|mail|notify|message|reply|comment|tweet|forward|invite|broadcast|submit|upload|push|dm|react|pay|transfer|purchase|order|charge|refund|book)$/,
    'tool.send',
  ],
  [
    /^(?:merge|approve|close|reopen|assign|create|update|edit|write|set|add|insert|upsert|patch|put|move|rename|copy|append|save|apply|deploy|run|execute|exec|start|stop|restart|trigger|enable|disable|import|restore|migrate|commit|fork|lock|unlock|grant|schedule|make|modify|change|replace|sync|label|transition|click|type|fill|press|select|drag|evaluate|navigate|install|invoke|call)$/,
    'tool.write',
  ],
  [
    /^(?:get|list|read|search|find|fetch|query|describe|show|view|lookup|count|browse|inspect|check|status|diff|download|export|explain|analyze|summarize|resolve|snapshot|screenshot|head|stat|info|help|ping|validate|preview|whoami|retrieve|scan|grep|tail|log|logs|history|docs|documentation|context|who)$/,
    'tool.read',
  ],
]

const targetNames: readonly (readonly [RegExp, TargetType])[] = [
  [/^(?:channel|channel_id|channelid|channel_name|room|conversation)$/i, 'channel'],
  [
    /^(?:to|recipient|recipients|email|emails|cc|bcc|user|username|user_id|assignee|attendees|phone|invitee)$/i,
    'recipient',
  ],
  [/^(?:repo|repository|project|project_key|project_id|owner_repo)$/i, 'repo'],
  [/^(?:pull_number|pr|pr_number|merge_request_iid|pullrequest)$/i, 'pr'],
  [/^(?:issue|issue_number|issue_key|issuekey|issue_id|ticket|ticket_id)$/i, 'issue'],
  [/^(?:branch|ref|head|base)$/i, 'branch'],
  [/^(?:table|collection|sheet|spreadsheet_id|index)$/i, 'table'],
  [/^(?:database|db|database_id|cluster|connection)$/i, 'database'],
  [
    /^(?:path|file|file_path|filename|folder|directory|page|page_id|page_title|document|document_id|doc_id|title|name|subject)$/i,
    'resource',
  ],
  [/^(?:id|resource|resource_id|object_id|record_id|event_id|message_id|customer|account_id|key)$/i, 'resource'],
  [/^(?:url|uri|endpoint|webhook)$/i, 'url'],
  [/^(?:environment|env|stage|workspace)$/i, 'environment'],
  [/^(?:bucket)$/i, 'bucket'],
  [/^(?:namespace)$/i, 'namespace'],
  [/^(?:service|deployment|pod)$/i, 'service'],
]

/** Removals are `tool.write` with this flag, so that a rule can tell them. */
const removing =
  /^(?:delete|remove|drop|destroy|purge|truncate|revoke|cancel|trash|erase|wipe|kill|terminate|unpublish|uninstall|clear)$/

const MAX_ARGUMENTS = 32

/** Effects of an MCP call. `mcp__github__create_issue`: server `github`, tool `create_issue`. */
export function mcpEffects(tool: string, input: Input): readonly Effect[] {
  const [server = '', ...rest] = tool.replace(/^mcp_{1,2}/i, '').split('__')
  const name = rest.length > 0 ? rest.join('__') : server
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const acted = actionOf(words, input)
  const kind = acted ?? kindOf(words, input)
  const targets: Target[] = [{ type: 'tool', value: tool, raw: `${server} ${name}` }]
  const texts: string[] = []
  for (const [key, value] of Object.entries(input).slice(0, MAX_ARGUMENTS)) {
    const type = targetNames.find(([pattern]) => pattern.test(key))?.[1]
    for (const each of Array.isArray(value) ? value.slice(0, 16) : [value]) {
      if (typeof each !== 'string' && typeof each !== 'number') continue
      if (type) targets.push({ type, value: String(each) })
      texts.push(String(each))
    }
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) texts.push(JSON.stringify(value))
  }
  const flags: Flag[] = words.some((word) => removing.test(word)) ? ['delete'] : []
  flags.push(...environmentFlags([server, ...targets.slice(1).map(({ value }) => value)]))
  const sources: Source[] = texts.length > 0 ? [literalSource(texts.join('\n'))] : []
  const sql = statementOf(input)
  const says = `calls \`${name}\` of the MCP server \`${server}\``
  return [{ kind: sql ?? kind, targets, flags, sources, command: -1, program: tool, says }]
}

/** A database tool's statement says more than its name. */
function statementOf(input: Input): EffectKind | undefined {
  const text = [input.sql, input.query, input.statement].find((value) => typeof value === 'string') as
    | string
    | undefined
  const verb = /^\s*(?:--[^\n]*\n\s*)*([a-z]+)/i.exec(text ?? '')?.[1]?.toLowerCase()
  switch (verb) {
    case 'drop':
    case 'truncate':
      return 'db.drop'
    case 'delete':
      return 'db.delete'
    case 'insert':
    case 'update':
    case 'merge':
    case 'upsert':
      return 'db.write'
    case 'alter':
    case 'create':
      return 'db.schema'
    case 'grant':
    case 'revoke':
      return 'db.grant'
    default:
      return undefined
  }
}

/**
 * `call_service {domain: "lock", service: "unlock"}`, `execute {action: "delete_page"}`: a tool that does whatever its
 * argument says is judged by that argument.
 */
function actionOf(words: readonly string[], input: Input): EffectKind | undefined {
  if (!words.some((word) => /^(?:call|execute|exec|run|invoke|perform|do|dispatch|trigger)$/.test(word)))
    return undefined
  for (const key of ['service', 'action', 'operation', 'method', 'tool', 'function', 'op', 'verb']) {
    const value = input[key]
    if (typeof value !== 'string') continue
    const named = value
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
    for (const [pattern, kind] of verbs) if (named.some((word) => pattern.test(word))) return kind
  }
  return undefined
}

function kindOf(words: readonly string[], input: Input): EffectKind {
  for (const [pattern, kind] of verbs) {
    if (!words.some((word) => pattern.test(word))) continue
    // `search_messages`, `list_comments`, `get_post`: the reading verb leads, the rest is its object.
    const leads = words.find((word) => verbs.some(([each]) => each.test(word)))
    if (kind !== 'tool.read' && leads && verbs[3]![0].test(leads)) return 'tool.read'
    return kind
  }
  return Object.keys(input).length === 0 ? 'tool.read' : 'tool.unknown'
}
