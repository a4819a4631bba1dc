/** The tiers with the user's rules, on a script of 1 KB that has been parsed: a part of every decision. */
import { expect, it } from 'vitest'
import { softRules } from '../../src/classifier/embedded.js'
import { effectsOf } from '../../src/effects/effects.js'
import { ruleBook } from '../../src/permissions/rule-book.js'
import { rulingsFor } from '../../src/permissions/rulings.js'
import { standingsOf } from '../../src/permissions/standing.js'
import { interpret } from '../../src/shell/interpret.js'
import { settle } from '../../src/tiers/tiers.js'
import { HOME, PROJECT, rule } from '../permissions/rules.js'
import { place, quietWorld } from '../permissions/world.js'

/** Aim: 30. Other work on the machine slows the best of many rounds as well; what this finds is a change of kind. */
const MAX_MICROSECONDS = 150

const lines = [
  'npm ci --no-audit && npm run lint && npm test',
  "sed -n '1,20p' src/a.ts | grep -n name || true",
  'git status --short; git add -A; git commit -m "feat: add the thing and say in some words what it is for"',
  'mkdir -p build/out && cp -r dist/a build/out/ && tar czf /tmp/out.tgz build/out',
  'curl -fsS https://api.example.com/v1/health | jq .status',
  "grep -rn deprecated src --include='*.ts' | sort | uniq -c | head -20",
  'cat package.json | head -40; ls -la build dist src; wc -l README.md',
]

it('takes microseconds', () => {
  const text = Array(3).fill(lines).flat().join('\n').slice(0, 1024)
  const script = interpret(text, 'bash', { cwd: PROJECT, world: quietWorld })
  const effects = effectsOf(script, place, quietWorld)
  expect(effects.length).toBeGreaterThan(30)
  const rules = [
    ...[
      'Bash(npm test)',
      'Bash(git commit *)',
      'Bash(npm run lint:*)',
      'WebFetch(domain:example.com)',
      'Read(~/docs/**)',
    ].map((spelled) => rule(spelled)),
    ...['Bash(curl *)', 'Read(.env)', 'Edit(src/generated/**)', 'Bash(sudo *)'].map((spelled) => rule(spelled, 'deny')),
    rule('Bash(git push *)', 'ask'),
  ]
  const standings = standingsOf(rules, { unattended: true, projectTrusted: false, unread: false, managedOnly: false })
  const book = ruleBook(standings, [], softRules, { home: HOME, project: PROJECT }, true)
  const own = { made: () => false }
  const around = { place, world: quietWorld, facts: {}, own, git: undefined }
  const request = { kind: 'script', door: 'check', text, dialect: 'bash', cwd: PROJECT } as const
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 20; round++) {
    const times = Array.from({ length: 200 }, () => {
      const start = performance.now()
      settle(effects, around, rulingsFor(book, request, script, own), () => false)
      return (performance.now() - start) * 1000
    })
    best = Math.min(best, times.sort((a, b) => a - b)[100]!)
  }
  expect(best).toBeLessThan(MAX_MICROSECONDS)
  process.stdout.write(`tiers with ten rules: ${best.toFixed(1)} us in the median for ${effects.length} effects\n`)
})
