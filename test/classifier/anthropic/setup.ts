/** An engine that asks a test's server, and cases judged by it through the very flow that decides. */
import { createHmac } from 'node:crypto'
import { anthropicAsk } from '../../../src/classifier/anthropic/client.js'
import { type ModelEngine, type ModelEngineOptions, modelEngine } from '../../../src/classifier/anthropic/engine.js'
import { keysFrom } from '../../../src/classifier/anthropic/key.js'
import { slotsOf } from '../../../src/classifier/anthropic/slots.js'
import type { Engine } from '../../../src/classifier/engine.js'
import { type Decision, decide } from '../../../src/decide.js'
import type { Situation } from '../../../src/eval/case.js'
import { caseWorld, placeOf, replay } from '../../../src/eval/case-world.js'
import { redactor } from '../../../src/log/redact.js'
import type { Request } from '../../../src/request.js'
import { Session } from '../../../src/session.js'
import type { MessagesServer } from './messages-server.js'

const key = createHmac('sha256', 'test').digest()
export const redact = redactor(key, 64 * 1024)

export const askServer = (url: string, env: NodeJS.ProcessEnv = { ANTHROPIC_API_KEY: 'sk-ant-test-000000000' }) =>
  anthropicAsk({ url, keys: keysFrom({ from: 'usual' }, env), needsKey: 'ANTHROPIC_API_KEY', withoutHeaders: [] })

export function engineAt(server: MessagesServer, given: Partial<ModelEngineOptions> = {}): ModelEngine {
  return modelEngine({
    name: 'anthropic',
    ask: askServer(server.url),
    models: ['model-a', 'model-a'],
    timeouts: [20_000, 20_000],
    budget: 10_000_000,
    slots: slotsOf({}),
    redact,
    now: () => performance.now(),
    ...given,
  })
}

type Transcript = Situation['transcript']

export function situationOf(transcript: Transcript, command: string, more: Partial<Situation> = {}): Situation {
  return {
    id: 'one',
    transcript,
    command,
    cwd: '/home/dev/app',
    project: '/home/dev/app',
    home: '/home/dev',
    git: { branch: 'main', remotes: { origin: 'git@github.com:acme/app.git' }, default_branch: 'main' },
    ...more,
  }
}

/** A session that a case describes, and what it decides about one command after the other. */
export function sessionOf(situation: Situation, engine: Engine) {
  const world = caseWorld(situation)
  const session = new Session(placeOf(situation), world)
  replay(situation, session)
  return {
    session,
    judge(command: string, decidedLater?: () => boolean): Promise<Decision> {
      const request: Request = { kind: 'script', door: 'eval', text: command, dialect: 'bash', cwd: '/home/dev/app' }
      return decide(request, {
        session,
        world,
        engine,
        gatherFacts: () => ({}),
        ...(decidedLater ? { decidedLater } : {}),
        now: () => performance.now() * 1000,
      })
    },
  }
}

/** Decides a case; nothing else happened in its session. */
export function judged(situation: Situation, engine: Engine): Promise<Decision> {
  return sessionOf(situation, engine).judge(situation.command ?? '')
}

/** Stage 2's answer as a model writes it. */
export function opinion(block: boolean, more: object = {}): string {
  const verdict = { block, rule: '', missing: block ? ['name the branch'] : [], reason: 'it rewrites main', ...more }
  return `The user asked for something.\n\n${JSON.stringify(verdict)}`
}
