/** Which permission rules each agent has, and where. The one list of files, for reading and for watching. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  claudeFiles,
  claudePlaces,
  type FileReading,
  isTrusted,
  readClaudeFile,
  readClaudeFlag,
  readClaudeTools,
  settingsMode,
} from './claude-settings.js'
import { readCodexRules } from './codex-rules.js'
import { claudeTranscripts, type Transcripts } from './follow-mode.js'
import { readGeminiPolicy } from './gemini-policy.js'
import type { LaunchFlags } from './launch-flags.js'
import type { ModeState } from './mode.js'
import { readFile } from './read-file.js'
import type { Fault, PermissionRule, Scope } from './rule.js'

export interface SourceFile {
  readonly scope: Scope
  readonly file: string
}

/** The permission files of one agent. */
export interface Source {
  /** Files as they are now; names of fragments may change. */
  files(): readonly SourceFile[]
  /** Directories whose files all count, so that new ones are seen. */
  readonly directories: readonly string[]
  read(file: SourceFile): FileReading
  /** Where the agent writes down its mode as it changes, if it does. */
  readonly transcripts?: Transcripts
  /** What came with the command line; read once. */
  readonly launch: readonly FileReading[]
  /** Whether the user trusts the project, by the agent's own record at the start. The agent can write that record later. */
  readonly projectTrusted: boolean
  startMode(readings: readonly FileReading[]): ModeState
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly home: string
  readonly project: string
  readonly cwd: string
  /** Whether a person sits in front of the agent. */
  readonly terminal: boolean
}

/** Undefined for a program whose permissions are not known. `flags`: undefined where it has none. */
export function sourceOf(agent: string, flags: LaunchFlags | undefined, around: Surroundings): Source | undefined {
  switch (agent) {
    case 'claude-code':
      return claudeSource(flags, around)
    case 'codex':
      return rulesSource(codexDirectories(around), '.rules', readCodexRules, flags, around)
    case 'gemini-cli':
      return rulesSource(geminiDirectories(around), '.toml', readGeminiPolicy, flags, around)
    default:
      return undefined
  }
}

function claudeSource(flags: LaunchFlags | undefined, around: Surroundings): Source {
  const places = claudePlaces(around.env, around.home, around.project)
  const launch = [
    ...(flags?.settings === undefined ? [] : [readClaudeFlag(flags.settings, around.cwd)]),
    readClaudeTools('--disallowedTools', flags?.deny ?? [], 'deny', around.cwd),
    readClaudeTools('--allowedTools', flags?.allow ?? [], 'allow', around.cwd),
  ]
  return {
    files: () => claudeFiles(places),
    directories: [join(places.managedDirectory, 'managed-settings.d')],
    read: ({ scope, file }) => readClaudeFile(scope, file, around.project),
    transcripts: claudeTranscripts(places.configDirectory, around.cwd),
    launch,
    projectTrusted: isTrusted(places),
    startMode: (readings) => claudeMode(readings, flags, around.terminal),
  }
}

function claudeMode(readings: readonly FileReading[], flags: LaunchFlags | undefined, terminal: boolean): ModeState {
  const headless = !terminal || flags?.headless === true
  const disabled = readings.some(({ disablesAuto }) => disablesAuto)
  const named = flags?.mode ?? settingsMode(readings)
  const from = flags?.mode ? 'launch' : named ? 'settings' : 'built-in'
  // Which plan the user has decides whether sessions start in auto mode by themselves; taking it for yes drops more.
  const mode = named ?? (headless ? 'default' : 'auto')
  return { mode: mode === 'auto' && disabled ? 'default' : mode, from, headless }
}

type Reader = (
  text: string,
  file: string,
  scope: Scope,
  root: string,
) => { rules: PermissionRule[]; faults: Fault[]; whole: boolean }

function rulesSource(
  directories: readonly { scope: Scope; directory: string }[],
  ending: string,
  read: Reader,
  flags: LaunchFlags | undefined,
  { project, terminal }: Surroundings,
): Source {
  return {
    files: () =>
      directories.flatMap(({ scope, directory }) => listed(directory, ending).map((file) => ({ scope, file }))),
    directories: directories.map(({ directory }) => directory),
    read({ scope, file }) {
      const content = readFile(file)
      if (content.kind === 'missing') return { file, scope, rules: [], faults: [], whole: true }
      if (content.kind === 'unreadable')
        return {
          file,
          scope,
          rules: [],
          faults: [{ file, line: 1, column: 1, problem: content.problem }],
          whole: false,
        }
      return { file, scope, ...read(content.text, file, scope, project) }
    },
    launch: [],
    // Neither agent keeps a record here that a repository could not have brought along.
    projectTrusted: false,
    startMode: () => ({ mode: flags?.mode, from: 'launch', headless: !terminal || flags?.headless === true }),
  }
}

function codexDirectories({ env, home, project }: Surroundings): { scope: Scope; directory: string }[] {
  return [
    { scope: 'managed', directory: '/etc/codex/rules' },
    { scope: 'project', directory: join(project, '.codex/rules') },
    { scope: 'user', directory: join(env.CODEX_HOME || join(home, '.codex'), 'rules') },
  ]
}

function geminiDirectories({ home, project }: Surroundings): { scope: Scope; directory: string }[] {
  return [
    { scope: 'managed', directory: '/etc/gemini-cli/policies' },
    { scope: 'project', directory: join(project, '.gemini/policies') },
    { scope: 'user', directory: join(home, '.gemini/policies') },
  ]
}

function listed(directory: string, ending: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(directory, name))
  } catch {
    return []
  }
}
