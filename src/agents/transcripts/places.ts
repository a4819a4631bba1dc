/** Where each agent keeps the transcripts of sessions in a directory (facts: tried versions of November 2026). */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { claudeCodeReader } from './claude-code.js'
import { codexReader } from './codex.js'
import { geminiCliReader } from './gemini-cli.js'
import { piReader } from './pi.js'
import { qwenCodeReader } from './qwen-code.js'
import type { TranscriptReader } from './reader.js'

export interface TranscriptSource {
  newReader(): TranscriptReader
  /** Files that may belong to a session in this directory. */
  list(): readonly string[]
}

export interface Around {
  readonly home: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Names looked at in one directory: the last by name, which for dated names are the newest. */
const MAX_NAMES = 500

/** Undefined for an agent that keeps none in files: OpenCode has a database, others are not known. */
export function transcriptSource(agent: string, { home, cwd, env }: Around): TranscriptSource | undefined {
  const dashed = cwd.replace(/[^A-Za-z0-9]/g, '-')
  const isHere = (name: string) => name.startsWith(dashed.slice(0, 200))
  const isLines = (name: string) => name.endsWith('.jsonl')
  const any = () => true
  switch (agent) {
    case 'claude-code': {
      const base = env.CLAUDE_CONFIG_DIR ?? join(home, '.claude')
      return { newReader: claudeCodeReader, list: () => below(join(base, 'projects'), [isHere, isLines]) }
    }
    case 'codex': {
      const base = join(env.CODEX_HOME ?? join(home, '.codex'), 'sessions')
      // A session may run past midnight, and the date is the local one.
      return { newReader: codexReader, list: () => below(base, [any, any, any, isLines], [1, 1, 2, MAX_NAMES]) }
    }
    case 'gemini-cli': {
      const isChats = (name: string) => name === 'chats'
      return { newReader: geminiCliReader, list: () => below(join(home, '.gemini/tmp'), [any, isChats, isLines]) }
    }
    case 'qwen-code': {
      const isChats = (name: string) => name === 'chats'
      return { newReader: qwenCodeReader, list: () => below(join(home, '.qwen/projects'), [isHere, isChats, isLines]) }
    }
    case 'pi':
      return {
        newReader: piReader,
        list: () => below(join(home, '.pi/agent/sessions'), [(name) => name.includes(dashed.slice(1)), isLines]),
      }
    default:
      return undefined
  }
}

type Names = (name: string) => boolean

/** Paths whose parts below `base` match, one after the other. */
function below(base: string, [first, ...rest]: readonly Names[], [most, ...others]: readonly number[] = []): string[] {
  if (first === undefined) return [base]
  const names = namesIn(base)
    .filter(first)
    .slice(-(most ?? MAX_NAMES))
  return names.flatMap((name) => below(join(base, name), rest, others))
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    // Not made yet, or a file.
    return []
  }
}
