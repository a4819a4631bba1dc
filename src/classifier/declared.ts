/** Everyday work that a coding task brings with it: what the project itself declares, and programs that only look. */
import { type Effect, type Target, verbOf } from '../effects/effect.js'
import type { Grounds } from './grounds.js'
import { commandLine } from './lexical.js'
import { isTrusted } from './places.js'

/** Largest manifest that is read for declared packages. */
const MAX_MANIFEST = 256 * 1024

/** Tools of everyday work that package runners are mostly called for; what they then do is judged by effects of its own. */
const devTools = new Set(
  (
    'tsc typescript prisma knex sequelize typeorm drizzle-kit mikro-orm vitest jest mocha ava tap nyc c8 playwright cypress eslint prettier biome @biomejs/biome stylelint ' +
    'vite next nuxt astro remix webpack rollup esbuild parcel tsx ts-node swc nx turbo lerna changeset husky lint-staged tailwindcss postcss sass firebase wrangler vercel netlify ' +
    'serverless expo react-native ng vue-tsc svelte-check storybook rimraf concurrently depcheck madge size-limit http-server serve json-server openapi-typescript graphql-codegen ' +
    'npm-check-updates typedoc jsdoc markdownlint cspell commitlint semantic-release ruff black mypy pytest pyright isort flake8 pre-commit pip-audit pip-tools tox nox alembic uvicorn cdk sst amplify electron electron-builder capacitor ionic hardhat'
  ).split(' '),
)

const manifests = [
  'package.json',
  'requirements.txt',
  'pyproject.toml',
  'Cargo.toml',
  'go.mod',
  'Gemfile',
  'composer.json',
  'requirements-dev.txt',
  'Pipfile',
]

/** Whether the project, or the kind of work, makes this an everyday step. */
export function isDeclared(effect: Effect, grounds: Grounds): boolean {
  switch (effect.kind) {
    case 'pkg.install':
    case 'pkg.run-remote':
    case 'pkg.update':
    case 'pkg.sync':
      return isDeclaredPackage(effect, grounds)
    case 'exec.local':
    case 'exec.background':
    case 'exec.code':
    case 'exec.test':
    case 'exec.build':
    case 'exec.lint':
    case 'exec.serve':
      return isPlainRun(effect, grounds)
    case 'exec.unknown':
    case 'tool.unknown':
      return (
        !effect.flags.includes('production') &&
        (effect.where === undefined || effect.where.kind === 'container') &&
        !isTelling(effect, grounds)
      )
    case 'vcs.fetch':
      return (
        effect.targets.every(
          (target) => target.type !== 'remote' || target.value === 'origin' || isTrusted(target, grounds),
        ) && !effect.targets.some((target) => target.type === 'url')
      )
    case 'exec.opaque':
      return isPlainCode(effect, grounds)
    case 'secret.read':
      return asksMetadataOnly(effect) || staysInProject(effect, grounds)
    case 'secret.print':
      return asksMetadataOnly(effect)
    case 'net.fetch':
    case 'net.send':
      return !effect.targets.some(
        (target) => isMetadata(target) && handsOut.test(target.value ?? target.prefix ?? target.raw ?? ''),
      )
    case 'container.run':
    case 'container.pull':
    case 'container.start':
    case 'container.copy':
    case 'container.exec':
      if (
        effect.kind === 'container.start' &&
        /^restarts? container/.test(effect.says) &&
        !effect.targets.every((target) => grounds.session.ledger.made(target))
      )
        return false
      return effect.where === undefined && !effect.flags.includes('production')
    case 'exec.elevate':
      // What sudo runs is judged by its own effects; the word alone does nothing.
      return grounds.effects.some((other) => other !== effect && other.flags.includes('elevated'))
    case 'agent.spawn':
    case 'exec.agent':
      return !isTelling(effect, grounds)
    default:
      return false
  }
}

/** Paths of the metadata service that hand out credentials or what the machine was started with. */
const handsOut = /credential|token|identity|user-?data|service-accounts/i

function isMetadata(target: Target): boolean {
  return /169\.254\.169\.254|metadata\.google|fd00:ec2::254|100\.100\.100\.200/i.test(
    target.value ?? target.prefix ?? target.raw ?? '',
  )
}

/** The metadata service also says what the machine is and where; that is no secret. */
function asksMetadataOnly(effect: Effect): boolean {
  const urls = effect.targets.filter((target) => target.type === 'url')
  return (
    urls.length > 0 &&
    urls.every((target) => isMetadata(target) && target.value !== null && !handsOut.test(target.value))
  )
}

/** The project's own settings file, read for its own use by a command that sends nothing. */
function staysInProject(effect: Effect, { effects }: Grounds): boolean {
  const paths = effect.targets.filter((target) => target.type === 'path')
  return (
    paths.length > 0 &&
    paths.every((target) => target.area === 'project') &&
    !effects.some((other) => ['send', 'publish'].includes(verbOf(other)) || other.kind === 'net.fetch')
  )
}

/** Code of a language that is not read here, given on the command line, in which no word changes or runs anything. */
function isPlainCode(effect: Effect, grounds: Grounds): boolean {
  const code = /\s(?:-e|-c|-r|--eval|--execute|runner)\s+(["'])([\s\S]+)\1/.exec(grounds.sourceOf(effect))?.[2]
  return (
    code !== undefined &&
    !/\b(?:delete|destroy|update|save|create|insert|drop|truncate|exec|system|spawn|fork|open|write|unlink|remove|rm|send|post|put|patch|upload|mail|deliver|eval|load|require|fetch|http|net|file|dir|io|env|kill|shell|popen|curl)\w*|`|!\s*[=(]?/.test(
      code,
    )
  )
}

/** The words of the command line name an act that somebody must have asked for. */
function isTelling(effect: Effect, grounds: Grounds): boolean {
  const line = commandLine(effect, grounds)
  return line !== undefined && (line.acts.length > 0 || line.flags.length > 0)
}

/** A script whose name and arguments speak of nothing dangerous, and whose content this session did not fetch. */
function isPlainRun(effect: Effect, grounds: Grounds): boolean {
  if (
    effect.flags.some(
      (flag) =>
        flag === 'production' ||
        flag === 'skip-checks' ||
        flag === 'listen-all' ||
        flag === 'public' ||
        flag === 'elevated' ||
        flag === 'obfuscated',
    )
  )
    return false
  if (effect.where !== undefined) return false
  for (const target of effect.targets)
    if (target.type === 'path' || target.type === 'script')
      if (target.value !== null && grounds.session.ledger.fetchedFrom(target.value) !== undefined) return false
  return effect.kind === 'exec.code' || !isTelling(effect, grounds)
}

function isDeclaredPackage(effect: Effect, grounds: Grounds): boolean {
  if (effect.flags.some((flag) => ['global', 'system', 'from-url', 'insecure'].includes(flag))) return false
  if (effect.targets.some((target) => target.type === 'registry' || target.type === 'url')) return false
  const names = effect.targets.filter((target) => target.type === 'package')
  if (names.length === 0) return effect.kind !== 'pkg.run-remote'
  if (
    effect.kind === 'pkg.run-remote' &&
    names.every(
      (target) =>
        target.value !== null &&
        (devTools.has(target.value) ||
          grounds.session.ledger.done.some(
            (done) =>
              done.effect.kind === 'pkg.run-remote' &&
              done.effect.targets.some((other) => other.value === target.value),
          )),
    )
  )
    return true
  const { world, place } = grounds
  const texts = manifests
    .map((name) => world.readText(`${place.project}/${name}`, MAX_MANIFEST))
    .filter((text) => text !== undefined)
  return names.every((target) => target.value !== null && texts.some((text) => text.includes(target.value!)))
}
