/** The file watch of the supervisor: every write outside the roots, by any way, with the image that did it. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WroteChange } from '../../src/broker/wire.js'
import { type Session, session, USERS } from './supervise.js'

let s: Session
let outside: string
let inside: string
let list: string

beforeEach(async () => {
  s = await session()
  inside = join(s.root, 'project')
  outside = join(s.root, 'outside')
  mkdirSync(inside, { mode: 0o777 })
  mkdirSync(outside, { mode: 0o777 })
  list = join(s.root, 'roots')
  // What other programs of this machine write is none of ours.
  writeFileSync(list, [`-/`, `+${s.root}`, `-${inside}`, `+${inside}/.git/hooks`, ''].join('\0'))
})
afterEach(() => s.close())

async function changes(script: string): Promise<WroteChange[]> {
  const { code, stderr } = await s.run(['/bin/bash', '-c', script], { flags: ['--watch', list], cwd: s.root })
  expect([code, stderr]).toEqual([0, ''])
  return s.broker.requests.flatMap((request) => (request.type === 'wrote' ? request.changes : []))
}

const told = (all: readonly WroteChange[]) => [
  ...new Set(all.map(({ kind, path, from }) => [kind, path, ...(from ? [from] : [])].join(' ').replaceAll(s.root, ''))),
]

const asRoot = USERS.includes('root')

describe.runIf(asRoot)('as root', () => {
  it('sees what is made, written, moved, deleted and changed in mode, and nothing of the project', async () => {
    const all = await changes(
      'echo a > outside/a; echo b >> outside/a; mkdir outside/d; mv outside/a outside/d/b; chmod 600 outside/d/b;' +
        'echo x > project/x; mkdir project/y; echo y > project/y/y; rm outside/d/b',
    )
    // What is written at once when it is made may be told as one.
    expect(told(all).filter((each) => each !== 'modify /outside/a')).toEqual([
      'create /outside/a',
      'create /outside/d',
      'rename /outside/d/b /outside/a',
      'chmod /outside/d/b',
      'delete /outside/d/b',
    ])
    expect(s.coverage()?.present).toContain('fanotify')
  })

  it('sees what leaves the project and what comes into it by a rename, and the other way round', async () => {
    writeFileSync(join(inside, 'a'), 'a')
    writeFileSync(join(outside, 'b'), 'b')
    expect(told(await changes('mv project/a outside/a; mv outside/b project/b'))).toEqual([
      'rename /outside/a /project/a',
      'rename /project/b /outside/b',
    ])
  })

  it('sees through links, other names of a directory, and a directory that has moved', async () => {
    symlinkSync('../outside', join(inside, 'out'))
    const all = await changes('cd project/out; echo a > a; cd ../..; mv outside moved; echo b > moved/b')
    expect(told(all).filter((each) => each.startsWith('create'))).toEqual(['create /outside/a', 'create /moved/b'])
  })

  it('sees what is written in a directory that left the project, however much was written there before', async () => {
    const all = await changes(
      'mkdir project/d; for i in 1 2 3 4 5; do echo $i > project/d/$i; sleep 0.02; done; mv project/d outside/d; sleep 0.3;' +
        'echo a > outside/d/a; mkdir -p project/e/f; echo b > project/e/f/b; sleep 0.05; mv project/e outside/; sleep 0.3; echo c > outside/e/f/c',
    )
    // The move itself is told in any case; what is written there before it was looked at is part of it.
    expect(told(all).filter((each) => /^(?:create|rename)/.test(each))).toEqual([
      'rename /outside/d /project/d',
      'create /outside/d/a',
      'rename /outside/e /project/e',
      'create /outside/e/f/c',
    ])
  })

  it('tells of a guarded place in the project', async () => {
    mkdirSync(join(inside, '.git/hooks'), { recursive: true })
    expect(
      told(await changes('echo a > project/.git/hooks/post-commit; echo b > project/.git/index')).filter(
        (each) => !each.startsWith('modify'),
      ),
    ).toEqual(['create /project/.git/hooks/post-commit'])
  })

  it('takes names with a newline and with bytes that are no text', async () => {
    const all = await changes(`echo a > $'outside/a\\nb'; echo b > $'outside/\\xff'`)
    expect(all.filter(({ kind }) => kind === 'create').map(({ path }) => path.replace(outside, ''))).toEqual([
      '/a\nb',
      '/\udcff',
    ])
  })

  it('names the image that wrote, when it is gone as well', async () => {
    const all = await changes(
      'python3 -c \'open("outside/p", "w").write("p")\'; (echo s > outside/s); echo b > outside/b',
    )
    const execOf = (name: string) => all.find(({ path }) => path === join(outside, name))?.exec
    const python = s.execs().find(({ exe, argv }) => exe.includes('python') && argv[1] === '-c')
    const bash = s.execs().find(({ argv }) => argv[1] === '-c' && argv[2]?.includes('outside/b'))
    expect(python?.exec).toBeGreaterThan(0)
    expect(execOf('p')).toBe(s.execs().findLast(({ pid }) => pid === python?.pid)?.exec)
    expect([execOf('s'), execOf('b')]).toEqual([bash?.exec, bash?.exec])
  })

  it('does not take a stranger for one of the tree', async () => {
    const running = changes('echo begin > outside/begin; for i in {1..200}; do [ -e go ] && break; sleep 0.05; done')
    for (let left = 200; !existsSync(join(outside, 'begin')) && left > 0; left--)
      await new Promise((resolve) => setTimeout(resolve, 25))
    // It stays alive until it has been looked at; then it is known to be no one of ours.
    spawnSync('/bin/bash', ['-c', 'echo stranger > stranger; sleep 0.3'], { cwd: outside })
    writeFileSync(join(s.root, 'project/go'), '')
    writeFileSync(join(s.root, 'go'), '')
    expect(told(await running).join()).not.toContain('stranger')
    expect(readFileSync(join(outside, 'stranger'), 'utf8')).toBe('stranger\n')
  })

  it('holds nobody up, and keeps its memory, in a storm', async () => {
    const { code, stdout } = await s.run(
      [
        'python3',
        '-c',
        `import os
for i in range(50_000):
    with open(f"outside/{i}", "w") as f: f.write("x")
print(open(f"/proc/{os.getppid()}/status").read())`,
      ],
      { flags: ['--watch', list], cwd: s.root },
    )
    expect(code).toBe(0)
    expect(Number(/VmHWM:\s+(\d+) kB/.exec(stdout)?.[1])).toBeLessThan(48 * 1024)
    const said = s.broker.requests.filter(({ type }) => type === 'unseen')
    const seen = s.broker.requests.flatMap((each) => (each.type === 'wrote' ? each.changes.length + each.dropped : []))
    const total = seen.reduce((sum, each) => sum + each, 0)
    // Either all of it is told, or it is said that some was not.
    expect(total >= 50_000 || said.length > 0).toBe(true)
    expect(total).toBeGreaterThan(10_000)
  }, 60_000)

  it('refuses a list that it cannot read whole, and works without one', async () => {
    writeFileSync(list, 'no rule\0')
    await s.run(['/bin/true'], { flags: ['--watch', list] })
    await vi.waitFor(() => expect(s.coverage()?.missing).toContain('fanotify'))
    expect(s.coverage()?.present).not.toContain('fanotify')
  })
})

it.runIf(USERS.includes('nobody'))('says that it has none where it may not', async () => {
  await s.run(['/bin/true'], { user: 'nobody', flags: ['--watch', list] })
  await vi.waitFor(() => expect(s.coverage()?.missing).toContain('fanotify'))
})
