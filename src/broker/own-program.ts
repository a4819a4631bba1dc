/**
 * What the launched agent starts by itself, before or beside any tool call: its own next image (`exec node cli.js "$@"`
 * in a wrapper script) and the programs that came in its own package. Pure.
 */
import type { AgentProfile } from '../agents/agent.js'
import type { Request } from '../request.js'
import { type Program, programOf, type RequestRecord } from './record.js'
import { shellText } from './shell-text.js'

type Exec = Extract<Request, { kind: 'exec' }>

/** Whether the agent's process itself (`parent`) starts a part of the agent, and not something on its behalf. */
export function ownProgram(request: Exec, pid: number, parent: RequestRecord, launched: Program): boolean {
  if (parent.kind !== 'agent' || request.truncated || request.nameless) return false
  const files = [programOf(request).path, request.exe]
  const isOwn = files.some((file) => isOfPackage(file, launched.path)) || isSandbox(request)
  return isOwn || isNextImage(request, pid, parent, launched) || isRelaunch(programOf(request), parent.program)
}

/** Options of an interpreter that load nothing; `--import` and `--require` would make another program of it. */
const harmless =
  /^--(?:max-old-space-size|max-semi-space-size|stack-size|expose-gc|no-warnings|no-deprecation|enable-source-maps|disable-warning)(?:=[\w-]+)?$/

/**
 * Whether `program` is the interpreter of `parent` with the same script and arguments behind options of its own: agents
 * start themselves anew to give their interpreter more memory. Only for what the agent itself starts.
 */
export function isRelaunch(program: Program | undefined, parent: Program | undefined): boolean {
  if (!program || !parent || program.path !== parent.path || parent.args.length === 0) return false
  const options = program.args.slice(0, -parent.args.length)
  const rest = program.args.slice(-parent.args.length)
  return rest.every((arg, index) => arg === parent.args[index]) && options.every((option) => harmless.test(option))
}

/**
 * Whether an agent that gatesh knows does something for itself (asks git for the branch, the system for its name). What
 * the model asks for comes through a shell; only that says whether the model is stuck.
 */
export function isHarnessWork(request: Exec, parent: RequestRecord | undefined): boolean {
  return parent?.kind === 'agent' && shellText(request) === undefined
}

/** What the harness has git do for itself. Only for what it starts, not its model. */
export function isOwnExec({ door, exe, argv }: Exec, agent: AgentProfile | undefined): boolean {
  const isGit = /^\/usr\/(?:local\/)?(?:bin|lib(?:exec)?\/git-core)\/git$/.test(exe)
  return door === 'supervisor' && isGit && agent?.isOwnExec?.(argv) === true
}

/** Text that the harness gives to a shell for itself. Only where the kernel says that the agent's own process did. */
export function isOwnText(request: Exec, parent: RequestRecord, agent: AgentProfile | undefined): boolean {
  if (request.door !== 'supervisor' || parent.kind !== 'agent') return false
  const text = shellText(request) ?? wholeTextOf(parent, request)
  return text !== undefined && agent?.isOwnText?.(text) === true
}

/** The text of the shell above, where it is this one program and nothing else (`zsh -lc env`, which then runs env). */
function wholeTextOf(parent: RequestRecord, { argv, exe }: Exec): string | undefined {
  const text = parent.program?.args.at(-1)
  return argv.length === 1 && text !== undefined && exe.endsWith(`/${text}`) ? text : undefined
}

/** A wrapper script that becomes the real agent: same process, and the arguments of the launch at the end. */
function isNextImage(request: Exec, pid: number, parent: RequestRecord, launched: Program): boolean {
  const { args } = launched
  // Without arguments there is nothing to know it by.
  if (pid !== parent.pid || args.length === 0) return false
  const tail = request.argv.slice(-args.length)
  return request.argv.length > args.length && tail.every((arg, index) => arg === args[index])
}

/** Its own sandbox around a tool call. Whatever that starts is seen at its own exec, and judged there. */
function isSandbox({ exe, door }: Exec): boolean {
  return door === 'supervisor' && exe === '/usr/bin/bwrap'
}

/** The agent's package, or its siblings of one scope: `node_modules/@openai/codex` and `.../@openai/codex-linux-x64`. */
export function isOfPackage(path: string, agent: string): boolean {
  const home = /^(.*\/node_modules\/(?:@[^/]+|[^/@.][^/]*))\//.exec(agent)?.[1]
  return home !== undefined && path.startsWith(`${home}/`)
}
