import type { AgentProfile } from './agent.js'
import { geminiCli } from './gemini-cli.js'

/** Qwen Code keeps the command line of Gemini CLI, from which it comes. */
export const qwenCode: AgentProfile = { ...geminiCli, name: 'qwen-code', programs: ['qwen'] }
