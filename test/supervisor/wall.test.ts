/** Walls: writes outside fail in the kernel, whoever tries; each beside a write inside that does not. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildNative } from '../shims/native.js'
import { cleanEnv, type Session, session, toEnd, USERS, type User } from './supervise.js'

let s: Session
let list: string
const at = (...names: string[]) => join(s.root, ...names)

beforeEach(async () => {
  s = await session()
  for (const name of ['project', 'outside', 'vault']) {
    mkdirSync(at(name), { mode: 0o777 })
    chmodSync(at(name), 0o777)
    writeFileSync(at(name, 'old'), 'old\n')
    chmodSync(at(name, 'old'), 0o666)
  }
  writeFileSync(at('key'), 'secret\n')
  chmodSync(at('key'), 0o644)
  writeFileSync(at('cover'), '', { mode: 0 })
  list = at('wall')
})
afterEach(() => s.close())

const writable = () => [`+${at('project')}`]
const hidden = () => [...writable(), `-${at('vault')}`, `-${at('key')}`, `!${at('cover')}`]

function run(user: User, script: string, entries = writable(), flags: readonly string[] = []) {
  writeFileSync(list, entries.map((entry) => `${entry}\0`).join(''))
  return s.run(['/bin/bash', '-c', script], { user, flags: ['--wall', list, ...flags], cwd: at('project') })
}

describe.each(USERS)('as %s', (user) => {
  it('keeps writes in, of every kind', async () => {
    const { stdout, stderr } = await run(
      user,
      `for act in 'echo x > ../outside/new' 'echo x >> ../outside/old' 'rm ../outside/old' 'mv ../outside/old ../outside/b' \\
        'mkdir ../outside/d' 'ln -s x ../outside/l' 'truncate -s 0 ../outside/old' 'mv here ../outside/here'; do
        echo x > here; (eval "$act") 2>/dev/null && echo "done: $act"; done; echo end`,
    )
    expect([stdout, stderr]).toEqual(['end\n', ''])
    expect(readFileSync(at('outside/old'), 'utf8')).toBe('old\n')
    expect(readFileSync(at('project/here'), 'utf8')).toBe('x\n')
  })

  it('does not keep them from where they belong, nor from devices', async () => {
    const { code, stderr } = await run(
      user,
      'echo x > new && rm old && mkdir d && mv new d/ && chmod 600 d/new && echo x > /dev/null && sort < /dev/null > out',
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(readFileSync(at('project/d/new'), 'utf8')).toBe('x\n')
  })

  it('changes no mode and no time outside', async () => {
    const { stdout } = await run(user, 'chmod 777 ../outside/old || touch -d 2001-01-01 ../outside/old || echo refused')
    expect(stdout).toBe('refused\n')
  })

  it('is not taken down from inside', async () => {
    const { stdout } = await run(
      user,
      `for act in 'mount -o remount,rw /' 'mount -o remount,bind,rw /' 'mount --bind / /mnt' 'umount -l ../project' \\
        'unshare -m mount -o remount,rw /' 'unshare -Urm mount -o remount,bind,rw /' 'nsenter -t 1 -m true' \\
        'echo x > /proc/1/root${'$'}PWD/../outside/new'; do
        (eval "$act") >/dev/null 2>&1; (echo x > ../outside/new) 2>/dev/null && echo "after: $act"; done; echo end`,
    )
    expect(stdout).toBe('end\n')
    expect(existsSync(at('outside/new'))).toBe(false)
  })

  it('hides what it is told to hide, and nothing beside', async () => {
    const script = 'cat ../key ../vault/old 2>/dev/null; ls ../vault 2>/dev/null; cat ../outside/old'
    expect((await run(user, script, hidden())).stdout).toBe('old\n')
    expect((await run(user, script)).stdout).toBe('secret\nold\nold\nold\n')
  })

  it('does not disturb the gate: execs are asked about, and refused', async () => {
    await s.close()
    s = await session((request) =>
      request.type === 'exec' && request.argv.includes('refuse')
        ? { type: 'verdict', id: request.id, action: 'deny', exitCode: 126, message: 'blocked: no' }
        : { type: 'verdict', id: request.id, action: 'allow', exitCode: 0, message: '' },
    )
    mkdirSync(at('project'), { mode: 0o777 })
    chmodSync(at('project'), 0o777)
    list = at('wall')
    const { stdout, stderr } = await run(user, 'env refuse; echo $?; env echo fine')
    expect([stdout, stderr]).toEqual(['126\nfine\n', 'gatesh: blocked: no\n'])
    expect(s.coverage()?.present).toContain('wall-mounts')
  })

  it('lets a sandbox of namespaces be made inside, which is held by it as well', async () => {
    const { stdout } = await run(
      user,
      'unshare -Urm bash -c "mount -t tmpfs none /mnt && echo made; echo x > ../outside/new" 2>/dev/null; echo $?',
    )
    expect(stdout).toBe('made\n1\n')
  })

  it('starts nothing with a list that it cannot read', async () => {
    const { code, stdout, stderr } = await run(user, 'echo ran', ['no entry'])
    expect([code, stdout]).toEqual([125, ''])
    expect(stderr).toMatch(/^gatesh: cannot supervise: the walls could not be put up: /)
  })
})

describe('where no mount namespace is to be had, Landlock', () => {
  const { exec } = buildNative()

  /** In a user namespace that may make no more of them. */
  function confined(script: string, entries: readonly string[]) {
    writeFileSync(list, entries.map((entry) => `${entry}\0`).join(''))
    const start = 'echo 0 > /proc/sys/user/max_mnt_namespaces && exec "$@"'
    const own = [exec, '--broker', at('broker'), '--session', 's', '--wall', list, '--', '/bin/bash', '-c', script]
    const child = spawn('unshare', ['-Ur', 'sh', '-c', start, 'sh', ...own], { cwd: at('project'), env: cleanEnv() })
    return toEnd(child)
  }

  it('keeps writes in', async () => {
    const { stdout } = await confined(
      `for act in 'echo x > ../outside/new' 'echo x >> ../outside/old' 'rm ../outside/old' 'mkdir ../outside/d' \
        'truncate -s 0 ../outside/old' 'ln ../outside/old linked'; do
        (eval "$act") 2>/dev/null && echo "done: $act"; done
      echo x > new && mkdir d && mv new d/ && rm old && echo fine > /dev/null && echo end`,
      writable(),
    )
    expect(stdout).toBe('end\n')
    expect(readFileSync(at('outside/old'), 'utf8')).toBe('old\n')
    expect(readFileSync(at('project/d/new'), 'utf8')).toBe('x\n')
    expect(s.coverage()?.present).toContain('wall-landlock')
  })

  it('has gaps that are named: modes can still be changed', async () => {
    expect((await confined('chmod 700 ../outside/old && stat -c %a ../outside/old', writable())).stdout).toBe('700\n')
  })

  it('hides nothing, and says so instead of starting', async () => {
    const { code, stdout, stderr } = await confined('echo ran', hidden())
    expect([code, stdout]).toEqual([125, ''])
    expect(stderr).toContain('the walls could not be put up')
  })
})
