/** Schedulers, workers and queues: slurm, pbs, lsf, airflow, dagster, celery, kafka, rabbitmq, nats, pueue ... */
import { type Act, act, acts, family, type Program } from './acts.js'
import type { Family } from './context.js'
import type { Flag, Target } from './effect.js'

/** A program whose operands are one kind of thing and that does one kind of act. */
function single(name: string, row: Act, values: string, more: Partial<Program> = {}): Family {
  return family(name, { read: 'job.read', values, acts: {}, otherwise: row, pathWords: 0, ...more })
}

const slurmValues =
  '-A --account -p --partition -t --time -N --nodes -n --ntasks -c --cpus-per-task -J --job-name -o --output -e --error -D --chdir --mem --gres --gpus -G --array -a -d --dependency -q --qos -C --constraint -w --nodelist -x --exclude --mail-type --mail-user --export --reservation -M --clusters --begin -b -u --user --state --name --format -O --sort -S --starttime -E --endtime -j --jobs --wrap -i --input --licenses -s --signal'

/** Jobs picked by owner, state or name instead of number: more than one, and perhaps not one's own. */
const wide: Partial<Program> = {
  targets: {
    '-u': 'user',
    '--user': 'user',
    '-A': 'account',
    '--account': 'account',
    '-n': 'job',
    '--name': 'job',
    '--jobname': 'job',
    '-p': 'queue',
    '--partition': 'queue',
    '-q': 'queue',
  },
  refine: (effect, call) => {
    const many =
      call.has('-u', '--user', '-A', '--account', '-p', '--partition', '--state', '-t', '-n', '--name', '--jobname') ||
      call.args.some((word) => word.text === '0' || word.text === 'all' || word.glob)
    const targets: readonly Target[] =
      many && call.args.length === 0 ? [...effect.targets, { type: 'job', value: null, many: true }] : effect.targets
    return [{ ...effect, targets, flags: many ? [...new Set<Flag>([...effect.flags, 'all'])] : effect.flags }]
  },
}

const scontrol: Program = {
  read: 'job.read',
  values: '-M --cluster',
  acts: {
    show: act('job.read', 'shows', [null, 'job']),
    ping: act('job.read', 'asks the controller'),
    hold: act('job.control', 'holds job', ['job']),
    release: act('job.control', 'releases job', ['job']),
    suspend: act('job.control', 'suspends job', ['job']),
    resume: act('job.control', 'resumes job', ['job']),
    requeue: act('job.control', 'queues job again', ['job']),
    requeuehold: act('job.control', 'queues and holds job', ['job']),
    top: act('job.control', 'moves up job', ['job']),
    update: act('job.control', 'changes', ['job']),
    delete: act('job.cancel', 'deletes', ['job']),
    create: act('job.control', 'creates', ['resource']),
    reboot: act('cluster.node', 'reboots node', ['resource']),
    reconfigure: act('job.control', 'reloads the scheduler'),
    shutdown: act('job.control', 'stops the scheduler', [], ['all']),
    write: act('fs.write', 'writes a job script'),
  },
  otherwise: act('job.control', 'runs a scheduler command that is not known'),
}

const sacctmgr: Program = {
  read: 'job.read',
  values: '',
  acts: {
    ...acts('job.read', ['show', 'list', 'dump']),
    add: act('cloud.iam', 'adds to accounting', [null, 'user']),
    create: act('cloud.iam', 'adds to accounting', [null, 'user']),
    modify: act('cloud.iam', 'changes accounting', [null, 'user']),
    delete: act('cloud.iam', 'removes from accounting', [null, 'user'], ['delete']),
    remove: act('cloud.iam', 'removes from accounting', [null, 'user'], ['delete']),
    load: act('cloud.iam', 'loads accounting'),
  },
  flags: { '-i': 'auto-approve', '--immediate': 'auto-approve' },
  otherwise: act('cloud.iam', 'changes accounting'),
}

const airflow: Program = {
  read: 'job.read',
  values:
    '-e --exec-date -r --run-id -c --conf -S --subdir -s --start-date --end-date -t --task-regex -o --output --conn-uri --conn-type --conn-host --conn-login --conn-password --conn-port -d --dag-id --state --limit -u --username -p --password -f --firstname -l --lastname --role --email -i --dag-regex',
  acts: {
    ...acts(
      'job.read',
      [
        'info',
        'version',
        'cheat-sheet',
        'dags list',
        'dags show',
        'dags state',
        'dags list-runs',
        'dags list-jobs',
        'dags list-import-errors',
        'dags next-execution',
        'dags report',
        'dags details',
        'tasks list',
        'tasks state',
        'tasks states-for-dag-run',
        'tasks render',
        'tasks failed-deps',
        'db check',
        'db check-migrations',
        'jobs check',
        'pools list',
        'pools get',
        'providers list',
        'config get-value',
        'roles list',
        'users list',
        'plugins',
        'health',
        'assets list',
      ],
      'job',
    ),
    'connections list': act('secret.print', 'prints the connections with passwords'),
    'connections get': act('secret.print', 'prints connection', ['secret']),
    'connections export': act('secret.read', 'exports the connections'),
    'connections add': act('secret.write', 'adds connection', ['secret']),
    'connections delete': act('secret.delete', 'deletes connection', ['secret']),
    'connections import': act('secret.write', 'imports connections'),
    'variables list': act('job.read', 'lists variables'),
    'variables get': act('secret.print', 'prints variable', ['variable']),
    'variables set': act('secret.write', 'sets variable', ['variable', null]),
    'variables delete': act('secret.delete', 'deletes variable', ['variable']),
    'variables export': act('secret.read', 'exports variables'),
    'variables import': act('secret.write', 'imports variables'),
    'config list': act('secret.print', 'prints the configuration with passwords'),
    'dags trigger': act('job.submit', 'runs', ['job']),
    'dags test': act('exec.test', 'tries out', ['job']),
    'tasks test': act('exec.test', 'tries out', ['job']),
    'tasks run': act('job.submit', 'runs task of', ['job']),
    'dags backfill': act('job.submit', 'runs again for past dates', ['job'], ['all']),
    'backfill create': act('job.submit', 'runs again for past dates', [], ['all']),
    'dags pause': act('job.control', 'pauses', ['job']),
    'dags unpause': act('job.control', 'resumes', ['job']),
    'dags reserialize': act('job.control', 'reads the definitions again'),
    'dags delete': act('job.cancel', 'deletes the record of', ['job'], ['delete']),
    'tasks clear': act('job.control', 'clears tasks of', ['job'], ['all']),
    'pools set': act('job.control', 'changes pool', ['resource']),
    'pools delete': act('job.control', 'deletes pool', ['resource'], ['delete']),
    'db init': act('db.migrate', 'sets up the database of the scheduler'),
    'db migrate': act('db.migrate', 'migrates the database of the scheduler'),
    'db upgrade': act('db.migrate', 'migrates the database of the scheduler'),
    'db downgrade': act('db.migrate', 'migrates the database of the scheduler back', [], ['down']),
    'db reset': act('db.migrate', 'empties the database of the scheduler', [], ['reset']),
    'db clean': act('db.delete', 'deletes old records of the scheduler'),
    'db shell': act('db.read', 'opens the database of the scheduler'),
    'users create': act('cloud.iam', 'adds user'),
    'users delete': act('cloud.iam', 'deletes user', [], ['delete']),
    'users add-role': act('cloud.iam', 'gives a role'),
    'users reset-password': act('cloud.iam', 'changes a password'),
    scheduler: act('exec.serve', 'runs the scheduler'),
    webserver: act('exec.serve', 'runs the web server'),
    standalone: act('exec.serve', 'runs the scheduler'),
    celery: act('exec.serve', 'runs workers'),
    kerberos: act('exec.serve', 'runs a ticket renewer'),
    triggerer: act('exec.serve', 'runs the triggerer'),
  },
  variables: { AIRFLOW_ENV: 'environment', AIRFLOW_HOME: 'environment' },
  flags: { '-y': 'auto-approve', '--yes': 'auto-approve' },
  pathWords: 2,
  otherwise: act('job.control', 'runs a scheduler command that is not known'),
}

/** Prefect, dagster, argo, temporal, luigi, dvc: name, then verb. */
const workflows: Program = {
  read: 'job.read',
  values:
    '-n --namespace --name -f --file -m --module-name -j --job -p --param --parameter -a --address --workflow-id -w --run-id -r --reason --type --task-queue --input -i --query -q --pool -W --work-queue --python-file --tag --cron --interval --timezone -l --selector -o --output --location -c --config --repository --workspace -s --select --context --env --profile --server --argo-server --serviceaccount',
  acts: {
    ...acts(
      'job.read',
      [
        'list',
        'ls',
        'get',
        'logs',
        'version',
        'wait',
        'watch',
        'lint',
        'flow ls',
        'flow-run ls',
        'flow-run inspect',
        'flow-run logs',
        'deployment ls',
        'deployment inspect',
        'work-pool ls',
        'job list',
        'job print',
        'run list',
        'schedule list',
        'asset list',
        'workflow list',
        'workflow describe',
        'workflow show',
        'workflow count',
        'workflow query',
        'workflow stack',
        'cron list',
        'template list',
        'definitions validate',
        'instance info',
        'config view',
        'config show',
        'profile ls',
        'profile inspect',
        'operator cluster',
        'block ls',
        'variable ls',
        'variable get',
      ],
      'job',
    ),
    submit: act('job.submit', 'submits', ['job']),
    resubmit: act('job.submit', 'submits again', ['job']),
    retry: act('job.submit', 'tries again', ['job']),
    'job launch': act('job.submit', 'runs job', ['job']),
    'job execute': act('job.submit', 'runs job', ['job']),
    'job backfill': act('job.submit', 'runs again for past dates', ['job'], ['all']),
    'asset materialize': act('job.submit', 'runs assets', ['job']),
    'deployment run': act('job.submit', 'runs deployment', ['job']),
    'deployment build': act('fs.write', 'writes a deployment'),
    'deployment apply': act('deploy.run', 'deploys', ['job']),
    deploy: act('deploy.run', 'deploys flows', ['job']),
    'deployment delete': act('job.cancel', 'deletes deployment', ['job'], ['delete']),
    'deployment pause': act('job.control', 'pauses deployment', ['job']),
    'flow-run cancel': act('job.cancel', 'cancels run', ['job']),
    'flow-run delete': act('job.cancel', 'deletes run', ['job'], ['delete']),
    'workflow start': act('job.submit', 'starts workflow', ['job']),
    'workflow execute': act('job.submit', 'runs workflow', ['job']),
    'workflow cancel': act('job.cancel', 'cancels workflow', ['job']),
    'workflow terminate': act('job.cancel', 'ends workflow', ['job'], ['force']),
    'workflow delete': act('job.cancel', 'deletes workflow', ['job'], ['delete']),
    'workflow signal': act('job.control', 'signals workflow', ['job']),
    'workflow reset': act('job.control', 'sets workflow back', ['job'], ['reset']),
    stop: act('job.cancel', 'stops', ['job']),
    terminate: act('job.cancel', 'ends', ['job']),
    delete: act('job.cancel', 'deletes', ['job'], ['delete']),
    suspend: act('job.control', 'suspends', ['job']),
    resume: act('job.control', 'resumes', ['job']),
    'schedule start': act('job.control', 'starts schedule', ['job']),
    'schedule stop': act('job.control', 'stops schedule', ['job']),
    'run delete': act('job.cancel', 'deletes run', ['job'], ['delete']),
    'run wipe': act('job.cancel', 'deletes every run', [], ['all', 'delete']),
    'schedule wipe': act('job.cancel', 'deletes every schedule', [], ['all', 'delete']),
    'asset wipe': act('job.cancel', 'deletes the record of assets', ['job'], ['delete']),
    'work-pool delete': act('job.cancel', 'deletes pool', ['resource'], ['delete']),
    'profile use': act('cluster.context', 'switches to profile', ['environment']),
    'cloud login': act('auth.login', 'logs in'),
    dev: act('exec.serve', 'serves on this machine'),
    server: act('exec.serve', 'serves on this machine'),
    'server start': act('exec.serve', 'serves on this machine'),
    'server start-dev': act('exec.serve', 'serves on this machine'),
    'server database reset': act('db.drop', 'empties the database of the scheduler', [], ['all']),
    worker: act('exec.serve', 'runs a worker'),
    agent: act('exec.serve', 'runs a worker'),
  },
  targets: {
    '-n': 'namespace',
    '--namespace': 'namespace',
    '--address': 'host',
    '--server': 'host',
    '--workflow-id': 'job',
    '-w': 'job',
    '-j': 'job',
    '--job': 'job',
    '--context': 'cluster',
    '--env': 'environment',
    '--profile': 'environment',
  },
  flags: { '--all': 'all', '--all-namespaces': 'all', '-y': 'auto-approve', '--yes': 'auto-approve', '--query': 'all' },
  pathWords: 2,
  otherwise: act('job.control', 'runs a workflow command that is not known'),
}

const celery: Program = {
  read: 'job.read',
  values:
    '-A --app -b --broker --result-backend --workdir -Q --queues -c --concurrency -n --hostname -l --loglevel -P --pool -a --args -k --kwargs --countdown --eta --queue -t --timeout -d --destination -f --logfile --pidfile -S --scheduler -s --schedule',
  acts: {
    ...acts('job.read', ['status', 'inspect', 'report', 'result', 'events', 'list', 'graph']),
    call: act('job.submit', 'runs task', ['job']),
    control: act('job.control', 'controls workers'),
    purge: act('queue.purge', 'empties the queues', [], ['all']),
    amqp: act('queue.purge', 'changes queues'),
    migrate: act('queue.send', 'moves tasks to another broker'),
    worker: act('exec.serve', 'runs a worker'),
    beat: act('exec.serve', 'runs the clock'),
    multi: act('exec.background', 'runs workers in the background'),
    flower: act('exec.serve', 'serves a monitor'),
    shell: act('exec.code', 'opens a shell of the application'),
  },
  targets: {
    '-A': 'service',
    '--app': 'service',
    '-b': 'host',
    '--broker': 'host',
    '-Q': 'queue',
    '--queues': 'queue',
    '--queue': 'queue',
  },
  flags: { '-f': 'force', '--force': 'force' },
  otherwise: act('job.control', 'runs a worker command that is not known'),
}

const rq: Program = {
  read: 'job.read',
  values: '-u --url -c --config -P --path --queue -n --name --job-class',
  acts: {
    info: act('job.read', 'reads queues'),
    worker: act('exec.serve', 'runs a worker'),
    'worker-pool': act('exec.serve', 'runs workers'),
    enqueue: act('job.submit', 'queues', ['job']),
    requeue: act('job.control', 'queues again', ['job']),
    empty: act('queue.purge', 'empties queue', ['queue']),
    suspend: act('job.control', 'suspends the workers'),
    resume: act('job.control', 'resumes the workers'),
  },
  targets: { '-u': 'host', '--url': 'host', '--queue': 'queue' },
  flags: { '--all': 'all', '-a': 'all' },
  otherwise: act('job.control', 'runs a queue command that is not known'),
}

const kafkaValues =
  '--bootstrap-server --topic --partitions --replication-factor --zookeeper --command-config --consumer.config --producer.config --group --config --add-config --delete-config --entity-type --entity-name --to-offset --shift-by --to-datetime --by-duration --from-file --broker-list --max-messages --offset --partition --property --offset-json-file --principal --operation --allow-principal --deny-principal --timeout-ms --reassignment-json-file --topics --key-serializer --value-serializer'

/** The scripts of Kafka say what they do in options. */
function kafka(name: string, base: Act): Family {
  return family(name, {
    read: 'job.read',
    values: kafkaValues,
    acts: {},
    pathWords: 0,
    otherwise: base,
    targets: {
      '--topic': 'queue',
      '--group': 'queue',
      '--bootstrap-server': 'host',
      '--broker-list': 'host',
      '--zookeeper': 'host',
      '--entity-name': 'resource',
    },
    refine: (effect, call) => {
      const topic = call.text('--topic', '--group', '--entity-name') ?? '?'
      if (call.has('--list', '--describe', '--verify', '--version'))
        return [{ ...effect, kind: 'job.read', says: 'lists queues' }]
      if (call.has('--delete', '--delete-offsets'))
        return [{ ...effect, kind: 'queue.purge', flags: [...effect.flags, 'delete'], says: `deletes \`${topic}\`` }]
      if (call.has('--reset-offsets'))
        return [
          {
            ...effect,
            kind: call.has('--execute') ? 'queue.purge' : 'job.read',
            flags: call.has('--execute') ? [...effect.flags, 'reset'] : [...effect.flags, 'dry-run'],
            says: `moves the position of \`${topic}\``,
          },
        ]
      if (base.kind === 'queue.send') return [{ ...effect, sources: call.stdin() }]
      return [effect]
    },
  })
}

const kafkaScripts: readonly (readonly [string, Act])[] = [
  ['kafka-topics', act('job.control', 'changes topics')],
  ['kafka-consumer-groups', act('job.control', 'changes consumer groups')],
  ['kafka-console-producer', act('queue.send', 'publishes')],
  ['kafka-console-consumer', act('job.read', 'reads messages')],
  ['kafka-configs', act('job.control', 'changes settings')],
  ['kafka-acls', act('cloud.iam', 'changes rights')],
  ['kafka-delete-records', act('queue.purge', 'deletes records')],
  ['kafka-reassign-partitions', act('job.control', 'moves partitions')],
  ['kafka-leader-election', act('job.control', 'elects leaders')],
]

const rabbitmq: Program = {
  read: 'job.read',
  values: '-n --node -p --vhost -t --timeout --formatter -u --username -H --host -P --port -V',
  acts: {
    ...acts(
      'job.read',
      [
        'status',
        'cluster_status',
        'list_queues',
        'list_exchanges',
        'list_bindings',
        'list_connections',
        'list_channels',
        'list_consumers',
        'list_users',
        'list_vhosts',
        'list_permissions',
        'list_policies',
        'ping',
        'environment',
        'report',
        'node_health_check',
        'list',
        'show',
        'get',
        'check_running',
      ],
      undefined,
    ),
    purge_queue: act('queue.purge', 'empties queue', ['queue']),
    delete_queue: act('queue.purge', 'deletes queue', ['queue'], ['delete']),
    purge: act('queue.purge', 'empties a queue', ['queue']),
    delete: act('queue.purge', 'deletes', ['queue'], ['delete']),
    delete_vhost: act('queue.purge', 'deletes virtual host', ['queue'], ['delete', 'all']),
    reset: act('queue.purge', 'empties the broker', [], ['reset', 'all']),
    force_reset: act('queue.purge', 'empties the broker', [], ['reset', 'all', 'force']),
    publish: act('queue.send', 'publishes'),
    declare: act('job.control', 'declares', ['queue']),
    add_vhost: act('job.control', 'adds virtual host', ['queue']),
    add_user: act('cloud.iam', 'adds user', ['user', null]),
    delete_user: act('cloud.iam', 'deletes user', ['user'], ['delete']),
    change_password: act('cloud.iam', 'changes the password of', ['user', null]),
    set_user_tags: act('cloud.iam', 'changes what may', ['user', null]),
    set_permissions: act('cloud.iam', 'changes what may', ['user', null]),
    clear_permissions: act('cloud.iam', 'changes what may', ['user']),
    set_policy: act('job.control', 'changes policies'),
    clear_policy: act('job.control', 'changes policies'),
    close_connection: act('job.control', 'closes a connection'),
    close_all_connections: act('job.control', 'closes every connection', [], ['all']),
    stop_app: act('sys.service', 'stops the broker'),
    start_app: act('sys.service', 'starts the broker'),
    stop: act('sys.service', 'stops the broker'),
    shutdown: act('sys.service', 'stops the broker'),
    forget_cluster_node: act('cluster.node', 'removes node', ['resource']),
    join_cluster: act('cluster.node', 'joins cluster', ['resource']),
    enable: act('job.control', 'turns plugin on', ['package']),
    disable: act('job.control', 'turns plugin off', ['package']),
  },
  targets: { '-n': 'host', '--node': 'host', '-p': 'queue', '--vhost': 'queue', '-H': 'host', '--host': 'host' },
  otherwise: act('job.control', 'runs a broker command that is not known'),
}

const nats: Program = {
  read: 'job.read',
  values:
    '-s --server --user --password --creds --nkey --context --count --subject --storage --retention --timeout --wait',
  acts: {
    ...acts(
      'job.read',
      [
        'stream ls',
        'stream info',
        'stream report',
        'stream view',
        'stream get',
        'consumer ls',
        'consumer info',
        'kv ls',
        'kv get',
        'object ls',
        'server check',
        'server info',
        'server list',
        'server report',
        'context ls',
        'account info',
        'rtt',
        'sub',
        'events',
      ],
      'queue',
    ),
    pub: act('queue.send', 'publishes to', ['queue', null]),
    request: act('queue.send', 'asks', ['queue', null]),
    'kv put': act('db.write', 'writes', ['key']),
    'kv del': act('db.delete', 'deletes', ['key']),
    'kv purge': act('db.delete', 'deletes', ['key']),
    'kv rm': act('db.drop', 'deletes store', ['database']),
    'stream purge': act('queue.purge', 'empties stream', ['queue']),
    'stream rm': act('queue.purge', 'deletes stream', ['queue'], ['delete']),
    'stream add': act('job.control', 'makes stream', ['queue']),
    'stream edit': act('job.control', 'changes stream', ['queue']),
    'stream restore': act('db.restore', 'restores a stream'),
    'stream backup': act('db.dump', 'backs up stream', ['queue']),
    'consumer add': act('job.control', 'makes consumer', ['queue']),
    'consumer rm': act('queue.purge', 'deletes consumer', ['queue'], ['delete']),
    'consumer next': act('job.control', 'takes a message of', ['queue']),
    'object put': act('cloud.storage', 'uploads', ['bucket']),
    'object rm': act('cloud.storage-delete', 'deletes', ['bucket']),
    'context select': act('cluster.context', 'switches to', ['environment']),
    reply: act('exec.serve', 'answers requests', ['queue']),
    bench: act('queue.send', 'runs a load test'),
  },
  targets: { '-s': 'host', '--server': 'host', '--context': 'environment' },
  variables: { NATS_URL: 'host' },
  flags: { '-f': 'force', '--force': 'force' },
  pathWords: 2,
  otherwise: act('job.control', 'runs a broker command that is not known'),
}

const pueue: Program = {
  read: 'job.read',
  values:
    '-c --config -p --profile -g --group -l --label -w --working-directory -d --delay -a --after --priority -s --signal',
  acts: {
    ...acts('job.read', ['status', 'log', 'follow', 'wait', 'format-status', 'group'], 'job'),
    add: act('job.submit', 'queues a command'),
    start: act('job.control', 'starts', ['job']),
    restart: act('job.control', 'restarts', ['job']),
    pause: act('job.control', 'pauses', ['job']),
    stash: act('job.control', 'holds', ['job']),
    enqueue: act('job.control', 'releases', ['job']),
    switch: act('job.control', 'reorders', ['job']),
    edit: act('job.control', 'edits', ['job']),
    send: act('job.control', 'feeds', ['job', null]),
    parallel: act('job.control', 'changes how many run'),
    kill: act('job.cancel', 'kills', ['job']),
    remove: act('job.cancel', 'removes', ['job']),
    clean: act('job.cancel', 'removes finished jobs'),
    reset: act('job.cancel', 'kills and removes every job', [], ['all']),
    shutdown: act('sys.service', 'stops the queue'),
  },
  flags: { '-a': 'all', '--all': 'all' },
  stops: (path) => (path === 'add' ? 'operand' : undefined),
  otherwise: act('job.control', 'runs a queue command that is not known'),
}

export const jobPrograms: Readonly<Record<string, Family>> = {
  sbatch: single('sbatch', act('job.submit', 'submits', ['script']), slurmValues, {
    targets: { '-p': 'queue', '--partition': 'queue', '-A': 'account', '--account': 'account' },
    stops: () => undefined,
  }),
  srun: single('srun', act('job.submit', 'runs on the cluster'), slurmValues),
  salloc: single('salloc', act('job.submit', 'takes nodes of the cluster'), slurmValues),
  scancel: single('scancel', act('job.cancel', 'cancels job', ['job']), slurmValues, wide),
  squeue: single('squeue', act('job.read', 'lists jobs'), slurmValues),
  sacct: single('sacct', act('job.read', 'lists finished jobs'), slurmValues),
  sinfo: single('sinfo', act('job.read', 'lists nodes'), slurmValues),
  sstat: single('sstat', act('job.read', 'reads figures of a job'), slurmValues),
  sprio: single('sprio', act('job.read', 'reads priorities'), slurmValues),
  scontrol: family('scontrol', scontrol),
  sacctmgr: family('sacctmgr', sacctmgr),
  qsub: single(
    'qsub',
    act('job.submit', 'submits', ['script']),
    '-N -q -l -o -e -A -P -M -m -v -W -t -J -S -pe -p -a -c -k -r -u',
  ),
  qdel: single('qdel', act('job.cancel', 'deletes job', ['job']), '-W -u -t', wide),
  qstat: single('qstat', act('job.read', 'lists jobs'), '-u -j -q -s -F -l'),
  qhold: single('qhold', act('job.control', 'holds job', ['job']), '-h -t'),
  qrls: single('qrls', act('job.control', 'releases job', ['job']), '-h -t'),
  qalter: single('qalter', act('job.control', 'changes job', ['job']), '-l -N -q -p -A -o -e -W'),
  qmod: single('qmod', act('job.control', 'changes', ['job']), ''),
  bsub: single('bsub', act('job.submit', 'submits a command'), '-J -q -n -o -e -R -W -M -P -w -G -m -b -u -i -eo -oo'),
  bkill: single('bkill', act('job.cancel', 'kills job', ['job']), '-J -q -u -m -g -s -r', wide),
  bjobs: single('bjobs', act('job.read', 'lists jobs'), '-J -q -u -m -o'),
  bstop: single('bstop', act('job.control', 'holds job', ['job']), '-J -q -u'),
  bresume: single('bresume', act('job.control', 'releases job', ['job']), '-J -q -u'),
  condor_submit: single('condor_submit', act('job.submit', 'submits', ['script']), '-append -a -name -pool'),
  condor_rm: single('condor_rm', act('job.cancel', 'removes job', ['job']), '-name -pool -constraint', wide),
  condor_q: single('condor_q', act('job.read', 'lists jobs'), '-name -pool -constraint -format'),
  airflow: family('airflow', airflow),
  dagster: family('dagster', workflows),
  prefect: family('prefect', workflows),
  argo: family('argo', workflows),
  temporal: family('temporal', workflows),
  tctl: family('tctl', workflows),
  celery: family('celery', celery),
  rq: family('rq', rq),
  sidekiq: single('sidekiq', act('exec.serve', 'runs a worker'), '-C -e -q -c -r -g -t'),
  sidekiqctl: single('sidekiqctl', act('job.control', 'controls workers'), ''),
  // The original distribution names them with `.sh`, packages without.
  ...Object.fromEntries(
    kafkaScripts.flatMap(([name, row]) => [name, `${name}.sh`].map((spelling) => [spelling, kafka(name, row)])),
  ),
  kcat: single('kcat', act('queue.send', 'publishes or reads messages'), '-b -t -p -o -c -F -X -K -D -s -r -k -G', {
    targets: { '-t': 'queue', '-b': 'host', '-G': 'queue' },
    refine: (effect, call) => [
      call.has('-C', '-L', '-Q', '-G') || !call.has('-P')
        ? { ...effect, kind: 'job.read', says: 'reads messages' }
        : { ...effect, sources: call.args.length > 0 ? call.args.flatMap((word) => call.file(word)) : call.stdin() },
    ],
  }),
  rabbitmqctl: family('rabbitmqctl', rabbitmq),
  rabbitmqadmin: family('rabbitmqadmin', {
    ...rabbitmq,
    refine: (effect, call) => [
      call.path === 'delete' || call.path === 'purge' || call.path === 'declare'
        ? withNamed(
            effect,
            call.args.map((word) => word.text ?? ''),
          )
        : effect,
    ],
  }),
  'rabbitmq-plugins': family('rabbitmq-plugins', rabbitmq),
  nats: family('nats', nats),
  mosquitto_pub: single(
    'mosquitto_pub',
    act('queue.send', 'publishes'),
    '-h -p -t -m -u -P -f -i -q -L --cafile --cert --key',
    {
      targets: { '-t': 'queue', '-h': 'host' },
      refine: (effect, call) => [
        {
          ...effect,
          sources: [
            ...call.values('-m').flatMap((word) => call.payload(word)),
            ...call.values('-f').flatMap((word) => call.file(word)),
          ],
        },
      ],
    },
  ),
  mosquitto_sub: single('mosquitto_sub', act('job.read', 'reads messages'), '-h -p -t -u -P -i -q -C -W'),
  pueue: family('pueue', pueue),
}

/** `rabbitmqadmin delete queue name=orders`. */
function withNamed<T extends { readonly targets: readonly Target[] }>(effect: T, words: readonly string[]): T {
  const name = words.find((word) => word.startsWith('name='))?.slice(5)
  return name
    ? {
        ...effect,
        targets: [{ type: 'queue', value: name }, ...effect.targets.filter((target) => target.type === 'host')],
      }
    : effect
}
