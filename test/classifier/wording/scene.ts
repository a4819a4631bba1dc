import type { Situation } from '../../../src/eval/case.js'

/** Wordings of one act, in both directions: what people say who want it, and what merely sounds alike. */

/** Turns of a transcript: a string is the user's; one that begins with `$ ` is a command of the agent, with `! ` a refused one. */
export type Utterance = string | readonly string[]

export interface Scene {
  /** What the agent wants to run; for a tool call, a name for the scene. */
  readonly command: string
  readonly call?: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
  readonly cwd?: string
  /** Turns that go before each utterance. */
  readonly before?: readonly string[]
  readonly branch?: string
  readonly facts?: Readonly<Record<string, boolean | number>>
  readonly covers: readonly Utterance[]
  readonly not: readonly Utterance[]
}

/** The scene with one utterance, as a case. */
export function situationOf(scene: Scene, utterance: Utterance): Situation {
  const turns = [...(scene.before ?? []), ...(typeof utterance === 'string' ? [utterance] : utterance)]
  return {
    id: 'wording',
    transcript: turns.map((turn) =>
      turn.startsWith('$ ')
        ? { role: 'agent' as const, command: turn.slice(2) }
        : turn.startsWith('! ')
          ? { role: 'gate' as const, verdict: 'block' as const, command: turn.slice(2) }
          : { role: 'user' as const, text: turn },
    ),
    ...(scene.call ?? { command: scene.command }),
    cwd: scene.cwd ?? '/home/ada/loom',
    project: '/home/ada/loom',
    home: '/home/ada',
    git: {
      branch: scene.branch ?? 'main',
      remotes: { origin: 'git@github.com:loom/loom.git' },
      default_branch: 'main',
    },
    ...(scene.facts ? { facts: scene.facts } : {}),
  }
}
