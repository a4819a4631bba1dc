/**
 * node test/bench/native/run.mjs [ROUNDS]: what each way of gating costs one exec of /bin/true, as ratios to a bare fork
 * and exec in the same run. Run as root it measures a user without rights, as an agent would be.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const shims = join(here, '../../../shims')
const rounds = Number(process.argv[2] ?? 2000)
const root = mkdtempSync(join(tmpdir(), 'gatesh-bench-'))
chmodSync(root, 0o777)

execFileSync('make', ['-s', '-C', shims], { stdio: ['ignore', 'ignore', 'inherit'] })
execFileSync('make', ['-s', '-C', shims, 'LINK=static', `OUT=${root}/static`], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
execFileSync('make', ['-s', '-C', shims, 'LINK=dynamic', `OUT=${root}/dynamic`], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
const native = join(here, '../../../dist/native', process.arch)
const bench = join(root, 'bench')
execFileSync('cc', ['-O2', '-o', bench, join(here, 'bench.c')])
await build({
  entryPoints: [join(here, 'broker.ts')],
  outfile: join(root, 'broker.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
})

/** A session directory with its own broker; its shims are copies of `shim`. */
async function session(name, shim) {
  const directory = join(root, name)
  mkdirSync(join(directory, 'bin'), { recursive: true })
  copyFileSync(shim, join(directory, 'bin/true'))
  const broker = spawn(process.execPath, [join(root, 'broker.mjs'), join(directory, 'sock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => broker.stdout.once('data', resolve))
  chmodSync(join(directory, 'sock'), 0o777)
  return { directory, broker }
}

const musl = await session('musl', join(native, 'gatesh-shim'))
const glibc = await session('static', join(root, 'static/gatesh-shim'))
const dynamic = await session('dynamic', join(root, 'dynamic/gatesh-shim'))
const user = process.getuid() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups ' : ''
const worker = (program) => `"${bench}" worker ${program}`
const supervised = (flags, program) =>
  `exec ${user}"${native}/gatesh-exec" --broker "${musl.directory}/sock" --session bench ${flags} -- ${worker(program)}`
// A copy of `true` is no program of the system, so the broker is asked about it.
copyFileSync('/bin/true', join(root, 'true'))
chmodSync(join(root, 'true'), 0o755)
const shimmed = (session) =>
  `exec ${user}env PATH="${session.directory}/bin:/bin" ${worker(`${session.directory}/bin/true`)}`

const output = execFileSync(
  bench,
  [
    String(rounds),
    String(Math.ceil(rounds / 10)),
    `bare=exec ${user}${worker('/bin/true')}`,
    `supervisor, local answer=${supervised('', '/bin/true')}`,
    `supervisor, broker=${supervised('', join(root, 'true'))}`,
    `supervisor by ptrace alone, broker=${supervised('--ptrace-only', join(root, 'true'))}`,
    `shim (musl) and broker=${shimmed(musl)}`,
    `shim (static glibc) and broker=${shimmed(glibc)}`,
    `shim (dynamic) and broker=${shimmed(dynamic)}`,
  ],
  { env: { PATH: process.env.PATH, HOME: '/tmp', USER: 'dev', LANG: 'C.UTF-8' }, encoding: 'utf8' },
)
const { configurations } = JSON.parse(output)
const base = configurations[0]
console.table(
  Object.fromEntries(
    configurations.map(({ name, p50, p99, failures }) => [
      name,
      {
        'p50 us': p50 / 1e3,
        'p50 ratio': +(p50 / base.p50).toFixed(3),
        'p99 us': p99 / 1e3,
        'p99 ratio': +(p99 / base.p99).toFixed(3),
        failures,
      },
    ]),
  ),
)
for (const { broker } of [musl, glibc, dynamic]) broker.kill()
rmSync(root, { recursive: true })
