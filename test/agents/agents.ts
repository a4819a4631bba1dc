/** The real agents that gatesh is tried with: which package, how each is pointed at a model server on loopback, and started. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export interface AgentRow {
  readonly name: 'claude' | 'codex' | 'gemini' | 'opencode' | 'pi' | 'qwen'
  readonly package: string
  readonly version: string
  readonly bin: string
  /** Writes what the agent needs into a fresh home. */
  prepare(home: string, url: string): void
  /** Arguments for one headless run with this prompt. `confined`: in the sandbox that the agent brings, if it has one. */
  args(prompt: string, confined: boolean): readonly string[]
  env(url: string): Readonly<Record<string, string>>
}

const rows: readonly AgentRow[] = [
  {
    name: 'claude',
    package: '@anthropic-ai/claude-code',
    version: '2.1.329',
    bin: 'claude',
    prepare: () => {},
    args: (prompt) => ['-p', prompt, '--output-format', 'stream-json', '--verbose', '--dangerously-skip-permissions'],
    env: (url) => ({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: 'none',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      // It refuses --dangerously-skip-permissions for root unless it is told that it stands in a sandbox.
      IS_SANDBOX: '1',
    }),
  },
  {
    name: 'codex',
    package: '@openai/codex',
    version: '0.169.0',
    bin: 'codex',
    prepare: (home, url) => {
      mkdirSync(join(home, '.codex'), { recursive: true })
      const config = [
        'model = "scripted"',
        'model_provider = "scripted"',
        '[model_providers.scripted]',
        'name = "scripted"',
        `base_url = "${url}/v1"`,
        'wire_api = "responses"',
        'env_key = "SCRIPTED_KEY"',
        'request_max_retries = 0',
        'stream_max_retries = 0',
        '',
      ]
      writeFileSync(join(home, '.codex', 'config.toml'), config.join('\n'))
    },
    args: (prompt, confined) => [
      'exec',
      ...(confined ? [] : ['--dangerously-bypass-approvals-and-sandbox']),
      '--skip-git-repo-check',
      '--json',
      prompt,
    ],
    env: () => ({ SCRIPTED_KEY: 'none' }),
  },
  {
    name: 'gemini',
    package: '@google/gemini-cli',
    version: '0.61.0',
    bin: 'gemini',
    prepare: (home) => writeJson(join(home, '.gemini/settings.json'), quiet('gemini-api-key')),
    args: (prompt) => ['--approval-mode', 'yolo', '-p', prompt],
    env: (url) => ({ GEMINI_API_KEY: 'none', GOOGLE_GEMINI_BASE_URL: url, GEMINI_CLI_TRUST_WORKSPACE: 'true' }),
  },
  {
    name: 'opencode',
    package: 'opencode-ai',
    version: '1.18.33',
    bin: 'opencode',
    prepare: (home, url) =>
      writeJson(join(home, 'config/opencode/opencode.json'), {
        autoupdate: false,
        share: 'disabled',
        provider: {
          scripted: {
            npm: '@ai-sdk/openai-compatible',
            name: 'scripted',
            options: { baseURL: `${url}/v1`, apiKey: 'none' },
            models: { scripted: { name: 'scripted', tool_call: true, limit: { context: 100_000, output: 8_000 } } },
          },
        },
      }),
    args: (prompt) => ['run', '-m', 'scripted/scripted', prompt],
    env: () => ({
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    }),
  },
  {
    name: 'pi',
    package: '@earendil-works/pi-coding-agent',
    version: '0.74.2',
    bin: 'pi',
    prepare: (home, url) => {
      const provider = {
        baseUrl: `${url}/v1`,
        api: 'openai-completions',
        apiKey: 'none',
        models: [{ id: 'scripted' }],
      }
      writeJson(join(home, '.pi/agent/models.json'), { providers: { scripted: provider } })
    },
    args: (prompt) => ['--provider', 'scripted', '--model', 'scripted', '-p', prompt],
    env: () => ({ PI_OFFLINE: '1' }),
  },
  {
    name: 'qwen',
    package: '@qwen-code/qwen-code',
    version: '0.15.10',
    bin: 'qwen',
    prepare: (home) => writeJson(join(home, '.qwen/settings.json'), quiet('openai')),
    args: (prompt) => ['--approval-mode', 'yolo', '-p', prompt],
    env: (url) => ({ OPENAI_API_KEY: 'none', OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODEL: 'scripted' }),
  },
]

/** All of them, or those that GATESH_AGENTS names: `GATESH_AGENTS='claude codex'`, as the checks of a change do. */
const wanted = process.env.GATESH_AGENTS?.split(' ')
export const agents = wanted ? rows.filter(({ name }) => wanted.includes(name)) : rows

/** Settings of Gemini CLI and Qwen Code: how it logs in, and no calls home. */
const quiet = (selectedType: string) => ({
  security: { auth: { selectedType } },
  general: { disableAutoUpdate: true, enableAutoUpdate: false },
  telemetry: { enabled: false },
  privacy: { usageStatisticsEnabled: false },
})

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(value))
}

/** Where agents are installed once and kept: GATESH_AGENTS_DIR, else the user's cache. Outside the repository: they are large. */
function cacheDirectory(): string {
  return process.env.GATESH_AGENTS_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gatesh-agents')
}

/**
 * Installs an agent from the npm registry unless that version is there already.
 * @returns path of its program
 * @throws when npm fails: a missing agent is a failure, not a skip
 */
export function install(row: Pick<AgentRow, 'package' | 'version' | 'bin'> & { readonly name: string }): string {
  const directory = join(cacheDirectory(), `${row.name}-${row.version}`)
  const manifest = join(directory, 'node_modules', row.package, 'package.json')
  const installed =
    existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version === row.version
  if (!installed) {
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, 'package.json'), '{"private":true}\n')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-save', `${row.package}@${row.version}`], {
      cwd: directory,
      stdio: 'pipe',
    })
  }
  return join(directory, 'node_modules', '.bin', row.bin)
}
