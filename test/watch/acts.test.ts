import { describe, expect, it } from 'vitest'
import { Acts, BUSY_MS, SETTLE_MS } from '../../src/watch/acts.js'
import type { ChangeKind, FileEvent, Writer } from '../../src/watch/event.js'

const writer: Writer = { by: 'command', chain: ['abcdef-1'], text: 'python3 x.py' }
const event = (kind: ChangeKind, path: string, at = 0, more: Partial<FileEvent> = {}): FileEvent => ({
  kind,
  path,
  at,
  writer,
  ...more,
})
const merged = (...events: FileEvent[]) => {
  const acts = new Acts()
  for (const each of events) acts.add(each)
  return acts.rest().flatMap(({ changes }) => changes)
}

describe('one act', () => {
  it('is over when its time to settle is', () => {
    const acts = new Acts()
    acts.add(event('create', '/a'))
    expect(acts.due(SETTLE_MS - 1)).toEqual([])
    expect(acts.due(SETTLE_MS)).toEqual([{ writer, changes: [{ path: '/a', kind: 'create' }], count: 1, lasted: 0 }])
    expect(acts.waiting).toBe(false)
  })

  it('is one writer, and another writer has another', () => {
    const acts = new Acts()
    acts.add(event('create', '/a'))
    acts.add(event('modify', '/b'))
    acts.add(event('modify', '/c', 0, { writer: { by: 'unknown' } }))
    expect(acts.rest().map(({ changes }) => changes.map(({ path }) => path))).toEqual([['/a', '/b'], ['/c']])
  })

  it.each<[string, FileEvent[], object[]]>([
    [
      'a file that is made and written',
      [event('create', '/a'), event('modify', '/a')],
      [{ path: '/a', kind: 'create' }],
    ],
    ['written, mode changed', [event('modify', '/a'), event('chmod', '/a')], [{ path: '/a', kind: 'modify' }]],
    ['mode changed, then written', [event('chmod', '/a'), event('modify', '/a')], [{ path: '/a', kind: 'modify' }]],
    ['taken away and made again', [event('delete', '/a'), event('create', '/a')], [{ path: '/a', kind: 'modify' }]],
    ['written and deleted', [event('modify', '/a'), event('delete', '/a')], [{ path: '/a', kind: 'delete' }]],
    [
      'made and gone again',
      [event('create', '/a'), event('delete', '/a')],
      [{ path: '/a', kind: 'create', transient: true }],
    ],
    [
      'made, gone, and made again',
      [event('create', '/a'), event('delete', '/a'), event('create', '/a')],
      [{ path: '/a', kind: 'create' }],
    ],
    [
      'an atomic save',
      [event('create', '/a.tmp'), event('modify', '/a.tmp'), event('rename', '/a', 0, { from: '/a.tmp' })],
      [
        { path: '/a.tmp', kind: 'create', transient: true },
        { path: '/a', kind: 'create' },
      ],
    ],
    [
      'an atomic save over what was written before',
      [event('modify', '/a'), event('create', '/a.tmp'), event('rename', '/a', 0, { from: '/a.tmp' })],
      [
        { path: '/a', kind: 'modify' },
        { path: '/a.tmp', kind: 'create', transient: true },
      ],
    ],
    ['a rename', [event('rename', '/b', 0, { from: '/a' })], [{ path: '/b', kind: 'rename', from: '/a' }]],
  ])('%s', (_name, events, changes) => {
    expect(merged(...events)).toEqual(changes)
  })
})

describe('a storm', () => {
  it('of a hundred thousand files is one act with a bounded number of paths, told when it is over', () => {
    const acts = new Acts()
    const told: number[] = []
    for (let file = 0; file < 100_000; file++) {
      const at = file / 10
      acts.add(event('create', `/out/${file}`, at))
      acts.add(event('modify', `/out/${file}`, at))
      told.push(...acts.due(at).map(({ count }) => count))
    }
    expect(told).toEqual([])
    const [act, ...others] = acts.due(10_000 + 2_000)
    expect(others).toEqual([])
    expect(act?.count).toBe(100_000)
    expect(act?.changes.length).toBe(1_000)
    expect(act?.lasted).toBeCloseTo(9_999.9)
  })

  it('that never ends is told of less and less often, and of one that comes back at once', () => {
    const acts = new Acts()
    const told: number[] = []
    for (let at = 0; at < 130_000; at += 25) {
      acts.add(event('create', `/out/${at}`, at))
      if (acts.due(at).length > 0) told.push(at)
    }
    expect(told.length).toBeLessThan(8)
    expect(told[0]).toBe(BUSY_MS)
    acts.rest()
    acts.add(event('modify', '/a', 200_000))
    expect(acts.due(200_000 + SETTLE_MS).length).toBe(1)
  })

  it('of writers shares what there is', () => {
    const acts = new Acts()
    for (let each = 0; each < 10_000; each++)
      acts.add(event('create', `/${each}`, 0, { writer: { by: 'command', chain: [`abcdef-${each}`], text: 'x' } }))
    const all = acts.rest()
    expect(all.length).toBe(65)
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
    expect(all.at(-1)?.writer).toEqual({ by: 'unknown' })
  })
})
