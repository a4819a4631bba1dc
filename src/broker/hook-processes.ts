/**
 * Which processes are hooks of gatesh, and who started them. Known from execs that the supervisor saw; a process that
 * only says so is none.
 */
import { type Asking, hookCommand } from '../agents/hooks/claude-shape.js'
import type { Request } from '../request.js'
import type { Starter } from './hooks.js'
import type { ProgramFile } from './live-shell.js'
import type { RequestRecord } from './record.js'
import { shellText } from './shell-text.js'
import type { ExecRequest, Origin } from './wire.js'

/** Hooks that are waited for. */
const MAX_HOOKS = 1_000

export interface Askers {
  /** The session's own gatesh-ask, which its shells and its hooks run. */
  readonly session: ProgramFile | undefined
  /** The package's, which hooks in an agent's settings run. */
  readonly installed: ProgramFile | undefined
}

export interface HookProcesses {
  /** What gatesh-ask is there for, where this is its exec. */
  asking(message: ExecRequest): Asking | 'line' | undefined
  /** A hook was started below `parent`; `isAgent`: that is the agent's own process. */
  started(message: ExecRequest, parent: RequestRecord | undefined, isAgent: boolean): void
  /** Who started the hook that now tells; asked once for each. */
  starterOf(origin: Origin | undefined): Starter
  /** Whether a shell's text is a hook's command and nothing else. */
  isHookText(request: Extract<Request, { kind: 'exec' }>): boolean
}

const isFile = (file: ProgramFile | undefined, { exe, dev, ino }: ExecRequest) =>
  file !== undefined && exe === file.path && dev === file.dev && ino === file.ino

export function createHookProcesses({ session, installed }: Askers): HookProcesses {
  /** Exec ids of hooks that have not told yet. */
  const waiting = new Map<number, Starter>()
  const prefixes = [
    ...(session ? [hookPrefix(session.path, 'hook')] : []),
    ...(installed ? [hookPrefix(installed.path, 'installed')] : []),
  ]
  return {
    asking(message) {
      const { argv, door } = message
      if (door !== 'supervisor') return undefined
      if (argv[1] === 'line' || argv[1] === 'hook') return isFile(session, message) ? argv[1] : undefined
      return argv[1] === 'installed' && isFile(installed, message) ? 'installed' : undefined
    },
    started({ exec, argv }, parent, isAgent) {
      const [path = '', asking = '', agent = '', event = ''] = argv
      const isShell =
        parent?.kind === 'agent' && parent.program?.args.at(-1) === hookCommand(path, asking as Asking, agent, event)
      waiting.set(exec, isAgent ? 'agent' : isShell ? 'shell' : 'other')
      // Those that ended without a word.
      if (waiting.size > MAX_HOOKS) for (const each of [...waiting.keys()].slice(0, MAX_HOOKS / 2)) waiting.delete(each)
    },
    starterOf(origin) {
      if (origin === undefined) return 'unknown'
      const starter = waiting.get(origin.exec) ?? 'other'
      waiting.delete(origin.exec)
      return starter
    },
    isHookText(request) {
      const text = shellText(request)
      const rest = prefixes.map((prefix) => (text?.startsWith(prefix) ? text.slice(prefix.length) : ''))
      return rest.some((words) => /^[a-z]+(?:-[a-z]+)* [A-Za-z]+$/.test(words))
    },
  }
}

/** Everything before the agent's name. */
function hookPrefix(path: string, asking: Asking): string {
  return hookCommand(path, asking, '', '').trimEnd().concat(' ')
}
