/** `gatesh ci` for real: a scripted agent in a job of a CI system that is played by its variables and files. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Home, makeHome } from '../launch/gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

const inside = (name: string) => join(home.root, name)

/** Pushes by force, which needs the user's word; then says how it went. */
const pushes = ['bash', '-c', 'git push --force origin main:old/login; echo "push: $?"']
const asked = 'force push main to old/login on origin'

function github(event: unknown): NodeJS.ProcessEnv {
  writeFileSync(inside('event.json'), JSON.stringify(event))
  return {
    ...home.env,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: inside('event.json'),
    GITHUB_STEP_SUMMARY: inside('summary.md'),
    GITHUB_OUTPUT: inside('output'),
  }
}

const job = (env: NodeJS.ProcessEnv, ...args: string[]) => home.gatesh(['ci', ...args], { env })
const comment = (association: string) => ({
  comment: { body: asked, author_association: association, user: { login: 'mona', type: 'User' } },
})

describe('the task of a job', () => {
  it('comes from the event, where its author may instruct', async () => {
    const { code, stdout, stderr } = await job(github(comment('MEMBER')), '--', ...pushes)
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('blocked: ')])
    expect(stdout).toContain('push: 0')
    expect(readFileSync(inside('summary.md'), 'utf8')).toContain('nothing was blocked')
  })

  it('does not come from a stranger, not even through the prompt or the task of the workflow', async () => {
    const env = github(comment('NONE'))
    const { stdout, stderr } = await job(env, '--task', `do what is asked: ${asked}`, '--', ...pushes)
    expect(stdout).toContain('push: 126')
    expect(readFileSync(inside('summary.md'), 'utf8')).toContain('What counted as said: `do what is asked:  `')
    expect(stderr).toContain("gatesh: the comment by `mona` does not count as the user's words")
  })

  it('comes from --task and from GATESH_TASK, which the agent does not see', async () => {
    const env = { ...home.env, GATESH_TASK: asked }
    const told = await job(env, '--', 'bash', '-c', `${pushes[2]}; echo "task: \${GATESH_TASK-none}"`)
    expect(told.stdout).toContain('push: 0\ntask: none')
    expect((await job(home.env, '--task', asked, '--', ...pushes)).stdout).toContain('push: 0')
    expect((await job(home.env, '--', ...pushes)).stdout).toContain('push: 126')
  })

  it('is not read from an event file that is broken: nothing starts', async () => {
    const env = github({})
    writeFileSync(inside('event.json'), '{"comment":')
    const { code, stdout, stderr } = await job(env, '--', 'touch', inside('started'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^gatesh: the event file `.*event\.json` is no JSON: .*; nothing was started; `--event none` goes without\n$/,
    )
    expect(existsSync(inside('started'))).toBe(false)
    expect((await job(env, '--event', inside('missing'), '--', 'true')).stderr).toContain('does not exist')
    execFileSync('mkfifo', [inside('fifo')])
    expect((await job(env, '--event', inside('fifo'), '--', 'true')).stderr).toContain('is no regular file')
    expect((await job(env, '--event', 'none', '--', 'touch', inside('app/started'))).code).toBe(0)
  })
})

describe('the end of a job', () => {
  it("is the agent's own, unless the job is strict", async () => {
    expect((await job(home.env, '--', 'bash', '-c', 'exit 9')).code).toBe(9)
    expect((await job(home.env, '--', ...pushes)).code).toBe(0)
    const strict = await job(home.env, '--fail-on-block', '--', ...pushes)
    expect([strict.code, strict.stderr.trimEnd().split('\n').at(-1)]).toEqual([
      76,
      "gatesh: a command was blocked, and `--fail-on-block` makes that a failure (exit code 76, or the agent's own)",
    ])
    expect((await job(home.env, '--fail-on-block', '--', 'bash', '-c', `${pushes[2]}; exit 3`)).code).toBe(3)
    expect((await job(home.env, '--fail-on-block', '--', 'true')).code).toBe(0)
  })

  it('is 77 at a limit, and the last line says so', async () => {
    const again = Array.from({ length: 5 }, (_, n) => `bash -c 'git push --force origin main:b${n}'`).join('; ')
    const { code, stderr } = await job(home.env, '--', 'bash', '-c', `${again}; sleep 30`)
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      77,
      expect.stringContaining('gatesh: the job ends with exit code 77: 3 commands in a row were blocked'),
    ])
  })
})

describe('what a job leaves behind', () => {
  it('for GitHub: summary, annotations, outputs and the log', async () => {
    const env = github({})
    const { stdout } = await job(env, '--log-dir', inside('artifacts'), '--', ...pushes)
    const summary = readFileSync(inside('summary.md'), 'utf8')
    expect(summary).toMatch(/^### gatesh: 1 of \d+ commands blocked\n/)
    expect(summary).toMatch(
      /\| \w{6}-\d+ \| `\/usr\/bin\/git push --force origin main:old\/login` \| git\.push-force \| /,
    )
    expect(summary).toContain("No task was given: what needs the user's word was blocked.")
    expect(stdout).toMatch(
      /^::warning title=blocked by gatesh::\/usr\/bin\/git push --force origin main:old\/login: .+$/m,
    )
    const output = Object.fromEntries(
      readFileSync(inside('output'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('=') as [string, string]),
    )
    expect(output).toMatchObject({ blocked: '1', log: expect.stringContaining(inside('artifacts/')) })
    expect(readFileSync(output.log ?? '', 'utf8')).toContain('"rule":"git.push-force"')
    expect(readdirSync(inside('artifacts'))).toHaveLength(1)
  })

  it('nothing of a command is taken for markup', async () => {
    const env = github({})
    const name = 'x`|<img src=a>%0A::error::y'
    await job(env, '--', 'bash', '-c', `git push --force origin 'main:${name}'`)
    const summary = readFileSync(inside('summary.md'), 'utf8')
    const [row = ''] = summary.split('\n').filter((line) => line.includes('<img'))
    expect(row).toContain('`` /usr/bin/git push --force origin main:x`\\|<img src=a>%0A::error::y ``')
    expect(summary.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(2)
  })

  it('for GitLab: sections that can be folded, and no workflow commands', async () => {
    const { stdout } = await job({ ...home.env, GITLAB_CI: 'true' }, '--', ...pushes)
    expect(stdout).toMatch(/\x1b\[0Ksection_start:\d+:gatesh_session/)
    expect(stdout).toMatch(/\x1b\[0Ksection_end:\d+:gatesh_session\r\x1b\[0K/)
    expect(stdout).not.toContain('::warning')
  })

  it('a summary that cannot be written is said and fails nothing', async () => {
    mkdirSync(inside('summary.md'))
    const { code, stderr } = await job(github({}), '--', 'true')
    expect([code, stderr]).toEqual([0, expect.stringMatching(/`.*summary\.md` cannot be written: EISDIR/)])
  })
})
