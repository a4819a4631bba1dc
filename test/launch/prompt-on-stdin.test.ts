/** A prompt that is piped to an agent counts as the user's words; what is piped to any other program does not. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Home, makeHome } from './gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
  const bin = join(home.root, 'bin')
  mkdirSync(bin)
  // Reads all of its input, then does what an agent might.
  const agent =
    '#!/bin/sh\nprompt=$(cat)\nbash -c "git push -q origin --delete old/login"\necho "code $? after: $prompt"\n'
  for (const name of ['claude', 'somebody']) writeFileSync(join(bin, name), agent, { mode: 0o755 })
  home.env.PATH = `${bin}:${home.env.PATH}`
})
afterEach(() => home.remove())

const named = 'delete the branch old/login on origin'
const branches = () => home.git('ls-remote', '--heads', 'origin')

describe.each(['--strict', '--shims'])('with %s', (flag) => {
  it('an agent that is told to read its prompt from stdin is believed to have read the user', async () => {
    const { stdout, stderr } = await home.gatesh([flag, 'claude', '-p'], { input: named })
    expect(stdout, stderr).toBe(`code 0 after: ${named}\n`)
    expect(branches()).not.toContain('old/login')
  })

  it.each<[string, string[], string]>([
    ['a prompt that does not name it', ['claude', '-p'], 'tidy up a bit'],
    ['an agent that is not told so', ['claude', '--resume'], named],
    ['a program that is no agent', ['somebody', '-p'], named],
  ])('but not for %s', async (_what, command, input) => {
    const { stdout, stderr } = await home.gatesh([flag, ...command], { input })
    expect(stdout).toMatch(/^code 126 after: /)
    expect(stderr).toContain('gatesh: blocked: ')
    expect(branches()).toContain('old/login')
  })
})
