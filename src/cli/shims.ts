/** `gatesh shims DIR`: shims that stand on PATH of a container, without a launch; a broker starts with the first of them. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { findProgram } from '../facts/host-world.js'
import { gatedNames } from '../launch/gated-names.js'
import { findNative } from '../launch/native.js'
import { quoted } from '../launch/session-directory.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'
import { installedWrapper, ownFile } from './own-command.js'

/** What makes a directory a standing one; shims/standing.h has the other half. */
const COMMAND_FILE = '.gatesh'
const DEFAULT_IDLE_SECONDS = 15 * 60
/** A broker that stays in every container is kept small: measured 78 MB resident with these, and 128 MB without. */
const SMALL = ['--max-semi-space-size=1', '--optimize-for-size']

/** Again is fine: entries are replaced one by one, each in one step, and those of programs that are gone are removed. */
export async function shims(
  args: readonly string[],
  print: (text: string) => void,
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = usageErrors(() =>
    parseArgs({ args: [...args], options: { idle: { type: 'string' } }, allowPositionals: true, strict: true }),
  )
  const [given] = positionals
  if (given === undefined || positionals.length > 1)
    throw new Failure('which directory?', EXIT.usage, 'for example `gatesh shims /opt/gatesh/shims`')
  if (process.platform !== 'linux') throw new Failure('a standing shim directory needs Linux', EXIT.gateshFailed)
  const idle = idleSeconds(values.idle)
  const directory = resolve(given)
  const names = programsHere(directory)
  try {
    layOut(directory, names, idle)
  } catch (error) {
    throw new Failure(`the shims cannot be written: ${(error as Error).message}`, EXIT.gateshFailed)
  }
  say(`shims stand before ${names.length} programs; run this again when others have been installed`)
  print(`export PATH=${quoted(directory)}:"$PATH"`)
  return EXIT.ok
}

function idleSeconds(given: string | undefined): number {
  if (given === undefined) return DEFAULT_IDLE_SECONDS
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given)
  throw new Failure(`\`--idle\` takes seconds, not \`${given}\``, EXIT.usage)
}

/** Gated names that have a program on PATH. What is in the directory itself does not count. */
function programsHere(directory: string): string[] {
  const more = configured()
  const path = (process.env.PATH ?? '').split(':').filter((entry) => resolve(entry) !== directory)
  const names = [...new Set([...gatedNames, ...more])].filter(
    (name) => findProgram(name, path.join(':'), undefined) !== undefined,
  )
  if (names.length === 0) throw new Failure('none of the gated programs is on PATH', EXIT.gateshFailed)
  return names
}

/** An image is built by people who set its managed configuration, and not for the one user who builds it. */
function configured(): readonly string[] {
  try {
    return loadConfig({ user: directories(process.env, homedir()).config, managed: MANAGED_CONFIG }).shims.names
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, EXIT.gateshFailed, 'nothing was written')
    throw error
  }
}

function layOut(directory: string, names: readonly string[], idle: number): void {
  const { shim } = findNative()
  if (shim === undefined) throw new Error('the package has no shim for this machine')
  refuseForeign(directory)
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const fresh = join(directory, `.new-${process.pid}`)
  const put = (name: string, make: (path: string) => void) => {
    make(fresh)
    renameSync(fresh, join(directory, name))
  }
  try {
    put(COMMAND_FILE, (path) => writeFileSync(path, commandLines(directory, idle), { mode: 0o444 }))
    const [first = '', ...others] = names
    put(first, (path) => {
      copyFileSync(shim, path)
      chmodSync(path, 0o555)
    })
    for (const name of others) put(name, (path) => linkSync(join(directory, first), path))
  } finally {
    rmSync(fresh, { force: true })
  }
  const wanted = new Set([COMMAND_FILE, ...names])
  for (const name of readdirSync(directory)) if (!wanted.has(name)) rmSync(join(directory, name))
}

/** What is there and is none of ours is not cleared away. */
function refuseForeign(directory: string): void {
  const isForeign =
    existsSync(directory) && readdirSync(directory).length > 0 && !existsSync(join(directory, COMMAND_FILE))
  if (isForeign) throw new Error(`\`${directory}\` holds other files; name an empty directory or a new one`)
}

/** One argument a line. Relative to the directory where gatesh lies beside it, so that both can be copied together. */
function commandLines(directory: string, idle: number): string {
  const wrapper = installedWrapper()
  const program = wrapper === undefined ? [process.execPath, ...SMALL, ownFile()] : [nearby(directory, wrapper)]
  return [...program, 'broker', '--idle', String(idle), ''].join('\n')
}

function nearby(directory: string, path: string): string {
  const near = relative(directory, path)
  // One level up at most: `/opt/gatesh/shims` and `/opt/gatesh/bin`.
  return near.startsWith('../') && !near.startsWith('../../') && dirname(dirname(path)) === dirname(directory)
    ? near
    : path
}
