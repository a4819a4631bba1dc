/** gatesh in images that it was not built on, as jobs use it: without a terminal, as a normal user. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { busyboxRoot, debianRoot, dropIn, installedFolder, type Root, repository } from './root.js'

const GATESH = '/opt/gatesh/bin/gatesh'
let folder: string
let debian: Root
let busybox: Root
beforeAll(() => {
  folder = installedFolder()
  busybox = busyboxRoot()
  debian = debianRoot()
  for (const root of [busybox, debian]) dropIn(root, folder)
}, 600_000)
afterAll(() => {
  rmSync(dirname(folder), { recursive: true, force: true })
  busybox?.remove()
  debian?.remove()
})

const shell = (root: Root, text: string, env: Record<string, string> = {}) => root.run(['sh', '-c', text], { env })

describe('a job in an image with nothing but busybox', () => {
  const agent =
    'sh -c "touch made; ls"; sh -c "cat /etc/shadow"; echo "read: $?"; sh -c "rm -rf /home/ci"; echo "rm: $?"'

  it('is gated by the supervisor, with a Node and a loader of its own', async () => {
    const { code, stdout, stderr } = await shell(
      busybox,
      `cd /job && GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=/home/ci/summary.md ${GATESH} ci --strict -- sh -c '${agent}'`,
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining('the supervisor sees every exec')])
    expect(stdout).toMatch(/^made\nread: 126\nrm: 126\n/m)
    expect(readFileSync(busybox.at('/home/ci/summary.md'), 'utf8')).toContain('### gatesh: 2 of ')
  })

  it('installs nothing where there is no Node, and says so', async () => {
    const root = busyboxRoot()
    try {
      writeFileSync(root.at('/install.sh'), readFileSync(`${repository}/install.sh`))
      const { code, stderr } = await root.run(['sh', '/install.sh', '--prefix', '/home/ci/g', '--from', 'gatesh'])
      expect([code, stderr]).toEqual([1, 'install.sh: Node 20 or later is needed (https://nodejs.org)\n'])
    } finally {
      root.remove()
    }
  })
})

describe('a job in Debian', () => {
  it('ends with 77 at a limit', async () => {
    const again = [1, 2, 3, 4].map((n) => `bash -c "rm -rf /home/ci/x${n}"`).join('; ')
    const { code, stderr } = await shell(
      debian,
      `cd /job && mkdir -p ~/x1 ~/x2 ~/x3 ~/x4; ${GATESH} ci -- bash -c '${again}; sleep 60'`,
    )
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      77,
      expect.stringContaining('gatesh: the job ends with exit code 77: 3 commands in a row were blocked'),
    ])
  })

  it('keeps a whole log when it is killed in the middle', async () => {
    const agent = 'for i in 1 2 3 4 5; do bash -c "ls > $i"; done; touch ready; sleep 60'
    const { stdout } = await shell(
      debian,
      `cd /job && rm -f ready; export XDG_STATE_HOME=/home/ci/killed
       ${GATESH} ci --strict -- bash -c '${agent}' >/dev/null 2>&1 & job=$!
       while [ ! -e ready ]; do sleep 0.1; done; kill -9 $job; sleep 0.5; rm ready
       ${GATESH} log verify; echo "verify: $?"; ${GATESH} log --all --json | grep -c '"rule"'; pgrep -f 'sleep 60' || echo "nothing left"`,
    )
    expect(stdout).toMatch(/^verify: 0$/m)
    expect(Number(/^(\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(6)
  })
})

describe('shims on PATH, and no launch', () => {
  const first = 'export PATH=/opt/gatesh/shims:$PATH; cd /job'
  const managed = '/etc/gatesh/config.d/10-fleet.jsonc'
  const push = 'git push --force origin main:old'

  beforeAll(async () => {
    const { code, stdout, stderr } = await debian.run([GATESH, 'shims', '/opt/gatesh/shims', '--idle', '2'], { uid: 0 })
    expect([code, stdout, stderr]).toEqual([
      0,
      `export PATH='/opt/gatesh/shims':"$PATH"\n`,
      expect.stringMatching(/^gatesh: shims stand before \d+ programs/),
    ])
    await shell(
      debian,
      'cd /job && git init -q -b main . && git init -q --bare /job/remote.git && git remote add origin /job/remote.git && git -c user.name=ci -c user.email=ci@example.com commit -q --allow-empty -m first && git push -q origin HEAD:main HEAD:old',
    )
  })
  afterEach(() => rmSync(debian.at('/etc/gatesh'), { recursive: true, force: true }))

  const configure = (config: object) => {
    mkdirSync(dirname(debian.at(managed)), { recursive: true })
    writeFileSync(debian.at(managed), JSON.stringify(config))
  }

  it('start one broker for fifty at once, which is small and ends when nobody asks any more', async () => {
    const { stdout, stderr } = await shell(
      debian,
      `${first}; for i in $(seq 50); do git --version & done; wait
       set -- /tmp/gatesh-1000-*/sock; echo "sockets: $#"
       echo "sessions: $(grep -c '"start".*"agent":"/opt/gatesh/shims"' ~/.local/state/gatesh/sessions.jsonl)"
       for p in /proc/[0-9]*; do if tr '\\0' ' ' < $p/cmdline | grep -q 'main[.]js broker'; then grep VmRSS $p/status; fi; done
       sleep 4; ls /tmp/gatesh-1000-*; tail -1 ~/.local/state/gatesh/sessions.jsonl`,
      { XDG_STATE_HOME: '/tmp/not-believed' },
    )
    expect(stderr).toBe('')
    expect(stdout.match(/^git version/gm)).toHaveLength(50)
    expect(stdout).toContain('sockets: 1\nsessions: 1\n')
    const resident = [...stdout.matchAll(/VmRSS:\s*(\d+) kB/g)].map(([, kb]) => Number(kb) / 1024)
    expect(resident).toHaveLength(1)
    expect(resident[0]).toBeLessThan(90)
    const after = stdout.slice(stdout.indexOf('kB\n') + 3)
    expect(after).not.toMatch(/^sock$/m)
    expect(after).toContain('"event":"end"')
    process.stdout.write(`broker of a container: ${resident[0]?.toFixed(0)} MB resident\n`)
  })

  it('let the first command wait for less than it takes to notice', async () => {
    const time = `s=$(date +%s%N); git --version; e=$(date +%s%N); echo "ms: $(( (e - s) / 1000000 ))"`
    const { stdout } = await shell(debian, `${first}; ${time}; ${time}`)
    const [cold = 0, warm = 0] = [...stdout.matchAll(/ms: (\d+)/g)].map(([, ms]) => Number(ms))
    // Aim: 400 ms on a machine that does nothing else.
    expect(cold).toBeLessThan(3_000)
    expect(warm).toBeLessThan(cold)
    process.stdout.write(`first gated command ${cold} ms, the next ${warm} ms\n`)
  })

  it('believe nothing that the environment says about the task', async () => {
    const claims = {
      GATESH_TASK: 'force push main to old on origin',
      GATESH_SESSION: 'abc234',
      NODE_OPTIONS: '--require /job/evil.js',
    }
    const { stdout, stderr } = await shell(
      debian,
      `${first}; ${push}; echo "push: $?"; git status --short >/dev/null; echo "status: $?"`,
      claims,
    )
    expect(stdout).toBe('push: 126\nstatus: 0\n')
    expect(stderr).toContain('gatesh: blocked: ')
  })

  it('take the task from the managed configuration', async () => {
    configure({ fleet: { taskFile: '/etc/gatesh/task', project: '/job' } })
    writeFileSync(debian.at('/etc/gatesh/task'), 'force push main to the branch old on origin\n')
    expect((await shell(debian, `${first}; ${push} 2>/dev/null; echo "push: $?"`)).stdout).toBe('push: 0\n')
  })

  it('serve a user without an account or a home, whose log is with the broker then', async () => {
    const { code, stdout } = await debian.run(
      [
        'sh',
        '-c',
        `export PATH=/opt/gatesh/shims:$PATH; cd /tmp; git --version && cat /tmp/gatesh-4242-*/.local/state/gatesh/log/*`,
      ],
      { uid: 4242 },
    )
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^git version[\s\S]*"command":"git --version"/)])
  })

  it('run nothing with a managed configuration that is broken', async () => {
    configure({ fleet: { task: 'x' } })
    const { code, stderr } = await shell(debian, `${first}; git status`)
    expect([code, stderr]).toEqual([
      126,
      expect.stringMatching(
        /^gatesh: git: the command was not run: gatesh's broker cannot start: .*`fleet\.task`: there is no such key/,
      ),
    ])
  })

  it('run nothing any more once their broker was killed, until the container starts anew', async () => {
    const kill = `for p in /proc/[0-9]*; do if tr '\\0' ' ' < $p/cmdline | grep -q 'main[.]js broker'; then kill -9 \${p#/proc/}; fi; done`
    const { stdout, stderr } = await shell(
      debian,
      `${first}; git --version; ${kill}; sleep 0.3; git --version; echo "after: $?"`,
    )
    expect(stdout).toMatch(/^git version .*\nafter: 126\n$/)
    expect(stderr).toContain(
      "gatesh's broker was ended from outside, and nothing runs here until the container is started again",
    )
    expect((await shell(debian, `${first}; git --version`)).code).toBe(0)
  })

  it('run nothing where others may write to their directory', async () => {
    await debian.run(['chmod', '777', '/opt/gatesh/shims'], { uid: 0 })
    const open = await shell(debian, `${first}; git --version`)
    expect([open.code, open.stderr]).toEqual([
      126,
      expect.stringContaining('others than root and this user may write to its shim directory'),
    ])
    await debian.run(['chmod', '755', '/opt/gatesh/shims'], { uid: 0 })
    expect((await shell(debian, `${first}; git --version`)).code).toBe(0)
  })
})
