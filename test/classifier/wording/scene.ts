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
