/** Package and build tools of compiled and other languages, where one program builds, tests, installs and publishes. */
import type { Command, Word } from '../../shell/script.js'
import { codeEffects } from '../code/code.js'
import { type Context, effect, type Family, listed, programName } from '../context.js'
import type { Effect, EffectKind, Flag } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { runScript } from '../local.js'
import { frameworkMigration } from '../migrations.js'
import { optionParser } from '../options.js'
import { installs } from './spec.js'
import { namedTask } from './task-names.js'

/** What a subcommand does. `install`: names new packages where it has operands, else the manifest. `run`: what follows is a command. */
type Act = EffectKind | 'install' | 'install-global' | 'run' | 'task'

interface Tool {
  readonly values?: string
  /** Options with one dash are long (`-Dfoo`, `-race`). */
  readonly singleDash?: boolean
  readonly acts: Readonly<Record<string, Act>>
  readonly otherwise: Act
  /** Every operand is a task of its own (`gradle clean build`). */
  readonly tasks?: boolean
  readonly dryRun?: readonly string[]
}

const cargo: Tool = {
  values:
    '-p --package --bin --example --test --bench --features -F --target --target-dir --manifest-path --profile -j --jobs --color --message-format --git --branch --tag --rev --path --version --vers --registry --index --root --token -Z --config --exclude --rename',
  dryRun: ['--dry-run', '-n'],
  acts: {
    build: 'exec.build',
    b: 'exec.build',
    check: 'exec.build',
    c: 'exec.build',
    test: 'exec.test',
    t: 'exec.test',
    nextest: 'exec.test',
    bench: 'exec.test',
    miri: 'exec.test',
    run: 'exec.local',
    r: 'exec.local',
    clippy: 'exec.lint',
    fmt: 'exec.lint',
    fix: 'exec.lint',
    doc: 'exec.build',
    clean: 'exec.build',
    expand: 'exec.build',
    llvm: 'exec.build',
    tarpaulin: 'exec.test',
    'llvm-cov': 'exec.test',
    deny: 'exec.lint',
    audit: 'exec.lint',
    machete: 'exec.lint',
    udeps: 'exec.lint',
    outdated: 'pkg.read',
    tree: 'pkg.read',
    metadata: 'pkg.read',
    search: 'pkg.read',
    info: 'pkg.read',
    locate: 'pkg.read',
    'locate-project': 'pkg.read',
    verify: 'pkg.read',
    'verify-project': 'pkg.read',
    version: 'pkg.read',
    help: 'pkg.read',
    pkgid: 'pkg.read',
    report: 'pkg.read',
    fetch: 'pkg.sync',
    vendor: 'pkg.sync',
    'generate-lockfile': 'pkg.sync',
    update: 'pkg.update',
    upgrade: 'pkg.update',
    add: 'install',
    remove: 'pkg.remove',
    rm: 'pkg.remove',
    install: 'install-global',
    binstall: 'install-global',
    uninstall: 'pkg.remove',
    publish: 'pkg.publish',
    yank: 'pkg.unpublish',
    owner: 'trust.key',
    login: 'auth.login',
    logout: 'auth.logout',
    package: 'exec.build',
    new: 'vcs.init',
    init: 'vcs.init',
    watch: 'exec.serve',
    xtask: 'exec.local',
    insta: 'exec.test',
    criterion: 'exec.test',
    wasm: 'exec.build',
    zigbuild: 'exec.build',
    cross: 'exec.build',
    leptos: 'exec.serve',
    tauri: 'exec.build',
    release: 'pkg.publish',
  },
  otherwise: 'task',
}

const go: Tool = {
  singleDash: true,
  values:
    '-o -run -bench -tags -ldflags -gcflags -C -mod -p -timeout -count -coverprofile -covermode -coverpkg -cpuprofile -memprofile -parallel -pkgdir -exec -toolexec -modfile -overlay -asmflags -buildmode -f',
  acts: {
    build: 'exec.build',
    test: 'exec.test',
    vet: 'exec.lint',
    fmt: 'exec.lint',
    fix: 'exec.lint',
    run: 'exec.local',
    generate: 'exec.build',
    install: 'exec.build',
    get: 'install',
    mod: 'pkg.sync',
    work: 'pkg.sync',
    clean: 'pkg.cache',
    env: 'pkg.read',
    version: 'pkg.read',
    list: 'pkg.read',
    doc: 'pkg.read',
    help: 'pkg.read',
    tool: 'exec.build',
    bug: 'pkg.read',
    telemetry: 'pkg.config',
  },
  otherwise: 'task',
}

const gem: Tool = {
  values: '-v --version -s --source -i --install-dir -n --bindir --platform -k --key --host --otp',
  acts: {
    install: 'install-global',
    i: 'install-global',
    uninstall: 'pkg.remove',
    update: 'pkg.update',
    cleanup: 'pkg.remove',
    push: 'pkg.publish',
    yank: 'pkg.unpublish',
    owner: 'trust.key',
    signin: 'auth.login',
    signout: 'auth.logout',
    build: 'exec.build',
    list: 'pkg.read',
    search: 'pkg.read',
    info: 'pkg.read',
    env: 'pkg.read',
    environment: 'pkg.read',
    which: 'pkg.read',
    contents: 'pkg.read',
    dependency: 'pkg.read',
    outdated: 'pkg.read',
    specification: 'pkg.read',
    help: 'pkg.read',
    query: 'pkg.read',
    sources: 'pkg.config',
    fetch: 'pkg.install',
    unpack: 'pkg.install',
    pristine: 'pkg.sync',
    check: 'pkg.read',
    open: 'pkg.read',
  },
  otherwise: 'pkg.read',
}

const bundle: Tool = {
  values: '--gemfile --path --jobs -j --with --without --retry --group --version --source --git --branch',
  acts: {
    install: 'pkg.sync',
    exec: 'run',
    e: 'run',
    add: 'install',
    remove: 'pkg.remove',
    update: 'pkg.update',
    lock: 'pkg.sync',
    check: 'pkg.read',
    list: 'pkg.read',
    show: 'pkg.read',
    info: 'pkg.read',
    outdated: 'pkg.read',
    config: 'pkg.config',
    clean: 'pkg.remove',
    package: 'pkg.sync',
    cache: 'pkg.sync',
    binstubs: 'pkg.sync',
    platform: 'pkg.read',
    doctor: 'pkg.read',
    audit: 'exec.lint',
    init: 'fs.write',
    open: 'pkg.read',
    console: 'exec.code',
    help: 'pkg.read',
    version: 'pkg.read',
    pristine: 'pkg.sync',
    gem: 'vcs.init',
  },
  otherwise: 'task',
}

const composer: Tool = {
  values: '-d --working-dir --repository --repository-url --format -f',
  dryRun: ['--dry-run'],
  acts: {
    install: 'pkg.sync',
    i: 'pkg.sync',
    update: 'pkg.update',
    u: 'pkg.update',
    upgrade: 'pkg.update',
    require: 'install',
    r: 'install',
    remove: 'pkg.remove',
    rm: 'pkg.remove',
    'dump-autoload': 'exec.build',
    dumpautoload: 'exec.build',
    show: 'pkg.read',
    info: 'pkg.read',
    outdated: 'pkg.read',
    why: 'pkg.read',
    depends: 'pkg.read',
    'why-not': 'pkg.read',
    prohibits: 'pkg.read',
    validate: 'exec.lint',
    audit: 'exec.lint',
    diagnose: 'pkg.read',
    licenses: 'pkg.read',
    status: 'pkg.read',
    search: 'pkg.read',
    fund: 'pkg.read',
    global: 'install-global',
    'create-project': 'install',
    config: 'pkg.config',
    'clear-cache': 'pkg.cache',
    clearcache: 'pkg.cache',
    'self-update': 'pkg.update',
    exec: 'run',
    run: 'task',
    'run-script': 'task',
    test: 'exec.test',
    archive: 'exec.build',
    init: 'fs.write',
    reinstall: 'pkg.sync',
    bump: 'pkg.sync',
    normalize: 'exec.lint',
    'check-platform-reqs': 'pkg.read',
    list: 'pkg.read',
    help: 'pkg.read',
    about: 'pkg.read',
  },
  otherwise: 'task',
}

const dotnet: Tool = {
  values:
    '-c --configuration -f --framework -r --runtime -o --output -v --verbosity -p --project --filter --logger -l --settings -s --source --version -k --api-key --launch-profile --arch --os --results-directory --collect --tool-path --add-source',
  dryRun: ['--dry-run'],
  acts: {
    build: 'exec.build',
    publish: 'exec.build',
    pack: 'exec.build',
    clean: 'exec.build',
    msbuild: 'exec.build',
    restore: 'pkg.sync',
    test: 'exec.test',
    vstest: 'exec.test',
    run: 'exec.local',
    watch: 'exec.serve',
    format: 'exec.lint',
    add: 'install',
    remove: 'pkg.remove',
    list: 'pkg.read',
    package: 'install',
    reference: 'fs.write',
    sln: 'fs.write',
    new: 'fs.write',
    tool: 'install-global',
    workload: 'pkg.install',
    nuget: 'pkg.publish',
    'user-secrets': 'secret.write',
    'dev-certs': 'trust.key',
    sdk: 'pkg.read',
    help: 'pkg.read',
    'build-server': 'exec.build',
  },
  otherwise: 'task',
}

const nuget: Tool = {
  values:
    '-s --source -k --api-key -ApiKey -Source -ss --symbol-source -sk --symbol-api-key -t --timeout -ConfigFile --configfile -OutputDirectory -Version -Timeout',
  acts: {
    push: 'pkg.publish',
    delete: 'pkg.unpublish',
    restore: 'pkg.sync',
    install: 'install',
    pack: 'exec.build',
    list: 'pkg.read',
    search: 'pkg.read',
    sources: 'pkg.config',
    config: 'pkg.config',
    setapikey: 'secret.write',
    update: 'pkg.update',
    locals: 'pkg.cache',
    help: 'pkg.read',
  },
  otherwise: 'pkg.read',
}

const maven: Tool = {
  tasks: true,
  values:
    '-f --file -s --settings -gs -pl --projects -P --activate-profiles -T --threads -l --log-file -rf --resume-from',
  acts: {
    compile: 'exec.build',
    'test-compile': 'exec.build',
    package: 'exec.build',
    clean: 'exec.build',
    install: 'exec.build',
    validate: 'exec.build',
    initialize: 'exec.build',
    'generate-sources': 'exec.build',
    'process-resources': 'exec.build',
    'process-classes': 'exec.build',
    site: 'exec.build',
    test: 'exec.test',
    'integration-test': 'exec.test',
    verify: 'exec.test',
    deploy: 'pkg.publish',
    'site-deploy': 'deploy.run',
  },
  otherwise: 'task',
}

const gradle: Tool = {
  tasks: true,
  values:
    '-p --project-dir -b --build-file -c --settings-file -I --init-script -x --exclude-task --tests -g --gradle-user-home --max-workers --console --warning-mode --configuration --dependency',
  dryRun: ['-m', '--dry-run'],
  acts: {
    publish: 'pkg.publish',
    publishtomavenlocal: 'exec.build',
    publishplugins: 'pkg.publish',
    uploadarchives: 'pkg.publish',
    bootrun: 'exec.serve',
    run: 'exec.local',
    tasks: 'pkg.read',
    dependencies: 'pkg.read',
    projects: 'pkg.read',
    properties: 'pkg.read',
    help: 'pkg.read',
    wrapper: 'pkg.sync',
    clean: 'exec.build',
    check: 'exec.test',
    connectedandroidtest: 'exec.test',
    connectedcheck: 'exec.test',
    installdebug: 'exec.build',
    flywaymigrate: 'db.migrate',
    flywayclean: 'db.migrate',
    flywayinfo: 'db.read',
    liquibaseupdate: 'db.migrate',
    update: 'db.migrate',
  },
  otherwise: 'task',
}

const mix: Tool = {
  acts: {
    compile: 'exec.build',
    test: 'exec.test',
    format: 'exec.lint',
    credo: 'exec.lint',
    dialyzer: 'exec.lint',
    'deps.get': 'pkg.sync',
    'deps.compile': 'exec.build',
    'deps.update': 'pkg.update',
    'deps.unlock': 'pkg.sync',
    'deps.clean': 'exec.build',
    'deps.tree': 'pkg.read',
    deps: 'pkg.read',
    'phx.server': 'exec.serve',
    'phx.routes': 'pkg.read',
    'phx.digest': 'exec.build',
    run: 'exec.local',
    release: 'exec.build',
    clean: 'exec.build',
    new: 'vcs.init',
    'hex.publish': 'pkg.publish',
    'hex.retire': 'pkg.unpublish',
    'hex.outdated': 'pkg.read',
    'local.hex': 'pkg.install',
    'local.rebar': 'pkg.install',
    'archive.install': 'install-global',
    help: 'pkg.read',
    docs: 'exec.build',
    'assets.deploy': 'exec.build',
    'assets.build': 'exec.build',
  },
  otherwise: 'task',
}

const flutter: Tool = {
  values: '-d --device-id --flavor --target -t --dart-define --build-name --build-number --export-method --platform',
  acts: {
    build: 'exec.build',
    test: 'exec.test',
    run: 'exec.local',
    analyze: 'exec.lint',
    format: 'exec.lint',
    fix: 'exec.lint',
    doctor: 'pkg.read',
    devices: 'pkg.read',
    emulators: 'pkg.read',
    pub: 'pkg.sync',
    clean: 'exec.build',
    create: 'fs.write',
    upgrade: 'pkg.update',
    downgrade: 'pkg.update',
    config: 'pkg.config',
    install: 'exec.build',
    logs: 'sys.read',
    'gen-l10n': 'exec.build',
    precache: 'pkg.sync',
    channel: 'pkg.config',
    drive: 'exec.test',
    compile: 'exec.build',
    help: 'pkg.read',
    info: 'pkg.read',
  },
  otherwise: 'task',
}

const swift: Tool = {
  values: '-c --configuration --package-path --filter --product --target',
  acts: { build: 'exec.build', test: 'exec.test', run: 'exec.local', package: 'pkg.sync', format: 'exec.lint' },
  otherwise: 'exec.build',
}
const zig: Tool = {
  acts: {
    build: 'exec.build',
    test: 'exec.test',
    run: 'exec.local',
    fmt: 'exec.lint',
    fetch: 'install',
    version: 'pkg.read',
    env: 'pkg.read',
    cc: 'exec.build',
    'c++': 'exec.build',
    'build-exe': 'exec.build',
    'build-lib': 'exec.build',
    'ast-check': 'exec.lint',
  },
  otherwise: 'exec.build',
}
const cabal: Tool = {
  acts: {
    build: 'exec.build',
    test: 'exec.test',
    run: 'exec.local',
    update: 'pkg.sync',
    install: 'install-global',
    check: 'exec.lint',
    upload: 'pkg.publish',
    clean: 'exec.build',
    repl: 'exec.code',
    haddock: 'exec.build',
    exec: 'run',
    freeze: 'pkg.sync',
    list: 'pkg.read',
    info: 'pkg.read',
    bench: 'exec.test',
    setup: 'pkg.sync',
    ghci: 'exec.code',
  },
  otherwise: 'task',
}
const sbt: Tool = {
  tasks: true,
  acts: {
    compile: 'exec.build',
    test: 'exec.test',
    run: 'exec.local',
    package: 'exec.build',
    assembly: 'exec.build',
    clean: 'exec.build',
    publish: 'pkg.publish',
    publishsigned: 'pkg.publish',
    publishlocal: 'exec.build',
    update: 'pkg.sync',
    scalafmt: 'exec.lint',
    scalafmtall: 'exec.lint',
    console: 'exec.code',
    reload: 'exec.build',
  },
  otherwise: 'task',
}
const pod: Tool = {
  acts: {
    install: 'pkg.sync',
    update: 'pkg.update',
    repo: 'pkg.sync',
    trunk: 'pkg.publish',
    lib: 'exec.lint',
    spec: 'exec.lint',
    outdated: 'pkg.read',
    search: 'pkg.read',
    deintegrate: 'pkg.remove',
    init: 'fs.write',
    cache: 'pkg.cache',
    env: 'pkg.read',
  },
  otherwise: 'pkg.read',
}
const luarocks: Tool = {
  acts: {
    install: 'install-global',
    remove: 'pkg.remove',
    make: 'exec.build',
    build: 'install-global',
    test: 'exec.test',
    upload: 'pkg.publish',
    list: 'pkg.read',
    search: 'pkg.read',
    show: 'pkg.read',
  },
  otherwise: 'pkg.read',
}
const opam: Tool = {
  acts: {
    install: 'install-global',
    remove: 'pkg.remove',
    update: 'pkg.sync',
    upgrade: 'pkg.update',
    exec: 'run',
    list: 'pkg.read',
    show: 'pkg.read',
    switch: 'pkg.config',
    env: 'pkg.read',
    pin: 'pkg.config',
    publish: 'pkg.publish',
  },
  otherwise: 'pkg.read',
}
const dune: Tool = {
  acts: {
    build: 'exec.build',
    test: 'exec.test',
    runtest: 'exec.test',
    exec: 'exec.local',
    fmt: 'exec.lint',
    clean: 'exec.build',
    utop: 'exec.code',
  },
  otherwise: 'exec.build',
}
const rustup: Tool = {
  acts: {
    install: 'pkg.install',
    update: 'pkg.update',
    default: 'pkg.config',
    override: 'pkg.config',
    target: 'pkg.install',
    component: 'pkg.install',
    toolchain: 'pkg.install',
    show: 'pkg.read',
    which: 'pkg.read',
    check: 'pkg.read',
    doc: 'pkg.read',
    run: 'run',
    self: 'pkg.update',
    completions: 'pkg.read',
  },
  otherwise: 'pkg.read',
}
const versions: Tool = {
  acts: {
    install: 'pkg.install',
    i: 'pkg.install',
    uninstall: 'pkg.remove',
    use: 'shell.none',
    u: 'pkg.config',
    global: 'pkg.config',
    local: 'fs.write',
    shell: 'shell.none',
    exec: 'run',
    x: 'run',
    run: 'task',
    ls: 'pkg.read',
    list: 'pkg.read',
    current: 'pkg.read',
    which: 'pkg.read',
    where: 'pkg.read',
    doctor: 'pkg.read',
    outdated: 'pkg.read',
    plugin: 'pkg.install',
    alias: 'pkg.config',
    set: 'fs.write',
    trust: 'trust.weaken',
    env: 'pkg.read',
    versions: 'pkg.read',
    version: 'pkg.read',
    rehash: 'pkg.config',
    reshim: 'pkg.config',
    pin: 'fs.write',
    default: 'pkg.config',
    prune: 'pkg.remove',
    upgrade: 'pkg.update',
    latest: 'pkg.read',
  },
  otherwise: 'pkg.read',
}

function toolFamily(tool: Tool): Family {
  const parser = optionParser({ values: tool.values ?? '', ...(tool.singleDash ? { singleDash: true } : {}) })
  const stopping = optionParser({ values: tool.values ?? '', stopsAfter: 2 })
  return (command, context) => {
    const program = programName(command)
    const words = command.argv.slice(1).filter((word, at) => !(at === 0 && /^\+/.test(word.text ?? '')))
    const first = parser.parse(words)
    if (first.has('--help', '-help', '-h', '--version', '-V') && first.operands.length < 2)
      return [effect('pkg.read', command, `asks \`${program}\``)]
    if (tool.dryRun?.some((option) => first.has(option)))
      return [effect('pkg.read', command, `tries out \`${program}\``, { flags: ['dry-run'] })]
    if (tool.tasks) return tasks(tool, program, first.operands, command, context)
    const verb = first.operands[0]
    if (!verb) return [effect('pkg.read', command, `asks \`${program}\``)]
    if (verb.text === null) return undefined
    const act = tool.acts[verb.text] ?? tool.otherwise
    if (act === 'run') {
      const options = stopping.parse(words)
      const inner = options.operands.slice(1)
      return inner.length === 0 ? [effect('pkg.read', command, `asks \`${program}\``)] : context.run(inner, command)
    }
    return one(act, program, verb, first.operands.slice(1), first, command, context)
  }
}

function tasks(
  tool: Tool,
  program: string,
  names: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  if (names.length === 0) return [effect('exec.build', command, `runs the default task of \`${program}\``)]
  return names.slice(0, 16).map((word) => {
    if (word.text === null)
      return effect('exec.opaque', command, `runs a task of \`${program}\` that is not known before it runs`)
    const last = word.text.slice(word.text.lastIndexOf(':') + 1)
    const act = tool.acts[last.toLowerCase()] ?? tool.acts[word.text.toLowerCase()]
    if (act && act !== 'task' && act !== 'run' && !act.startsWith('install')) {
      return effect(act as EffectKind, command, `runs \`${program} ${word.text}\``, {
        targets: [{ type: 'script', value: word.text, raw: `${program} ${word.text}` }],
        flags: environmentFlags([word.text]),
      })
    }
    return namedTask(program, word.text, command, context)
  })
}

function one(
  act: Exclude<Act, 'run'>,
  program: string,
  verb: Word,
  operands: readonly Word[],
  options: ReturnType<ReturnType<typeof optionParser>['parse']>,
  command: Command,
  context: Context,
): readonly Effect[] {
  const flags: Flag[] = options.has('--force', '-f') ? ['force'] : []
  const sources = options.values('--git', '-s', '--source', '--registry', '--index')
  const from = sources.map((word) => ({ type: 'registry' as const, value: word.text, raw: word.raw }))
  if (options.has('--git')) flags.push('from-url')
  if (act === 'install-global' || act === 'install') {
    const names =
      program === 'dotnet'
        ? operands.filter(
            (word) =>
              !['package', 'add', 'install', 'update'].includes(word.text ?? '') &&
              !/\.(?:cs|fs|vb)proj$/.test(word.text ?? ''),
          )
        : operands
    if (program === 'composer' && verb.text === 'global') return installs(names.slice(1), command, context, ['global'])
    if (program === 'go')
      return names.length === 0 || names.every((word) => /^\.\/?/.test(word.text ?? ''))
        ? [effect('pkg.sync', command, 'fetches what the module declares')]
        : installs(names, command, context, flags, from)
    if (names.length === 0)
      return [
        effect(options.has('--path') ? 'exec.build' : 'pkg.sync', command, `runs \`${program} ${verb.text}\``, {
          flags,
        }),
      ]
    return installs(names, command, context, act === 'install-global' ? [...flags, 'global'] : flags, from)
  }
  if (act === 'task') {
    const name =
      program === 'composer' && /^run(?:-script)?$/.test(verb.text ?? '') ? (operands[0]?.text ?? 'run') : verb.text!
    return [namedTask(program, name, command, context)]
  }
  const targets = operands.map((word) => ({
    type: act.startsWith('pkg.') ? ('package' as const) : ('script' as const),
    value: word.text,
    raw: word.raw,
  }))
  const says =
    operands.length > 0 && act.startsWith('pkg.')
      ? `runs \`${program} ${verb.text}\` on ${listed(operands.map((word) => word.text ?? word.raw))}`
      : `runs \`${program} ${verb.text}\``
  return [
    effect(act, command, says, {
      flags: [
        ...flags,
        ...environmentFlags(
          [options.value('--configuration')?.text, options.value('--profile')?.text].filter(
            (name) => name !== 'Release' && name !== 'release',
          ),
        ),
      ],
      targets: act === 'exec.build' || act === 'exec.test' || act === 'exec.lint' ? from : [...targets, ...from],
    }),
  ]
}

/** `go install name@version` fetches; `go install ./cmd/x` builds; `go run name@version` fetches and runs. */
const goFamily: Family = (command, context) => {
  const words = command.argv.slice(1)
  const verb = words[0]?.text
  const remote = words.find((word) => /^[\w.-]+\.[a-z]+\/.*@/.test(word.text ?? ''))
  if (remote && verb === 'install') return installs([remote], command, context, ['global'])
  if (remote && verb === 'run')
    return [
      effect('pkg.run-remote', command, `fetches and runs \`${remote.text}\``, {
        targets: [{ type: 'package', value: remote.text!.replace(/@.*$/, ''), raw: remote.text! }],
      }),
    ]
  if (verb === 'env' && words.some((word) => word.text === '-w' || word.text === '-u'))
    return [effect('pkg.config', command, 'sets the configuration of go', { flags: ['user'] })]
  return toolFamily(go)(command, context)
}

/** `mix ecto.*` is a migration, everything else of mix is here. */
const mixFamily: Family = (command, context) =>
  frameworkMigration('mix', command.argv.slice(1), command, context) ?? toolFamily(mix)(command, context)

const dotnetFamily: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words[0]?.text === 'ef') return frameworkMigration('dotnet-ef', words.slice(1), command, context)
  if (words[0]?.text === 'nuget') return toolFamily(nuget)({ ...command, argv: words }, context)
  if (/\.(?:dll|exe)$/.test(words[0]?.text ?? ''))
    return [
      effect('exec.local', command, `runs \`${words[0]!.text}\``, {
        targets: [{ ...context.path(words[0]!, command), type: 'script' }],
      }),
    ]
  return toolFamily(dotnet)(command, context)
}

/** The first word that is no `-e ENVIRONMENT`. */
function railsOperand(words: readonly Word[]): Word | undefined {
  return /^(?:-e|--environment)$/.test(words[0]?.text ?? '')
    ? words[2]
    : words.find((word) => !/^--environment=/.test(word.text ?? ''))
}

/** `rails runner CODE` runs Ruby inside the application: what it does to rows is read from its text. */
function railsRunner(
  word: Word | undefined,
  flags: Iterable<Flag>,
  command: Command,
  context: Context,
): readonly Effect[] {
  const target = { type: 'script' as const, value: word?.text ?? null, ...(word ? { raw: word.raw } : {}) }
  if (!word || word.text === null || word.text === '-') {
    return [
      effect('exec.opaque', command, 'runs code in the application with `rails runner`', {
        flags: [...flags],
        targets: [target],
      }),
    ]
  }
  if (/^[\w./-]+\.rb$/.test(word.text))
    return runScript(word, context.path(word, command), [], 'ruby', command, context)
  const reads = effect('db.read', command, 'reads the database of the application', { flags: [...flags] })
  const acts = codeEffects('ruby', word.text, command, context)
  // `find_each(&:expire!)`: a method with `!`, called on rows that were looked up, changes them.
  const changes =
    /(?:(?:Sidekiq|Resque|Delayed|GoodJob|SolidQueue)\S*.*\.(?:clear|delete\w*|kill|discard\w*|retry_all)\b|\.(?:flushall|flushdb)\b|&:\w+!|\.(?!find_by!|find!|first!|last!|take!|sole!)\w+!)/.test(
      word.text,
    )
  if (changes && !acts.some(({ kind }) => kind === 'db.write' || kind === 'db.delete'))
    return [
      ...acts,
      effect('db.write', command, 'changes rows of the application', { flags: [...flags], targets: [target] }),
    ]
  return [...acts.map((found) => ({ ...found, flags: [...new Set([...found.flags, ...flags])] })), reads]
}

const railsFamily: Family = (command, context) => {
  const words = command.argv.slice(1)
  const migration = frameworkMigration('rails', words, command, context)
  if (migration) return migration
  const verb = words[0]?.text
  const flags = environmentFlags([
    ...command.env.filter(({ name }) => name === 'RAILS_ENV').map(({ value }) => value.text),
    words[words.findIndex((word) => word.text === '-e') + 1]?.text,
  ])
  switch (verb) {
    case undefined:
    case 'routes':
    case 'about':
    case 'stats':
    case 'notes':
    case '-T':
    case '--tasks':
    case 'version':
      return [effect('pkg.read', command, 'asks about the application')]
    case 'server':
    case 's':
      return [
        effect('exec.serve', command, 'starts the application', {
          flags: [...flags, ...(words.some((word) => word.text === '0.0.0.0') ? (['listen-all'] as const) : [])],
        }),
      ]
    case 'test':
    case 't':
    case 'spec':
      return [effect('exec.test', command, 'runs the tests')]
    case 'generate':
    case 'g':
    case 'destroy':
    case 'd':
    case 'new':
      return [effect('exec.build', command, `runs \`rails ${verb}\``)]
    case 'assets:precompile':
    case 'assets:clean':
    case 'assets:clobber':
    case 'tmp:clear':
    case 'log:clear':
    case 'zeitwerk:check':
    case 'webpacker:compile':
      return [effect('exec.build', command, `runs \`rails ${verb}\``)]
    case 'runner':
    case 'r':
      return railsRunner(railsOperand(words.slice(1)), flags, command, context)
    case 'console':
    case 'c':
    case 'dbconsole':
      return [
        effect(
          verb === 'dbconsole' ? 'db.read' : 'exec.opaque',
          command,
          `opens a session in the application with \`rails ${verb}\``,
          { flags: [...flags], targets: [{ type: 'script', value: null, raw: `rails ${verb}` }] },
        ),
      ]
    case 'credentials:edit':
    case 'credentials:show':
    case 'secrets:show':
      return [
        effect('secret.print', command, 'opens the credentials of the application', {
          targets: [{ type: 'secret', value: 'credentials' }],
        }),
      ]
    default:
      return verb === null ? undefined : [namedTask('rails', verb, command, context)]
  }
}

const artisanFamily = (words: readonly Word[], command: Command, context: Context): readonly Effect[] => {
  const migration = frameworkMigration('artisan', words, command, context)
  if (migration) return migration
  const verb = words[0]?.text ?? ''
  if (
    /^(?:list|help|about|route:list|config:show|env|inspire|model:show|db:show|schedule:list|queue:failed|queue:monitor)?$/.test(
      verb,
    )
  )
    return [effect('pkg.read', command, 'asks about the application')]
  if (/^(?:test|dusk|pest)$/.test(verb)) return [effect('exec.test', command, 'runs the tests')]
  if (/^(?:serve|octane:start|horizon|queue:work|queue:listen|schedule:work|reverb:start)$/.test(verb))
    return [effect('exec.serve', command, `runs \`artisan ${verb}\``)]
  if (
    /^(?:make:|vendor:publish|storage:link|key:generate|optimize|config:|route:|view:|event:|package:|ide-helper|stub:|lang:)/.test(
      verb,
    )
  )
    return [effect('exec.build', command, `runs \`artisan ${verb}\``)]
  return [
    effect(verb === 'tinker' ? 'exec.opaque' : 'exec.local', command, `runs \`artisan ${verb}\``, {
      targets: [{ type: 'script', value: verb, raw: `artisan ${verb}` }],
    }),
  ]
}

/** `php artisan ...`, `./artisan ...`: the words after the script. */
export { artisanFamily }

export const nativePackages: Readonly<Record<string, Family>> = {
  cargo: toolFamily(cargo),
  cross: toolFamily(cargo),
  go: goFamily,
  gem: toolFamily(gem),
  bundle: toolFamily(bundle),
  bundler: toolFamily(bundle),
  composer: toolFamily(composer),
  dotnet: dotnetFamily,
  nuget: toolFamily(nuget),
  mvn: toolFamily(maven),
  mvnw: toolFamily(maven),
  mvnd: toolFamily(maven),
  gradle: toolFamily(gradle),
  gradlew: toolFamily(gradle),
  mix: mixFamily,
  flutter: toolFamily(flutter),
  dart: toolFamily(flutter),
  swift: toolFamily(swift),
  zig: toolFamily(zig),
  cabal: toolFamily(cabal),
  stack: toolFamily(cabal),
  sbt: toolFamily(sbt),
  pod: toolFamily(pod),
  luarocks: toolFamily(luarocks),
  opam: toolFamily(opam),
  dune: toolFamily(dune),
  rustup: toolFamily(rustup),
  asdf: toolFamily(versions),
  mise: toolFamily(versions),
  pyenv: toolFamily(versions),
  rbenv: toolFamily(versions),
  nodenv: toolFamily(versions),
  nvm: toolFamily(versions),
  fnm: toolFamily(versions),
  volta: toolFamily(versions),
  sdk: toolFamily(versions),
  rails: railsFamily,
  artisan: (command, context) => artisanFamily(command.argv.slice(1), command, context),
}
