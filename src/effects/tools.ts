/**
 * Tool calls to effects, in the same vocabulary as commands: shells, file writes and edits, web access, sub-agents, MCP
 * tools. Names are those of Claude Code, Codex, Gemini CLI, OpenCode, pi and Qwen Code. An unknown tool is `tool.unknown`.
 */
import { interpret } from '../shell/interpret.js'
import type { Place, World } from '../world.js'
import { literal } from './context.js'
import { consequenceOf } from './derived.js'
import type { Effect, Flag, Source, Target } from './effect.js'
import { effectsOf } from './effects.js'
import { mcpEffects } from './mcp.js'
import { patchedFiles } from './patch.js'
import { pathTarget } from './paths.js'
import { literalSource, urlTargets } from './payload.js'
import { pathSecret } from './secrets.js'

type Input = Readonly<Record<string, unknown>>

const shells = new Set([
  'bash',
  'shell',
  'exec_command',
  'shell_command',
  'local_shell',
  'run_shell_command',
  'run_terminal_cmd',
  'execute_command',
  'exec',
  'terminal',
  'powershell',
  'monitor',
])
const writers = new Set(['write', 'write_file', 'create_file', 'writefile', 'create'])
const editors = new Set([
  'edit',
  'edit_file',
  'replace',
  'multiedit',
  'notebookedit',
  'str_replace',
  'str_replace_based_edit_tool',
  'str_replace_editor',
  'search_replace',
  'insert',
  'patch',
  'editfile',
])
const readers = new Set([
  'read',
  'read_file',
  'readfile',
  'view',
  'view_image',
  'notebookread',
  'read_many_files',
  'cat',
])
const searchers = new Set([
  'grep',
  'glob',
  'ls',
  'list',
  'list_directory',
  'list_dir',
  'search_file_content',
  'find',
  'find_files',
  'codesearch',
  'lsp',
  'file_search',
  'grep_search',
])
const fetchers = new Set(['webfetch', 'web_fetch', 'fetch', 'fetch_url', 'open_url', 'url_fetch', 'browse'])
const webSearchers = new Set(['websearch', 'web_search', 'google_web_search', 'search_web'])
const spawners = new Set([
  'task',
  'agent',
  'spawn_agent',
  'delegate',
  'delegate_to_agent',
  'subagent',
  'sessions_spawn',
  'send_input',
  'sendmessage',
])
const memories = new Set(['save_memory', 'memory', 'remember'])
/** Tools that act on the conversation only. */
const inward = new Set([
  'todowrite',
  'todoread',
  'todo',
  'todo_write',
  'update_plan',
  'exitplanmode',
  'enterplanmode',
  'askuserquestion',
  'ask_user',
  'slashcommand',
  'skill',
  'activate_skill',
  'bashoutput',
  'killshell',
  'killbash',
  'kill_shell',
  'taskoutput',
  'taskstop',
  'tasklist',
  'taskget',
  'taskcreate',
  'taskupdate',
  'toolsearch',
  'tool_search',
  'task_stop',
  'listagents',
  'reportfindings',
  'schedulewakeup',
  'update_topic',
  'list_background_processes',
  'read_background_output',
  'enter_plan_mode',
  'exit_plan_mode',
  'request_user_input',
  'get_goal',
  'create_goal',
  'update_goal',
  'resume_agent',
  'listmcpresources',
  'readmcpresource',
  'write_stdin',
  'wait',
  'wait_agent',
  'close_agent',
  'question',
  'think',
  'complete_task',
  'structuredoutput',
  'yield',
])

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null
}

function textOf(input: Input, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = input[name]
    if (typeof value === 'string') return value
  }
  return undefined
}

function toolEffect(
  kind: Effect['kind'],
  tool: string,
  says: string,
  parts: { targets?: readonly Target[]; sources?: readonly Source[]; flags?: readonly Flag[] } = {},
): Effect {
  return {
    kind,
    targets: parts.targets ?? [],
    flags: parts.flags ?? [],
    sources: parts.sources ?? [],
    command: -1,
    program: tool,
    says,
  }
}

/** A path of a tool's input: relative ones count from the working directory. Missing: unknown. */
function pathOf(path: string | undefined, cwd: string, place: Place, world: World): Target {
  if (path === undefined) return { type: 'path', value: null }
  const plain = path.startsWith('file://') ? path.slice('file://'.length) : path
  return pathTarget(literal(plain), cwd, place, world, true)
}

function isUnfilled(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** What follows from which file is written, as for a redirect of the shell. */
function consequences(target: Target, tool: string, deletes = false): readonly Effect[] {
  const found = consequenceOf(target, deletes)
  return found ? [toolEffect(found.kind, tool, found.says, { targets: [target] })] : []
}

function write(tool: string, input: Input, cwd: string, place: Place, world: World, edits: boolean): readonly Effect[] {
  const target = pathOf(
    textOf(input, 'file_path', 'filePath', 'path', 'absolute_path', 'notebook_path', 'filename', 'target_file'),
    cwd,
    place,
    world,
  )
  const pieces = Array.isArray(input.edits)
    ? (input.edits as unknown[]).map((edit) =>
        isInput(edit) ? (textOf(edit, 'new_string', 'newText', 'new_str') ?? '') : '',
      )
    : []
  const text =
    textOf(
      input,
      'content',
      'new_string',
      'newString',
      'new_str',
      'newText',
      'new_source',
      'file_text',
      'insert_text',
      'contents',
    ) ?? pieces.join('\n')
  const shown = target.raw ?? target.value ?? 'a file that is not named'
  const says = `${edits ? 'edits' : 'writes'} \`${shown}\``
  const flags: Flag[] = edits ? ['edit'] : []
  return [
    toolEffect('fs.write', tool, says, { targets: [target], flags, sources: [literalSource(text)] }),
    ...consequences(target, tool),
  ]
}

function read(tool: string, input: Input, cwd: string, place: Place, world: World): readonly Effect[] {
  const named = Array.isArray(input.paths)
    ? (input.paths as unknown[]).filter((path): path is string => typeof path === 'string')
    : [textOf(input, 'file_path', 'filePath', 'path', 'absolute_path', 'notebook_path', 'target_file')]
  return (named.length > 0 ? named : [undefined]).slice(0, 64).flatMap((path) => {
    const target = pathOf(path, cwd, place, world)
    const says = `reads \`${target.raw ?? target.value ?? '?'}\``
    const secret = target.value === null ? undefined : pathSecret(target.value, place.home)
    const plain = toolEffect('fs.read', tool, says, { targets: [target] })
    if (!secret) return [plain]
    // What a reading tool returns is shown in the conversation.
    return [
      plain,
      toolEffect('secret.print', tool, says, {
        targets: [{ ...target, type: 'secret', value: target.value }],
        sources: [{ type: 'path', value: target.value, secrets: [secret] }],
      }),
    ]
  })
}

function fetches(tool: string, input: Input): readonly Effect[] {
  const prompt = textOf(input, 'prompt', 'query')
  const direct = textOf(input, 'url', 'uri', 'href')
  // Gemini's web_fetch names its addresses inside the prompt.
  const urls = direct ? [direct] : (prompt?.match(/https?:\/\/[^\s<>"'`)\]}]+/g) ?? [])
  if (urls.length === 0)
    return [
      toolEffect('net.fetch', tool, 'fetches an address that is not named', {
        targets: [{ type: 'url', value: null }],
      }),
    ]
  return urls.slice(0, 16).map((url) => {
    const targets = urlTargets(literal(url))
    const query = /[?#]([\s\S]+)$/.exec(url)?.[1]
    return toolEffect('net.fetch', tool, `fetches \`${url.slice(0, 160)}\``, {
      targets,
      sources: query ? [literalSource(safeDecode(query))] : [],
    })
  })
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function patch(tool: string, input: Input, cwd: string, place: Place, world: World): readonly Effect[] {
  const text = textOf(input, 'input', 'patch', 'patchText', 'patch_text')
  const files = text === undefined ? [] : patchedFiles(text)
  if (files.length === 0)
    return [
      toolEffect('fs.write', tool, 'applies a patch that cannot be read', { targets: [{ type: 'path', value: null }] }),
    ]
  return files.flatMap(({ act, path, to, added }) => {
    const target = pathOf(path, cwd, place, world)
    if (act === 'delete')
      return [
        toolEffect('fs.delete', tool, `deletes \`${path}\``, { targets: [target] }),
        ...consequences(target, tool, true),
      ]
    const moved =
      to === undefined
        ? []
        : [
            toolEffect('fs.move', tool, `moves \`${path}\` to \`${to}\``, {
              targets: [
                { ...target, role: 'from' },
                { ...pathOf(to, cwd, place, world), role: 'to' },
              ],
            }),
          ]
    return [
      toolEffect('fs.write', tool, `${act === 'add' ? 'writes' : 'edits'} \`${path}\``, {
        targets: [target],
        flags: act === 'add' ? [] : ['edit'],
        sources: [literalSource(added)],
      }),
      ...consequences(target, tool),
      ...moved,
    ]
  })
}

function spawn(tool: string, input: Input): Effect {
  const task = textOf(input, 'prompt', 'task', 'message', 'objective', 'input', 'description')
  const kind = textOf(input, 'subagent_type', 'agent', 'agent_name', 'agent_type')
  return toolEffect('agent.spawn', tool, `hands a task to ${kind ? `the sub-agent \`${kind}\`` : 'a sub-agent'}`, {
    targets: [{ type: 'task', value: task ?? null }, ...(kind ? [{ type: 'agent' as const, value: kind }] : [])],
    sources: task === undefined ? [] : [literalSource(task)],
  })
}

function shell(tool: string, input: Input, cwd: string, place: Place, world: World): readonly Effect[] {
  const given = input.command ?? input.cmd ?? input.script
  const text = typeof given === 'string' ? given : Array.isArray(given) ? argvText(given) : undefined
  const at = textOf(input, 'workdir', 'cwd', 'directory', 'dir_path')
  const start = at === undefined ? cwd : (pathOf(at, cwd, place, world).value ?? cwd)
  if (text === undefined)
    return [
      toolEffect('exec.opaque', tool, 'runs a command that is not named', {
        targets: [{ type: 'script', value: null }],
      }),
    ]
  const found = effectsOf(interpret(text, 'bash', { cwd: start, world }), place, world)
  return found.length > 0 ? found : [toolEffect('shell.none', tool, 'runs no command')]
}

/** `["bash", "-lc", TEXT]` is that text; any other list is one command. */
function argvText(words: readonly unknown[]): string | undefined {
  if (!words.every((word): word is string => typeof word === 'string')) return undefined
  const [program, option, text] = words
  if (words.length === 3 && /(?:^|\/)(?:ba|z|da)?sh$/.test(program ?? '') && /^-l?c$/.test(option ?? '')) return text
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
}

/**
 * Effects of one tool call; never empty, so that no tool passes unseen.
 * @param tool name as the agent gives it; `mcp__server__tool` for MCP
 * @param input its arguments, not trusted in shape
 */
export function toolEffects(tool: string, input: Input, cwd: string, place: Place, world: World): readonly Effect[] {
  const name = tool.toLowerCase()
  if (name.startsWith('mcp__') || name.startsWith('mcp_')) return mcpEffects(tool, input)
  if (shells.has(name)) return shell(tool, input, cwd, place, world)
  if (name === 'apply_patch' || name === 'applypatch') return patch(tool, input, cwd, place, world)
  if (writers.has(name)) return write(tool, input, cwd, place, world, false)
  if (editors.has(name)) return write(tool, input, cwd, place, world, true)
  if (readers.has(name)) return read(tool, input, cwd, place, world)
  if (searchers.has(name)) {
    const target = pathOf(textOf(input, 'path', 'dir_path', 'directory') ?? cwd, cwd, place, world)
    return [toolEffect('fs.list', tool, `searches \`${target.raw ?? target.value ?? '?'}\``, { targets: [target] })]
  }
  if (fetchers.has(name)) return fetches(tool, input)
  if (webSearchers.has(name))
    return [
      toolEffect('net.fetch', tool, 'searches the web', {
        targets: [],
        sources: isUnfilled(input.query) ? [] : [literalSource(String(input.query))],
        flags: ['anonymous'],
      }),
    ]
  if (spawners.has(name)) return [spawn(tool, input)]
  if (memories.has(name))
    return [
      toolEffect('agent.memory', tool, 'writes what later sessions obey', {
        targets: [{ type: 'agent', value: 'memory' }],
        sources: [literalSource(textOf(input, 'fact', 'content', 'text') ?? '')],
      }),
    ]
  if (inward.has(name)) return [toolEffect('shell.none', tool, `uses \`${tool}\``)]
  return [
    toolEffect('tool.unknown', tool, `uses \`${tool}\`, a tool that is not known`, {
      targets: [{ type: 'tool', value: tool }],
    }),
  ]
}
