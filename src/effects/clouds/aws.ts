/** The AWS command line: rows for what matters most, the operation's verb for the rest; and its object storage. */
import { type Act, act, type Call, type Program } from '../acts.js'
import type { Effect, Flag, Target, TargetType } from '../effect.js'
import { storageEffects } from './storage.js'
import { operationAct } from './verbs.js'

/** Options without a value; every other `--word` of the program takes one. */
const booleans =
  '--debug --no-verify-ssl --no-paginate --no-sign-request --no-cli-pager --no-cli-auto-prompt --cli-auto-prompt --dry-run --dryrun --no-dry-run --recursive --delete --quiet --force --only-show-errors --no-progress --exact-timestamps --size-only --no-guess-mime-type --no-follow-symlinks --follow-symlinks --with-decryption --no-with-decryption --skip-final-snapshot --no-skip-final-snapshot --delete-automated-backups --no-delete-automated-backups --apply-immediately --force-delete-without-recovery --overwrite --no-overwrite --human-readable --summarize --publish --no-publish --no-deletion-protection --deletion-protection --no-fail-on-empty-changeset --no-execute-changeset --force-upload --enable --no-enable --follow --force-new-deployment --publicly-accessible --no-publicly-accessible --generate-cli-skeleton --include-shadow-trails --multi-az --no-multi-az --encrypted --no-encrypted --all --help --version --ignore-glacier-warnings --force-glacier-transfer --no-include-email --include-email --no-disable-rollback --disable-rollback --enable-dns-hostnames --no-enable-dns-hostnames --no-browser --use-device-code'

/** Options whose value names what is acted on. */
const named: Readonly<Record<string, TargetType>> = {
  '--profile': 'account',
  '--region': 'region',
  '--endpoint-url': 'host',
  '--bucket': 'bucket',
  '--key': 'key',
  '--stack-name': 'stack',
  '--cluster': 'cluster',
  '--cluster-name': 'cluster',
  '--cluster-identifier': 'cluster',
  '--db-instance-identifier': 'database',
  '--db-cluster-identifier': 'database',
  '--table-name': 'table',
  '--instance-ids': 'resource',
  '--instance-id': 'resource',
  '--function-name': 'resource',
  '--secret-id': 'secret',
  '--name': 'resource',
  '--names': 'resource',
  '--role-name': 'user',
  '--user-name': 'user',
  '--group-name': 'resource',
  '--group-id': 'resource',
  '--queue-url': 'queue',
  '--topic-arn': 'channel',
  '--hosted-zone-id': 'domain',
  '--service': 'service',
  '--repository-name': 'repo',
  '--log-group-name': 'resource',
  '--state-machine-arn': 'resource',
  '--key-id': 'key',
  '--snapshot-id': 'resource',
  '--volume-id': 'resource',
  '--resource-arn': 'resource',
  '--auto-scaling-group-name': 'resource',
  '--distribution-id': 'resource',
  '--pipeline-name': 'resource',
  '--policy-arn': 'resource',
  '--trail-name': 'resource',
  '--environment-name': 'environment',
  '--cache-cluster-id': 'database',
  '--domain-name': 'domain',
  '--file-system-id': 'volume',
  '--nodegroup-name': 'resource',
  '--vault-name': 'resource',
  '--job-id': 'job',
  '--destination': 'recipient',
  '--phone-number': 'recipient',
  '--to': 'recipient',
}

export const aws: Program = {
  read: 'cloud.read',
  values: '',
  booleans,
  acts: {
    's3 ls': act('cloud.read', 'lists'),
    's3 mb': act('cloud.make', 'makes bucket', ['bucket']),
    's3 presign': act('cloud.public', 'makes an address that anybody can read with', ['bucket']),
    's3 website': act('cloud.public', 'publishes bucket', ['bucket']),
    's3 cp': act('cloud.storage', 'copies'),
    's3 mv': act('cloud.storage', 'moves'),
    's3 sync': act('cloud.storage', 'syncs'),
    's3 rm': act('cloud.storage-delete', 'deletes'),
    's3 rb': act('cloud.storage-delete', 'removes bucket', [], ['all']),
    's3api put-object': act('cloud.storage', 'uploads'),
    's3api copy-object': act('cloud.storage', 'copies'),
    's3api upload-part': act('cloud.storage', 'uploads'),
    's3api get-object': act('net.fetch', 'downloads'),
    's3api delete-object': act('cloud.storage-delete', 'deletes'),
    's3api delete-objects': act('cloud.storage-delete', 'deletes', [], ['all']),
    's3api delete-bucket': act('cloud.storage-delete', 'removes bucket', [], ['all']),
    's3api put-bucket-policy': act('cloud.iam', 'changes who may use bucket'),
    's3api put-bucket-acl': act('cloud.iam', 'changes who may use bucket'),
    's3api put-object-acl': act('cloud.iam', 'changes who may read'),
    's3api delete-public-access-block': act('cloud.public', 'opens bucket to everybody'),
    's3api put-public-access-block': act('cloud.iam', 'changes public access of bucket'),
    's3api put-bucket-lifecycle-configuration': act('cloud.delete', 'sets when objects expire in'),
    's3api put-bucket-versioning': act('cloud.change', 'changes versioning of bucket'),
    'secretsmanager get-secret-value': act('secret.print', 'prints secret'),
    'secretsmanager batch-get-secret-value': act('secret.print', 'prints secrets', [], ['all']),
    'secretsmanager list-secrets': act('cloud.read', 'lists names of secrets'),
    'secretsmanager describe-secret': act('cloud.read', 'describes secret'),
    'secretsmanager get-random-password': act('cloud.read', 'makes up a password'),
    'secretsmanager delete-secret': act('secret.delete', 'deletes secret'),
    'secretsmanager put-resource-policy': act('cloud.iam', 'changes who may read secret'),
    secretsmanager: act('secret.write', 'changes secret'),
    'ssm get-parameter': act('cloud.read', 'reads parameter'),
    'ssm get-parameters': act('cloud.read', 'reads parameters'),
    'ssm get-parameters-by-path': act('cloud.read', 'reads parameters'),
    'ssm put-parameter': act('secret.write', 'writes parameter'),
    'ssm delete-parameter': act('secret.delete', 'deletes parameter'),
    'ssm delete-parameters': act('secret.delete', 'deletes parameters'),
    'ssm send-command': act('remote.exec', 'runs a command on machines'),
    'ssm start-session': act('remote.exec', 'opens a session on'),
    'ecs execute-command': act('cluster.exec', 'runs a command in'),
    'ec2-instance-connect send-ssh-public-key': act('trust.key', 'adds a login key to'),
    'kms decrypt': act('secret.print', 'decrypts with key'),
    'kms schedule-key-deletion': act('secret.delete', 'schedules deletion of key'),
    'kms disable-key': act('secret.delete', 'disables key'),
    'sts get-caller-identity': act('cloud.read', 'asks who it is'),
    'sts decode-authorization-message': act('cloud.read', 'decodes a refusal'),
    sts: act('secret.print', 'prints temporary credentials'),
    'ecr get-login-password': act('secret.print', 'prints the registry password'),
    'ecr get-authorization-token': act('secret.print', 'prints the registry password'),
    'eks get-token': act('secret.print', 'prints a cluster token'),
    'rds generate-db-auth-token': act('secret.print', 'prints a database token'),
    'iam create-access-key': act('cloud.iam', 'makes and prints an access key of'),
    'configure list': act('cloud.read', 'lists settings'),
    'configure list-profiles': act('cloud.read', 'lists profiles'),
    'configure get': act('cloud.read', 'reads setting', ['config']),
    'configure export-credentials': act('secret.print', 'prints the credentials'),
    'configure set': act('auth.login', 'changes setting', ['config']),
    'configure sso': act('auth.login', 'sets up a login'),
    configure: act('auth.login', 'changes the credentials'),
    'sso login': act('auth.login', 'logs in'),
    'sso logout': act('auth.logout', 'logs out'),
    'eks update-kubeconfig': act('cluster.context', 'switches kubectl to cluster'),
    'eks update-cluster-config': act('cloud.change', 'changes cluster'),
    'cloudformation deploy': act('infra.apply', 'deploys stack'),
    'cloudformation create-stack': act('infra.apply', 'creates stack'),
    'cloudformation update-stack': act('infra.apply', 'updates stack'),
    'cloudformation execute-change-set': act('infra.apply', 'applies change set of'),
    'cloudformation create-change-set': act('infra.plan', 'plans changes of stack'),
    'cloudformation delete-stack': act('infra.destroy', 'deletes stack'),
    'cloudformation delete-stack-set': act('infra.destroy', 'deletes stack set'),
    'lambda invoke': act('cloud.control', 'invokes function'),
    'lambda update-function-code': act('deploy.run', 'deploys function'),
    'lambda publish-version': act('deploy.run', 'publishes function'),
    'lambda add-permission': act('cloud.iam', 'gives rights on function'),
    'lambda create-function-url-config': act('cloud.public', 'opens function to the network'),
    'ecs update-service': act('deploy.run', 'deploys service'),
    'deploy create-deployment': act('deploy.run', 'deploys'),
    'elasticbeanstalk update-environment': act('deploy.run', 'deploys'),
    'codepipeline start-pipeline-execution': act('deploy.run', 'starts pipeline'),
    'apprunner start-deployment': act('deploy.run', 'deploys'),
    'amplify start-deployment': act('deploy.run', 'deploys'),
    'route53 change-resource-record-sets': act('cloud.dns', 'changes records of zone'),
    'route53 create-hosted-zone': act('cloud.dns', 'makes zone'),
    'route53 delete-hosted-zone': act('cloud.dns', 'deletes zone', [], ['delete']),
    'route53domains register-domain': act('pay.act', 'buys domain'),
    'cloudtrail stop-logging': act('trust.weaken', 'stops the audit log'),
    'cloudtrail delete-trail': act('trust.weaken', 'deletes the audit log'),
    'cloudtrail update-trail': act('trust.weaken', 'changes the audit log'),
    'guardduty delete-detector': act('trust.weaken', 'turns intrusion detection off'),
    'config stop-configuration-recorder': act('trust.weaken', 'stops configuration recording'),
    'logs delete-log-group': act('sys.log', 'deletes logs of'),
    'logs delete-log-stream': act('sys.log', 'deletes logs of'),
    'logs tail': act('cloud.read', 'reads logs of', ['resource']),
    'ec2 authorize-security-group-ingress': act('sys.firewall', 'opens ports of security group'),
    'ec2 authorize-security-group-egress': act('sys.firewall', 'opens ports of security group'),
    'ec2 revoke-security-group-ingress': act('sys.firewall', 'closes ports of security group'),
    'ec2 create-key-pair': act('trust.key', 'makes and prints a login key'),
    'ec2 import-key-pair': act('trust.key', 'adds a login key'),
    'ec2 get-password-data': act('secret.print', 'prints the password of'),
    'ec2 modify-image-attribute': act('cloud.iam', 'changes who may use image'),
    'ec2 modify-snapshot-attribute': act('cloud.iam', 'changes who may use snapshot'),
    'rds modify-db-snapshot-attribute': act('cloud.iam', 'changes who may use snapshot'),
    'dynamodb scan': act('db.read', 'reads table'),
    'dynamodb query': act('db.read', 'reads table'),
    'dynamodb get-item': act('db.read', 'reads table'),
    'dynamodb batch-get-item': act('db.read', 'reads tables'),
    'dynamodb put-item': act('db.write', 'writes table'),
    'dynamodb update-item': act('db.write', 'writes table'),
    'dynamodb batch-write-item': act('db.write', 'writes and deletes items'),
    'dynamodb transact-write-items': act('db.write', 'writes and deletes items'),
    'dynamodb delete-item': act('db.delete', 'deletes an item of table'),
    'dynamodb delete-table': act('db.drop', 'deletes table'),
    'sqs purge-queue': act('queue.purge', 'empties queue'),
    'sqs delete-queue': act('queue.purge', 'deletes queue'),
    'sqs send-message': act('queue.send', 'sends to queue'),
    'sqs send-message-batch': act('queue.send', 'sends to queue'),
    'sns publish': act('msg.send', 'publishes to'),
    'ses send-email': act('msg.send', 'sends mail'),
    'sesv2 send-email': act('msg.send', 'sends mail'),
    'ses send-raw-email': act('msg.send', 'sends mail'),
    'batch terminate-job': act('job.cancel', 'ends job'),
    'batch cancel-job': act('job.cancel', 'cancels job'),
    'batch submit-job': act('job.submit', 'submits job'),
    help: act('cloud.read', 'reads help'),
  },
  targets: named,
  variables: { AWS_PROFILE: 'account', AWS_DEFAULT_PROFILE: 'account', AWS_ENDPOINT_URL: 'host' },
  flags: {
    '--no-verify-ssl': 'insecure',
    '--force': 'force',
    '--delete': 'delete',
    '--recursive': 'recursive',
    '--skip-final-snapshot': 'force',
    '--force-delete-without-recovery': 'force',
    '--overwrite': 'force',
  },
  dryRun: ['--dry-run', '--dryrun', '--generate-cli-skeleton'],
  pathWords: 2,
  otherwise: operationAct,
  refine,
}

function refine(effect: Effect, call: Call): readonly Effect[] {
  const [service] = call.path.split(' ')
  const base =
    call.args.length > 0 && effect.targets.length === 0
      ? { ...effect, targets: call.args.map((word): Target => ({ type: 'resource', value: word.text, raw: word.raw })) }
      : effect
  if (service === 's3' && /cp|mv|sync|rm|rb|ls|presign/.test(call.path))
    return storageEffects(effect, call, call.args, 's3')
  if (service === 's3api') return objectEffects(base, call)
  if (call.path.startsWith('ssm get-parameter') && call.has('--with-decryption'))
    return [{ ...base, kind: 'secret.print', says: base.says.replace('reads', 'prints') }]
  if (call.path === 'configure get' && /key|token|secret/.test(call.args[0]?.text ?? 'key'))
    return [{ ...base, kind: 'secret.print' }]
  if (base.kind === 'sys.firewall' && opensToAll(call))
    return [
      { ...base, flags: [...base.flags, 'public'] },
      { ...base, kind: 'cloud.public', says: `${base.says} to everybody` },
    ]
  // Another number of the same tasks is no deployment.
  if (
    call.path === 'ecs update-service' &&
    call.has('--desired-count') &&
    !call.has('--task-definition', '--force-new-deployment')
  ) {
    const things = ['--service', '--cluster'].flatMap((name): Target[] => {
      const word = call.value(name)
      return word ? [{ type: name === '--cluster' ? 'cluster' : 'service', value: word.text, raw: word.raw }] : []
    })
    return [{ ...base, kind: 'cluster.scale', targets: things, says: 'scales a service' }]
  }
  if (call.path.startsWith('lambda update-function-code'))
    return [{ ...base, sources: call.values('--zip-file').flatMap((word) => call.payload(word)) }]
  if (call.path === 'iam attach-role-policy' || call.path === 'iam attach-user-policy') {
    return [
      call.text('--policy-arn')?.includes('AdministratorAccess') ? { ...base, flags: [...base.flags, 'admin'] } : base,
    ]
  }
  return [base]
}

function opensToAll(call: Call): boolean {
  return call.command.argv.some((word) => /0\.0\.0\.0\/0|::\/0/.test(word.text ?? word.raw))
}

function objectEffects(effect: Effect, call: Call): readonly Effect[] {
  const flags: readonly Flag[] = /public-read|AllUsers/.test(call.text('--acl', '--grant-read') ?? '')
    ? [...effect.flags, 'public']
    : effect.flags
  const bucket: readonly Target[] = effect.targets
  const changed: Effect = { ...effect, flags, targets: bucket }
  const opened: readonly Effect[] =
    flags.includes('public') && !effect.flags.includes('public')
      ? [{ ...changed, kind: 'cloud.public', says: `${effect.says} and opens it to everybody` }]
      : []
  if (effect.kind === 'cloud.storage')
    return [{ ...changed, sources: call.values('--body').flatMap((word) => call.file(word)) }, ...opened]
  if (effect.kind === 'net.fetch') return [changed, ...call.args.slice(0, 1).map((word) => call.write(word))]
  return [changed, ...opened]
}

/** Beside the programs: aws-vault, saml2aws, eksctl, sam, copilot, serverless, eb. */
export const awsTools: Readonly<Record<string, Readonly<Record<string, Act>>>> = {
  'aws-vault': {
    list: act('cloud.read', 'lists profiles'),
    ls: act('cloud.read', 'lists profiles'),
    exec: act('secret.read', 'gives credentials to a command', ['account']),
    export: act('secret.print', 'prints credentials of', ['account']),
    login: act('auth.login', 'logs in to', ['account']),
    add: act('secret.write', 'stores credentials of', ['account']),
    remove: act('secret.delete', 'removes credentials of', ['account']),
    rotate: act('secret.write', 'rotates keys of', ['account']),
    clear: act('auth.logout', 'clears sessions'),
  },
  eksctl: {
    get: act('cluster.read', 'lists', ['resource']),
    info: act('cluster.read', 'reads the version'),
    version: act('cluster.read', 'reads the version'),
    create: act('cloud.make', 'creates', ['resource']),
    'create iamidentitymapping': act('cloud.iam', 'gives rights on the cluster'),
    'create iamserviceaccount': act('cloud.iam', 'gives rights to an account'),
    delete: act('cloud.delete', 'deletes', ['resource']),
    scale: act('cluster.scale', 'scales', ['resource']),
    upgrade: act('cloud.change', 'upgrades', ['resource']),
    update: act('cloud.change', 'changes', ['resource']),
    drain: act('cluster.node', 'drains', ['resource']),
    utils: act('cloud.change', 'changes the cluster'),
    enable: act('cloud.change', 'changes the cluster'),
    'utils write-kubeconfig': act('cluster.context', 'switches kubectl'),
  },
  sam: {
    build: act('exec.build', 'builds functions'),
    validate: act('cloud.read', 'checks the template'),
    local: act('exec.serve', 'runs functions on this machine'),
    logs: act('cloud.read', 'reads logs'),
    list: act('cloud.read', 'lists'),
    init: act('fs.write', 'writes a project'),
    package: act('cloud.storage', 'uploads the package'),
    deploy: act('infra.apply', 'deploys the stack'),
    sync: act('infra.apply', 'deploys the stack'),
    delete: act('infra.destroy', 'deletes the stack'),
    publish: act('deploy.run', 'publishes the application'),
    remote: act('cloud.control', 'invokes a function'),
    pipeline: act('cloud.make', 'makes a pipeline'),
  },
  serverless: {
    info: act('cloud.read', 'reads the service'),
    print: act('cloud.read', 'prints the configuration'),
    logs: act('cloud.read', 'reads logs'),
    metrics: act('cloud.read', 'reads figures'),
    package: act('exec.build', 'packs the service'),
    offline: act('exec.serve', 'runs functions on this machine'),
    'invoke local': act('exec.local', 'runs a function on this machine'),
    invoke: act('cloud.control', 'invokes a function'),
    deploy: act('deploy.run', 'deploys the service'),
    'deploy list': act('cloud.read', 'lists deployments'),
    remove: act('infra.destroy', 'removes the service'),
    rollback: act('deploy.rollback', 'rolls the service back'),
    login: act('auth.login', 'logs in'),
  },
  copilot: {
    'app ls': act('cloud.read', 'lists'),
    'app show': act('cloud.read', 'shows'),
    'svc ls': act('cloud.read', 'lists'),
    'svc show': act('cloud.read', 'shows'),
    'svc logs': act('cloud.read', 'reads logs'),
    'svc status': act('cloud.read', 'reads status'),
    'env ls': act('cloud.read', 'lists'),
    deploy: act('deploy.run', 'deploys'),
    'svc deploy': act('deploy.run', 'deploys'),
    'job deploy': act('deploy.run', 'deploys'),
    'env deploy': act('deploy.run', 'deploys'),
    'env delete': act('infra.destroy', 'deletes an environment'),
    'app delete': act('infra.destroy', 'deletes the application', [], ['all']),
    'svc delete': act('infra.destroy', 'deletes a service'),
    'svc exec': act('cluster.exec', 'runs a command in a service'),
    'secret init': act('secret.write', 'makes a secret'),
  },
  eb: {
    status: act('cloud.read', 'reads status'),
    list: act('cloud.read', 'lists'),
    logs: act('cloud.read', 'reads logs'),
    events: act('cloud.read', 'reads events'),
    health: act('cloud.read', 'reads health'),
    printenv: act('secret.print', 'prints the environment'),
    deploy: act('deploy.run', 'deploys', ['environment']),
    create: act('cloud.make', 'creates environment', ['environment']),
    terminate: act('cloud.delete', 'terminates environment', ['environment']),
    setenv: act('cloud.change', 'sets variables'),
    scale: act('cloud.control', 'scales', ['environment']),
    restore: act('cloud.make', 'restores'),
    swap: act('deploy.run', 'swaps environments'),
    ssh: act('remote.exec', 'opens a session'),
    use: act('cluster.context', 'switches to environment', ['environment']),
  },
}
