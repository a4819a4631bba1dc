/**
 * node test/bench/log.mjs [ENTRIES] [SESSIONS]: how long `gatesh log` takes over a large log (log-generator.mjs), each run as
 * a person runs it, start of the program and all. The best of three: a busy machine only ever adds.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateLog } from './log-generator.mjs'

const gatesh = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const [entries = '1000000', sessions = '100'] = process.argv.slice(2)
const ROUNDS = 3

/** What the design allows, for a million entries; undefined where it names no figure. */
const measures = [
  ['first screen', ['log'], 40, 300],
  ['first screen, all', ['log', '--all'], 40, 300],
  ['first screen, rule', ['log', '--rule', 'fs.delete'], 40, 300],
  ['filter: blocked', ['log', '--csv'], undefined, 3_000],
  ['filter: rule', ['log', '--rule', 'net.send', '--csv'], undefined, 3_000],
  ['filter: asked', ['log', '--asked', '--json'], undefined, 3_000],
  ['filter: command, nothing matches', ['log', '--all', '--command', 'no such command', '--csv'], undefined, 3_000],
  ['filter: agent and rule', ['log', '--all', '--agent', 'codex', '--rule', 'git.push', '--csv'], undefined, 3_000],
  ['filter: the last two hours', ['log', '--all', '--since', '2h', '--csv'], undefined, 3_000],
  ['stats', ['log', 'stats', '--json'], undefined, undefined],
  ['verify', ['log', 'verify', '--json'], undefined, undefined],
]

/** Milliseconds until so many lines are out, or all; processor time; and the peak of memory in MB. */
function run(args, env, lines = Number.POSITIVE_INFINITY) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, [gatesh, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let seen = 0
    let peak = 0
    let cpu = 0
    let early
    const look = setInterval(() => {
      peak = Math.max(peak, residentMegabytes(child.pid))
      cpu = Math.max(cpu, cpuMilliseconds(child.pid))
    }, 20)
    child.stdout.on('data', (chunk) => {
      for (const byte of chunk) if (byte === 10) seen += 1
      if (seen < lines || early !== undefined) return
      early = performance.now() - start
      child.stdout.destroy()
    })
    child.on('error', reject)
    child.on('close', () => {
      clearInterval(look)
      resolve({ ms: early ?? performance.now() - start, cpu, peak })
    })
  })
}

function residentMegabytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Processor time so far, in the kernel's ticks of 10 ms: what a busy machine does not add to. */
function cpuMilliseconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}

/** Milliseconds from a line's write to its print. */
async function follow(directory, env) {
  const child = spawn(process.execPath, [gatesh, 'log', '--follow', '--all', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  const until = (wanted) =>
    new Promise((resolve) => {
      const look = (chunk) => {
        text += chunk
        if (!text.includes(wanted)) return
        child.stdout.off('data', look)
        resolve()
      }
      child.stdout.on('data', look)
    })
  const [last] = readdirSync(directory).sort().slice(-1)
  const path = join(directory, last)
  const line = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1)
  await until(JSON.parse(line).id)
  // The watch stands as soon as the first lines are out, or shortly after.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const written = until('bench-follow')
  const start = performance.now()
  appendFileSync(path, `${JSON.stringify({ ...JSON.parse(line), id: 'bench-follow-1' })}\n`)
  await written
  const ms = performance.now() - start
  child.kill()
  return ms
}

const root = mkdtempSync(join(tmpdir(), 'gatesh-log-bench-'))
const directory = join(root, 'gatesh/log')
const env = { ...process.env, XDG_STATE_HOME: root, NO_COLOR: '1' }
let exceeded = false
try {
  mkdirSync(directory, { recursive: true })
  await generateLog(directory, Number(entries), Number(sessions))
  const bytes = readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
  console.log(`${entries} entries in ${sessions} sessions, ${(bytes / 1e6).toFixed(0)} MB; best of ${ROUNDS}`)
  for (const [name, args, lines, most] of measures) {
    const runs = []
    for (let round = 0; round < ROUNDS; round++) runs.push(await run(args, env, lines))
    const ms = Math.min(...runs.map((one) => one.ms))
    const cpu = Math.min(...runs.map((one) => one.cpu))
    const peak = Math.max(...runs.map((one) => one.peak))
    const limit = most === undefined ? '' : `  (at most ${most} ms)`
    exceeded ||= ms > (most ?? Number.POSITIVE_INFINITY)
    console.log(
      `${name.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms, cpu ${cpu.toFixed(0).padStart(5)} ms ${peak.toFixed(0).padStart(5)} MB${limit}`,
    )
  }
  console.log(`${'follow: from write to print'.padEnd(34)} ${(await follow(directory, env)).toFixed(0).padStart(6)} ms`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
process.exitCode = exceeded ? 1 : 0
