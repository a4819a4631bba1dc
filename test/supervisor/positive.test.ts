import { afterEach, describe, expect, test } from 'vitest'
import { allow, deny } from '../broker/test-broker.js'
import { type Session, session, USERS } from './supervise.js'

let current: Session | undefined
afterEach(async () => {
  await current?.close()
  current = undefined
})

describe.each(USERS)('as %s', (user) => {
  test('an allowed tree runs, and every exec of it was asked about', async () => {
    current = await session()
    const result = await current.run(['bash', '--norc', '-c', 'echo one; /bin/echo two; (exec env printf three)'], {
      user,
    })
    expect(result).toEqual({ code: 0, signal: null, stdout: 'one\ntwo\nthree', stderr: '' })
    expect(current.execs().map(({ argv }) => argv)).toEqual([
      ['bash', '--norc', '-c', 'echo one; /bin/echo two; (exec env printf three)'],
      ['/bin/echo', 'two'],
      ['env', 'printf', 'three'],
      ['printf', 'three'],
    ])
  })

  test('a refused program does not run, prints the whole reason and exits 126', async () => {
    const reason = `blocked: ${'long '.repeat(300)}end\nname it to clear it`
    current = await session((request) =>
      request.type === 'exec' && request.argv[0] === '/bin/echo' ? deny(reason) : allow,
    )
    const result = await current.run(
      ['bash', '--norc', '-c', '/bin/echo evil; echo "status $?"; /usr/bin/printf good'],
      { user },
    )
    expect(result).toEqual({
      code: 0,
      signal: null,
      stdout: 'status 126\ngood',
      stderr: `gatesh: ${reason.replace('\n', '\ngatesh: ')}\n`,
    })
  })
})
