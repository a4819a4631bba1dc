/**
 * The transcript as the decision sees it: user messages and tool calls only. Agent prose, tool results, reminders and
 * notifications never become turns; `referent` is the one exception, kept only as what a bare "yes" refers to.
 */
export type Turn =
  | { readonly role: 'user'; readonly text: string; readonly referent?: string; readonly at?: number }
  | { readonly role: 'agent'; readonly command: string; readonly cwd?: string; readonly at?: number }
  | {
      readonly role: 'agent'
      readonly tool: string
      readonly input: Readonly<Record<string, unknown>>
      readonly cwd?: string
      readonly at?: number
    }
  | {
      /** An earlier refusal by this gate. */
      readonly role: 'gate'
      readonly verdict: 'block' | 'ask' | 'approved'
      readonly command?: string
      readonly tool?: string
      readonly input?: Readonly<Record<string, unknown>>
      readonly reason?: string
      readonly at?: number
    }
