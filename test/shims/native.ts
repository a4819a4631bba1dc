import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Native {
  readonly shim: string
  readonly ask: string
  readonly exec: string
}

/**
 * Builds the C programs if they are older than their sources; gives their paths. GATESH_TEST_NATIVE names a directory
 * with others to test, those with sanitizers for instance (`make -C shims asan`, then build/asan).
 */
export function buildNative(): Native {
  const other = process.env.GATESH_TEST_NATIVE
  if (other === undefined)
    execFileSync('make', ['-s', '-C', join(root, 'shims')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const directory = resolve(root, other ?? join('dist/native', process.arch))
  return {
    shim: join(directory, 'gatesh-shim'),
    ask: join(directory, 'gatesh-ask'),
    exec: join(directory, 'gatesh-exec'),
  }
}

/** Compiles one C file of a test to `output` with the system's compiler. */
export function compile(source: string, output: string, ...flags: string[]): string {
  execFileSync('cc', ['-O2', '-Wall', '-Werror', '-o', output, source, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return output
}
