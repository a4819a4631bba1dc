/** Infrastructure as code: terraform and its kin, pulumi, cdk, ansible, packer, vagrant, nomad, consul. */
import { type Act, act, acts, type Call, type Program } from './acts.js'
import type { Effect, Flag } from './effect.js'

export const terraform: Program = {
  read: 'infra.plan',
  values:
    '-chdir -var -var-file -target -replace -state -state-out -out -parallelism -backend-config -lock-timeout -plugin-dir -from-module -backup -config -workspace -generate-config-out -filter -refresh -lock -input -test-directory --terragrunt-working-dir --working-dir --terragrunt-config --terragrunt-iam-role --queue-include-dir --queue-exclude-dir --terragrunt-include-dir --terragrunt-exclude-dir',
  singleDash: true,
  acts: {
    ...acts(
      'infra.plan',
      [
        'plan',
        'validate',
        'show',
        'output',
        'providers',
        'graph',
        'version',
        'metadata',
        'modules',
        'console',
        'workspace list',
        'workspace show',
        'state list',
        'state show',
        'state pull',
        'fmt',
        'hclfmt',
        'plan-all',
        'run-all plan',
        'run-all validate',
        'run-all output',
        'graph-dependencies',
        'output-module-groups',
        'render-json',
        'get',
        'validate-inputs',
      ],
      undefined,
    ),
    init: act('pkg.sync', 'fetches providers and modules of the configuration'),
    'providers lock': act('pkg.sync', 'locks the providers'),
    apply: act('infra.apply', 'applies the configuration'),
    'apply-all': act('infra.apply', 'applies every configuration', [], ['all']),
    'run-all apply': act('infra.apply', 'applies every configuration', [], ['all', 'auto-approve']),
    up: act('infra.apply', 'applies the configuration'),
    refresh: act('infra.state', 'rewrites the state from what is there'),
    destroy: act('infra.destroy', 'destroys what the configuration made'),
    'destroy-all': act('infra.destroy', 'destroys what every configuration made', [], ['all']),
    'run-all destroy': act('infra.destroy', 'destroys what every configuration made', [], ['all', 'auto-approve']),
    test: act('infra.apply', 'makes and destroys what the tests need'),
    import: act('infra.state', 'takes into the state', ['resource', null]),
    'state rm': act('infra.state', 'forgets', ['resource'], ['delete']),
    'state mv': act('infra.state', 'renames in the state', ['resource']),
    'state push': act('infra.state', 'overwrites the state', [], ['force']),
    'state replace-provider': act('infra.state', 'changes providers in the state'),
    taint: act('infra.state', 'marks for replacement', ['resource']),
    untaint: act('infra.state', 'unmarks', ['resource']),
    'force-unlock': act('infra.state', 'breaks the lock', ['resource'], ['force']),
    'workspace select': act('cluster.context', 'switches to workspace', ['environment']),
    'workspace new': act('infra.state', 'makes workspace', ['environment']),
    'workspace delete': act('infra.state', 'deletes workspace', ['environment'], ['delete']),
    login: act('auth.login', 'logs in to', ['host']),
    logout: act('auth.logout', 'logs out of', ['host']),
  },
  targets: {
    '-target': 'resource',
    '-replace': 'resource',
    '-chdir': 'stack',
    '--working-dir': 'stack',
    '--terragrunt-working-dir': 'stack',
    '-var-file': 'environment',
    '-workspace': 'environment',
    '-state': 'stack',
  },
  named: ['-var', '-backend-config', '-out'],
  variables: {
    TF_WORKSPACE: 'environment',
    AWS_PROFILE: 'account',
    TF_VAR_environment: 'environment',
    TF_VAR_env: 'environment',
  },
  flags: {
    '-auto-approve': 'auto-approve',
    '--auto-approve': 'auto-approve',
    '-force': 'force',
    '--terragrunt-non-interactive': 'auto-approve',
    '--non-interactive': 'auto-approve',
  },
  place: true,
  otherwise: act('infra.apply', 'runs an infrastructure command that is not known'),
  refine: (effect, call) => {
    if (call.path === 'apply' || call.path === 'run-all apply') {
      const plan = call.args[0]
      const flags: readonly Flag[] = plan ? [...effect.flags, 'auto-approve'] : effect.flags
      if (call.has('-destroy'))
        return [{ ...effect, kind: 'infra.destroy', flags, says: 'destroys what the configuration made' }]
      return [
        plan
          ? {
              ...effect,
              flags,
              targets: [call.source(plan), ...effect.targets],
              says: `applies the plan \`${plan.raw}\``,
            }
          : effect,
      ]
    }
    if (call.path === 'fmt' && !call.has('-check'))
      return [{ ...effect, kind: 'exec.lint', says: 'formats the configuration' }]
    if (call.path === 'plan' || call.path === 'plan-all') {
      const out = call.value('-out')
      return out ? [effect, call.write(out)] : [effect]
    }
    // State and outputs hold passwords and keys in the clear.
    if (
      call.path === 'state pull' ||
      (call.path === 'output' && call.has('-json', '-raw')) ||
      (call.path === 'show' && call.has('-json') && call.args.length === 0)
    ) {
      return [effect, { ...effect, kind: 'secret.read', says: 'reads the state with the secrets that it holds' }]
    }
    if (call.path === 'state push' && !call.has('-force', '--force'))
      return [{ ...effect, flags: effect.flags.filter((flag) => flag !== 'force') }]
    return [effect]
  },
}

export const pulumi: Program = {
  read: 'infra.plan',
  values:
    '-s --stack -C --cwd -t --target --replace --config -c --config-file -m --message -p --parallel --policy-pack --import-file -f --file --secrets-provider --exclude --target-replace --suppress --profiling --tracing --color --version --parent --provider -o --out --path --plan --save-plan --copy-config-from --description',
  acts: {
    ...acts('infra.plan', [
      'preview',
      'pre',
      'about',
      'whoami',
      'version',
      'logs',
      'history',
      'stack ls',
      'stack history',
      'stack graph',
      'stack tag ls',
      'config get',
      'plugin ls',
      'state',
      'console',
      'org get-default',
      'schema',
      'package get-schema',
      'ai',
    ]),
    up: act('infra.apply', 'deploys the stack'),
    update: act('infra.apply', 'deploys the stack'),
    watch: act('infra.apply', 'deploys the stack on every change', [], ['auto-approve']),
    refresh: act('infra.state', 'rewrites the state from what is there'),
    destroy: act('infra.destroy', 'destroys the stack'),
    down: act('infra.destroy', 'destroys the stack'),
    import: act('infra.state', 'takes into the state', ['resource']),
    cancel: act('infra.state', 'breaks a running update', [], ['force']),
    'state delete': act('infra.state', 'forgets', ['resource'], ['delete']),
    'state rename': act('infra.state', 'renames', ['resource']),
    'state unprotect': act('trust.weaken', 'removes the delete protection of', ['resource']),
    'state move': act('infra.state', 'moves', ['resource']),
    'state edit': act('infra.state', 'edits the state'),
    stack: act('infra.plan', 'shows the stack'),
    'stack select': act('cluster.context', 'switches to stack', ['stack']),
    'stack init': act('infra.state', 'makes stack', ['stack']),
    'stack rm': act('infra.state', 'removes stack', ['stack'], ['delete']),
    'stack export': act('secret.read', 'exports the state'),
    'stack import': act('infra.state', 'overwrites the state', [], ['force']),
    'stack output': act('infra.plan', 'reads outputs'),
    'stack rename': act('infra.state', 'renames the stack', ['stack']),
    config: act('infra.plan', 'lists settings'),
    'config set': act('cloud.change', 'changes setting', ['config', null]),
    'config rm': act('cloud.change', 'removes setting', ['config'], ['delete']),
    'config env': act('infra.plan', 'reads environments'),
    new: act('fs.write', 'writes a project'),
    login: act('auth.login', 'logs in to', ['url']),
    logout: act('auth.logout', 'logs out'),
    install: act('pkg.sync', 'fetches what the project needs'),
    'plugin install': act('pkg.install', 'installs plugin', ['package']),
    env: act('secret.read', 'reads environments'),
    'env open': act('secret.print', 'prints an environment', ['environment']),
    'env get': act('secret.print', 'prints an environment', ['environment']),
    'env set': act('secret.write', 'changes environment', ['environment']),
    'env rm': act('secret.delete', 'removes environment', ['environment']),
    'env run': act('secret.read', 'gives an environment to a command', ['environment']),
    convert: act('fs.write', 'writes a converted project'),
  },
  targets: {
    '-s': 'stack',
    '--stack': 'stack',
    '-t': 'resource',
    '--target': 'resource',
    '-C': 'stack',
    '--cwd': 'stack',
  },
  variables: { PULUMI_STACK: 'stack', AWS_PROFILE: 'account' },
  flags: {
    '-y': 'auto-approve',
    '--yes': 'auto-approve',
    '-f': 'force',
    '--force': 'force',
    '--skip-preview': 'skip-checks',
    '--remove': 'delete',
  },
  dryRun: ['--preview-only'],
  place: true,
  otherwise: act('infra.apply', 'runs a pulumi command that is not known'),
  refine: (effect, call) => {
    if (call.has('--show-secrets'))
      return [effect, { ...effect, kind: 'secret.print', says: 'prints the secrets of the stack' }]
    if (call.path === 'config set' && call.has('--secret'))
      return [{ ...effect, kind: 'secret.write', says: 'sets a secret of the stack' }]
    return [effect]
  },
}

export const cdk: Program = {
  read: 'infra.plan',
  values:
    '-a --app -c --context --profile --role-arn -r --region --require-approval -o --output --parameters --outputs-file --toolkit-stack-name --notification-arns --change-set-name -t --tags --concurrency --build --plugin -m --method --language -l --bootstrap-bucket-name --cloudformation-execution-policies --trust --qualifier --var-file',
  acts: {
    ...acts(
      'infra.plan',
      [
        'list',
        'ls',
        'synth',
        'synthesize',
        'diff',
        'doctor',
        'metadata',
        'notices',
        'docs',
        'version',
        'context',
        'acknowledge',
        'drift',
        'output',
        'get',
        'provider list',
        'lint',
      ],
      'stack',
    ),
    deploy: act('infra.apply', 'deploys stack', ['stack']),
    watch: act('infra.apply', 'deploys on every change', ['stack'], ['auto-approve']),
    apply: act('infra.apply', 'deploys stack', ['stack']),
    destroy: act('infra.destroy', 'destroys stack', ['stack']),
    bootstrap: act('infra.apply', 'prepares account', ['account']),
    rollback: act('infra.apply', 'rolls back stack', ['stack']),
    import: act('infra.state', 'takes resources into stack', ['stack']),
    migrate: act('fs.write', 'writes a project'),
    refactor: act('infra.state', 'moves resources'),
    gc: act('cloud.storage-delete', 'deletes unused assets', [], ['prune']),
    init: act('fs.write', 'writes a project'),
  },
  targets: { '--profile': 'account', '-r': 'account', '--role-arn': 'account', '--region': 'region' },
  named: ['-c', '--context', '--parameters'],
  variables: { AWS_PROFILE: 'account' },
  flags: { '-f': 'force', '--force': 'force', '--auto-approve': 'auto-approve', '--all': 'all' },
  dryRun: ['--no-execute'],
  place: true,
  otherwise: act('infra.apply', 'runs a cdk command that is not known', ['stack']),
  refine: (effect, call) => [
    call.text('--require-approval') === 'never' ? { ...effect, flags: [...effect.flags, 'auto-approve'] } : effect,
  ],
}

/** ansible and ansible-playbook act on other machines, by inventory and pattern. */
export const ansiblePlaybook: Program = {
  read: 'infra.plan',
  values:
    '-i --inventory -e --extra-vars -l --limit -t --tags --skip-tags -u --user -f --forks --private-key --key-file -c --connection --become-user --become-method --vault-id --vault-password-file --start-at-task -M --module-path -T --timeout --ssh-common-args --ssh-extra-args --scp-extra-args --sftp-extra-args',
  acts: {},
  targets: { '-i': 'environment', '--inventory': 'environment', '-l': 'host', '--limit': 'host' },
  named: ['-e', '--extra-vars'],
  flags: { '-b': 'elevated', '--become': 'elevated' },
  dryRun: ['--check', '-C', '--syntax-check', '--list-hosts', '--list-tasks', '--list-tags'],
  place: true,
  pathWords: 0,
  otherwise: act('remote.exec', 'runs playbooks'),
  refine: (effect, call) => [
    {
      ...effect,
      kind: 'remote.exec',
      targets: [...call.args.map((word) => ({ ...call.source(word), role: 'from' as const })), ...effect.targets],
      says: `runs playbook ${call.args.map((word) => `\`${word.raw}\``).join(', ')} on other machines`,
    },
  ],
}

/** `ansible HOSTS -m MODULE -a ARGS`: modules that only read by name. */
const readingModules = new Set([
  'ping',
  'setup',
  'gather_facts',
  'stat',
  'debug',
  'slurp',
  'find',
  'getent',
  'service_facts',
  'package_facts',
  'assert',
])

export const ansible: Program = {
  ...ansiblePlaybook,
  values: `${ansiblePlaybook.values} -m --module-name -a --args -B --background -P --poll --playbook-dir --task-timeout`,
  refine: (effect, call) => {
    const module = (call.text('-m', '--module-name') ?? 'command').split('.').at(-1)!
    const hosts = call.args.map((word) => ({
      type: 'host' as const,
      value: word.text,
      raw: word.raw,
      many: word.text === 'all' || word.text === '*',
    }))
    const reads = readingModules.has(module) || call.has('--list-hosts')
    const elsewhere = call.text('-c', '--connection') !== 'local'
    const args = call.text('-a', '--args')
    return [
      {
        ...effect,
        kind: reads ? 'net.fetch' : 'remote.exec',
        targets: [...hosts, ...effect.targets],
        flags: [
          ...effect.flags,
          ...(hosts.some((host) => host.many) ? (['all'] as const) : []),
          ...(elsewhere ? [] : (['local'] as const)),
        ],
        sources: args ? [{ type: 'text', value: args }] : [],
        says: `runs ansible module \`${module}\` on ${hosts.map((host) => `\`${host.raw}\``).join(', ')}`,
      },
    ]
  },
}

export const ansibleVault: Program = {
  read: 'infra.plan',
  values:
    '--vault-id --vault-password-file --encrypt-vault-id --output -n --name --new-vault-id --new-vault-password-file',
  acts: {
    view: act('secret.print', 'prints the secrets in', ['path']),
    decrypt: act('secret.read', 'decrypts', ['path']),
    encrypt: act('secret.write', 'encrypts', ['path']),
    edit: act('secret.write', 'edits the secrets in', ['path']),
    create: act('secret.write', 'makes', ['path']),
    rekey: act('secret.write', 'changes the key of', ['path']),
    encrypt_string: act('secret.write', 'encrypts a word'),
  },
  otherwise: act('secret.write', 'changes secrets'),
}

export const packer: Program = {
  read: 'infra.plan',
  values: '-var -var-file -only -except -color -machine-readable -on-error -parallel-builds',
  singleDash: true,
  acts: {
    ...acts('infra.plan', ['validate', 'inspect', 'fmt', 'console', 'version', 'plugins']),
    init: act('pkg.sync', 'fetches plugins'),
    build: act('infra.apply', 'builds machine images', ['path']),
  },
  targets: { '-var-file': 'environment' },
  flags: { '-force': 'force' },
  place: true,
  otherwise: act('infra.apply', 'runs a packer command that is not known'),
}

export const vagrant: Program = {
  read: 'container.read',
  values:
    '--provider --provision-with -c --command --name --box-version --output --base --vagrantfile --host --http --https --ssh-port',
  acts: {
    ...acts('container.read', [
      'status',
      'global-status',
      'ssh-config',
      'port',
      'validate',
      'version',
      'box list',
      'plugin list',
      'snapshot list',
    ]),
    up: act('container.start', 'starts machine', ['container'], ['local']),
    resume: act('container.start', 'resumes machine', ['container'], ['local']),
    reload: act('container.start', 'restarts machine', ['container'], ['local']),
    provision: act('container.exec', 'provisions machine', ['container'], ['local']),
    halt: act('container.stop', 'stops machine', ['container'], ['local']),
    suspend: act('container.stop', 'suspends machine', ['container'], ['local']),
    destroy: act('container.remove', 'destroys machine', ['container'], ['volumes', 'local']),
    ssh: act('container.exec', 'runs a command in machine', ['container'], ['local']),
    upload: act('container.copy', 'copies files into machine', [null, null, 'container'], ['local']),
    init: act('fs.write', 'writes a Vagrantfile'),
    package: act('container.build', 'packs a machine'),
    'box add': act('container.pull', 'fetches box', ['image']),
    'box update': act('container.pull', 'updates boxes'),
    'box remove': act('container.image-remove', 'removes box', ['image']),
    'box prune': act('container.prune', 'removes old boxes'),
    'snapshot save': act('container.copy', 'saves snapshot', ['resource'], ['local']),
    'snapshot restore': act('container.stop', 'sets machine back to snapshot', ['resource'], ['local', 'reset']),
    'snapshot delete': act('container.remove', 'deletes snapshot', ['resource'], ['local']),
    'plugin install': act('pkg.install', 'installs plugin', ['package'], ['user']),
    share: act('net.tunnel', 'opens machine to everybody', ['container'], ['public']),
    'cloud publish': act('container.push', 'publishes box', ['image'], ['public']),
  },
  flags: { '-f': 'force', '--force': 'force' },
  otherwise: act('container.start', 'runs a vagrant command that is not known'),
}

export const nomad: Program = {
  read: 'job.read',
  values:
    '-address -region -namespace -token -ca-cert -client-cert -client-key -tls-server-name -check-index -var -var-file -deadline -group -task -job -type -meta -payload',
  singleDash: true,
  acts: {
    ...acts(
      'job.read',
      [
        'status',
        'job status',
        'job history',
        'job inspect',
        'job plan',
        'plan',
        'validate',
        'logs',
        'alloc logs',
        'alloc status',
        'alloc fs',
        'node status',
        'server members',
        'version',
        'eval status',
        'deployment status',
        'deployment list',
        'namespace list',
        'monitor',
        'operator raft list-peers',
        'volume status',
        'agent-info',
        'job deployments',
        'job scaling-events',
        'inspect',
        'ui',
      ],
      'job',
    ),
    run: act('job.submit', 'runs job', ['job']),
    'job run': act('job.submit', 'runs job', ['job']),
    'job dispatch': act('job.submit', 'dispatches job', ['job']),
    'job periodic force': act('job.submit', 'runs job now', ['job']),
    stop: act('job.cancel', 'stops job', ['job']),
    'job stop': act('job.cancel', 'stops job', ['job']),
    'alloc stop': act('job.cancel', 'stops allocation', ['job']),
    'alloc restart': act('job.control', 'restarts allocation', ['job']),
    'alloc signal': act('job.control', 'signals allocation', ['job']),
    'alloc exec': act('cluster.exec', 'runs a command in', ['resource']),
    'job scale': act('cluster.scale', 'scales job', ['job', null]),
    'job revert': act('job.control', 'rolls back job', ['job']),
    'job promote': act('job.control', 'promotes job', ['job']),
    'deployment promote': act('job.control', 'promotes deployment', ['job']),
    'deployment fail': act('job.control', 'fails deployment', ['job']),
    'node drain': act('cluster.node', 'drains node', ['resource']),
    'node eligibility': act('cluster.node', 'changes node', ['resource']),
    'system gc': act('cluster.delete', 'removes dead jobs', [], ['prune']),
    'namespace delete': act('cluster.delete', 'deletes namespace', ['namespace']),
    'namespace apply': act('cluster.apply', 'changes namespace', ['namespace']),
    'volume delete': act('cluster.delete', 'deletes volume', ['volume'], ['volumes']),
    'volume detach': act('cluster.apply', 'detaches volume', ['volume']),
    'var get': act('secret.print', 'prints variable', ['secret']),
    'var put': act('secret.write', 'sets variable', ['secret']),
    'var purge': act('secret.delete', 'removes variable', ['secret']),
    acl: act('cloud.iam', 'changes rights'),
    operator: act('cluster.apply', 'operates the cluster'),
    agent: act('exec.serve', 'runs a node'),
  },
  targets: { '-address': 'host', '-namespace': 'namespace', '-region': 'region' },
  variables: { NOMAD_ADDR: 'host', NOMAD_NAMESPACE: 'namespace' },
  flags: { '-purge': 'force', '-yes': 'auto-approve', '-force': 'force', '-detach': 'background' },
  stops: (path) => (path === 'alloc exec' ? 'operand' : undefined),
  otherwise: act('cluster.apply', 'runs a nomad command that is not known'),
}

export const consul: Program = {
  read: 'cluster.read',
  values:
    '-http-addr -datacenter -token -token-file -namespace -ca-file -client-cert -client-key -cas -modify-index -flags -separator',
  singleDash: true,
  acts: {
    ...acts(
      'cluster.read',
      [
        'members',
        'catalog',
        'info',
        'kv get',
        'kv export',
        'monitor',
        'version',
        'validate',
        'operator raft list-peers',
        'services list',
        'config read',
        'config list',
        'intention list',
        'intention check',
        'rtt',
        'snapshot inspect',
      ],
      'key',
    ),
    'kv put': act('db.write', 'writes key', ['key', null]),
    'kv delete': act('db.delete', 'deletes key', ['key']),
    'kv import': act('db.restore', 'imports keys'),
    'snapshot save': act('db.dump', 'saves a snapshot'),
    'snapshot restore': act('db.restore', 'overwrites everything with a snapshot'),
    leave: act('cluster.node', 'takes this node out'),
    'force-leave': act('cluster.node', 'takes node out', ['resource'], ['force']),
    maint: act('cluster.node', 'changes maintenance'),
    'services register': act('cluster.apply', 'registers service'),
    'services deregister': act('cluster.delete', 'removes service'),
    'config write': act('cluster.apply', 'changes configuration'),
    'config delete': act('cluster.delete', 'deletes configuration'),
    'intention create': act('cloud.iam', 'changes who may connect'),
    'intention delete': act('cloud.iam', 'changes who may connect', [], ['delete']),
    acl: act('cloud.iam', 'changes rights'),
    'acl token read': act('secret.print', 'prints a token'),
    keyring: act('trust.key', 'changes the cluster key'),
    exec: act('remote.exec', 'runs a command on every node', [], ['all']),
    event: act('cluster.apply', 'fires an event'),
    lock: act('cluster.apply', 'runs a command under a lock'),
    connect: act('net.listen', 'runs a proxy'),
    agent: act('exec.serve', 'runs a node'),
  },
  targets: { '-http-addr': 'host', '-datacenter': 'region' },
  variables: { CONSUL_HTTP_ADDR: 'host' },
  flags: { '-recurse': 'recursive' },
  otherwise: act('cluster.apply', 'runs a consul command that is not known'),
}

/** Salt, chef, puppet, capistrano, kamal, fabric: they act on other machines. */
export const remoteConfigurators: Readonly<
  Record<string, { readonly acts: Readonly<Record<string, Act>>; readonly otherwise: Act }>
> = {
  kamal: {
    acts: {
      ...acts('cloud.read', [
        'audit',
        'config',
        'details',
        'logs',
        'version',
        'docs',
        'app logs',
        'app details',
        'app version',
        'lock status',
      ]),
      deploy: act('deploy.run', 'deploys'),
      redeploy: act('deploy.run', 'deploys'),
      setup: act('deploy.run', 'prepares machines and deploys'),
      rollback: act('deploy.rollback', 'rolls back to', ['release']),
      remove: act('infra.destroy', 'removes everything from the machines', [], ['all']),
      'app exec': act('remote.exec', 'runs a command in the application'),
      'app stop': act('cloud.control', 'stops the application'),
      'app boot': act('deploy.run', 'starts the application'),
      'app remove': act('cloud.delete', 'removes the application'),
      accessory: act('cloud.control', 'changes accessories'),
      prune: act('container.prune', 'removes old images'),
      'secrets print': act('secret.print', 'prints the secrets'),
      'secrets fetch': act('secret.read', 'fetches secrets'),
      build: act('container.build', 'builds the image'),
      'build push': act('container.push', 'pushes the image'),
      init: act('fs.write', 'writes a configuration'),
      'lock release': act('trust.weaken', 'breaks the deploy lock'),
    },
    otherwise: act('remote.exec', 'runs on the machines'),
  },
  cap: { acts: {}, otherwise: act('deploy.run', 'runs a deployment task') },
  puppet: {
    acts: {
      ...acts('infra.plan', ['facts', 'lookup', 'config', 'parser', 'resource', 'help']),
      apply: act('sys.config', 'applies a configuration to this machine', ['path']),
      agent: act('sys.config', 'applies the configuration of the server to this machine'),
    },
    otherwise: act('sys.config', 'runs puppet'),
  },
  knife: {
    acts: {
      ...acts('infra.plan', [
        'node list',
        'node show',
        'status',
        'search',
        'cookbook list',
        'role list',
        'data bag list',
      ]),
      ssh: act('remote.exec', 'runs a command on machines', ['host']),
      bootstrap: act('remote.exec', 'sets up machine', ['host']),
      'node delete': act('cloud.delete', 'deletes node', ['resource']),
      'data bag show': act('secret.print', 'prints data bag', ['secret']),
      'cookbook upload': act('cloud.change', 'uploads cookbook', ['resource']),
    },
    otherwise: act('cloud.change', 'changes the chef server'),
  },
}

/** `cap production deploy`: the first word is the stage. */
export function capistrano(effect: Effect, call: Call): readonly Effect[] {
  const words = call.command.argv.slice(1).map((word) => word.text ?? '')
  const task = words.slice(1).join(' ')
  const kind = /rollback/.test(task) ? 'deploy.rollback' : /deploy/.test(task) ? 'deploy.run' : 'remote.exec'
  return [
    {
      ...effect,
      kind,
      targets: [{ type: 'environment', value: words[0] ?? null }],
      says: `runs \`${task}\` on \`${words[0] ?? '?'}\``,
    },
  ]
}
