/**
 * The key for the endpoint: from the environment that gatesh was started in, a file, or a command that prints it. It is
 * kept in this process's memory alone; nothing here writes it anywhere or puts it into an environment.
 */
import { type ExecFileException, execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { AskFailure } from './ask.js'

/** How the key goes out: `x-api-key`, or as a bearer token. */
export type Scheme = 'x-api-key' | 'bearer'

export interface Key {
  readonly value: string
  readonly scheme: Scheme
}

export type KeySource =
  /** ANTHROPIC_API_KEY, else ANTHROPIC_AUTH_TOKEN. */
  | { readonly from: 'usual' }
  | { readonly from: 'nowhere' }
  | { readonly from: 'env'; readonly name: string; readonly scheme: Scheme }
  | { readonly from: 'file'; readonly path: string; readonly scheme: Scheme }
  | { readonly from: 'command'; readonly command: string; readonly scheme: Scheme }

export interface Keys {
  /** `undefined`: none was configured, and none is in the environment. */
  current(): Promise<Key | undefined | AskFailure>
  /** The endpoint did not take it: the next one is read anew. */
  rejected(): void
}

const MAX_KEY = 16 * 1024
const COMMAND_MS = 10_000

/** `env`: as gatesh was started. The command runs with it, by `/bin/sh -c`, outside the gate. */
export function keysFrom(source: KeySource, env: NodeJS.ProcessEnv): Keys {
  let kept: Promise<Key | undefined | AskFailure> | undefined
  return {
    async current() {
      kept ??= read(source, env)
      const key = await kept
      if (key instanceof AskFailure) kept = undefined
      return key
    },
    rejected() {
      kept = undefined
    },
  }
}

async function read(source: KeySource, env: NodeJS.ProcessEnv): Promise<Key | undefined | AskFailure> {
  switch (source.from) {
    case 'usual':
      if (env.ANTHROPIC_API_KEY) return { value: env.ANTHROPIC_API_KEY, scheme: 'x-api-key' }
      return env.ANTHROPIC_AUTH_TOKEN ? { value: env.ANTHROPIC_AUTH_TOKEN, scheme: 'bearer' } : undefined
    case 'nowhere':
      return undefined
    case 'env':
      return checked(env[source.name] ?? '', source.scheme, `the variable \`${source.name}\``)
    case 'file':
      return fromFile(source.path, source.scheme)
    case 'command':
      return fromCommand(source.command, source.scheme, env)
  }
}

function checked(text: string, scheme: Scheme, from: string): Key | AskFailure {
  const value = text.trim()
  if (value === '') return new AskFailure(`${from} has no key`, 'endpoint')
  // What is no header value would be told back in the error of whoever sends it.
  if (!/^[\x21-\x7e]+$/.test(value) || value.length > MAX_KEY)
    return new AskFailure(`${from} has something that is no key`, 'endpoint')
  return { value, scheme }
}

async function fromFile(path: string, scheme: Scheme): Promise<Key | AskFailure> {
  const from = `the key file \`${path}\``
  try {
    const { mode, size } = await stat(path)
    if ((mode & 0o077) !== 0)
      return new AskFailure(`${from} can be read by others; \`chmod 600\` makes it yours`, 'endpoint')
    if (size > MAX_KEY) return new AskFailure(`${from} has something that is no key`, 'endpoint')
    return checked(await readFile(path, 'utf8'), scheme, from)
  } catch (error) {
    return new AskFailure(`${from} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, 'endpoint')
  }
}

function fromCommand(command: string, scheme: Scheme, env: NodeJS.ProcessEnv): Promise<Key | AskFailure> {
  const from = 'the command for the key'
  const options = { env, timeout: COMMAND_MS, maxBuffer: MAX_KEY, killSignal: 'SIGKILL' } as const
  return new Promise((resolve) => {
    // What it prints is a key or next to one: none of it is told.
    execFile('/bin/sh', ['-c', command], options, (error, stdout) => {
      if (error) resolve(new AskFailure(`${from} ${whyOf(error)}`, 'endpoint'))
      else resolve(checked(stdout, scheme, from))
    }).stdin?.end()
  })
}

function whyOf(error: ExecFileException): string {
  if (error.killed || error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'took too long or said too much'
  return `failed (${error.code ?? error.signal})`
}
