/** Odd, large and many: what a real tree of processes may do to the supervisor. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXEC_FLAG, type ExecRequest } from '../../src/broker/wire.js'
import { allow, deny } from '../broker/test-broker.js'
import { compile } from '../shims/native.js'
import { type Programs, programs } from './programs.js'
import { cleanEnv, type Session, session, USERS } from './supervise.js'

/** Length of the storm; minutes of it are for a run by hand. */
const STORM_SECONDS = Number(process.env.GATESH_TEST_STORM_SECONDS ?? 3)

let current: Session
let built: Programs
let argvProgram: string

beforeAll(async () => {
  current = await session((request) =>
    request.type === 'exec' && request.exe.includes('forbidden') ? deny('forbidden') : allow,
  )
  built = programs(current)
  argvProgram = compile(new URL('../shims/argv.c', import.meta.url).pathname, join(built.directory, 'argv'))
  // The program whose view of its own arguments is compared with what was asked.
  copyFileSync(
    compile(new URL('../shims/probe.c', import.meta.url).pathname, join(built.directory, 'probe-built')),
    join(built.directory, 'probe'),
  )
})
afterAll(() => current.close())

const shell = (script: string) => ['/bin/bash', '--norc', '-c', script]
const hex = (text: string) => Buffer.from(text).toString('hex')
const seen = (stdout: string, label: string) =>
  stdout.split('\n').flatMap((line) => (line.startsWith(`${label} `) ? [line.slice(label.length + 1)] : []))
const last = (name: string) =>
  current.execs().findLast(({ argv, exe }) => argv[0] === name || exe.endsWith(`/${name}`))!

describe.each(USERS)('as %s', (user) => {
  test.each([
    ['2 MB of arguments', 'total', 1_900_000],
    ['10,000 arguments', 'count', 10_000],
    ['one argument of 128 KB', 'single', 131_071],
    ['no argument at all', 'none', 0],
  ])('%s arrive whole', async (_, kind, size) => {
    const { stdout, code } = await current.run([argvProgram, kind, String(size), join(built.directory, 'probe')], {
      user,
    })
    const { argv, flags } = last('probe')
    expect([code, flags]).toEqual([0, 0])
    expect(argv.map(hex)).toEqual(seen(stdout, 'arg'))
  })

  test('bytes that are no UTF-8 arrive as they are', async () => {
    const { stdout } = await current.run(shell(`exec ${built.directory}/probe "$(printf '\\377\\200x')" ''`), { user })
    expect(last('probe').argv.slice(1)).toEqual(['\udcff\udc80x', ''])
    expect(seen(stdout, 'arg').slice(1)).toEqual(['ff8078', ''])
  })

  test('4,000 environment variables arrive whole, more than the limit is cut and said', async () => {
    const some = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`V${i}`, `value ${i}`]))
    await current.run([join(built.directory, 'probe')], { user, env: cleanEnv(some) })
    expect([last('probe').env.get('V3999'), last('probe').flags]).toEqual(['value 3999', 0])
    expect(last('probe').env.count).toBe(4000 + Object.keys(cleanEnv()).length)

    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`BIG${i}`, 'x'.repeat(60_000)]))
    const { code } = await current.run([join(built.directory, 'probe')], { user, env: cleanEnv(many) })
    const { env, flags } = last('probe')
    expect([code, flags]).toEqual([0, EXEC_FLAG.envTruncated])
    expect(env.bytes.length).toBeLessThanOrEqual(256 * 1024)
    expect([...env.entries()]).toHaveLength(env.count)
  })

  test('a directory that was deleted is an empty cwd', async () => {
    const { code } = await current.run(shell(`d=$(mktemp -d); cd $d; rmdir $d; ${built.permitted} /dev/null`), { user })
    expect([code, last('permitted').cwd]).toEqual([0, ''])
  })

  test.each([
    ['a terminal device that is none', '</dev/zero', 'other', '', ''],
    ['nothing', '</dev/null', 'null', '', ''],
    ['closed', '<&-', 'closed', '', ''],
    ['a here-document', "<<'END'\ndrop table users;\nEND", 'pipe', '', 'drop table users;\n'],
    ['a named file', '<FILE', 'file', 'FILE', ''],
    ['a file without a name', '<FILE.gone 3<FILE.gone', 'file', 'FILE.gone (deleted)', 'secret text'],
  ])('stdin is described: %s', async (what, redirect, kind, path, peek) => {
    const file = join(built.directory, `in-${user}-${what.replaceAll(' ', '-')}`)
    const text = redirect.replaceAll('FILE', file)
    const gone = redirect.includes('gone')
    const script = gone
      ? `printf 'secret text' >${file}.gone; exec 4<${file}.gone; rm ${file}.gone; ${built.permitted} /dev/null <&4`
      : `touch ${file}; ${built.permitted} /dev/null ${text}`
    await current.run(shell(script), { user })
    const { stdin } = last('permitted')
    expect({ ...stdin, peek: stdin.peek.toString() }).toEqual({ kind, path: path.replaceAll('FILE', file), peek })
  })

  test('200 at once, half of them refused', async () => {
    const one = (i: number) => `( ${i % 2 ? built.forbidden : built.permitted} /dev/null; echo "${i % 2} $?" ) &`
    const { stdout, stderr } = await current.run(
      shell(`${Array.from({ length: 200 }, (_, i) => one(i)).join('\n')} wait`),
      { user },
    )
    const lines = stdout.trim().split('\n')
    expect(lines.filter((line) => line === '0 0')).toHaveLength(100)
    expect(lines.filter((line) => line === '1 126')).toHaveLength(100)
    expect(stderr).toBe('gatesh: forbidden\n'.repeat(100))
  })

  test(`50 threads start programs for ${STORM_SECONDS} s: no wrong answer, no zombie, no descriptor left open`, async () => {
    const storm = built.attack('storm')
    const script = `${storm} 4 1 ${built.permitted} ${built.forbidden}; echo first; read wait; ${storm} 50 ${STORM_SECONDS} ${built.permitted} ${built.forbidden}; echo second; read wait`
    const agent = current.start(shell(script), { user, stdio: ['pipe', 'pipe', 'ignore'] })
    const state = () => {
      const children = readFileSync(`/proc/${agent.pid}/task/${agent.pid}/children`, 'utf8').trim().split(' ')
      const status = readFileSync(`/proc/${agent.pid}/status`, 'utf8')
      return {
        descriptors: readdirSync(`/proc/${agent.pid}/fd`).length,
        children: children.length,
        resident: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]),
      }
    }
    let text = ''
    const reached = (word: string) =>
      new Promise<void>((resolve) => {
        const look = () => text.includes(word) && resolve()
        agent.stdout!.on('data', (chunk) => {
          text += chunk
          look()
        })
        look()
      })
    await reached('first')
    const before = state()
    agent.stdin!.write('\n')
    await reached('second')
    const after = state()
    agent.stdin!.write('\n')
    await new Promise((resolve) => agent.once('exit', resolve))
    const [first, second] = [...text.matchAll(/^(\d+) (\d+)$/gm)].map(([, started, wrong]) => [
      Number(started),
      Number(wrong),
    ])
    expect([first![1], second![1]]).toEqual([0, 0])
    expect(second![0]).toBeGreaterThan(100)
    expect([after.descriptors, after.children]).toEqual([before.descriptors, before.children])
    expect(after.resident).toBeLessThan(before.resident + 4096)
  }, 600_000)

  test('processes that die while they are asked about leave nothing behind', async () => {
    const script = `
import os, signal, subprocess, random
random.seed(1)
for i in range(300):
    p = subprocess.Popen(['${built.permitted}', '/dev/null'])
    if i % 3: os.kill(p.pid, signal.SIGKILL)
    p.wait()
print('done')`
    const { stdout, code } = await current.run(['/usr/bin/python3', '-c', script], { user })
    expect([stdout, code]).toEqual(['done\n', 0])
    const stats = current.broker.requests.findLast(({ type }) => type === 'stats')
    const ran = current.execs().filter(({ argv }) => argv[0] === built.permitted).length
    expect(stats).toMatchObject({ type: 'stats' })
    expect(ran).toBeGreaterThan(100)
  })

  test('an image without a terminal, without descriptors and without environment is read like any other', async () => {
    const { code } = await current.run(shell(`exec -c ${built.permitted} /dev/null <&- >&- 2>&-`), { user })
    const { env, stdin } = last('permitted') as ExecRequest
    expect([code, env.count, stdin.kind]).toEqual([0, 0, 'closed'])
  })
})
