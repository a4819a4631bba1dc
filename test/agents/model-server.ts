/**
 * A model server on loopback that plays a script instead of thinking: turn n of the conversation asks for step n, and the
 * turn after the last step says that it is done. It speaks what the agents speak: Anthropic Messages, OpenAI Responses,
 * OpenAI Chat Completions and Gemini generateContent, streaming or not. What the agent sent is kept for the test to look at.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the "model" does in one turn: a shell command, or a call of a tool by name. */
export type Step =
  /** `prompted`: only when the user has said something after the step before. */
  | { readonly command: string; readonly prompted?: true }
  | { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }

// biome-ignore lint/suspicious/noExplicitAny: bodies of four protocols, read field by field and never trusted further
type Json = Record<string, any>

/** What the model does in a conversation whose first message from the user has `task` in it: a sub-agent's. */
export interface Delegated {
  readonly task: string
  readonly steps: readonly Step[]
}

export interface ModelServer {
  readonly url: string
  /** Bodies of all requests that carried tools, in order: what the model saw. */
  readonly seen: readonly Json[]
  close(): Promise<void>
}

/** Names under which the agents offer their shell. */
const shellTools = ['Bash', 'bash', 'exec_command', 'shell_command', 'shell', 'local_shell', 'run_shell_command']

const finalText = 'All steps are done.'

function id(prefix: string): string {
  return prefix + randomBytes(10).toString('hex')
}

/** The call for a step in terms of the tools on offer; undefined where the agent has no such tool. */
function callFor(
  step: Step,
  offered: readonly { name: string; schema?: Json | undefined }[],
): { name: string; input: Json } | undefined {
  if ('tool' in step)
    return offered.some(({ name }) => name === step.tool) ? { name: step.tool, input: { ...step.input } } : undefined
  const shell = shellTools.map((name) => offered.find((tool) => tool.name === name)).find((tool) => tool !== undefined)
  return shell && { name: shell.name, input: shellInput(step.command, shell.schema) }
}

/** The steps of this conversation: its task stands in one of the user's first messages, or before them (Gemini CLI). */
function stepsFor(body: Json, steps: readonly Step[], delegated: Delegated | undefined): readonly Step[] {
  const turns = ((body.messages ?? body.input ?? body.contents ?? []) as Json[]).filter(({ role }) => role === 'user')
  const said = JSON.stringify([turns.slice(0, 3), body.systemInstruction])
  return delegated && said.includes(delegated.task) ? delegated.steps : steps
}

interface Offered {
  readonly name: string
  readonly schema?: Json | undefined
  readonly namespace?: string | undefined
}

/** Fills the parameters that the shell tool declares. */
function shellInput(command: string, schema: Json | undefined): Json {
  const properties: Json = schema?.properties ?? {}
  const key = 'cmd' in properties ? 'cmd' : 'command'
  const input: Json = { [key]: properties[key]?.type === 'array' ? ['bash', '-lc', command] : command }
  for (const name of (schema?.required ?? []) as string[]) {
    if (name in input) continue
    const type = properties[name]?.type
    input[name] =
      type === 'boolean' ? false : type === 'number' || type === 'integer' ? 10_000 : type === 'array' ? [] : 'step'
  }
  return input
}

function events(response: ServerResponse, list: readonly (readonly [name: string | null, data: unknown])[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  for (const [name, data] of list) {
    if (name) response.write(`event: ${name}\n`)
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
  }
  response.end()
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** Whether the step is for the user's next words, and these have not come yet. */
function waits(body: Json, step: Step | undefined, results: number): boolean {
  if (step === undefined || !('command' in step) || step.prompted !== true) return false
  const prompts = ((body.messages ?? []) as Json[]).filter(
    ({ role, content }) =>
      role === 'user' && !(Array.isArray(content) && content.some(({ type }: Json) => type === 'tool_result')),
  )
  return prompts.length <= results
}

function anthropic(body: Json, steps: readonly Step[], response: ServerResponse): void {
  const offered = ((body.tools ?? []) as Json[]).map((tool) => ({
    name: tool.name as string,
    schema: tool.input_schema as Json,
  }))
  const results = ((body.messages ?? []) as Json[])
    .flatMap((m) => (Array.isArray(m.content) ? m.content : []))
    .filter((c: Json) => c.type === 'tool_result')
  const step = waits(body, steps[results.length], results.length) ? undefined : steps[results.length]
  const call = step && offered.length > 0 ? callFor(step, offered) : undefined
  const content: Json[] = call
    ? [{ type: 'tool_use', id: id('toolu_'), name: call.name, input: call.input }]
    : [{ type: 'text', text: offered.length > 0 ? finalText : '{"title":"session","isNewTopic":false}' }]
  const stop = call ? 'tool_use' : 'end_turn'
  const usage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  const message = {
    id: id('msg_'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage,
  }
  // Claude Code's own auto mode asks the server for a verdict on each tool use; this one has no objection.
  const reviewed = ((body.safeguards ?? []) as Json[]).some((guard) => guard.type === 'dangerous_tool_use')
  const toolUses = Object.fromEntries(
    content.filter((c) => c.type === 'tool_use').map((c) => [c.id, { type: 'evaluated', outcome: 'not_flagged' }]),
  )
  const safeguards = reviewed
    ? { safeguard_results: [{ type: 'dangerous_tool_use', status: { type: 'available', tool_uses: toolUses } }] }
    : {}
  if (!body.stream) {
    json(response, { ...message, ...safeguards })
    return
  }
  const list: [string, unknown][] = [
    ['message_start', { type: 'message_start', message: { ...message, content: [], stop_reason: null } }],
  ]
  for (const [index, block] of content.entries()) {
    const empty = block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} }
    const delta =
      block.type === 'text'
        ? { type: 'text_delta', text: block.text }
        : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
    list.push(
      ['content_block_start', { type: 'content_block_start', index, content_block: empty }],
      ['content_block_delta', { type: 'content_block_delta', index, delta }],
      ['content_block_stop', { type: 'content_block_stop', index }],
    )
  }
  list.push(
    [
      'message_delta',
      {
        type: 'message_delta',
        delta: { stop_reason: stop, stop_sequence: null, ...safeguards },
        usage: { output_tokens: 5 },
      },
    ],
    ['message_stop', { type: 'message_stop' }],
  )
  events(response, list)
}

function responses(body: Json, steps: readonly Step[], response: ServerResponse): void {
  // Some tools come in groups; a call then names both.
  const offered = ((body.tools ?? []) as Json[]).flatMap((tool): Offered[] =>
    tool.type === 'namespace'
      ? (tool.tools as Json[]).map(({ name }) => ({ name: name as string, namespace: tool.name as string }))
      : [{ name: (tool.name ?? tool.type) as string, schema: tool.parameters as Json }],
  )
  const input: Json[] = Array.isArray(body.input) ? body.input : []
  const step = steps[input.filter((item) => String(item.type).endsWith('_output')).length]
  const call = step && offered.length > 0 ? callFor(step, offered) : undefined
  const item: Json = call
    ? {
        type: 'function_call',
        id: id('fc_'),
        call_id: id('call_'),
        name: call.name,
        namespace: offered.find(({ name }) => name === call.name)?.namespace,
        arguments: JSON.stringify(call.input),
      }
    : {
        type: 'message',
        id: id('msg_'),
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: finalText, annotations: [] }],
      }
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 15,
  }
  const whole = { id: id('resp_'), object: 'response', status: 'completed', model: body.model, output: [item], usage }
  if (!body.stream) {
    json(response, whole)
    return
  }
  const list: [string, Json][] = [
    ['response.created', { response: { ...whole, status: 'in_progress', output: [], usage: null } }],
    [
      'response.output_item.added',
      { output_index: 0, item: item.type === 'message' ? { ...item, content: [] } : item },
    ],
  ]
  if (item.type === 'function_call') {
    list.push([
      'response.function_call_arguments.done',
      { item_id: item.id, output_index: 0, arguments: item.arguments },
    ])
  } else {
    const at = { item_id: item.id, output_index: 0, content_index: 0 }
    list.push(
      ['response.content_part.added', { ...at, part: { type: 'output_text', text: '', annotations: [] } }],
      ['response.output_text.delta', { ...at, delta: finalText }],
      ['response.output_text.done', { ...at, text: finalText }],
    )
  }
  list.push(['response.output_item.done', { output_index: 0, item }], ['response.completed', { response: whole }])
  events(
    response,
    list.map(([name, data], sequence) => [name, { type: name, sequence_number: sequence, ...data }] as const),
  )
}

function chat(body: Json, steps: readonly Step[], response: ServerResponse): void {
  const offered = ((body.tools ?? []) as Json[]).map((tool) => ({
    name: tool.function?.name as string,
    schema: tool.function?.parameters as Json,
  }))
  const step = steps[((body.messages ?? []) as Json[]).filter((message) => message.role === 'tool').length]
  const call = step && offered.length > 0 ? callFor(step, offered) : undefined
  const toolCall = call && {
    id: id('call_'),
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }
  const message: Json = toolCall
    ? { role: 'assistant', content: null, tool_calls: [toolCall] }
    : { role: 'assistant', content: finalText }
  const finish = toolCall ? 'tool_calls' : 'stop'
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
  const head = { id: id('chatcmpl-'), created: 1, model: body.model }
  if (!body.stream) {
    json(response, {
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: finish }],
      usage,
    })
    return
  }
  const chunk = { ...head, object: 'chat.completion.chunk' }
  const delta = toolCall ? { ...message, tool_calls: [{ index: 0, ...toolCall }] } : message
  events(response, [
    [null, { ...chunk, choices: [{ index: 0, delta, finish_reason: null }] }],
    [null, { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }] }],
    [null, { ...chunk, choices: [], usage }],
    [null, '[DONE]'],
  ])
}

function gemini(body: Json, steps: readonly Step[], stream: boolean, response: ServerResponse): void {
  const declared = ((body.tools ?? []) as Json[]).flatMap((tool) => (tool.functionDeclarations ?? []) as Json[])
  const offered = declared.map((tool) => ({
    name: tool.name as string,
    schema: (tool.parametersJsonSchema ?? tool.parameters) as Json,
  }))
  const parts = ((body.contents ?? []) as Json[]).flatMap((content) => (content.parts ?? []) as Json[])
  const step = steps[parts.filter((part) => part.functionResponse).length]
  const call = step && offered.length > 0 ? callFor(step, offered) : undefined
  const part = call
    ? { functionCall: { name: call.name, args: call.input } }
    : { text: offered.length > 0 ? finalText : '{}' }
  const whole = {
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
    modelVersion: 'scripted',
  }
  if (stream) events(response, [[null, whole]])
  else json(response, whole)
}

function route(path: string, body: Json, steps: readonly Step[], response: ServerResponse): void {
  if (path.endsWith('/messages/count_tokens')) json(response, { input_tokens: 10 })
  else if (path.endsWith('/messages')) anthropic(body, steps, response)
  else if (path.endsWith('/responses')) responses(body, steps, response)
  else if (path.endsWith('/chat/completions')) chat(body, steps, response)
  else if (path.endsWith(':streamGenerateContent')) gemini(body, steps, true, response)
  else if (path.endsWith(':generateContent')) gemini(body, steps, false, response)
  else if (path.endsWith(':countTokens')) json(response, { totalTokens: 10 })
  else if (path.endsWith('/models'))
    json(response, { object: 'list', data: [{ id: 'scripted', object: 'model', created: 1, owned_by: 'test' }] })
  else {
    response.writeHead(404, { 'content-type': 'application/json' })
    response.end('{}')
  }
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? {} : (JSON.parse(text) as Json)
}

/** Starts the server on a free loopback port. */
export async function startModelServer(steps: readonly Step[], delegated?: Delegated): Promise<ModelServer> {
  const seen: Json[] = []
  const server: Server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => {
        if (body.tools) seen.push(body)
        route((request.url ?? '/').split('?')[0] ?? '/', body, stepsFor(body, steps, delegated), response)
      })
      .catch((error: unknown) => {
        response.writeHead(400)
        response.end(String(error))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
