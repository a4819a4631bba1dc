/** Shells that live on, inside a real gatesh: each line is asked about before any of it runs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nodePty from 'node-pty'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from './gatesh.js'

let home: Home
let ended: (() => Promise<unknown>)[]

beforeEach(() => {
  home = makeHome()
  ended = []
  // Nobody answers here: what would be asked about is refused.
  mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
  writeFileSync(
    join(home.root, 'config/gatesh/config.jsonc'),
    '{"approvals": {"soft": "deny"}, "limits": {"inRow": 1000, "total": 1000}}',
  )
  writeFileSync(join(home.root, '.bashrc'), "PS1='> '\nHISTCONTROL=ignoreboth\nalias mine='echo from the rc'\n")
  writeFileSync(join(home.root, '.zshrc'), "PS1='> '\nunsetopt prompt_sp zle\nalias mine='echo from the rc'\n")
})
afterEach(async () => {
  for (const end of ended) await end()
  home.remove()
})

/** A shell at a terminal inside gatesh; `line` gives what came before the next prompt. */
async function terminal(shell: string, flags: readonly string[]) {
  const args = [buildGatesh(), ...flags, '--', shell]
  const env = { ...home.env, TERM: 'dumb' }
  const pty = nodePty.spawn(process.execPath, args, {
    name: 'dumb',
    cols: 400,
    rows: 40,
    env,
    cwd: home.project,
    encoding: null,
  })
  let screen = ''
  pty.onData((data) => {
    screen += data
  })
  const exited = new Promise((resolve) => pty.onExit(resolve))
  ended.push(() => {
    pty.kill('SIGHUP')
    return exited
  })
  const prompt = async () => {
    for (let tries = 0; tries < 1500; tries++) {
      if (/\n(?:\x1b\[[\d;?]*[a-zA-Z])*> (?:\x1b\[[\d;?]*[a-zA-Z])*$/.test(screen)) return screen
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`no prompt after ${JSON.stringify(screen)}`)
  }
  const line = async (text: string) => {
    screen = ''
    pty.write(Buffer.from(`${text}\r`))
    return prompt()
  }
  await prompt()
  return { line }
}

const blocked = 'gatesh: blocked: '
const content = (name: string) => readFileSync(join(home.root, name), 'utf8')

describe.each([
  ['bash', []],
  ['zsh', []],
  ['bash', ['--shims']],
  ['zsh', ['--shims']],
] as const)('%s at a terminal %j', (shell, flags) => {
  it('runs what is allowed, and reads what the user set up', async () => {
    const { line } = await terminal(shell, flags)
    expect(await line('mine')).toContain('from the rc')
    expect(await line('echo yes > here.txt')).not.toContain(blocked)
    expect(readFileSync(join(home.project, 'here.txt'), 'utf8')).toBe('yes\n')
    expect(await line('for i in 1 2; do echo "round $((i + 1))"; done')).toMatch(/round 2\s+round 3/)
    expect(await line('git --no-pager log --oneline')).toContain('first')
  })

  it.each([
    ['a redirect', 'echo x > ~/.bashrc'],
    ['a redirect behind a blank', ' echo x >> ~/.bashrc'],
    ['a redirect of a group', '{ echo x; } > ~/.bashrc'],
    ['a redirect of a loop', 'for i in 1; do echo x; done > ~/.bashrc'],
    ['a redirect in a subshell', '( echo x > ~/.bashrc )'],
    ['a redirect in the background', 'echo x > ~/.bashrc &'],
    ['a redirect behind a removed trap', 'trap - DEBUG; echo x > ~/.bashrc'],
    ['a function that is defined', 'f() { echo x > ~/.bashrc; }'],
  ])('%s is refused before any of it runs', async (_, text) => {
    const { line } = await terminal(shell, flags)
    const before = content('.bashrc')
    expect(await line(text)).toContain(blocked)
    expect(content('.bashrc')).toBe(before)
    expect(await line('echo still "$((40 + 2))"')).toContain('still 42')
  })

  it('refuses lines that would take the hook away, and goes on asking after an attempt', async () => {
    const { line } = await terminal(shell, flags)
    for (const text of ['trap - DEBUG', 'PS0=', 'unset -f __gatesh_line', 'builtin trap "" DEBUG'])
      expect(await line(text)).toContain(blocked)
    // control: the same builtins about something else
    for (const text of ["trap 'echo bye' EXIT", 'PS2=. ', 'unset -f nothing', 'set -- a b'])
      expect(await line(text)).not.toContain(blocked)
    expect(await line('echo x > ~/.profile')).toContain(blocked)
    expect(existsSync(join(home.root, '.profile'))).toBe(false)
  })
})

describe.each(['bash', 'zsh'])('%s that reads lines from stdin', (shell) => {
  const feed = (input: string, flags: readonly string[] = []) => home.gatesh([...flags, '--', shell], { input })

  it('asks for each', async () => {
    mkdirSync(join(home.project, 'sub'))
    const script = 'echo one\ncd sub\necho two > out.txt\necho x > ~/.bashrc\n( echo x > ~/.bashrc )\necho three $?\n'
    const before = content('.bashrc')
    const { stdout, stderr } = await feed(script)
    expect([stdout.split('\n')[0], stdout]).toEqual(['one', expect.stringContaining('three')])
    expect(readFileSync(join(home.project, 'sub/out.txt'), 'utf8')).toBe('two\n')
    expect(stderr.split(blocked)).toHaveLength(3)
    expect(content('.bashrc')).toBe(before)
  })

  it('is let start below an agent, since it asks', async () => {
    const script = `printf "echo from below\\necho x > ~/.profile\\n" | (sleep 0.2; cat) | ${shell}`
    const { stdout, stderr } = await home.gatesh(['--', 'bash', '-c', script])
    expect([stdout, stderr]).toEqual(['from below\n', expect.stringContaining(blocked)])
    expect(existsSync(join(home.root, '.profile'))).toBe(false)
  })

  it('is refused where it would not ask', async () => {
    const bare = shell === 'bash' ? 'env -u BASH_ENV bash' : 'zsh -f'
    const { stdout, stderr } = await home.gatesh(['--', 'bash', '-c', `(sleep 0.2; echo "echo from below") | ${bare}`])
    expect([stdout, stderr]).toEqual(['', expect.stringContaining(blocked)])
  })
})

it('programs that a line names are not asked about a second time', async () => {
  const { line } = await terminal('bash', [])
  await line('git log --oneline | head -1; date +%Y')
  const entries = home.entries().filter(({ how }) => how !== undefined)
  const own = entries.findIndex(({ command }) => command === 'git log --oneline | head -1; date +%Y')
  const after = entries.slice(own + 1)
  expect([own >= 0, after.map(({ command, how }) => [command.split(' ')[0], how])]).toEqual([
    true,
    expect.arrayContaining([
      ['git', 'joined'],
      ['head', 'joined'],
      ['date', 'joined'],
    ]),
  ])
  expect(after.every(({ how }) => how === 'joined')).toBe(true)
})
