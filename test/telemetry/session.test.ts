/** A running session and its collector: what arrives, and what a collector that is down costs the session. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from '../launch/gatesh.js'
import { plain, type Receiver, receive } from './receiver.js'

let home: Home
let receiver: Receiver
beforeEach(() => {
  home = makeHome()
})
afterEach(async () => {
  home.remove()
  await receiver?.close()
})

const sent = () => receiver.records.map(({ attributes }) => plain(attributes)['log.record.uid'])
/** All lines but the supervisor's own counts. */
const decided = () =>
  home
    .entries()
    .filter((line) => !('local' in line))
    .map(({ id }) => id)
const env = (more: NodeJS.ProcessEnv = {}) => ({
  ...home.env,
  GATESH_TELEMETRY: '1',
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  ...more,
})
const work = ['bash', '-c', 'bash -c "git status"; git push --force origin main; ls']

describe('a session with telemetry', () => {
  it('has sent every decision when it ends, redacted as the log is', async () => {
    receiver = await receive()
    const secret = `ghp_${'Zk3'.repeat(12)}`
    const { code } = await home.gatesh(
      ['ci', '--', 'bash', '-c', `${work[2]}; echo ${secret} | cat; bash -c "echo ${secret}"`],
      {
        env: env(),
      },
    )
    expect(code).toBe(0)
    expect(sent()).toEqual(decided())
    expect(receiver.records.length).toBeGreaterThan(2)
    expect(JSON.stringify(receiver.records)).not.toContain(secret)
    expect(receiver.faults).toEqual([])
  })

  it('sends nothing without being told to', async () => {
    receiver = await receive()
    await home.gatesh(['ci', '--', ...work], { env: env({ GATESH_TELEMETRY: undefined }) })
    expect(receiver.requests()).toBe(0)
    expect(decided().length).toBeGreaterThan(1)
  })

  it('is not held up by a collector that never answers; what is left is sent later', async () => {
    let isUp = false
    receiver = await receive(() => (isUp ? 'take' : 'hang'))
    const slow = env({ OTEL_EXPORTER_OTLP_TIMEOUT: '1000', OTEL_BLRP_SCHEDULE_DELAY: '10' })
    const { code, stderr } = await home.gatesh(['ci', '--', ...work], { env: slow })
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(
        'not all decisions have reached the collector (no answer within 1000 ms); they are in the log, and `gatesh telemetry send` goes on',
      ),
    ])
    for (const { times_us } of home.entries()) expect(times_us?.total ?? 0).toBeLessThan(1_000_000)
    isUp = true
    expect(await home.gatesh(['telemetry', 'send'], { env: env() })).toMatchObject({
      code: 0,
      stdout: '1 of 1 sessions sent\n',
    })
    expect(sent()).toEqual(decided())
  }, 60_000)

  it('that was killed is sent by the next one', async () => {
    receiver = await receive()
    const killed = spawn(process.execPath, [buildGatesh(), 'ci', '--', 'bash', '-c', `${work[2]}; sleep 60`], {
      cwd: home.project,
      env: env({ OTEL_BLRP_SCHEDULE_DELAY: '60000' }),
      stdio: 'ignore',
    })
    const running = () => {
      try {
        return decided().length
      } catch {
        return 0
      }
    }
    for (let n = 0; running() < 4 && n < 200; n++) await wait(50)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect(sent()).toEqual([])
    expect((await home.gatesh(['telemetry', 'send'], { env: env() })).stdout).toBe('1 of 1 sessions sent\n')
    expect(sent()).toEqual(decided())
    expect(sent().length).toBeGreaterThanOrEqual(4)
  }, 60_000)

  it('does not start with a setting that cannot be followed', async () => {
    receiver = await receive()
    const { code, stderr } = await home.gatesh(['ci', '--', 'true'], {
      env: env({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
    })
    expect([code, stderr]).toEqual([
      125,
      expect.stringMatching(
        /^gatesh: telemetry: `OTEL_EXPORTER_OTLP_PROTOCOL` asks for `grpc`.*nothing was started\n$/,
      ),
    ])
  })
})
