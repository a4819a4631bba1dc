/** Who started a hook: the agent, a shell with exactly a hook's text, or anybody else. */
import { expect, it } from 'vitest'
import { createHookProcesses } from '../../src/broker/hook-processes.js'
import type { RequestRecord } from '../../src/broker/record.js'
import type { ExecRequest, Origin } from '../../src/broker/wire.js'

const asker = { path: '/run/s/bin/gatesh-ask', dev: '1', ino: '2' }
const processes = createHookProcesses({ session: asker, installed: undefined })
const argv = [asker.path, 'hook', 'codex', 'PreToolUse']
const exec = (id: number, more: Partial<ExecRequest> = {}) =>
  ({ door: 'supervisor', exec: id, exe: asker.path, dev: '1', ino: '2', argv, ...more }) as ExecRequest
type Exec = Parameters<typeof processes.isHookText>[0]
const origin = (id: number) => ({ exec: id }) as Origin
const shell = (kind: RequestRecord['kind'], text: string) =>
  ({ kind, program: { path: '/usr/bin/bash', args: ['-c', text] } }) as unknown as RequestRecord

it('knows its own program by the file, and only from the supervisor', () => {
  expect(processes.asking(exec(1))).toBe('hook')
  expect(processes.asking(exec(1, { ino: '3' }))).toBeUndefined()
  expect(processes.asking(exec(1, { door: 'shim' }))).toBeUndefined()
  expect(processes.asking(exec(1, { argv: [asker.path, 'installed', 'codex', 'PreToolUse'] }))).toBeUndefined()
})

it.each([
  ['the agent itself', undefined, true, 'agent'],
  ['a shell of the agent with the text of this hook', shell('agent', argv.join(' ')), false, 'shell'],
  ['a shell of the agent with more than that', shell('agent', `${argv.join(' ')} <x`), false, 'other'],
  ['a shell of something below the agent', shell('request', argv.join(' ')), false, 'other'],
] as const)('was started by %s', (_what, parent, isAgent, starter) => {
  processes.started(exec(7), parent, isAgent)
  expect(processes.starterOf(origin(7))).toBe(starter)
  // A hook tells once.
  expect(processes.starterOf(origin(7))).toBe('other')
})

it('says that nobody knows where there is no supervisor to say', () => {
  expect(processes.starterOf(undefined)).toBe('unknown')
})

it('takes for the text of a hook nothing but a hook', () => {
  const is = (text: string) =>
    processes.isHookText({ exe: '/usr/bin/bash', argv: ['bash', '-c', text] } as unknown as Exec)
  expect(is(`${asker.path} hook codex PreToolUse`)).toBe(true)
  for (const text of ['; rm x', ' && rm x', '\nrm x', ' <forged', ' `rm`'])
    expect(is(`${asker.path} hook codex PreToolUse${text}`), text).toBe(false)
  expect(is('/tmp/gatesh-ask hook codex PreToolUse')).toBe(false)
})
