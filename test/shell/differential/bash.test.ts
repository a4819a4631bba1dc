import { afterAll, beforeAll, expect, test } from 'vitest'
import { interpret } from '../../../src/shell/interpret.js'
import { type Foreseen, foresee } from './compare.js'
import { generate } from './generate.js'
import { mutate } from './mutate.js'
import { random } from './random.js'
import { buildRig, type Rig } from './rig.js'
import { scratchWorld } from './world.js'

/**
 * Real bash is the judge: every program that it starts for a generated or mutated script must have been foreseen, word
 * for word, by words known to be unknown, or by a part that was said to be opaque.
 * GATESH_DIFFERENTIAL: number of scripts; GATESH_SEED: where the seeds start.
 */
const COUNT = Number(process.env.GATESH_DIFFERENTIAL ?? 20_000)
const SEED = Number(process.env.GATESH_SEED ?? 1)

let rig: Rig
beforeAll(() => {
  rig = buildRig()
})
afterAll(() => rig.remove())

function scriptOf(seed: number): string {
  const script = generate(seed)
  return seed % 3 === 0 ? mutate(script, random(seed ^ 0x5bd1e995)) : script
}

function read(text: string, number: number) {
  const cwd = rig.folderOf(number)
  const word = (value: string) => ({ text: value, raw: value })
  return interpret(text, 'bash', {
    cwd,
    world: scratchWorld(cwd, rig.path),
    complete: true,
    stdin: { kind: 'null' },
    positional: [word('one'), word('two words')],
  })
}

test('the harness sees an exec that was not foreseen', async () => {
  rig.prepare(['git status\n', 'one two\n'])
  const [first] = await rig.run('/bin/bash', 2)
  expect(first).toEqual([['git', 'status']])
  expect(foresee(first?.[0] ?? [], read('git status\n', 0))).toBe('exact')
  expect(foresee(first?.[0] ?? [], read('git diff\n', 0))).toBe('missed')
  expect(foresee(first?.[0] ?? [], read('git $(say x)\n', 0))).toBe('partly')
})

test(`real bash starts nothing that was not foreseen (${COUNT} scripts from seed ${SEED})`, {
  timeout: 600_000,
}, async () => {
  const counts: Record<Foreseen, number> = { exact: 0, partly: 0, opaque: 0, missed: 0 }
  let withOpaque = 0
  // Scripts whose opaque parts covered nothing that ran, by the reason of the first; most are errors that stop bash, too.
  const needless = new Map<string, number>()
  const misses: string[] = []
  const BATCH = 2_000
  for (let from = 0; from < COUNT; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, COUNT - from) }, (_, index) => SEED + from + index)
    const texts = seeds.map(scriptOf)
    rig.prepare(texts)
    const scripts = texts.map(read)
    const execs = await rig.run('/bin/bash', texts.length)
    scripts.forEach((script, number) => {
      const verdicts = (execs[number] ?? []).map((argv) => foresee(argv, script))
      for (const verdict of verdicts) counts[verdict]++
      const open = script.opaque.find((part) => part.role !== 'program')
      if (open) withOpaque++
      if (open && !verdicts.includes('opaque')) needless.set(open.reason, (needless.get(open.reason) ?? 0) + 1)
      verdicts.forEach((verdict, index) => {
        if (verdict === 'missed' && misses.length < 20)
          misses.push(`seed ${seeds[number]}: ${JSON.stringify(execs[number]?.[index])} of\n${texts[number]}`)
      })
    })
  }
  console.log(
    `seeds ${SEED}..${SEED + COUNT - 1}: ${JSON.stringify(counts)}; scripts with an opaque part ${withOpaque}, needlessly ${JSON.stringify(Object.fromEntries(needless))}`,
  )
  expect(misses).toEqual([])
  expect(counts.exact).toBeGreaterThan(counts.opaque)
})
