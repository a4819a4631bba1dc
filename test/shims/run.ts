import { type SpawnOptions, spawn } from 'node:child_process'

export interface Result {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; `input` goes to its stdin, which is otherwise empty. */
export function run(
  file: string,
  args: readonly string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<Result> {
  const { input, ...rest } = options
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'pipe', ...rest })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', (chunk) => out.push(chunk))
    child.stderr?.on('data', (chunk) => err.push(chunk))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
  })
}
