/** What the user's rules say of real commands, parsed and turned into effects by the real stages. */
import { describe, expect, it } from 'vitest'
import { softRules } from '../../src/classifier/embedded.js'
import { effectsOf } from '../../src/effects/effects.js'
import type { PermissionRule } from '../../src/permissions/rule.js'
import { type RuleSetting, ruleBook } from '../../src/permissions/rule-book.js'
import { rulingsFor } from '../../src/permissions/rulings.js'
import { standingsOf } from '../../src/permissions/standing.js'
import type { Request } from '../../src/request.js'
import { interpret, interpretArgv } from '../../src/shell/interpret.js'
import type { Script } from '../../src/shell/script.js'
import type { Action } from '../../src/verdict.js'
import { HOME, PROJECT, rule } from './rules.js'
import { place, quietWorld } from './world.js'

const bases = { home: HOME, project: PROJECT }

interface Setup {
  readonly unattended?: boolean
  readonly settings?: readonly RuleSetting[]
  readonly made?: readonly string[]
}

function bookOf(rules: readonly PermissionRule[], { unattended = false, settings = [] }: Setup = {}) {
  const standings = standingsOf(rules, { unattended, projectTrusted: false, unread: false, managedOnly: false })
  return ruleBook(standings, settings, softRules, bases, unattended)
}

function saysOf(script: Script, rules: readonly PermissionRule[], setup: Setup = {}): (Action | undefined)[] {
  const request: Request = { kind: 'script', door: 'check', text: script.text, dialect: 'bash', cwd: PROJECT }
  const own = { made: ({ value }: { value: string | null }) => (setup.made ?? []).includes(value ?? '') }
  const rulings = rulingsFor(bookOf(rules, setup), request, script, own)
  const effects = effectsOf(script, place, quietWorld)
  // What acts on the shell alone is settled by tier 1 anyway; it counts where there is nothing else.
  const acting = effects.filter(({ kind }) => kind !== 'shell.none')
  return (acting.length > 0 ? acting : effects).map((effect) => rulings.rulingFor(effect)?.action)
}

/** The strictest that is said of any effect; `allow` only where it is said of all. */
function says(text: string, rules: readonly PermissionRule[], setup?: Setup): Action | undefined {
  const all = saysOf(interpret(text, 'bash', { cwd: PROJECT, world: quietWorld }), rules, setup)
  if (all.includes('deny')) return 'deny'
  if (all.includes('ask')) return 'ask'
  return all.length > 0 && all.every((action) => action === 'allow') ? 'allow' : undefined
}

describe('an allow rule', () => {
  it.each<[string, string[], string[]]>([
    [
      'Bash(git push origin main)',
      [
        'git push origin main',
        'timeout 60 git push origin main',
        'LANG=C git push origin main',
        "bash -c 'git push origin main'",
        'command git push origin main',
        '/usr/bin/git push origin main',
        'nice -n 5 git push origin main',
      ],
      [
        'git push origin main --force',
        'git push origin',
        'sudo git push origin main',
        '/tmp/git push origin main',
        './git push origin main',
        '/tmp/evil/timeout 5 git push origin main',
        'GIT_SSH_COMMAND=/tmp/x git push origin main',
        'PATH=/tmp/bin git push origin main',
        'ssh host git push origin main',
        'docker exec box git push origin main',
        '"git push" origin main',
        '$GIT push origin main',
        'git push origin main && rm -rf src',
        'echo main | xargs git push origin',
        'git "push origin main"',
        'setsid git push origin main',
        'flock /tmp/l git push origin main',
      ],
    ],
    ['Bash(npm publish:*)', ['npm publish', 'npm publish --tag next'], ['npm publisher', 'npm unpublish x']],
    [
      'Bash(kubectl delete pod web-*)',
      ['kubectl delete pod web-1'],
      ['kubectl delete pod api-1', 'kubectl delete ns web-1'],
    ],
    ['Bash(echo *)', ['echo hi'], ['echo hi > /etc/motd', 'echo hi >> ~/.bashrc']],
    ['Bash(tee /etc/app.conf)', [], ['echo x | tee /etc/app.conf']],
    ['Edit(//var/log/app/**)', ['echo x > /var/log/app/a.log'], ['echo x > /var/log/b.log', 'rm /var/log/app/a.log']],
    ['Read(//srv/data/**)', ['cat /srv/data/a.csv'], ['cat /srv/other', 'rm /srv/data/a.csv']],
  ])('%s', (text, yes, no) => {
    for (const command of yes) expect([command, says(command, [rule(text)])]).toEqual([command, 'allow'])
    for (const command of no) expect([command, says(command, [rule(text)])]).toEqual([command, undefined])
  })

  it('does not take one argument with spaces for several', () => {
    const exec = (argv: string[]) =>
      saysOf(interpretArgv(argv, { cwd: PROJECT, world: quietWorld }), [rule('Bash(./deploy.sh build prod)')])
    expect(exec(['./deploy.sh', 'build', 'prod'])).toContain('allow')
    expect(exec(['./deploy.sh', 'build prod'])).not.toContain('allow')
  })

  it('does not reach further than its words while nobody answers', () => {
    const cp = [rule('Bash(cp *)')]
    expect(says('cp a b', cp, { unattended: true })).toBe('allow')
    expect(says('cp hook .git/hooks/pre-commit', cp, { unattended: true })).toBeUndefined()
    expect(
      says('cp hook .git/hooks/pre-commit', [rule('Bash(cp hook .git/hooks/pre-commit)')], { unattended: true }),
    ).toBe('allow')
  })

  it('is no cover for a script that this session wrote', () => {
    const deploy = [rule('Bash(./deploy.sh)')]
    expect(says('./deploy.sh', deploy, { unattended: true })).toBe('allow')
    expect(says('./deploy.sh', deploy, { unattended: true, made: [`${PROJECT}/deploy.sh`] })).toBeUndefined()
  })
})

describe('a deny or ask rule', () => {
  it.each<[string, string[], string[]]>([
    [
      'Bash(git push *)',
      [
        'git push origin main',
        'sudo git push',
        'env X=1 git push',
        "sh -c 'git push'",
        'timeout 5 git push -f',
        'eval "git push"',
        '/usr/local/bin/git push',
        './git push',
        'ssh host git push',
        'g() { git push; }; g',
        'true && git push',
      ],
      ['git pull', 'echo git push', 'git commit -m "git push"'],
    ],
    ['Bash(sudo:*)', ['sudo ls', 'sudo -u web ls'], ['ls sudo']],
    [
      'Bash(curl *)',
      ['curl https://a.example', 'x=$(curl https://a.example)', 'find . -exec curl https://a.example {} +'],
      ['wget https://a.example'],
    ],
    ['Bash', ['ls', '$X', 'a | b'], []],
    [
      'Read(.env)',
      ['cat .env', 'grep KEY sub/.env', 'cp .env /tmp/x', 'cat < .env', 'cat ./src/../.env'],
      ['cat .envrc', 'ls'],
    ],
    [
      'Edit(src/generated/**)',
      [
        'echo x > src/generated/a.ts',
        'rm src/generated/a.ts',
        'mv src/generated/a.ts b.ts',
        'sed -i s/a/b/ src/generated/a.ts',
        'cp a src/generated/b',
      ],
      ['cat src/generated/a.ts', 'echo x > src/a.ts'],
    ],
    [
      'WebFetch(domain:paste.example)',
      ['curl https://paste.example/x', 'wget -q http://PASTE.example/'],
      ['curl https://other.example/paste.example'],
    ],
  ])('%s', (text, yes, no) => {
    for (const action of ['deny', 'ask'] as const) {
      for (const command of yes) expect([command, says(command, [rule(text, action)])]).toEqual([command, action])
      for (const command of no) expect([command, says(command, [rule(text, action)])]).toEqual([command, undefined])
    }
  })

  it('stands before allow, whatever file it stands in', () => {
    const allow = rule('Bash(git push *)', 'allow', { scope: 'managed' })
    expect(says('git push', [allow])).toBe('allow')
    expect(says('git push', [allow, rule('Bash(git push *)', 'ask')])).toBe('ask')
    expect(
      says('git push', [allow, rule('Bash(git push *)', 'ask'), rule('Bash(git *)', 'deny', { scope: 'project' })]),
    ).toBe('deny')
  })
})

describe('blanket rules', () => {
  it('permit where a person answers, and nothing where nobody does', () => {
    const python = [rule('Bash(python3:*)')]
    expect(says("python3 -c 'print(1)'", python)).toBe('allow')
    expect(says("python3 -c 'print(1)'", python, { unattended: true })).toBeUndefined()
    expect(says("python3 -c 'print(1)'", [rule('Bash(python3:*)', 'deny')], { unattended: true })).toBe('deny')
  })
})

describe('tool calls', () => {
  const ruling = (tool: string, input: Record<string, unknown>, rules: readonly PermissionRule[]) => {
    const request: Request = { kind: 'tool', door: 'hook', agent: 'claude-code', tool, input, cwd: PROJECT }
    const effect = {
      kind: 'tool.unknown',
      targets: [],
      flags: [],
      sources: [],
      command: -1,
      program: tool,
      says: 'calls a tool',
    } as const
    return rulingsFor(bookOf(rules), request, null, { made: () => false }).rulingFor(effect)?.action
  }

  it('are known by their names', () => {
    expect(ruling('mcp__github__get_issue', {}, [rule('mcp__github')])).toBe('allow')
    expect(ruling('mcp__gitlab__get_issue', {}, [rule('mcp__github')])).toBeUndefined()
    expect(ruling('mcp__gitlab__get_issue', {}, [rule('mcp__*', 'deny')])).toBe('deny')
    expect(ruling('Agent', { subagent_type: 'Explore' }, [rule('Agent(Explore)', 'deny')])).toBe('deny')
    expect(ruling('Task', { subagent_type: 'Plan' }, [rule('Agent(Explore)', 'deny')])).toBeUndefined()
    expect(ruling('mcp__db__query', { mode: 'write' }, [rule('mcp__db__query(mode:write)', 'ask')])).toBe('ask')
    expect(ruling('mcp__db__query', { mode: 'read' }, [rule('mcp__db__query(mode:write)', 'ask')])).toBeUndefined()
    expect(ruling('Bash', { command: 'git push' }, [rule('Bash(git push)', 'deny')])).toBe('deny')
    expect(ruling('Bash', { command: 'git push' }, [rule('Bash(git push)')])).toBeUndefined()
  })
})

describe('settings of rules by their id', () => {
  const setting = (id: string, action: Action): RuleSetting => ({
    rule: id,
    action,
    origin: { scope: 'user', file: '/c.jsonc', line: 2, column: 1, root: '/' },
  })

  it('hold wherever the rule is touched', () => {
    expect(says('git push --force origin main', [], { settings: [setting('git.push-force', 'deny')] })).toBe('deny')
    expect(says('git push origin main', [], { settings: [setting('git.push-force', 'deny')] })).toBeUndefined()
  })

  it('permit what no other rule stands against', () => {
    const both = [setting('git.push-force', 'allow'), setting('git.push', 'allow')]
    expect(says('git push --force origin topic', [], { settings: both })).toBe('allow')
    expect(says('git push --force origin topic', [], { settings: both.slice(0, 1) })).toBeUndefined()
  })
})
