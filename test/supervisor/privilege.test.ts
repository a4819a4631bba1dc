/** Debuggers and programs that change their user: what is refused by default, and what the options permit. */
import { chmodSync, chownSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXEC_FLAG, type ExecRequest } from '../../src/broker/wire.js'
import { allow, deny } from '../broker/test-broker.js'
import { type Programs, programs } from './programs.js'
import { type Session, session, USERS } from './supervise.js'

let current: Session
let built: Programs

beforeAll(async () => {
  current = await session((request) =>
    request.type === 'exec' && request.exe.includes('forbidden') ? deny('forbidden') : allow,
  )
  built = programs(current)
})
afterAll(() => current.close())

const shell = (script: string) => ['/bin/bash', '--norc', '-c', script]
const lastOf = (exe: string) => current.execs().findLast((request): request is ExecRequest => request.exe === exe)!

describe.each(USERS)('as %s', (user) => {
  test('a debugger is refused, and says so', async () => {
    const mark = built.mark()
    const { stderr, code } = await current.run(['strace', '-o', '/dev/null', built.permitted, mark], { user })
    expect([built.ran(mark), code !== 0]).toEqual(['', true])
    expect(stderr).toContain('Operation not permitted')
  })

  test('with --allow-ptrace it works, and what it starts is asked about as not verified', async () => {
    const [good, bad] = [built.mark(), built.mark()]
    const flags = ['--allow-ptrace']
    const run = (program: string, mark: string) =>
      current.run(['strace', '-f', '-qq', '-o', '/dev/null', program, mark, 'a b', ''], {
        user,
        flags,
        env: { PATH: '/bin', X: 'y' },
      })
    expect(await run(built.permitted, good)).toMatchObject({ code: 0, stderr: '' })
    const { argv, flags: shown, execfn, cwd, env } = lastOf(built.permitted)
    expect([argv, shown, execfn, cwd, env.get('X')]).toEqual([
      [built.permitted, good, 'a b', ''],
      EXEC_FLAG.unverified,
      built.permitted,
      current.root,
      'y',
    ])
    const refused = await run(built.forbidden, bad)
    expect(refused.stderr).toContain('Operation not permitted')
    expect([built.ran(good), built.ran(bad)]).toEqual(['a b\n', ''])
  })

  test('a traced shell can search, start and be refused', async () => {
    const mark = built.mark()
    const script = `cd ${built.directory}; ./permitted ${mark}; ./forbidden ${mark}; echo $?; nowhere; echo $?`
    const { stdout } = await current.run(['strace', '-f', '-qq', '-o', '/dev/null', ...shell(script)], {
      user,
      flags: ['--allow-ptrace'],
    })
    expect([stdout, built.ran(mark)]).toEqual(['126\n127\n', 'ran\n'])
  })
})

if (USERS.includes('root'))
  describe('programs that change their user', () => {
    const setuid = () => {
      const path = join(built.directory, 'id')
      copyFileSync('/usr/bin/id', path)
      chownSync(path, 0, 0)
      chmodSync(path, 0o4755)
      return path
    }

    test('do not under no_new_privs', async () => {
      const path = setuid()
      const { stdout } = await current.run([path, '-u'], { user: 'nobody' })
      expect([stdout, lastOf(path).flags]).toEqual(['65534\n', EXEC_FLAG.setid])
    })

    test('do where root keeps privileges with --no-nnp, and are gated all the same', async () => {
      const path = setuid()
      const forbidden = join(built.directory, 'forbidden-id')
      copyFileSync(path, forbidden)
      chmodSync(forbidden, 0o4755)
      const script = `setpriv --reuid=65534 --clear-groups ${path} -u; setpriv --reuid=65534 --clear-groups ${forbidden} -u; echo $?`
      const result = await current.run(shell(script), { user: 'root', flags: ['--no-nnp'] })
      expect([result.stdout, result.stderr]).toEqual(['0\n126\n', 'gatesh: forbidden\n'])
      expect([lastOf(path).flags, lastOf(path).origin?.uid]).toEqual([EXEC_FLAG.setid, 0])
      expect(current.broker.requests.findLast(({ type }) => type === 'coverage')).toMatchObject({
        missing: ['no-new-privs'],
      })
    })

    test('--no-nnp without rights is refused', async () => {
      const mark = built.mark()
      const result = await current.run([built.permitted, mark], { user: 'nobody', flags: ['--no-nnp'] })
      expect([result.code, built.ran(mark)]).toEqual([125, ''])
      expect(result.stderr).toMatch(/^gatesh: cannot supervise: the kernel refused a seccomp listener: /)
    })
  })
