import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('nothing that is fed to the parsers of the C side makes them step wrong', () => {
  execFileSync('make', ['-s', '-C', `${root}shims`, 'fuzz'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const fuzz = (rounds: number, seed: number) =>
    execFileSync(`${root}build/fuzz/fuzz`, [String(rounds), String(seed)], { encoding: 'utf8' })
  // control: what is not changed is taken
  expect(fuzz(3, 1)).toBe('6 accepted, 0 refused\n')
  const [, accepted, refused] = /^(\d+) accepted, (\d+) refused\n$/.exec(fuzz(100_000, 7)) ?? []
  expect(Number(accepted)).toBeGreaterThan(1000)
  expect(Number(refused)).toBeGreaterThan(10_000)
})
