/** pip and its kin: from the manifest, new packages, environments, publishing, and tools that are fetched and run. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, listed, programName } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { installs } from './spec.js'
import { taskEffects } from './task-names.js'

const pipParser = optionParser({
  values:
    '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --python -p --group --extra --package --only-binary --no-binary --trusted-host --cert --cache-dir --platform --python-version --upgrade-strategy --config-settings --env-file --with --from --project --directory --index --default-index --index-strategy -G --name -n --channel --file --log --proxy --timeout --retries --source --repository --repository-url --username -u --password',
  long: '--user --break-system-packages --upgrade --dry-run --no-deps --force-reinstall --pre --dev --system --yes',
})

function flagsOf(options: ReturnType<typeof pipParser.parse>): Flag[] {
  const flags: Flag[] = []
  if (options.has('--user')) flags.push('user')
  if (options.has('--break-system-packages', '--system')) flags.push('system')
  if (options.has('--dev', '-D')) flags.push('dev')
  if (options.has('--trusted-host')) flags.push('insecure')
  // Another index than the configured one is another source.
  if (options.has('-i', '--index-url', '--extra-index-url', '--default-index')) flags.push('from-url')
  if (options.has('--force-reinstall')) flags.push('force')
  return flags
}

function registries(options: ReturnType<typeof pipParser.parse>): readonly Target[] {
  return options
    .values('-i', '--index-url', '--extra-index-url', '--index', '--default-index', '--repository-url')
    .map((word) => ({ type: 'registry' as const, value: word.text, raw: word.raw }))
}

/** `install` of pip, uv pip and pipenv: a requirements file or an editable project is the manifest, a name is new. */
function install(
  options: ReturnType<typeof pipParser.parse>,
  words: readonly Word[],
  at: Command,
  context: Context,
): readonly Effect[] {
  const flags = flagsOf(options)
  const targets = registries(options)
  const editable = options.values('-e', '--editable')
  const found: Effect[] = []
  const manifests = options.values('-r', '--requirement')
  if (manifests.length > 0 || (words.length === 0 && editable.length === 0)) {
    const remote = manifests.filter((word) => /^https?:/.test(word.text ?? ''))
    found.push(
      effect('pkg.sync', at, 'installs the packages that the manifest declares', {
        flags: remote.length > 0 ? [...flags, 'from-url'] : flags,
        targets,
      }),
    )
  }
  const named = [...words, ...editable]
  if (named.length > 0) found.push(...installs(named, at, context, flags, targets))
  return found
}

const reads = new Set([
  'list',
  'show',
  'freeze',
  'check',
  'index',
  'inspect',
  'debug',
  'help',
  'search',
  'hash',
  'tree',
  'graph',
  'about',
  'outdated',
  'version',
  'why',
  'info',
  'dir',
  'env',
  'export',
  'licenses',
])

const pip: Family = (command, context) => pipCall(command.argv.slice(1), command, context)

function pipCall(words: readonly Word[], command: Command, context: Context): readonly Effect[] | undefined {
  const options = pipParser.parse(words)
  const [verb, ...rest] = options.operands
  const word = verb?.text
  if (verb && word === null) return undefined
  if (options.has('--dry-run')) return [effect('pkg.read', command, 'tries out an install', { flags: ['dry-run'] })]
  if (word === undefined || options.has('--help', '-h') || reads.has(word as string))
    return [effect('pkg.read', command, 'reads about packages')]
  switch (word) {
    case 'install':
      return install(options, rest, command, context)
    case 'sync':
      return [
        effect('pkg.sync', command, 'installs the packages that the lock file declares', {
          flags: flagsOf(options),
          targets: registries(options),
        }),
      ]
    case 'compile':
      return [effect('exec.build', command, 'resolves packages')]
    case 'download':
    case 'wheel':
      return [
        effect(
          rest.length === 0 ? 'pkg.sync' : 'pkg.install',
          command,
          `downloads ${listed(rest.map((each) => each.text ?? each.raw))}`,
          {
            flags: flagsOf(options),
            targets: rest.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
          },
        ),
      ]
    case 'uninstall':
      return [
        effect('pkg.remove', command, `removes ${listed(rest.map((each) => each.text ?? each.raw))}`, {
          flags: flagsOf(options),
          targets: rest.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
        }),
      ]
    case 'cache':
      return [
        effect(
          ['dir', 'list', 'info'].includes(rest[0]?.text ?? '') ? 'pkg.read' : 'pkg.cache',
          command,
          'clears the cache of pip',
        ),
      ]
    case 'config':
      return [
        effect(
          ['get', 'list', 'debug'].includes(rest[0]?.text ?? '') ? 'pkg.read' : 'pkg.config',
          command,
          'sets the configuration of pip',
          { targets: [{ type: 'config', value: rest[1]?.text ?? null, raw: rest[1]?.raw ?? '' }] },
        ),
      ]
    default:
      return undefined
  }
}

/** uv, poetry, pdm, hatch, rye, pipenv: project managers with `add`, `sync`, `run`, `publish`. */
const project: Family = (command, context) => {
  const tool = programName(command)
  const words = command.argv.slice(1)
  const first = words.find((word) => !(word.text ?? '').startsWith('-'))?.text
  if (first === 'pip') return pipCall(words.slice(words.findIndex((word) => word.text === 'pip') + 1), command, context)
  const options = (first === 'run' || first === 'tool' || first === 'x' ? runParser : pipParser).parse(words)
  const [verb, ...rest] = options.operands
  const word = verb?.text
  if (verb && word === null) return undefined
  if (options.has('--dry-run'))
    return [effect('pkg.read', command, `tries out \`${tool} ${word ?? ''}\``, { flags: ['dry-run'] })]
  if (word === undefined || options.has('--help', '-h') || (reads.has(word as string) && word !== 'export'))
    return [effect('pkg.read', command, `asks \`${tool}\``)]
  const flags = flagsOf(options)
  switch (word) {
    case 'run':
      return runIn(tool, rest, options.values('--with'), command, context)
    case 'add':
    case 'install':
      return rest.length > 0 && !(tool === 'poetry' && word === 'install')
        ? installs(rest, command, context, flags, registries(options))
        : [effect('pkg.sync', command, 'installs the packages that the manifest declares', { flags })]
    case 'sync':
    case 'lock':
    case 'venv':
    case 'create':
    case 'prepare':
      return [effect('pkg.sync', command, `runs \`${tool} ${word}\``, { flags })]
    case 'remove':
    case 'uninstall':
      return [
        effect('pkg.remove', command, `removes ${listed(rest.map((each) => each.text ?? each.raw))}`, {
          flags,
          targets: rest.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
        }),
      ]
    case 'update':
    case 'upgrade':
    case 'self':
      return [effect('pkg.update', command, 'updates packages', { flags })]
    case 'build':
      return [effect('exec.build', command, 'builds the package')]
    case 'publish':
      return [
        effect('pkg.publish', command, 'publishes the package to the registry', {
          targets: registries(options),
          flags,
        }),
      ]
    case 'tool': {
      const [act, ...named] = rest
      if (act?.text === 'run') return runRemote(tool, named, options.values('--from', '--with'), command, context)
      if (act?.text === 'install') return installs(named, command, context, [...flags, 'global'])
      return [
        effect(
          act?.text === 'list' || act?.text === 'dir' ? 'pkg.read' : 'pkg.remove',
          command,
          `runs \`${tool} tool ${act?.text ?? ''}\``,
          { flags: ['global'] },
        ),
      ]
    }
    case 'python':
    case 'toolchain':
      return [
        effect(
          ['list', 'find', 'dir', 'pin'].includes(rest[0]?.text ?? '') ? 'pkg.read' : 'pkg.install',
          command,
          `runs \`${tool} ${word} ${rest[0]?.text ?? ''}\``,
          { targets: [{ type: 'package', value: 'python' }], flags: ['user'] },
        ),
      ]
    case 'init':
    case 'new':
    case 'version':
    case 'export':
    case 'format':
    case 'fmt':
      return [
        effect(word === 'format' || word === 'fmt' ? 'exec.lint' : 'fs.write', command, `runs \`${tool} ${word}\``, {
          targets: [context.path({ text: 'pyproject.toml', raw: 'pyproject.toml' }, command)],
        }),
      ]
    case 'test':
      return [effect('exec.test', command, 'runs the tests')]
    case 'shell':
      return [effect('exec.code', command, 'opens a shell in the environment')]
    case 'cache':
      return [effect('pkg.cache', command, `clears the cache of \`${tool}\``)]
    case 'config':
    case 'source':
    case 'auth':
      return [
        effect('pkg.config', command, `sets the configuration of \`${tool}\``, {
          targets: [{ type: 'config', value: rest[0]?.text ?? null, raw: rest[0]?.raw ?? '' }],
        }),
      ]
    default:
      return taskEffects(tool, word as string, undefined, command, context)
  }
}

const runParser = optionParser({
  values:
    '--with --with-editable --with-requirements --extra --group --only-group --no-group --package --python -p --env-file --project --directory -C -P --env -e --index --default-index --from',
  stopsAfter: 2,
})

function runIn(
  tool: string,
  words: readonly Word[],
  packages: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  if (words.length === 0) return [effect('pkg.read', command, `lists what \`${tool}\` can run`)]
  const extra = packages.length > 0 ? installs(packages, command, context, []) : []
  return [...extra, ...context.run(words, command)]
}

function runRemote(
  tool: string,
  words: readonly Word[],
  packages: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  const name = words[0]
  if (!name) return [effect('pkg.read', command, `asks \`${tool}\` about itself`)]
  const bare = (name.text ?? '').replace(/@.*$/, '')
  const inner = name.text === null ? [] : context.run([{ ...name, text: bare }, ...words.slice(1)], command)
  const targets = [...(packages.length > 0 ? packages : [name])].map((word) => ({
    type: 'package' as const,
    value: word.text?.replace(/@.*$/, '') ?? null,
    raw: word.raw,
  }))
  const fetched = effect('pkg.run-remote', command, `fetches and runs \`${name.text ?? name.raw}\``, { targets })
  return inner.some(({ kind }) => kind !== 'exec.unknown' && kind !== 'exec.opaque') ? [fetched, ...inner] : [fetched]
}

const toolRunner = optionParser({
  values: '--from --with --python -p --spec --index-url --pip-args -i',
  stopsAtOperand: true,
})

const uvx: Family = (command, context) => {
  const options = toolRunner.parse(command.argv.slice(1))
  return runRemote(programName(command), options.operands, options.values('--from', '--with'), command, context)
}

const pipx: Family = (command, context) => {
  const words = command.argv.slice(1)
  const verb = words[0]?.text
  const options = toolRunner.parse(words.slice(1))
  switch (verb) {
    case 'run':
      return runRemote('pipx', options.operands, options.values('--spec'), command, context)
    case 'install':
    case 'inject':
      return installs(options.operands, command, context, ['global'])
    case 'uninstall':
    case 'uninstall-all':
      return [
        effect('pkg.remove', command, 'removes tools', {
          flags: ['global'],
          targets: options.operands.map((each) => ({ type: 'package', value: each.text, raw: each.raw })),
        }),
      ]
    case 'upgrade':
    case 'upgrade-all':
    case 'reinstall':
    case 'reinstall-all':
      return [effect('pkg.update', command, 'updates tools', { flags: ['global'] })]
    default:
      return [effect('pkg.read', command, 'asks `pipx`')]
  }
}

const condaRun = optionParser({ values: '-n --name -p --prefix --cwd', stopsAtOperand: true })

/** conda, mamba, micromamba. */
const conda: Family = (command, context) => {
  const words = command.argv.slice(1)
  const options = (words[0]?.text === 'run' ? runParser : pipParser).parse(words)
  const [verb, ...rest] = options.operands
  const file = options.has('--file', '-f')
  switch (verb?.text) {
    case 'install':
      return file && rest.length === 0
        ? [effect('pkg.sync', command, 'installs what the environment file declares')]
        : installs(rest, command, context, ['user'])
    case 'create':
      return file || rest.length === 0
        ? [effect('pkg.sync', command, 'creates an environment')]
        : installs(rest, command, context, ['user'])
    case 'env':
      if (rest[0]?.text === 'remove')
        return [
          effect('pkg.remove', command, 'removes an environment', {
            targets: options
              .values('-n', '--name')
              .map((each) => ({ type: 'environment', value: each.text, raw: each.raw })),
            flags: ['all'],
          }),
        ]
      return [
        effect(
          rest[0]?.text === 'list' || rest[0]?.text === 'export' ? 'pkg.read' : 'pkg.sync',
          command,
          `runs \`conda env ${rest[0]?.text ?? ''}\``,
          {
            targets: options
              .values('-n', '--name')
              .map((each) => ({ type: 'environment', value: each.text, raw: each.raw })),
            flags: options.has('--prune') ? ['prune'] : [],
          },
        ),
      ]
    case 'remove':
    case 'uninstall':
      return [
        effect('pkg.remove', command, 'removes packages or an environment', {
          flags: options.has('--all') ? ['all'] : [],
          targets: [...rest, ...options.values('-n', '--name')].map((each) => ({
            type: 'package',
            value: each.text,
            raw: each.raw,
          })),
        }),
      ]
    case 'update':
    case 'upgrade':
      return [effect('pkg.update', command, 'updates packages')]
    case 'run': {
      // Options of `run` stand between the verb and the command.
      const start = condaRun.parse(words.slice(1)).operands
      return runIn('conda', start, [], command, context)
    }
    case 'clean':
      return [effect('pkg.cache', command, 'clears the cache of conda')]
    case 'config':
      return [effect('pkg.config', command, 'sets the configuration of conda')]
    case 'activate':
    case 'deactivate':
      return [effect('shell.none', command, `runs \`conda ${verb.text}\``)]
    case 'build':
      return [effect('exec.build', command, 'builds a package')]
    default:
      return [effect('pkg.read', command, 'asks `conda`')]
  }
}

const twine: Family = (command, context) => {
  const options = pipParser.parse(command.argv.slice(1))
  if (options.operands[0]?.text !== 'upload') return [effect('pkg.read', command, 'checks packages')]
  const to = options
    .values('--repository', '--repository-url')
    .map((word) => ({ type: 'registry' as const, value: word.text, raw: word.raw }))
  const files = options.operands.slice(1).map((word) => context.path(word, command))
  return [
    effect('pkg.publish', command, 'publishes the package to the registry', {
      targets: to,
      sources: files.map((file) => ({ type: 'path', value: file.value })),
    }),
  ]
}

export const pythonPackages: Readonly<Record<string, Family>> = {
  pip,
  pip3: pip,
  uv: project,
  poetry: project,
  pdm: project,
  rye: project,
  hatch: project,
  pipenv: project,
  uvx,
  pipx,
  conda,
  mamba: conda,
  micromamba: conda,
  twine,
  flit: project,
  virtualenv: (command) => [effect('pkg.sync', command, 'creates a virtual environment')],
}
