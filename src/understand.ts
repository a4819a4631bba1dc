/** Steps 1 and 2 of the flow: a request, whatever door it came through, to a script and its effects. Pure. */
import type { Effect } from './effects/effect.js'
import { effectsOf } from './effects/effects.js'
import { toolEffects } from './effects/tools.js'
import { argvOf } from './program.js'
import type { Request } from './request.js'
import { interpret, interpretArgv } from './shell/interpret.js'
import type { Script, Stdin } from './shell/script.js'
import type { Place, World } from './world.js'

/** Bytes of a regular file on stdin that are read as a script; a larger one is opaque. */
const MAX_STDIN_SCRIPT_BYTES = 256 * 1024

export interface Understood {
  /** Null for a tool call that carries no shell text. */
  readonly script: Script | null
  readonly effects: readonly Effect[]
}

function stdinOf(request: Extract<Request, { kind: 'exec' }>, world: World): Stdin {
  switch (request.stdin.kind) {
    case 'file': {
      const { path } = request.stdin
      const text = world.readText(path, MAX_STDIN_SCRIPT_BYTES)
      if (text === undefined) return { kind: 'file', path: { text: path, raw: path } }
      return { kind: 'text', text: { text, raw: `<${path}` } }
    }
    case 'null':
    case 'closed':
      return { kind: 'null' }
    case 'pipe':
    case 'socket':
    case 'tty':
    case 'other':
      return { kind: 'inherit' }
  }
}

/** What the request would do. Total: what cannot be understood comes out as opaque effects. */
export function understand(request: Request, place: Place, world: World): Understood {
  switch (request.kind) {
    case 'script': {
      const script = interpret(request.text, request.dialect, { cwd: request.cwd, world })
      return { script, effects: effectsOf(script, place, world) }
    }
    case 'exec': {
      const start = { cwd: request.cwd, world, stdin: stdinOf(request, world) }
      const script = interpretArgv(argvOf(request, place), start)
      return { script, effects: effectsOf(script, place, world) }
    }
    case 'tool':
      return { script: null, effects: toolEffects(request.tool, request.input, request.cwd, place, world) }
  }
}
