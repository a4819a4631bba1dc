/** What the agent and the user see of each other is what they would see without gatesh. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nodePty from 'node-pty'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from './gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

const coverages = [
  ['supervisor', '--strict'],
  ['shims', '--shims'],
] as const

describe.each(coverages)('without a terminal, under %s', (_name, flag) => {
  const both = async (...command: string[]) => {
    const bare = spawnSync(command[0] ?? '', command.slice(1), {
      cwd: home.project,
      env: home.env,
      input: 'input\n',
      encoding: 'utf8',
    })
    const gated = await home.gatesh([flag, '--', ...command], { input: 'input\n' })
    return { bare, gated }
  }

  it.each([
    ['stdin and stdout', 'cat'],
    ['arguments', 'printf %s\\\\n "a b" "" "\\$x" "*"'],
    ['descriptors', 'ls /proc/self/fd | wc -l'],
    ['the directory', 'pwd; pwd -P'],
    ['limits and umask', 'ulimit -n; umask'],
    ['exit code', 'exit 42'],
    ['a signal', 'kill -TERM $$'],
    ['signal dispositions', 'grep -E "SigBlk|SigIgn" /proc/self/status'],
    ['stderr', 'ls /none-such 2>&1 >/dev/null | wc -l; echo err >&2'],
  ])('%s', async (_what, text) => {
    const { bare, gated } = await both('bash', '-c', text)
    expect(gated.stdout).toBe(bare.stdout)
    expect(
      gated.stderr
        .split('\n')
        .filter((line) => !line.startsWith('gatesh: '))
        .join('\n'),
    ).toBe(bare.stderr)
    expect([gated.code, gated.signal]).toEqual([bare.status, bare.signal])
  })

  it('leaves the environment as it was, but for its own names', async () => {
    const { bare, gated } = await both('env')
    // PROMPT_COMMAND and ZDOTDIR arm the shells that somebody opens inside.
    const own =
      /^(?:GATESH_SESSION|GATESH_SOCKET|_|PATH|SHELL|CLAUDE_CODE_SHELL|BASH_ENV|SHLVL|PROMPT_COMMAND|ZDOTDIR)=/
    const lines = (text: string) =>
      text
        .split('\n')
        .filter((line) => !own.test(line))
        .sort()
    expect(lines(gated.stdout)).toEqual(lines(bare.stdout))
    if (flag === '--strict')
      expect(gated.stdout.split('\n').filter((line) => /^(?:PATH|SHELL)=/.test(line))).toEqual(
        bare.stdout.split('\n').filter((line) => /^(?:PATH|SHELL)=/.test(line)),
      )
  })

  it('says what the shell says about a program that is not there, with its exit code', async () => {
    const none = await home.gatesh([flag, '--', 'no-such-program'])
    expect([none.code, none.stderr]).toEqual([127, 'gatesh: no-such-program: command not found\n'])
    writeFileSync(join(home.project, 'plain.txt'), '')
    expect((await home.gatesh([flag, '--', './plain.txt'])).code).toBe(126)
    expect((await home.gatesh([flag, '--', './none'])).code).toBe(127)
  })

  it('joins the outer session from inside', async () => {
    const inner = ['--', process.execPath, buildGatesh(), flag, '--task', 'anything at all', '--', 'git', '--version']
    const { stdout, stderr, code } = await home.gatesh([flag, ...inner])
    expect([code, stdout]).toEqual([0, spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout])
    expect(stderr).toContain('already inside session')
    expect(new Set(home.entries().map(({ session }) => session)).size).toBe(1)
  })

  it('does not believe the environment that it is inside', async () => {
    home.env.GATESH_SESSION = 'aaaaaa'
    const { stderr } = await home.gatesh([flag, '--', 'git', '--version'])
    expect(stderr).not.toContain('already inside')
    expect(home.entries().length).toBeGreaterThan(flag === '--strict' ? 0 : -1)
  })

  it('reads the task from the variable and takes it out of the environment', async () => {
    home.env.GATESH_TASK = 'secret task'
    expect((await home.gatesh([flag, '--', 'env'])).stdout).not.toContain('GATESH_TASK')
  })
})

interface Terminal {
  readonly output: string
  readonly exitCode: number
  readonly signal: number | undefined
}

/** Runs in a terminal of 100 columns; `type` is written as soon as its `after` was seen in the output. */
function inTerminal(
  args: readonly string[],
  typing: readonly { after: string; type: string }[],
  onData?: (pty: { resize(c: number, r: number): void }, output: string) => void,
): Promise<Terminal> {
  const env = Object.fromEntries(
    Object.entries({ ...home.env, TERM: 'xterm', PS1: '$ ' }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  )
  const pty = nodePty.spawn(process.execPath, [buildGatesh(), ...args], {
    name: 'xterm',
    cols: 100,
    rows: 30,
    cwd: home.project,
    env,
    encoding: null,
  })
  const left = [...typing]
  let output = ''
  let searched = 0
  return new Promise((resolve, reject) => {
    const stuck = setTimeout(() => {
      pty.kill('SIGKILL')
      reject(
        new Error(`stuck after ${JSON.stringify(output.slice(-2000))}, waiting for ${JSON.stringify(left[0]?.after)}`),
      )
    }, 20_000)
    pty.onData((data) => {
      output += data.toString('latin1')
      onData?.(pty, output)
      const at = left[0] ? output.indexOf(left[0].after, searched) : -1
      if (left[0] && at >= 0) {
        searched = at + left[0].after.length
        pty.write(Buffer.from(left.shift()?.type ?? ''))
      }
    })
    pty.onExit(({ exitCode, signal }) => {
      clearTimeout(stuck)
      resolve({ output, exitCode, signal })
    })
  })
}

describe.each(coverages)('in a terminal, under %s', (_name, flag) => {
  const bash = [flag, '--', 'bash', '--norc', '--noprofile', '-i']

  it('loses no output at the end, whatever the exit code', async () => {
    for (let round = 0; round < 4; round++) {
      const { output, exitCode } = await inTerminal([flag, '--', 'bash', '-c', 'seq 1 20000; exit 3'], [])
      expect(output.replaceAll('\r', '')).toContain('\n19999\n20000\n')
      expect(output.replaceAll('\r', '').match(/^\d+$/gm)).toHaveLength(20000)
      expect(exitCode).toBe(3)
    }
  })

  it('has the size of the terminal, also when it changes', async () => {
    let resized = false
    const { output } = await inTerminal(
      [flag, '--', 'bash', '-c', 'trap "stty size; exit" WINCH; stty size; echo ready; while :; do sleep 0.05; done'],
      [],
      (pty, seen) => {
        if (!resized && seen.includes('ready')) {
          resized = true
          pty.resize(77, 22)
        }
      },
    )
    expect(output).toContain('30 100')
    expect(output).toContain('22 77')
  })

  /** Says when it runs; what is echoed while it is typed does not look the same. */
  const sleeping = `bash -c 'printf "star%s" ted; exec sleep 100'`

  it('hands ctrl-c to the program, not to the session; suspends and goes on', async () => {
    const { output, exitCode } = await inTerminal(bash, [
      { after: '$ ', type: `${sleeping}\r` },
      { after: 'started', type: '\x03' },
      { after: '$ ', type: 'echo code $?\r' },
      { after: 'code 130', type: `${sleeping}\r` },
      { after: 'started', type: '\x1a' },
      { after: 'Stopped', type: 'kill -9 %1; disown -a; exit 9\r' },
    ])
    expect(output).toContain('code 130')
    expect(output).toContain('Stopped')
    expect(exitCode).toBe(9)
  })

  it('ends by the signal that ended the agent', async () => {
    const { signal } = await inTerminal([flag, '--', 'bash', '-c', 'kill -KILL $$'], [])
    expect(signal).toBe(9)
  })

  it('gives the terminal back when gatesh is ended in the middle', async () => {
    mkdirSync(join(home.root, 'tmp'), { recursive: true })
    const script = `stty -a > before; "${process.execPath}" "${buildGatesh()}" ${flag} -- bash -c 'kill -TERM $PPID; sleep 0.3; kill -TERM $(ps -o ppid= -p $PPID) 2>/dev/null; sleep 5'; stty -a > after; cmp before after && echo same`
    const env = Object.fromEntries(
      Object.entries({ ...home.env, TERM: 'xterm' }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    )
    const pty = nodePty.spawn('bash', ['-c', script], {
      name: 'xterm',
      cols: 100,
      rows: 30,
      cwd: home.root,
      env,
      encoding: null,
    })
    let output = ''
    pty.onData((data) => {
      output += data.toString()
    })
    await new Promise<void>((resolve) => pty.onExit(() => resolve()))
    expect(output).toContain('same')
  })
})
