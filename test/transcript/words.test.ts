import { describe, expect, test } from 'vitest'
import type { Effect } from '../../src/effects/effect.js'
import { Words } from '../../src/transcript/words.js'
import type { Place } from '../../src/world.js'

const place: Place = { cwd: '/home/ada/loom', project: '/home/ada/loom', home: '/home/ada', temp: ['/tmp'] }

function effect(kind: Effect['kind'], targets: Effect['targets'] = [], flags: Effect['flags'] = []): Effect {
  return { kind, targets, flags, sources: [], command: 0, program: 'x', says: kind }
}

const push = effect('vcs.push', [
  { type: 'remote', value: 'origin', role: 'remote' },
  { type: 'branch', value: 'topic' },
])
const pushMain = effect('vcs.push', [
  { type: 'remote', value: 'origin', role: 'remote' },
  { type: 'branch', value: 'main' },
])
const edit = (path: string): Effect =>
  effect(
    'fs.write',
    [{ type: 'path', value: path, area: path.startsWith(place.project) ? 'project' : 'home' }],
    ['edit'],
  )
const runTests = effect('exec.test', [], [])
const prodRead = effect('db.read', [{ type: 'host', value: 'db.prod.loom.example' }], ['production'])
const upload = effect('net.send', [{ type: 'host', value: 'x.example', role: 'destination' }])
const read = effect('fs.read', [{ type: 'path', value: '/home/ada/loom/a.ts', area: 'project' }])

function forbids(messages: readonly string[], one: Effect): boolean {
  const words = new Words(place)
  for (const message of messages) words.observe(message)
  return words.forbids(one)
}

describe('boundaries', () => {
  test.each<[string, Effect]>([
    ["don't push anything", push],
    ['dont push yet', push],
    ['no pushing today', push],
    ['never push to main', pushMain],
    ['bitte nichts pushen', push],
    ['no hagas push todavía', push],
    ['プッシュしないで', push],
    ['不要推送', push],
    ['read only please', edit('/home/ada/loom/src/a.ts')],
    ["just look, don't change anything", edit('/home/ada/loom/src/a.ts')],
    ['do not touch the tests', edit('/home/ada/loom/test/a.test.ts')],
    ['leave src/legacy alone', edit('/home/ada/loom/src/legacy/x.ts')],
    ['hands off src/legacy', edit('/home/ada/loom/src/legacy/x.ts')],
    ['do NOT run the tests on this machine', runTests],
    ['never touch prod', prodRead],
    ['nothing leaves this machine', upload],
    ['keep everything local', upload],
    ['i will push it myself', push],
  ])('%s', (message, one) => {
    expect(forbids([message], one)).toBe(true)
  })

  test.each<[string, Effect]>([
    ['never push to main', push],
    ['do not touch the tests', edit('/home/ada/loom/src/a.ts')],
    ['leave src/legacy alone', edit('/home/ada/loom/src/new/x.ts')],
    ["don't push anything", read],
    ['read only please', read],
    ['nothing leaves this machine', edit('/home/ada/loom/src/a.ts')],
    ['push when you are done', push],
    ['why do you not push?', push],
    ['dont forget to push', push],
    ['the old hook did not push tags', push],
  ])('is no boundary for another thing: %s', (message, one) => {
    expect(forbids([message], one)).toBe(false)
  })

  test('`just look` ends with the next order, a plain prohibition does not', () => {
    expect(forbids(['just look for now', 'ok now fix it'], edit('/home/ada/loom/src/a.ts'))).toBe(false)
    expect(forbids(['do not push', 'ok now fix it'], push)).toBe(true)
  })
})

describe('orders', () => {
  test('are found by their act, newest first, whatever the length of the transcript', () => {
    const words = new Words(place)
    words.observe('from now on push after every fix')
    for (let turn = 0; turn < 5000; turn++) words.observe(`fix number ${turn}`)
    const orders = words.ordersFor(new Set(['push']))
    expect(orders.map((order) => order.message.index)).toEqual([0])
    expect(words.recent.length).toBeLessThanOrEqual(40)
    const start = performance.now()
    for (let round = 0; round < 1000; round++) words.ordersFor(new Set(['push', 'fix']))
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('a clause that only names carries the last order on', () => {
    const words = new Words(place)
    words.observe('remove the old redis container')
    words.observe('no not shop-cache, the other one! shop-redis-old')
    expect(words.ordersFor(new Set(['delete']))[0]?.clause.names).toEqual(['shop-redis-old'])
  })
})
