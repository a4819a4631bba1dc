import { describe, expect, it } from 'vitest'
import type { Decision } from '../../src/decide.js'
import type { SessionJudge } from '../../src/launch/launch.js'
import { lazyJudge } from '../../src/launch/lazy-judge.js'
import type { Request } from '../../src/request.js'
import type { World } from '../../src/world.js'

const request: Request = { kind: 'script', door: 'check', text: 'ls', dialect: 'sh', cwd: '/' }
const world = {} as World

function recording() {
  const seen: string[] = []
  const judge: SessionJudge = {
    heard: (words) => void seen.push(`heard ${words}`),
    decide: async () => {
      seen.push('decide')
      return {} as Decision
    },
    settled: (_request, command) => void seen.push(`settled ${command}`),
  }
  return { seen, judge }
}

describe('a judge that is loaded late', () => {
  it('hears what was said before, before it decides, and is loaded once', async () => {
    const { seen, judge } = recording()
    let loads = 0
    const lazy = lazyJudge(async () => {
      loads += 1
      return judge
    })
    lazy.heard('first')
    const decided = [lazy.decide(request, world), lazy.decide(request, world)]
    lazy.heard('second')
    await Promise.all(decided)
    lazy.settled(request, 'ls', {} as Decision, true)
    lazy.heard('third')
    expect(seen).toEqual(['heard first', 'heard second', 'decide', 'decide', 'settled ls', 'heard third'])
    expect(loads).toBe(1)
  })

  it('that cannot be loaded decides nothing', async () => {
    const lazy = lazyJudge(() => Promise.reject(new Error('no such file')))
    lazy.started()
    await expect(lazy.decide(request, world)).rejects.toThrow('no such file')
    await expect(lazy.decide(request, world)).rejects.toThrow('no such file')
  })
})
