/** Whatever of gatesh fails: the command does not run, and says why. Each with a control in which it runs. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from './gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

const at = (name: string) => join(home.project, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

async function appears(name: string): Promise<void> {
  for (let left = 400; !existsSync(at(name)); left--) {
    if (left === 0) throw new Error(`${name} did not appear`)
    await wait(25)
  }
}

describe.each(['--strict', '--shims'])('with %s', (flag) => {
  it('a gatesh that is killed in the middle leaves an agent that can start nothing more', async () => {
    const agent =
      'git --version > before 2>&1; echo $? > before.code; while [ ! -e go ]; do :; done; git --version > after 2>&1; echo $? > after.code'
    const gatesh = spawn(process.execPath, [buildGatesh(), flag, '--', 'bash', '-c', agent], {
      cwd: home.project,
      env: home.env,
      stdio: 'ignore',
    })
    await appears('before.code')
    gatesh.kill('SIGKILL')
    await new Promise((resolve) => gatesh.once('exit', resolve))
    // The supervisor sees the end of the connection in its own time.
    await wait(100)
    readFileSync('/dev/null')
    symlinkSync('/dev/null', at('go'))
    await appears('after.code')
    await wait(50)
    expect([read('before.code'), read('before')]).toEqual(['0\n', expect.stringContaining('git version')])
    expect(read('after.code')).toBe('126\n')
    expect(read('after')).toMatch(/^gatesh: .*(?:no longer running|broker)/)
  })

  it('a state directory that cannot be written starts nothing', async () => {
    const state = join(home.root, 'state')
    mkdirSync(state)
    symlinkSync('/proc/none', join(state, 'gatesh'))
    const refused = await home.gatesh([flag, '--', 'echo', 'ran'])
    expect([refused.code, refused.stdout]).toEqual([125, ''])
    expect(refused.stderr).toMatch(/^gatesh: /)
    home.env.XDG_STATE_HOME = join(home.root, 'other')
    expect((await home.gatesh([flag, '--', 'echo', 'ran'])).stdout).toBe('ran\n')
  })

  it('leaves nothing behind in the runtime directory, which is of no use to others', async () => {
    const runtime = join(home.root, 'runtime')
    mkdirSync(runtime, { mode: 0o700 })
    home.env.XDG_RUNTIME_DIR = runtime
    const { stdout } = await home.gatesh([
      flag,
      '--',
      'bash',
      '-c',
      `stat -c %a "${runtime}"/gatesh "${runtime}"/gatesh/*`,
    ])
    expect(stdout).toBe('700\n700\n')
    expect((await home.gatesh([flag, '--', 'ls', join(runtime, 'gatesh')])).stdout).toMatch(/^[a-z2-9]{6}\n$/)
    chmodSync(join(runtime, 'gatesh'), 0o755)
    // One that others may look into is not used.
    expect((await home.gatesh([flag, '--', 'ls', join(runtime, 'gatesh')])).stdout).toBe('')
  })
})

describe('denial limits', () => {
  const force = 'git push --force origin main'

  it('end an agent without a terminal, with code 77', async () => {
    const { code, stderr, stdout } = await home.gatesh([
      '--strict',
      '--',
      'bash',
      '-c',
      `${`${force}; `.repeat(3)} sleep 5; echo survived`,
    ])
    expect([code, stdout]).toEqual([77, ''])
    expect(stderr).toContain('the agent was ended: 3 commands in a row were blocked')
  })

  it('do not end one whose row is broken', async () => {
    const { code, stdout } = await home.gatesh([
      '--strict',
      '--',
      'bash',
      '-c',
      `${`${force}; git status >/dev/null; `.repeat(4)} echo survived`,
    ])
    expect([code, stdout]).toEqual([0, 'survived\n'])
  })
})
