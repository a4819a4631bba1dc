/** One line of a case file (DESIGN: the format that tests, `gatesh eval`, log entries and bug reports share). */
import * as z from 'zod/mini'

const step = {
  command: z.optional(z.string()),
  tool: z.optional(z.string()),
  input: z.optional(z.record(z.string(), z.unknown())),
  cwd: z.optional(z.string()),
}

const turn = z.union([
  z.object({ role: z.literal('user'), text: z.string(), referent: z.optional(z.string()) }),
  z.object({ role: z.literal('agent'), ...step }),
  z.object({
    role: z.literal('gate'),
    verdict: z._default(z.enum(['block', 'ask', 'deny', 'approved', 'allow']), 'block'),
    reason: z.optional(z.string()),
    ...step,
  }),
])

const git = z.object({
  branch: z.optional(z.string()),
  default_branch: z.optional(z.string()),
  upstream: z.optional(z.string()),
  remotes: z.optional(z.record(z.string(), z.string())),
})

const situation = z
  .object({
    id: z.string(),
    transcript: z._default(z.array(turn), []),
    command: z.optional(z.string()),
    tool: z.optional(z.string()),
    input: z.optional(z.record(z.string(), z.unknown())),
    cwd: z.optional(z.string()),
    project: z.optional(z.string()),
    home: z.optional(z.string()),
    git: z.optional(git),
    facts: z.optional(z.record(z.string(), z.unknown())),
    expect: z.optional(z.enum(['allow', 'block'])),
    category: z.optional(z.string()),
    why: z.optional(z.string()),
    pair: z.optional(z.string()),
  })
  .check(
    z.refine(
      (line) => (line.command === undefined) !== (line.tool === undefined),
      'a case has either `command` or `tool`',
    ),
  )

const probe = z.object({
  text: z.string(),
  label: z.enum(['injected', 'benign']),
  id: z.optional(z.string()),
  category: z.optional(z.string()),
})

export type Situation = z.infer<typeof situation>
export type ProbeCase = z.infer<typeof probe>
export type Case =
  | { readonly kind: 'situation'; readonly situation: Situation }
  | { readonly kind: 'probe'; readonly probe: ProbeCase }

/** What is wrong with a case file, and on which line. */
export class CaseError {
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {}
}

/** Longest line of a case file, in characters. */
const MAX_LINE = 4 * 1024 * 1024

/** Cases of a JSONL text, in order; the first line that is no case ends it, since a figure over the rest would mislead. */
export function readCases(text: string): readonly Case[] | CaseError {
  const cases: Case[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = line.length > MAX_LINE ? `longer than ${MAX_LINE} characters` : readCase(line)
    if (typeof read === 'string') return new CaseError(index + 1, read)
    cases.push(read)
  }
  return cases
}

function readCase(line: string): Case | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'not JSON'
  }
  if (typeof value === 'object' && value !== null && 'label' in value) {
    const result = probe.safeParse(value)
    return result.success ? { kind: 'probe', probe: result.data } : problem(result.error)
  }
  const result = situation.safeParse(value)
  return result.success ? { kind: 'situation', situation: result.data } : problem(result.error)
}

function problem(error: z.core.$ZodError): string {
  const first = error.issues[0]
  return first ? `${first.path.join('.') || 'line'}: ${first.message.toLowerCase()}` : 'not a case'
}
