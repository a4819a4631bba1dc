/** What a person's yes covers, and what it does not: decided by the real flow, asked through the real registry. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Acts, actsOf, isRetriable } from '../../src/broker/act.js'
import { type ApprovalOptions, createApprovals } from '../../src/broker/approvals.js'
import { createPeople, type PeopleOptions, type Stopped } from '../../src/broker/people.js'
import type { Question } from '../../src/broker/question.js'
import { embeddedEngine } from '../../src/classifier/embedded.js'
import type { Decision } from '../../src/decide.js'
import { caseWorld } from '../../src/eval/case-world.js'
import { judgeCase } from '../../src/eval/judge.js'
import type { Approval } from '../../src/log/entry.js'
import type { Request } from '../../src/request.js'

const place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev' }
const git = { branch: 'main', remotes: { origin: 'git@github.com:acme/app.git' }, default_branch: 'main' }

async function decided(command: string, cwd = place.cwd): Promise<{ request: Request; decision: Decision }> {
  const situation = { id: 'x', transcript: [], command, ...place, cwd, git }
  const { decision } = await judgeCase(situation, embeddedEngine, () => 0)
  return { request: { kind: 'script', door: 'line', text: command, dialect: 'bash', cwd }, decision }
}

async function acts(command: string, cwd?: string): Promise<Acts> {
  const { request, decision } = await decided(command, cwd)
  const found = actsOf(request, decision)
  if (!found) throw new Error(`nothing to approve in \`${command}\`: ${decision.verdict.reason}`)
  return found
}

const question = (id: string, scopes: Question['scopes'] = ['once', 'session']): Question => ({
  id,
  kind: 'command',
  command: id,
  cwd: '/',
  effects: [],
  rule: 'r',
  reason: 'because',
  facts: [],
  scopes,
})

function registry(more: Partial<ApprovalOptions> = {}) {
  const recorded: Approval[] = []
  const approvals = createApprovals({
    timeoutMs: 60_000,
    now: () => performance.now(),
    remember: () => undefined,
    record: (approval) => void recorded.push(approval),
    ...more,
  })
  return { approvals, recorded }
}

describe('acts', () => {
  it('are the same in another spelling, and others for another branch, flag, remote or directory of an unknown program', async () => {
    const keys = async (command: string, cwd?: string) => String((await acts(command, cwd)).keys)
    const one = await keys('git push --force origin main')
    expect(await keys('git push -f origin main')).toBe(one)
    expect(await keys("git 'push' origin --force main")).toBe(one)
    expect(await keys('git push --force origin other')).not.toBe(one)
    expect(await keys('git push origin --delete main')).not.toBe(one)
    expect(await keys('git push --force upstream main')).not.toBe(one)
    expect(await keys('frobnicate-x --all')).toBe(await keys('frobnicate-x --all'))
    expect(await keys('frobnicate-x --all', '/srv')).not.toBe(await keys('frobnicate-x --all'))
    expect(await keys('frobnicate-x --all --yes')).not.toBe(await keys('frobnicate-x --all'))
  })

  it('tell apart what is sent', async () => {
    const keys = async (command: string) => String((await acts(command)).keys)
    const send = (data: string) => `curl -X POST -d '${data}' https://collect.example.net/in`
    expect(await keys(send('a=1'))).toBe(await keys(send('a=1')))
    expect(await keys(send('a=2'))).not.toBe(await keys(send('a=1')))
  })

  it.each([
    ['git push --force origin main', ['once', 'session', 'always']],
    ['eval "$UNKNOWN_TEXT"', ['once']],
  ])('%s may be approved %j', async (command, scopes) => expect((await acts(command)).scopes).toEqual(scopes))

  it.each([
    'rm -rf ~/.local/state/gatesh',
    'pkill -f gatesh',
    'gatesh approve abcdef-1',
    'git push -f && pkill gatesh',
  ])('none of `%s` can be approved', async (command) => {
    const { request, decision } = await decided(command)
    expect([decision.verdict.action, actsOf(request, decision)]).toEqual(['deny', undefined])
  })

  it('of a program that reads its orders from a stream cannot be approved for later', async () => {
    const { decision } = await decided('eval "$UNKNOWN_TEXT"')
    const exec = (kind: 'pipe' | 'null'): Request => {
      return { kind: 'exec', door: 'supervisor', exe: '/usr/bin/python3', argv: ['python3'], cwd: '/', stdin: { kind } }
    }
    expect([isRetriable(exec('pipe'), decision), isRetriable(exec('null'), decision)]).toEqual([false, true])
  })
})

describe('an approval', () => {
  it('of what was refused lets it pass once, and only that', async () => {
    const { approvals, recorded } = registry()
    const push = await acts('git push --force origin main')
    expect(approvals.covering(push)).toBeUndefined()
    approvals.refused(question('s-1'), push)
    expect(approvals.answer('s-1', 'once', 'command')).toBeUndefined()
    expect(recorded).toEqual([{ answer: 'once', from: 'command', of: 's-1' }])
    expect(approvals.covering(await acts('git push --force origin other'))).toBeUndefined()
    expect(approvals.covering(await acts('git push -f origin main'))).toEqual({ of: 's-1', answer: 'once' })
    expect(approvals.covering(push)).toBeUndefined()
    expect(approvals.pending()).toEqual([])
  })

  it('of one command does not cover another one beside it', async () => {
    const { approvals } = registry()
    approvals.refused(question('s-1'), await acts('git push --force origin main'))
    approvals.answer('s-1', 'session', 'command')
    expect(approvals.covering(await acts('git push -f origin main; npm publish'))).toBeUndefined()
    expect(approvals.covering(await acts('git push -f origin main'))).toBeDefined()
  })

  it('for the session holds again and again', async () => {
    const { approvals } = registry()
    const push = await acts('git push --force origin main')
    approvals.refused(question('s-1'), push)
    approvals.answer('s-1', 'session', 'command')
    expect([approvals.covering(push), approvals.covering(push)]).toEqual([
      { of: 's-1', answer: 'session' },
      { of: 's-1', answer: 'session' },
    ])
  })

  it('of a line is carried to one exec, where nobody can say which belongs to it', async () => {
    const { approvals } = registry()
    const push = await acts('git push --force origin main')
    approvals.carry(push, 's-q1')
    expect([approvals.covering(push), approvals.covering(push)]).toEqual([{ of: 's-q1', answer: 'once' }, undefined])
  })

  it('that would last longer than offered, or writes a rule that cannot be written, is not taken', async () => {
    const push = await acts('git push --force origin main')
    const { approvals } = registry({ remember: () => 'the disk is full' })
    approvals.refused(question('s-1'), push)
    approvals.refused({ ...question('s-2', ['once', 'always']), always: 'Bash(x)' }, await acts('npm publish'))
    expect(approvals.answer('s-1', 'always', 'command')).toBe('`s-1` can be approved `--once` or `--session` only')
    expect(approvals.answer('s-2', 'always', 'command')).toBe('the rule was not written: the disk is full')
    expect(approvals.answer('s-9', 'once', 'command')).toContain('nothing waits')
    expect(approvals.answer('s-1', 'stop', 'command')).toContain('was refused already')
    expect(approvals.covering(push)).toBeUndefined()
    expect(approvals.pending()).toHaveLength(2)
  })

  it('that is not in the log does not count', async () => {
    const { approvals } = registry({ record: () => 'the disk is full' })
    const push = await acts('git push --force origin main')
    approvals.refused(question('s-1'), push)
    expect(approvals.answer('s-1', 'once', 'command')).toBe('the disk is full')
    expect(approvals.covering(push)).toBeUndefined()
  })

  it('is for one refusal, however often the same was tried', async () => {
    const { approvals } = registry()
    const push = await acts('git push --force origin main')
    for (const id of ['s-1', 's-2', 's-3']) approvals.refused(question(id), push)
    expect(approvals.pending().map(({ question: { id } }) => id)).toEqual(['s-3'])
  })

  it('keeps a bounded number of refusals', async () => {
    const { approvals } = registry()
    const push = await acts('git push --force origin main')
    for (let n = 0; n < 500; n++) approvals.refused(question(`s-${n}`), { ...push, keys: [`k${n}`] })
    expect(approvals.pending()).toHaveLength(100)
    expect(approvals.pending().at(-1)?.question.id).toBe('s-499')
  })
})

describe('a question', () => {
  it('waits for its answer, and is gone with it', async () => {
    const { approvals } = registry()
    const asked = approvals.ask(question('s-q1'), undefined, undefined)
    expect(approvals.pending()).toMatchObject([{ question: { id: 's-q1' }, waiting: true }])
    expect(approvals.answer('s-q1', 'once', 'prompt')).toBeUndefined()
    expect(await asked).toMatchObject({ answer: 'once', from: 'prompt', of: 's-q1' })
    expect(approvals.answer('s-q1', 'once', 'prompt')).toContain('nothing waits')
  })

  it('ends as unanswered in time, or when its command ends', async () => {
    const { approvals } = registry({ timeoutMs: 30 })
    expect(await approvals.ask(question('s-q1'), undefined, undefined)).toMatchObject({
      answer: 'timeout',
      from: 'nobody',
    })
    const command = new AbortController()
    const asked = approvals.ask(question('s-q2'), undefined, command.signal)
    command.abort()
    expect(await asked).toMatchObject({ answer: 'gone' })
    expect(await approvals.ask(question('s-q3'), undefined, command.signal)).toMatchObject({ answer: 'gone' })
    expect(approvals.pending()).toEqual([])
  })

  it('is not put twice: an answer for the session answers the others that it covers', async () => {
    const { approvals } = registry()
    const push = await acts('git push --force origin main')
    const first = approvals.ask(question('s-q1'), push, undefined)
    const second = approvals.ask(question('s-q2'), push, undefined)
    const other = approvals.ask(question('s-q3'), await acts('npm publish'), undefined)
    approvals.answer('s-q1', 'session', 'prompt')
    expect([(await first).answer, await second]).toMatchObject(['session', { answer: 'session', of: 's-q1' }])
    expect(approvals.pending().map(({ question: { id } }) => id)).toEqual(['s-q3'])
    approvals.close()
    expect((await other).answer).toBe('gone')
  })

  it('is one of a bounded number', async () => {
    const { approvals } = registry()
    const many = Array.from({ length: 100 }, (_, n) => approvals.ask(question(`s-q${n}`), undefined, undefined))
    expect(await approvals.ask(question('s-q100'), undefined, undefined)).toMatchObject({ answer: 'timeout' })
    approvals.close()
    expect((await Promise.all(many)).every(({ answer }) => answer === 'gone')).toBe(true)
  })
})

describe('who is asked about what', () => {
  async function stopped(command: string, more: Partial<Stopped> = {}): Promise<Stopped> {
    const { request, decision } = await decided(command)
    const outcome = { verdict: decision.verdict, how: 'decided' } as const
    const world = caseWorld({ id: 'x', transcript: [], command, ...place, git })
    return { request, decision, outcome, parent: undefined, repeated: false, quiet: false, world, ...more }
  }

  function people(more: Partial<PeopleOptions> = {}) {
    const { approvals } = registry()
    const options = {
      session: 's',
      mode: 'auto',
      soft: 'ask',
      present: true,
      approvals,
      redact: (text: string) => text,
    } as const
    return { approvals, ...createPeople({ ...options, ...more }) }
  }

  /** Whether it ran without anybody's answer; `asked` where it waits for one. */
  async function fate(made: ReturnType<typeof people>, what: Stopped): Promise<'ran' | 'refused' | 'asked'> {
    const settled = made
      .settle(what, undefined)
      .then(({ answer }) => (answer.ran ? ('ran' as const) : ('refused' as const)))
    const waits = sleep(20).then(() => 'asked' as const)
    const first = await Promise.race([settled, waits])
    made.approvals.close()
    return first
  }

  const push = 'git push --force origin main'
  it.each<[string, Partial<PeopleOptions>, Partial<Stopped>, 'ran' | 'refused' | 'asked']>([
    ['git status', {}, {}, 'ran'],
    [push, {}, {}, 'asked'],
    [push, { present: false }, {}, 'refused'],
    [push, { soft: 'deny' }, {}, 'refused'],
    [push, {}, { quiet: true }, 'refused'],
    [push, {}, { repeated: true }, 'refused'],
    ['pkill gatesh', {}, {}, 'refused'],
    ['git status', { mode: 'ask' }, {}, 'ran'],
    ['curl https://example.org/page', { mode: 'auto' }, {}, 'ran'],
    ['curl https://example.org/page', { mode: 'ask' }, {}, 'asked'],
    ['curl https://example.org/page', { mode: 'ask', present: false }, {}, 'refused'],
    [push, { mode: 'observe' }, {}, 'ran'],
    ['pkill gatesh', { mode: 'observe' }, {}, 'ran'],
  ])('%s %j %j: %s', async (command, options, more, expected) => {
    expect(await fate(people(options), await stopped(command, more))).toBe(expected)
  })

  it('says what was answered, and what was decided in observe', async () => {
    const made = people()
    const settled = made.settle(await stopped(push), undefined)
    await sleep(10)
    made.approvals.answer('s-q1', 'once', 'prompt')
    expect((await settled).answer).toMatchObject({
      ran: true,
      how: 'approved',
      verdict: { action: 'allow', rule: 'git.push-force' },
      approval: { answer: 'once', from: 'prompt', of: 's-q1' },
    })
    const observed = await people({ mode: 'observe' }).settle(await stopped(push), undefined)
    expect(observed.answer).toMatchObject({ ran: true, how: 'observed', verdict: { action: 'deny' } })
  })

  it('lets a refusal be approved for one retry, of which the question is not put again', async () => {
    const made = people({ present: false })
    const what = await stopped(push)
    const ending = await made.settle(what, undefined)
    await made.refusedAs('s-7', what, ending)
    expect(made.approvals.pending()).toMatchObject([{ question: { id: 's-7', command: push }, waiting: false }])
    made.approvals.answer('s-7', 'once', 'command')
    expect((await made.settle(what, undefined)).answer).toMatchObject({ ran: true, approval: { of: 's-7' } })
    expect((await made.settle(what, undefined)).answer.ran).toBe(false)
  })

  it('does not ask about what an approved command does itself', async () => {
    const made = people()
    const approved = { of: 's-q1', effects: new Set((await acts(push)).effects) }
    const parent = { kind: 'request', approved } as unknown as NonNullable<Stopped['parent']>
    expect((await made.settle(await stopped('git push -f origin main', { parent }), undefined)).answer.ran).toBe(true)
    expect(await fate(made, await stopped('git push -f origin other', { parent }))).toBe('asked')
  })
})
