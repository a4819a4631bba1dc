import { expect, test } from 'vitest'
import { interpret, interpretArgv } from '../../src/shell/interpret.js'
import type { Dialect } from '../../src/shell/script.js'
import { generate } from './differential/generate.js'
import { mutate } from './differential/mutate.js'
import { type Random, random } from './differential/random.js'
import { CWD, worldOf } from './reading.js'

/** GATESH_FUZZ: number of inputs (a million before a release); GATESH_SEED: where the seeds start. */
const COUNT = Number(process.env.GATESH_FUZZ ?? 30_000)
const SEED = Number(process.env.GATESH_SEED ?? 1)
const SLOW_MS = 500

const dialects: readonly Dialect[] = ['bash', 'sh', 'zsh']
const names = [
  'sudo',
  'env',
  'find',
  'xargs',
  'ssh',
  'docker',
  'git',
  'tmux',
  'parallel',
  'bash',
  'kubectl',
  'su',
  'vim',
  'rsync',
  'tar',
  'bwrap',
  'hyperfine',
  'time',
  'sh',
  'nix',
  'watch',
  'flock',
]
const pieces = [
  '-c',
  '-e',
  '--',
  '-exec',
  ';',
  '+',
  '{}',
  '-',
  '--x=y',
  '-u',
  'root',
  '$(ls)',
  '"',
  'a b',
  '',
  '-S',
  'rm -rf /',
  '\n',
  '!',
  'exec',
  'run',
  '\uE000',
  '-I',
  'A=1',
  '*',
]

function bytes(r: Random): string {
  return Array.from({ length: r.below(200) }, () =>
    String.fromCharCode(r.chance(0.9) ? r.below(128) : r.below(0x10000)),
  ).join('')
}

function input(seed: number): string | readonly string[] {
  const r = random(seed)
  switch (r.below(4)) {
    case 0:
      return bytes(r)
    case 1:
      return [r.pick(names), ...Array.from({ length: r.below(8) }, () => r.pick(pieces))]
    case 2:
      return mutate(mutate(generate(seed), r), r)
    default:
      return mutate(generate(seed), r)
  }
}

test(`nothing throws or takes long (${COUNT} inputs from seed ${SEED})`, { timeout: 3_600_000 }, () => {
  const world = worldOf({ folders: { [CWD]: ['a', 'b c', '*', '-f'] }, env: { A: '$(x)', IFS: 'a' } })
  const slow: string[] = []
  let longest = 0
  for (let seed = SEED; seed < SEED + COUNT; seed++) {
    const given = input(seed)
    const start = process.cpuUsage()
    try {
      if (typeof given === 'string') interpret(given, dialects[seed % 3] as Dialect, { cwd: CWD, world })
      else interpretArgv(given, { cwd: CWD, world })
    } catch (error) {
      throw new Error(`seed ${seed} threw: ${JSON.stringify(given)}`, { cause: error })
    }
    const { user, system } = process.cpuUsage(start)
    const took = (user + system) / 1000
    longest = Math.max(longest, took)
    if (took > SLOW_MS) slow.push(`seed ${seed}: ${took.toFixed(0)} ms`)
  }
  console.log(`seeds ${SEED}..${SEED + COUNT - 1}: the longest took ${longest.toFixed(1)} ms`)
  expect(slow).toEqual([])
})
