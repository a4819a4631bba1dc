/** Everyday work that a coding task brings with it: what the project itself declares, and programs that only look. */
import type { Effect } from '../effects/effect.js'
import type { Grounds } from './grounds.js'

/** Largest manifest that is read for declared packages. */
const MAX_MANIFEST = 256 * 1024

const manifests = ['package.json', 'requirements.txt', 'pyproject.toml', 'Cargo.toml', 'go.mod', 'Gemfile', 'composer.json', 'requirements-dev.txt', 'Pipfile']

/** Words of a command line that stand for acts others notice or that cannot be undone. */
const dangerous =
  /(?:^|[^a-z])(?:deploy\w*|destroy\w*|delete\w*|remove\w*|drop\w*|purge\w*|wipe\w*|reset|flush\w*|truncate|clean-?all|nuke|erase\w*|kill\w*|terminate|publish\w*|release|rollout|rollback|promote|upload\w*|send\w*|migrat\w*|prod|production|produccion|live|force\w*|skip\w*|no-verify|bypass\w*|disable\w*|unlock\w*|grant\w*|approve\w*|merge|transfer|refund|charge|pay\w*|rotate\w*|revoke\w*|all-\w+|apply|sync|import|restore|cancel|stop|shutdown|reboot|restart|scale|drain|evict|flash\w*|fuse|lfuse|lock|format|post\w*|notify\w*|publi\w*|push|seed\w*|transition|bulk\w*|install|unlock)(?![a-z])/

/** Words for looking, checking and building, which any program may do. */
const harmless =
  /(?:^|[\s/_:.-])(?:status|show|list|ls|get|describe|view|info|version|help|logs?|diff|check|lint|test\w*|spec|build|compile|format|fmt|verify|validate|plan|preview|doctor|whoami|history|inspect|cat|print|report|stats?|bench\w*|dev|start|watch|serve|run|lanes|devices)(?:$|[\s/_:.-])/

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
      return !effect.flags.includes('production') && !dangerous.test(lineOf(effect, grounds)) && effect.where === undefined
    case 'net.fetch':
    case 'net.send':
      return !effect.targets.some((target) => /169\.254\.169\.254.*(?:credential|token|identity|user-data)|metadata\.google.*(?:token|identity)|\[?fd00:ec2::254/i.test(target.value ?? ''))
    case 'container.run':
    case 'container.pull':
    case 'container.start':
    case 'container.copy':
    case 'container.exec':
      return effect.where === undefined && !effect.flags.includes('production')
    case 'exec.elevate':
      // What sudo runs is judged by its own effects; the word alone does nothing.
      return grounds.effects.some((other) => other !== effect && other.flags.includes('elevated'))
    case 'agent.spawn':
      return !dangerous.test(lineOf(effect, grounds))
    default:
      return false
  }
}

function lineOf(effect: Effect, grounds: Grounds): string {
  return grounds.sourceOf(effect)
}

/** A script whose name and arguments speak of nothing dangerous, and whose content this session did not fetch. */
function isPlainRun(effect: Effect, grounds: Grounds): boolean {
  if (effect.flags.some((flag) => flag === 'production' || flag === 'skip-checks' || flag === 'listen-all' || flag === 'public' || flag === 'elevated' || flag === 'obfuscated')) return false
  if (effect.where !== undefined) return false
  for (const target of effect.targets) if (target.type === 'path' || target.type === 'script') if (target.value !== null && grounds.session.ledger.fetchedFrom(target.value) !== undefined) return false
  if (effect.kind === 'exec.code') return true
  const line = lineOf(effect, grounds)
  return !dangerous.test(line) || (effect.kind !== 'exec.local' && harmless.test(line))
}

function isDeclaredPackage(effect: Effect, grounds: Grounds): boolean {
  if (effect.flags.some((flag) => ['global', 'system', 'from-url', 'insecure'].includes(flag))) return false
  if (effect.targets.some((target) => target.type === 'registry' || target.type === 'url')) return false
  const names = effect.targets.filter((target) => target.type === 'package')
  if (names.length === 0) return effect.kind !== 'pkg.run-remote'
  const { world, place } = grounds
  const texts = manifests.map((name) => world.readText(`${place.project}/${name}`, MAX_MANIFEST)).filter((text) => text !== undefined)
  return names.every((target) => target.value !== null && texts.some((text) => text.includes(target.value!)))
}
