import { describe, expect, it } from 'vitest'
import { narrower } from '../../src/permissions/narrower.js'
import { interpret } from '../../src/shell/interpret.js'
import { PROJECT, rule } from './rules.js'
import { quietWorld } from './world.js'

function proposed(text: string, ...commands: string[]): readonly string[] {
  const seen = commands.flatMap((command) => interpret(command, 'bash', { cwd: PROJECT, world: quietWorld }).commands)
  return narrower(rule(text), seen)
}

describe('what would do in place of a blanket rule', () => {
  it('names few commands one by one, the frequent first', () =>
    expect(proposed('Bash(npm run *)', 'npm run lint', 'npm run build && npm run lint', 'npm test')).toEqual([
      'Bash(npm run lint)',
      'Bash(npm run build)',
    ]))

  it('takes the shortest prefix that is not blanket for many', () => {
    const runs = ['a', 'b', 'c', 'd'].map((name) => `python3 manage.py test ${name}`)
    expect(proposed('Bash(python3:*)', ...runs)).toEqual(['Bash(python3 manage.py *)'])
  })

  it('proposes nothing that is blanket itself', () => {
    for (const text of proposed('Bash(*)', 'npm run a', 'npm run b', 'npm run c', 'npm run d', 'bash')) {
      expect(text).toMatch(/^Bash\(npm run [a-d]\)$/)
    }
    expect(proposed('Bash(*)', 'bash')).toEqual([])
  })

  it('looks only at what the rule permitted', () => {
    expect(proposed('Bash(python3:*)', 'ls', 'sudo python3 x.py')).toEqual([])
    expect(proposed('Agent', 'ls')).toEqual([])
    expect(proposed('Bash(python3:*)', 'python3 x.py')).toEqual(['Bash(python3 x.py)'])
  })
})
