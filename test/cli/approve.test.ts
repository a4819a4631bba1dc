/** `gatesh pending`, `approve` and `deny` from another terminal, and processes of the session that try the same. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PendingRow } from '../../src/broker/control.js'
import { type Home, makeHome } from '../launch/gatesh.js'
import type { Result } from '../shims/run.js'

const client = fileURLToPath(new URL('control-client.py', import.meta.url))
const deletes = 'git push origin --delete old/login'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

const sessions = () => join(home.root, 'state/gatesh/sessions')
const branches = () => home.git('ls-remote', '--heads', 'origin')

/** A headless agent that tries the same three times, the second and third when it is told to. */
function session(...options: string[]): { ended: Promise<Result>; goOn(): void } {
  const go = join(home.root, 'go')
  const attempt = `${deletes}; echo "code $?"`
  const wait = `while [ ! -e ${go} ]; do sleep 0.1; done`
  const ended = home.gatesh([...options, '--', 'bash', '-c', `${attempt}; ${wait}; ${attempt}; ${attempt}`])
  return { ended, goOn: () => writeFileSync(go, '') }
}

async function pending(): Promise<PendingRow> {
  for (let tries = 0; tries < 100; tries++) {
    const { stdout } = await home.gatesh(['pending', '--json'])
    const [line] = stdout.split('\n').filter(Boolean)
    if (line !== undefined) return JSON.parse(line) as PendingRow
    await sleep(100)
  }
  throw new Error('nothing is pending')
}

const codes = ({ stdout }: Result) => stdout.split('\n').filter((line) => line.startsWith('code '))

describe('from another terminal', () => {
  it('a refusal that is approved once passes once', async () => {
    const { ended, goOn } = session()
    const { question, waiting } = await pending()
    expect([question.command, question.rule, question.scopes, waiting]).toEqual([
      deletes,
      'git.push-delete',
      ['once', 'session', 'always'],
      false,
    ])
    const listed = (await home.gatesh(['pending'])).stdout
    expect(listed).toContain(`${question.id}  refused`)
    expect(listed).toContain(`gatesh approve ${question.id} (--once, --session, --always), gatesh deny ${question.id}`)
    const approved = await home.gatesh(['approve', question.id])
    expect([approved.code, approved.stdout, approved.stderr]).toEqual([
      0,
      `\`${question.id}\`: the agent may try it again, once\n`,
      '',
    ])
    expect((await home.gatesh(['pending'])).stdout).toContain('nothing waits')
    goOn()
    expect(codes(await ended)).toEqual(['code 126', 'code 0', 'code 126'])
    expect(branches()).not.toContain('old/login')
    const lines = home.entries()
    expect(lines.find((line) => 'kind' in line && (line as { kind: unknown }).kind === 'approval')).toMatchObject({
      approval: { answer: 'once', from: 'command', of: question.id },
    })
    expect(lines.find(({ how }) => how === 'approved')).toMatchObject({ ran: true, approval: { of: question.id } })
  })

  it('one that is denied stays refused', async () => {
    const { ended, goOn } = session()
    const { question } = await pending()
    expect((await home.gatesh(['deny', question.id])).stdout).toBe(`\`${question.id}\` is denied\n`)
    goOn()
    expect(codes(await ended)).toEqual(['code 126', 'code 126', 'code 126'])
  })

  it('always: the rule is shown, and written only when it is said that it may be', async () => {
    const { ended, goOn } = session()
    const { question } = await pending()
    const rule = `Bash(${deletes})`
    const asked = await home.gatesh(['approve', question.id, '--always'])
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([
      2,
      `this writes \`${rule}\` into your configuration\n`,
      'gatesh: nobody is here to be asked; with `--yes` it is written\n',
    ])
    expect(existsSync(join(home.root, 'config/gatesh/config.jsonc'))).toBe(false)
    expect((await home.gatesh(['approve', question.id, '--always', '--yes'])).code).toBe(0)
    expect(readFileSync(join(home.root, 'config/gatesh/config.jsonc'), 'utf8')).toContain(rule)
    goOn()
    // The branch is gone the second time, which git says by itself.
    expect(codes(await ended)).toEqual(['code 126', 'code 0', 'code 1'])
  })

  it('says what is wrong', async () => {
    const result = async (...args: string[]) => {
      const { code, stderr } = await home.gatesh(args)
      return [code, stderr]
    }
    expect(await result('approve')).toEqual([2, 'gatesh: which one?; `gatesh pending` lists what waits\n'])
    expect(await result('approve', 'abcdef-1')).toEqual([
      2,
      'gatesh: no session that runs here has `abcdef-1`; `gatesh pending` lists what waits\n',
    ])
    const { ended, goOn } = session()
    const { question } = await pending()
    const other = `${question.id.split('-')[0]}-999`
    expect(await result('approve', other)).toEqual([
      2,
      `gatesh: nothing waits under \`${other}\` any more; \`gatesh pending\` lists what does\n`,
    ])
    expect(await result('approve', question.id, '--once', '--always')).toEqual([
      2,
      'gatesh: `--once`, `--session` or `--always`, one of them\n',
    ])
    expect((await result('deny', question.id, '--stop'))[1]).toContain('was refused already')
    goOn()
    await ended
  })

  it('a session without the supervisor says that it cannot be asked', async () => {
    const { ended, goOn } = session('--shims')
    await sleep(2_000)
    expect((await home.gatesh(['pending'])).stdout).toMatch(
      /cannot be asked: it runs without the supervisor; answer at its own/,
    )
    goOn()
    await ended
  })
})

describe('a process of the session', () => {
  const report = () => join(home.root, 'report')
  const refused = '126 only the user may do this, from a terminal outside the session'
  const tampering = () => home.entries().filter(({ rule }) => rule === 'tampering')

  /** The agent is the attacker itself: nothing that it does by itself needs an exec. */
  const attack = (...mode: string[]) =>
    home.gatesh(['--', '/usr/bin/python3', client, sessions(), 'abcdef-1', ...mode, report()])

  it.each([
    ['the agent', []],
    ['a daemon that has left it', ['daemon']],
  ])('%s is refused, and it is written down', async (_, mode) => {
    await attack(...mode)
    expect(readFileSync(report(), 'utf8')).toBe(refused)
    expect(tampering()).toMatchObject([{ door: 'control', ran: false, command: 'gatesh approve abcdef-1' }])
  })

  it('the same program outside is heard', async () => {
    const { ended, goOn } = session()
    const { question } = await pending()
    const { run } = await import('../shims/run.js')
    await run('/usr/bin/python3', [client, sessions(), question.id, report()], { cwd: home.project, env: home.env })
    expect(readFileSync(report(), 'utf8')).toBe('0 ')
    goOn()
    expect(codes(await ended)).toEqual(['code 126', 'code 0', 'code 126'])
    expect(tampering()).toEqual([])
  })

  it('three attempts reach the limit, and the session is over', async () => {
    const { code, stderr } = await attack('thrice')
    expect(tampering()).toHaveLength(3)
    expect([code, stderr]).toEqual([
      77,
      expect.stringContaining('the agent was ended: 3 commands in a row were blocked, and nobody is here to look'),
    ])
  })

  it('gatesh itself, called by what the agent runs, is refused before it starts', async () => {
    const inner = (command: string) => `bash -c '${command}'; echo "code $?"`
    const { stdout, stderr } = await home.gatesh(['--', 'bash', '-c', inner('gatesh approve abcdef-1')])
    expect([stdout, stderr.includes('rule gate.tamper')]).toEqual(['code 126\n', true])
    // There is no such program on PATH, which the shell says once it may.
    const allowed = await home.gatesh(['--', 'bash', '-c', inner('gatesh log')])
    expect(allowed.stdout).toBe('code 127\n')
  })
})

describe('what the refusal says', () => {
  it('names nothing that the gate would refuse, and nothing that answers for the user', async () => {
    const { stderr } = await home.gatesh(['--', 'bash', '-c', deletes])
    const suggested = [...stderr.matchAll(/`(gatesh [^`]+)`/g)].map(([, command]) => command ?? '')
    expect(suggested).toHaveLength(1)
    for (const command of suggested) {
      const { stdout } = await home.gatesh(['check', '--json', command])
      expect([command, (JSON.parse(stdout) as { verdict: { action: string } }).verdict.action]).toEqual([
        command,
        'allow',
      ])
    }
    const { stdout } = await home.gatesh(['check', '--json', 'gatesh approve abcdef-1'])
    expect((JSON.parse(stdout) as { verdict: { action: string } }).verdict.action).toBe('deny')
  })
})
