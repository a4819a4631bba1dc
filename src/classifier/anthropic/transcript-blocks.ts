/**
 * The transcript as blocks of text that never change once they were sent: each question adds what came since as one more
 * block, so that a provider finds the whole beginning of the last question in its cache. Pure.
 */
import { isShellTool } from '../../agents/transcripts/reader.js'
import type { History, Line } from '../../transcript/history.js'
import { cleaned, fenced } from './fence.js'
import { TRANSCRIPT_START } from './prompt.js'

export class TranscriptBlocks {
  private blocks: readonly string[] = []
  private epoch = -1
  private seen = 0

  constructor(
    private readonly history: History,
    private readonly redact: (text: string) => string,
  ) {}

  /** All of it up to now; the first block is never empty. */
  current(): readonly string[] {
    const { epoch, lines, leftOut } = this.history
    if (epoch !== this.epoch) {
      this.epoch = epoch
      this.seen = 0
      this.blocks = [TRANSCRIPT_START + (leftOut > 0 ? `${fenced({ left_out: leftOut })}\n` : '')]
    }
    const added = lines.slice(this.seen).map((line) => `${this.render(line)}\n`)
    if (added.length > 0)
      this.blocks = this.seen === 0 ? [`${this.blocks.join('')}${added.join('')}`] : [...this.blocks, added.join('')]
    this.seen = lines.length
    return this.blocks
  }

  private render(line: Line): string {
    switch (line.who) {
      case 'user':
        return fenced({ user: this.redact(line.text), ...(line.replies ? { replies: true } : {}) })
      case 'agent':
        return fenced({
          agent: stepOf(line.text, this.redact),
          ...(line.cwd === undefined ? {} : { cwd: this.redact(line.cwd) }),
        })
      case 'gate':
        return fenced({ [line.decided]: stepOf(line.text, this.redact) })
    }
  }
}

/** Where an agent says in its own words what a call is for, or why it should be let pass. */
const labels: ReadonlySet<string> = new Set(['description', 'explanation', 'reason', 'justification', 'thought'])
const spawning: ReadonlySet<string> = new Set(['Agent', 'Task', 'spawn_agent'])

/** A tool's input without the agent's prose about it; elsewhere such a field may be what is sent out. */
export function withoutLabels(tool: string, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isLabelled = isShellTool(tool) || spawning.has(tool)
  return Object.fromEntries(Object.entries(input).filter(([name]) => !(isLabelled && labels.has(name))))
}

/** A shell text as it is; `Tool {"input": ...}` as an object, where it is whole. */
function stepOf(text: string, redact: (text: string) => string): unknown {
  const [, tool = '', json = ''] = /^([\w.-]+) (\{.*\})$/s.exec(text) ?? []
  if (tool === '') return redact(text)
  try {
    const input = JSON.parse(json) as Record<string, unknown>
    return { tool, input: cleaned(withoutLabels(tool, input), redact) }
  } catch {
    // Cut short, or a shell's own braces: quotes as secrets are looked for between.
    return redact(text.replaceAll('\\"', '"'))
  }
}
