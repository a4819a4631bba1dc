/** npm, pnpm, yarn, bun and their runners: manifest installs, new packages, scripts unfolded from package.json, publishing. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { directoryOf } from '../paths.js'
import { installs } from './spec.js'
import { taskEffects } from './task-names.js'

const parser = optionParser({
  values:
    '--prefix -C --dir --cwd --workspace -w --filter -F --registry --tag --access --otp --userconfig --cache --loglevel --omit --include --depth --scope --package -p --call -c --script-shell --reporter --modules-folder --mutex --network-timeout --cache-folder --config',
  long: '--global --save-dev --save --force --ignore-scripts --workspaces --recursive --dry-run --production --frozen-lockfile',
})

/** Runners end their options at the tool's name. */
const runnerParser = optionParser({
  values: '--package -p --call -c --cache --registry --userconfig -w --workspace --shell',
  stopsAtOperand: true,
})

const MAX_MANIFEST_BYTES = 256 * 1024

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly declared: ReadonlySet<string>
}

/** package.json of a directory or the nearest one above it, inside the project. */
function manifestAt(directory: string | null, context: Context): Manifest | undefined {
  const { project } = context.place
  for (let at = directory; at !== null && at.length >= project.length; at = at === '/' ? null : directoryOf(at)) {
    const text = context.world.readText(`${at}/package.json`, MAX_MANIFEST_BYTES)
    if (text === undefined) continue
    try {
      const parsed = JSON.parse(text) as Record<string, Record<string, string> | undefined>
      const names = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
        Object.keys(parsed[key] ?? {}),
      )
      return { scripts: parsed.scripts ?? {}, declared: new Set(names) }
    } catch {
      return undefined
    }
  }
  return undefined
}

/** What the script of this name would do, with what runs before and after it. */
function runScript(
  tool: string,
  name: Word | undefined,
  rest: readonly Word[],
  directory: string | null,
  at: Command,
  context: Context,
): readonly Effect[] {
  if (!name) return [effect('pkg.read', at, 'lists the scripts of the project')]
  if (name.text === null)
    return [
      effect('exec.opaque', at, `runs a script of \`${tool}\` that is not known before it runs`, {
        targets: [{ type: 'script', value: null, raw: name.raw }],
      }),
    ]
  const manifest = manifestAt(directory, context)
  const found: Effect[] = []
  for (const each of [`pre${name.text}`, name.text, `post${name.text}`]) {
    const text = manifest && Object.hasOwn(manifest.scripts, each) ? manifest.scripts[each] : undefined
    if (text === undefined && each !== name.text) continue
    // Arguments after the name go to the script's last command.
    const line =
      text === undefined || each !== name.text
        ? text
        : [
            text,
            ...rest
              .filter((word) => word.text !== '--')
              .map((word) => (word.text === null ? word.raw : shellQuoted(word.text))),
          ].join(' ')
    found.push(...taskEffects(tool, each, line, at, context))
  }
  return found
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** `npx tool args`: a tool of the project where the manifest declares it, else fetched and run. */
function runTool(
  tool: string,
  words: readonly Word[],
  packages: readonly Word[],
  directory: string | null,
  at: Command,
  context: Context,
): readonly Effect[] {
  const name = words[0]
  if (!name) return [effect('pkg.read', at, `runs \`${tool}\` without a tool`)]
  if (name.text === null)
    return [effect('exec.opaque', at, `runs a tool through \`${tool}\` that is not known before it runs`)]
  const bare = name.text.startsWith('@') ? `@${name.text.slice(1).replace(/@.*$/, '')}` : name.text.replace(/@.*$/, '')
  const command = bare.slice(bare.lastIndexOf('/') + 1)
  const inner = context.run([{ ...name, text: command }, ...words.slice(1)], at)
  const recognised = inner.some(({ kind }) => kind !== 'exec.unknown' && kind !== 'exec.opaque')
  if (packages.length === 0 && isDeclared(bare, name.text, directory, context)) return inner
  // Without a manifest to ask, a well-known tool without a version is taken for the project's own.
  if (recognised && packages.length === 0 && !/.@/.test(name.text) && manifestAt(directory, context) === undefined)
    return inner
  const fetched = effect('pkg.run-remote', at, `fetches and runs \`${name.text}\``, {
    targets: [...(packages.length > 0 ? packages : [name])].map((word) => ({
      type: 'package' as const,
      value: word.text,
      raw: word.raw,
    })),
  })
  return recognised ? [fetched, ...inner] : [fetched]
}

function isDeclared(bare: string, text: string, directory: string | null, context: Context): boolean {
  const manifest = manifestAt(directory, context)
  // A version that is asked for by name is another package than the one installed.
  if (/.@/.test(text)) return false
  if (manifest?.declared.has(bare)) return true
  const command = bare.slice(bare.lastIndexOf('/') + 1)
  const installed = `${context.place.project}/node_modules/.bin/${command}`
  return context.world.kind(installed) === 'file' || context.world.kind(installed) === 'link'
}

const read = new Set([
  'ls',
  'list',
  'll',
  'la',
  'view',
  'info',
  'show',
  'v',
  'outdated',
  'search',
  's',
  'se',
  'find',
  'explain',
  'why',
  'query',
  'root',
  'bin',
  'prefix',
  'ping',
  'help',
  'doctor',
  'fund',
  'docs',
  'repo',
  'bugs',
  'home',
  'sbom',
  'licenses',
  'whoami',
  'version-check',
  'store',
  'env',
  '-v',
  'pack-list',
  'diff',
  'completion',
  'audit-signatures',
  'workspaces',
  'node',
  'plugin-list',
  'get',
])
const installWords = new Set(['install', 'i', 'in', 'ins', 'inst', 'isntall', 'add', 'a'])
const removeWords = new Set(['uninstall', 'un', 'unlink', 'remove', 'rm', 'r'])
const syncWords = new Set([
  'ci',
  'clean-install',
  'ic',
  'install-clean',
  'install-ci-test',
  'cit',
  'install-test',
  'it',
  'import',
  'fetch',
  'rebuild',
  'rb',
  'dedupe',
  'ddp',
  'prune',
  'link',
  'ln',
  'shrinkwrap',
])

/** Words that yarn and bun read as a script where it is no subcommand, and npm shortcuts. */
const shortcuts = new Set(['test', 't', 'tst', 'start', 'stop', 'restart'])

const packageManager: Family = (command, context) => {
  const tool = programName(command)
  const options = parser.parse(command.argv.slice(1))
  const [verb, ...rest] = options.operands
  const prefix = options.value('--prefix', '-C', '--dir', '--cwd')
  const directory = prefix ? context.path(prefix, command).value : command.cwd
  const registry = options.value('--registry')
  const where: Target[] = registry ? [{ type: 'registry', value: registry.text, raw: registry.raw }] : []
  const dry = options.has('--dry-run')
  const flags: Flag[] = []
  if (options.has('-g', '--global')) flags.push('global')
  if (options.has('-D', '--save-dev', '--dev', '-d', '--development')) flags.push('dev')
  if (options.has('-f', '--force')) flags.push('force')
  if (options.has('--ignore-scripts')) flags.push('no-scripts')
  if (options.value('--strict-ssl')?.text === 'false' || options.has('--no-strict-ssl', '--insecure'))
    flags.push('insecure')
  // Another registry than the configured one is another source.
  if (registry) flags.push('from-url')
  const sync = () => [
    effect('pkg.sync', command, 'installs the packages that the manifest declares', { flags, targets: where }),
  ]

  if (verb === undefined)
    return tool === 'yarn' && options.names.every((name) => name !== '--version' && name !== '--help')
      ? sync()
      : [effect('pkg.read', command, `asks \`${tool}\` about itself`)]
  const word = verb.text
  if (word === null) return undefined
  if (options.has('--help')) return [effect('pkg.read', command, `shows help of \`${tool} ${word}\``)]
  if (dry && word !== 'run')
    return [effect('pkg.read', command, `tries out \`${tool} ${word}\``, { flags: ['dry-run'] })]
  if (installWords.has(word)) return rest.length === 0 ? sync() : installs(rest, command, context, flags, where, true)
  if (word === 'global' && rest[0]?.text === 'add')
    return installs(rest.slice(1), command, context, [...flags, 'global'], where, true)
  if (syncWords.has(word)) return sync()
  if (removeWords.has(word))
    return [
      effect('pkg.remove', command, `removes ${rest.map((each) => `\`${each.text ?? each.raw}\``).join(', ')}`, {
        flags,
        targets: rest.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
      }),
    ]
  if (['update', 'up', 'upgrade', 'udpate', 'upgrade-interactive', 'self-update'].includes(word))
    return [
      effect('pkg.update', command, 'updates packages', {
        flags,
        targets: rest.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
      }),
    ]
  if (['run', 'run-script', 'rum', 'urn'].includes(word))
    return runScript(tool, rest[0], rest.slice(1), directory, command, context)
  if (shortcuts.has(word)) {
    if (tool === 'bun' && word === 'test') return [effect('exec.test', command, 'runs the tests')]
    return runScript(
      tool,
      { ...verb, text: word === 't' || word === 'tst' ? 'test' : word },
      rest,
      directory,
      command,
      context,
    )
  }
  if (['exec', 'x', 'dlx', 'create', 'init'].includes(word)) {
    if (word === 'init' && rest.length === 0)
      return [
        effect('fs.write', command, 'writes package.json', {
          targets: [context.path({ text: 'package.json', raw: 'package.json' }, command)],
        }),
      ]
    const call = options.value('--call', '-c')
    if (call?.text) return context.unfold(call.text, command, { via: { program: tool } })
    if (word === 'create' || word === 'init') {
      const creator = rest[0]?.text
      return [
        effect('pkg.run-remote', command, `fetches and runs \`create-${creator ?? '?'}\``, {
          targets: [{ type: 'package', value: creator ? `create-${creator}` : null, raw: rest[0]?.raw ?? '' }],
        }),
      ]
    }
    const after = options.afterDashes && options.afterDashes.length > 0 ? options.afterDashes : rest
    return runTool(tool, word === 'dlx' ? rest : after, options.values('--package', '-p'), directory, command, context)
  }
  if (word === 'publish') {
    const access = options.value('--access')?.text
    const tag = options.value('--tag')
    const targets: Target[] = [...where, ...(tag ? [{ type: 'tag' as const, value: tag.text, raw: tag.raw }] : [])]
    return [
      effect('pkg.publish', command, 'publishes the package to the registry', {
        targets,
        flags: access === 'public' ? [...flags, 'public'] : flags,
      }),
    ]
  }
  if (['unpublish', 'deprecate', 'undeprecate'].includes(word))
    return [
      effect('pkg.unpublish', command, `runs \`${word}\` on ${rest[0]?.raw ?? 'the package'}`, {
        flags,
        targets: rest.slice(0, 1).map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
      }),
    ]
  if (['dist-tag', 'dist-tags', 'owner', 'access', 'team', 'org', 'hook', 'tag', 'trust'].includes(word)) {
    const reads = ['ls', 'list', 'get', undefined].includes(rest[0]?.text as undefined)
    return [
      effect(
        reads ? 'pkg.read' : word.startsWith('dist-tag') || word === 'tag' ? 'pkg.publish' : 'trust.key',
        command,
        `runs \`${word} ${rest[0]?.raw ?? ''}\` at the registry`,
        { targets: rest.slice(1).map((each) => ({ type: 'package', value: each.text, raw: each.raw })) },
      ),
    ]
  }
  if (['login', 'adduser', 'add-user', 'logout'].includes(word))
    return [
      effect(word === 'logout' ? 'auth.logout' : 'auth.login', command, `runs \`${tool} ${word}\``, { targets: where }),
    ]
  if (word === 'token')
    return [
      effect(
        rest[0]?.text === undefined || rest[0].text === 'list'
          ? 'pkg.read'
          : rest[0].text === 'revoke'
            ? 'secret.delete'
            : 'secret.write',
        command,
        `runs \`${tool} token ${rest[0]?.raw ?? ''}\``,
      ),
    ]
  if (word === 'config' || word === 'set' || word === 'c') {
    const act = word === 'set' ? 'set' : rest[0]?.text
    const name = word === 'set' ? rest[0] : rest[1]
    if (act === 'get' || act === 'list' || act === 'ls' || act === undefined)
      return [effect('pkg.read', command, `reads the configuration of \`${tool}\``)]
    return [
      effect('pkg.config', command, `sets \`${name?.raw ?? '?'}\` of \`${tool}\``, {
        flags,
        targets: [{ type: 'config', value: name?.text ?? null, raw: name?.raw ?? '' }],
      }),
    ]
  }
  if (word === 'cache' || (word === 'store' && rest[0]?.text === 'prune'))
    return [
      effect(
        rest[0]?.text === 'ls' || rest[0]?.text === 'dir' || rest[0]?.text === 'verify' ? 'pkg.read' : 'pkg.cache',
        command,
        `clears the cache of \`${tool}\``,
      ),
    ]
  if (word === 'audit')
    return [
      effect(
        rest[0]?.text === 'fix' || options.has('--fix') ? 'pkg.update' : 'pkg.read',
        command,
        rest[0]?.text === 'fix' ? 'updates packages that an audit names' : 'audits packages',
        { flags },
      ),
    ]
  if (word === 'version')
    return rest.length === 0
      ? [effect('pkg.read', command, 'reads versions')]
      : [effect('vcs.tag', command, `bumps the version by \`${rest[0]!.raw}\`, commits and tags it`)]
  if (word === 'pack') return [effect('exec.build', command, 'packs the package into a file')]
  if (word === 'pkg')
    return [
      effect(rest[0]?.text === 'get' ? 'pkg.read' : 'fs.write', command, 'edits package.json', {
        targets: [context.path({ text: 'package.json', raw: 'package.json' }, command)],
      }),
    ]
  if (word === 'workspace' && rest.length > 1)
    return runScript(tool, rest[1], rest.slice(2), directory, command, context)
  if (word === 'build' && tool === 'bun') return [effect('exec.build', command, 'bundles the project')]
  if (read.has(word)) return [effect('pkg.read', command, `reads about packages with \`${tool} ${word}\``)]
  if (tool === 'npm')
    return [
      effect('exec.unknown', command, `runs \`npm ${word}\`, a subcommand that is not known`, {
        targets: [{ type: 'program', value: `npm ${word}` }],
      }),
    ]
  // yarn, pnpm and bun take any other word for a script, else for a tool of the project, and bun for a file.
  if (tool === 'bun' && /\.[cm]?[jt]sx?$/.test(word)) return undefined
  return runScript(tool, verb, rest, directory, command, context)
}

const runner: Family = (command, context) => {
  const tool = programName(command)
  const options = runnerParser.parse(command.argv.slice(1))
  const call = options.value('--call', '-c')
  if (call?.text) return context.unfold(call.text, command, { via: { program: tool } })
  if (options.operands.length === 0) return [effect('pkg.read', command, `asks \`${tool}\` about itself`)]
  return runTool(tool, options.operands, options.values('--package', '-p'), command.cwd, command, context)
}

const corepack: Family = (command, context) => {
  const word = command.argv[1]?.text
  if (
    word === 'enable' ||
    word === 'disable' ||
    word === 'prepare' ||
    word === 'install' ||
    word === 'use' ||
    word === 'up'
  )
    return [effect('pkg.config', command, `runs \`corepack ${word}\``, { flags: ['global'] })]
  if (word && /^(?:npm|pnpm|yarn)/.test(word)) return context.run(command.argv.slice(1), command)
  return [effect('pkg.read', command, 'asks `corepack` about itself')]
}

export const javascriptPackages: Readonly<Record<string, Family>> = {
  npm: packageManager,
  pnpm: packageManager,
  yarn: packageManager,
  bun: (command, context) => (isBunFile(command) ? undefined : packageManager(command, context)),
  npx: runner,
  pnpx: runner,
  bunx: runner,
  corepack,
}

/** `bun file.ts` and `bun -e` are the interpreter's. */
function isBunFile(command: Command): boolean {
  const first = command.argv[1]?.text ?? ''
  return /\.[cm]?[jt]sx?$/.test(first) || first === '-e' || first === '--eval' || first === '-p'
}
