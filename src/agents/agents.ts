/** The agents that gatesh knows by name. Any other program is launched and gated all the same; its task comes from `--task`. */
import type { AgentProfile } from './agent.js'
import { claudeCode } from './claude-code.js'
import { codex } from './codex.js'
import { geminiCli } from './gemini-cli.js'
import { opencode } from './opencode.js'
import { pi } from './pi.js'
import { qwenCode } from './qwen-code.js'

const agents: readonly AgentProfile[] = [claudeCode, codex, geminiCli, opencode, pi, qwenCode]

/** The agent that a program of this path is, by its file name. */
export function agentOf(path: string): AgentProfile | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return agents.find((agent) => agent.programs.includes(name))
}
