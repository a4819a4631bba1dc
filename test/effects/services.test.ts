import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/effects/context.js'
import { environmentOf } from '../../src/effects/environment.js'
import { hostFlags, hostKind, isLocalHost } from '../../src/effects/hosts.js'
import { jobPrograms } from '../../src/effects/jobs.js'
import { keyPrograms } from '../../src/effects/keys/keys.js'
import { messagePrograms } from '../../src/effects/messages.js'
import { migrationPrograms } from '../../src/effects/migrations.js'
import { hostOf } from '../../src/effects/payload.js'
import { servicePrograms } from '../../src/effects/services.js'
import { sqlClients } from '../../src/effects/sql/clients.js'
import { databaseTools } from '../../src/effects/sql/dump.js'
import { storePrograms } from '../../src/effects/stores.js'
import type { Command, Word } from '../../src/shell/script.js'

describe('table of programs', () => {
  it('has no name twice', () => {
    const names = [
      jobPrograms,
      keyPrograms,
      messagePrograms,
      migrationPrograms,
      sqlClients,
      databaseTools,
      storePrograms,
    ].flatMap((table) => Object.keys(table))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })
})

describe('environments by name', () => {
  it.each([
    ['prod', 'production'],
    ['orders-prod-eu', 'production'],
    ['db.prd.example.com', 'production'],
    ['myProdDb', 'production'],
    ['prod2', 'production'],
    ['PROD_DATABASE_URL', 'production'],
    ['live', 'production'],
    ['staging', 'staging'],
    ['stg-1', 'staging'],
    ['non-prod', 'staging'],
    ['pre-prod', 'staging'],
    ['product-service', undefined],
    ['reproduce', undefined],
    ['delivery', undefined],
    ['backstage-x', undefined],
    ['dev', undefined],
  ] as const)('%s', (name, environment) => {
    expect(environmentOf(name)).toBe(environment)
  })
})

describe('hosts', () => {
  it('are known by the domain above them, not by an ending that only looks alike', () => {
    expect(hostKind('abc.ngrok.io')).toBe('tunnel')
    expect(hostKind('notngrok.io')).toBeUndefined()
    expect(hostKind('pastebin.com.evil.example')).toBeUndefined()
    expect(hostFlags('webhook.site')).toEqual(['public', 'anonymous'])
    expect(hostFlags('api.example.com')).toEqual([])
  })

  it('are this machine by its own names only', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1', '::1', '0.0.0.0', 'app.localhost'])
      expect(isLocalHost(host)).toBe(true)
    for (const host of ['localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', 'example.com'])
      expect(isLocalHost(host)).toBe(false)
  })

  it('are read out of addresses as a client would read them', () => {
    const host = (text: string) => hostOf(text, true)?.name
    expect(host('https://user:pw@Api.Example.com:8443/x')).toBe('api.example.com')
    expect(host('https://good.example@evil.example/')).toBe('evil.example')
    expect(host('https://evil.example#@good.example/')).toBe('evil.example')
    expect(host('https://evil.example\\@good.example/')).toBe('evil.example')
    expect(host('http://2130706433/')).toBe('127.0.0.1')
    expect(host('http://0x7f.1/')).toBe('127.0.0.1')
    expect(host('http://[::1]:3000/')).toBe('::1')
    expect(host('example.com/x')).toBe('example.com')
    expect(hostOf('https://api.', false)).toBeUndefined()
    expect(hostOf('https://api.example.com/', false)?.name).toBe('api.example.com')
  })
})

describe('anything at all', () => {
  /** A context that knows nothing; what families ask of it is answered by the plainest value. */
  const context = {
    place: { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp'] },
    world: {
      readText: () => undefined,
      realpath: (path: string) => path,
      kind: () => 'unknown',
      list: () => undefined,
      git: () => undefined,
      env: () => undefined,
      hasProgram: () => undefined,
    },
    depth: 0,
    script: { text: '', dialect: 'bash', commands: [], opaque: [] },
    effectsAt: () => [],
    unfold: () => [],
    run: () => [],
    path: (word: Word) => ({ type: 'path', value: word.text, area: 'project' }),
    entry: (word: Word) => ({ type: 'path', value: word.text, area: 'project' }),
  } as unknown as Context

  const words: readonly Word[] = [
    ...[
      '-f',
      '--force',
      '-n',
      '--',
      '-',
      '',
      '=',
      '--x=',
      '-x=y',
      '@',
      '@f',
      'a=b',
      'a:b',
      ':',
      '::',
      '/',
      'delete',
      'rm',
      'get',
      'run',
      'exec',
      'api',
      'cp',
      's3',
      's3://',
      's3://b/',
      'https://',
      'http://[',
      'x@y:z',
      'db',
      'up',
      '-e',
      'drop table t',
      '\0',
      '__proto__',
      'constructor',
      '\\! x',
      '-K',
      '-l',
      '1',
      'é',
    ].map((text) => ({ text, raw: text })),
    { text: null, raw: '$X', opaque: 'variable', variables: ['X'] },
    { text: null, raw: '$(x)', opaque: 'substitution', outputOf: [0], prefix: 'a', suffix: 'b' },
    { text: null, raw: '$A$B', opaque: 'variable', splits: true },
    { text: '*.x', raw: '*.x', glob: true },
  ]

  it('never throws, for any program and any words', () => {
    const seed = 20_261_121
    let state = seed
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    for (const [name, family] of Object.entries(servicePrograms)) {
      for (let round = 0; round < 120; round++) {
        const argv = [{ text: name, raw: name }, ...Array.from({ length: next(7) }, () => words[next(words.length)]!)]
        const stdin: Command['stdin'][] = [
          { kind: 'inherit' },
          { kind: 'null' },
          { kind: 'text', text: words[next(words.length)]! },
          { kind: 'pipe', from: [0] },
          { kind: 'file', path: words[next(words.length)]! },
        ]
        const command: Command = {
          index: 0,
          argv,
          env: [],
          assigns: [],
          redirects: [],
          stdin: stdin[next(stdin.length)]!,
          cwd: round % 3 === 0 ? null : '/home/dev/app',
          via: [],
          runs: 'always',
          source: name,
        }
        const found = family(command, context)
        expect(
          found === undefined || Array.isArray(found),
          `seed ${seed}: ${argv.map((word) => word.raw).join(' ')}`,
        ).toBe(true)
        for (const one of found ?? []) {
          expect(one.says.length, `seed ${seed}: ${argv.map((word) => word.raw).join(' ')}`).toBeGreaterThan(0)
          expect(one.says).not.toMatch(/undefined|\[object/)
        }
      }
    }
  })

  it('never takes an unknown subcommand for a reading one', () => {
    for (const name of [
      'docker',
      'kubectl',
      'helm',
      'terraform',
      'pulumi',
      'aws',
      'gcloud',
      'gh',
      'glab',
      'vault',
      'op',
      'nomad',
      'consul',
      'airflow',
      'rabbitmqctl',
      'rclone',
      'heroku',
      'fly',
      'vercel',
    ]) {
      const ask = (verb: string) =>
        servicePrograms[name]!(
          {
            index: 0,
            argv: [name, ...verb.split(' ')].map((text) => ({ text, raw: text })),
            env: [],
            assigns: [],
            redirects: [],
            stdin: { kind: 'null' },
            cwd: '/home/dev/app',
            via: [],
            runs: 'always',
            source: name,
          },
          context,
        ) ?? []
      const kinds = ask('frobnicate zz').map((one) => one.kind)
      expect(kinds.length, name).toBeGreaterThan(0)
      expect(
        kinds.filter((kind) => /\.read$|\.plan$/.test(kind)),
        name,
      ).toEqual([])
      expect(
        ask('--help').every((one) => one.flags.includes('dry-run')),
        name,
      ).toBe(true)
    }
  })
})
