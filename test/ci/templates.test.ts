/** The scripts of the templates, run as the CI system would run them, with the installed folder in its place. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from '../launch/gatesh.js'
import { run } from '../shims/run.js'
import { repository } from './root.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

/** The lines below `key` that are indented deeper than it, without that indent. */
function block(text: string, key: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.trimStart() === key)
  const indent = (line: string) => line.length - line.trimStart().length
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => line.trim() !== '' && indent(line) <= indent(lines[at] ?? ''))
  const body = end < 0 ? rest : rest.slice(0, end)
  const depth = indent(body[0] ?? '')
  return body.map((line) => line.slice(depth)).join('\n')
}

/** The step's script, from its name on. */
const step = (name: string) => {
  const text = readFileSync(join(repository, 'action.yml'), 'utf8')
  return block(text.slice(text.indexOf(`- name: ${name}`)), 'run: |')
}

function installed(): string {
  const bin = join(home.root, 'temp/gatesh/bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'gatesh'), `#!/bin/sh\nexec ${process.execPath} ${buildGatesh()} "$@"\n`, { mode: 0o755 })
  return join(bin, 'gatesh')
}

describe('the GitHub action', () => {
  const work = (env: Record<string, string>) =>
    run('sh', ['-e', '-c', step('Run behind the gate')], {
      cwd: home.project,
      env: {
        ...home.env,
        GITHUB_ACTIONS: 'true',
        GATESH: installed(),
        LOG_DIR: join(home.root, 'temp/log'),
        GITHUB_OUTPUT: join(home.root, 'output'),
        TASK: '',
        AUTHORS: '',
        STRICT: 'true',
        FAIL_ON_BLOCK: 'false',
        ...env,
      },
    })
  const push = 'bash -c "git push --force origin main:old/login; echo push: \\$?"'

  it('runs the agent with its arguments, and keeps the log', async () => {
    const { code, stdout, stderr } = await work({ RUN: push })
    expect([code, stdout]).toEqual([0, expect.stringContaining('push: 126')])
    expect(stderr).toContain('the supervisor sees every exec')
    expect(readdirSync(join(home.root, 'temp/log'))).toHaveLength(1)
    expect(readFileSync(join(home.root, 'output'), 'utf8')).toContain('blocked=1\n')
  })

  it('takes task and options from its inputs, whatever is in them', async () => {
    const task = 'force push main to old/login on origin; "$(touch pwned)" `touch pwned`'
    expect((await work({ RUN: push, TASK: task })).stdout).toContain('push: 0')
    expect((await work({ RUN: push, FAIL_ON_BLOCK: 'true' })).code).toBe(76)
    expect(readdirSync(home.project)).not.toContain('pwned')
  })

  it('refuses a version that is none', async () => {
    const env = { ...home.env, VERSION: '1.0; id', ACTION: repository, PREFIX: join(home.root, 'p') }
    const { code, stderr } = await run('sh', ['-e', '-c', step('Install gatesh')], { env })
    expect([code, stderr]).toEqual([2, 'no version: 1.0; id\n'])
  })
})

describe('the GitLab template', () => {
  it('runs the agent, and its log is where artifacts are collected', async () => {
    const template = readFileSync(join(repository, 'templates/gitlab-ci.yml'), 'utf8')
    const lines = (key: string) =>
      block(template, key)
        .split('\n')
        .filter((line) => line.startsWith('- '))
        .map((line) => line.slice(2))
    mkdirSync(join(home.root, '.local/bin'), { recursive: true })
    symlinkSync(installed(), join(home.root, '.local/bin/gatesh'))
    const env = {
      ...home.env,
      PATH: `${join(home.root, '.local/bin')}:${home.env.PATH}`,
      XDG_STATE_HOME: undefined,
      GITLAB_CI: 'true',
      CI_PROJECT_DIR: home.project,
      GATESH_OPTIONS: '--strict',
      GATESH_RUN: "bash -c 'git push --force origin main:old/login; echo push: $?'",
    }
    const job = await run('sh', ['-e', '-c', lines('script:').join('\n')], { cwd: home.project, env })
    expect([job.code, job.stdout]).toEqual([0, expect.stringContaining('push: 126')])
    const after = await run('sh', ['-e', '-c', lines('after_script:').join('\n')], { cwd: home.project, env })
    expect([after.code, readdirSync(join(home.project, 'gatesh-log')).length]).toEqual([0, 1])
  })
})

describe('every template', () => {
  it('names what it takes from others by version or digest', () => {
    const action = readFileSync(join(repository, 'action.yml'), 'utf8')
    const uses = [...action.matchAll(/uses: (\S+)/g)].map(([, what]) => what)
    expect(uses.length).toBeGreaterThan(1)
    for (const what of uses) expect(what).toMatch(/@[0-9a-f]{40}$/)
    for (const file of ['gitlab-ci.yml', 'Dockerfile']) {
      const text = readFileSync(join(repository, 'templates', file), 'utf8')
      const images = [...text.matchAll(/^(?:FROM| *image:) (\S+)/gm)].map(([, what]) => what)
      expect(images.length).toBeGreaterThan(0)
      for (const image of images) expect(image).toMatch(/:\d+\.\d+/)
    }
  })

  it('is meant for this version', () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
    for (const file of ['action.yml', 'templates/gitlab-ci.yml', 'templates/Dockerfile'])
      expect(readFileSync(join(repository, file), 'utf8')).toMatch(new RegExp(`(?:default:|VERSION[:=]) ?${version}`))
  })
})
