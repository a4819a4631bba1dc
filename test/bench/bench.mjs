/**
 * node test/bench/bench.mjs [ROUNDS]: what whole gatesh costs one exec: decision, facts, redacted entry and all, beside the
 * same exec without it. All configurations run at once and are measured in turn (native/bench.c); only ratios within one
 * run mean anything. native/run.mjs measures the mechanism alone.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const gatesh = join(here, '../../dist/main.js')
const rounds = process.argv[2] ?? '1500'
const warmup = '300'

/** Most that the design allows, as ratios to the bare exec: median, 99th percentile. */
const limits = { supervisor: [1.45, 1.7], local: [1.2, undefined], shims: [1.65, undefined] }

const root = mkdtempSync(join(tmpdir(), 'gatesh-bench-'))
try {
  const bench = join(root, 'bench')
  execFileSync('cc', ['-O2', '-o', bench, join(here, 'native/bench.c')])
  mkdirSync(join(root, 'config/gatesh'), { recursive: true })
  // Readers have no shim, since nothing that they do needs one; here `cat` gets one to be measured.
  writeFileSync(join(root, 'config/gatesh/config.jsonc'), '{ "shims": { "names": ["cat"] } }')
  const env = { ...process.env, HOME: root, XDG_STATE_HOME: join(root, 'state'), XDG_CONFIG_HOME: join(root, 'config') }
  const gated = (flag, command) => `exec "${process.execPath}" "${gatesh}" ${flag} -- ${command} 2>/dev/null`
  const configurations = {
    'bare true': `exec "${bench}" worker /bin/true`,
    'bare cat': `exec "${bench}" worker /bin/cat /dev/null`,
    local: gated('--strict', `"${bench}" worker /bin/true`),
    supervisor: gated('--strict', `"${bench}" worker /bin/cat /dev/null`),
    shims: gated('--shims', `bash -c 'exec "${bench}" worker "$(type -P cat)" /dev/null'`),
  }
  const commands = Object.entries(configurations).map(([name, command]) => `${name}=${command}`)
  const printed = execFileSync(bench, [rounds, warmup, ...commands], { env, cwd: root, encoding: 'utf8' })
  report(Object.fromEntries(JSON.parse(printed).configurations.map((one) => [one.name, one])))
} finally {
  rmSync(root, { recursive: true, force: true })
}

function report(measured) {
  let exceeded = false
  for (const [name, bare] of [
    ['local', 'bare true'],
    ['supervisor', 'bare cat'],
    ['shims', 'bare cat'],
  ]) {
    const ratio = (percentile) => measured[name][percentile] / measured[bare][percentile]
    const [p50, p99] = [ratio('p50'), ratio('p99')]
    const [most50, most99] = limits[name]
    exceeded ||= p50 > most50 || p99 > (most99 ?? Number.POSITIVE_INFINITY) || measured[name].failures > 0
    const microseconds = `${(measured[bare].p50 / 1000).toFixed(0)} -> ${(measured[name].p50 / 1000).toFixed(0)} us`
    console.log(
      `${name.padEnd(11)} ${microseconds.padEnd(16)} p50 ${p50.toFixed(2)} (at most ${most50})  p99 ${p99.toFixed(2)}${most99 ? ` (at most ${most99})` : ''}  failed ${measured[name].failures}`,
    )
  }
  process.exitCode = exceeded ? 1 : 0
}
