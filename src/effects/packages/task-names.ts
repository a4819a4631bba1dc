/** What the name of a task says where its text cannot be read: `npm run test:unit`, `make deploy-prod`, `just db-reset`. */
import type { Command } from '../../shell/script.js'
import { type Context, effect } from '../context.js'
import type { Effect, EffectKind, Flag } from '../effect.js'
import { environmentFlags } from '../environment.js'

type Meaning = readonly [kind: EffectKind, ...flags: Flag[]]

/** First match decides; words are segments of the name, so that `latest` is no `test`. Dangerous meanings stand first. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/\b(?:unpublish)\b/, ['pkg.unpublish']],
  [/\b(?:publish|release|semantic release)\b/, ['pkg.publish']],
  [/\b(?:rollback)\b/, ['deploy.rollback']],
  [/\b(?:deploy|deployment|promote|ship|rollout)\b/, ['deploy.run']],
  [/\b(?:destroy|teardown)\b/, ['infra.destroy']],
  [
    /\b(?:db|database|schema|migrate|migration|migrations|prisma) (?:reset|drop|wipe|nuke|fresh|recreate|clean)\b|\b(?:reset|drop|wipe|nuke|recreate) (?:db|database|data)\b/,
    ['db.migrate', 'reset'],
  ],
  [/\bmigrat(?:e|ion|ions) (?:status|list|check|plan)\b/, ['db.read']],
  [/\b(?:migrat(?:e|ion|ions)) (?:down|undo|revert|rollback)\b/, ['db.migrate', 'down']],
  [/\b(?:make|create|generate|new|gen) migrations?\b|\bmigrations? (?:make|create|generate|new|gen)\b/, ['fs.write']],
  [/\bmigrat(?:e|ion|ions)\b|\bdb (?:push|sync|setup|init)\b/, ['db.migrate']],
  [/\b(?:db seed|seed)\b/, ['db.write']],
  [/\b(?:terraform|tf|infra) apply\b/, ['infra.apply']],
  [/\b(?:push|upload|sync)\b/, ['exec.local']],
  [
    /\b(?:test|tests|spec|specs|e2e|coverage|cov|unit|integration|jest|vitest|mocha|cypress|playwright|smoke|bench|benchmark|check)\b/,
    ['exec.test'],
  ],
  [
    /\b(?:lint|eslint|format|fmt|prettier|typecheck|types|tsc|stylelint|audit|verify|validate|fix|style|mypy|ruff|biome|knip)\b/,
    ['exec.lint'],
  ],
  [
    /\b(?:build|compile|bundle|dist|package|transpile|codegen|generate|gen|assets|css|docs|doc|all|prebuild|typegen|types|storybook build|icons|i18n)\b/,
    ['exec.build'],
  ],
  [/\b(?:start|dev|serve|server|watch|preview|storybook|develop|up|run)\b/, ['exec.serve']],
  [/\b(?:clean|clear|tidy)\b/, ['exec.build']],
  [/\b(?:install|setup|bootstrap|deps|dependencies|prepare)\b/, ['pkg.sync']],
]

/** Effect of a task that is known by its name only. A name that says nothing is a local program of unknown effect. */
export function namedTask(tool: string, name: string, at: Command, _context: Context): Effect {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .join(' ')
  const [kind, ...flags] = meanings.find(([pattern]) => pattern.test(words))?.[1] ?? (['exec.local'] as const)
  const says = `runs the task \`${name}\` of \`${tool}\``
  return effect(kind, at, says, {
    targets: [{ type: 'script', value: name, raw: `${tool} ${name}` }],
    flags: [...flags, ...environmentFlags([name])],
  })
}

/** Kinds whose name-based reading stays even where the text could be read: the name tells what it is for. */
const telling = new Set<EffectKind>([
  'pkg.publish',
  'pkg.unpublish',
  'deploy.run',
  'deploy.rollback',
  'infra.destroy',
  'infra.apply',
  'db.migrate',
])

/** Effects of a task: those of its text where that could be read, and what its name alone says where that is telling. */
export function taskEffects(
  tool: string,
  name: string,
  text: string | undefined,
  at: Command,
  context: Context,
  more: { readonly positional?: readonly Command['argv'][number][] } = {},
): readonly Effect[] {
  const byName = namedTask(tool, name, at, context)
  if (text === undefined) return [byName]
  const inner = context.unfold(text, at, { via: { program: tool }, ...more })
  if (inner.length === 0) return [{ ...byName, kind: 'exec.local' }]
  const hides = inner.every(
    ({ kind }) => kind === 'exec.local' || kind === 'exec.unknown' || kind === 'exec.opaque' || kind === 'shell.none',
  )
  return telling.has(byName.kind) && hides ? [byName, ...inner] : inner
}
