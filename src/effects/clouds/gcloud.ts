/** gcloud, gsutil, bq. */
import { act, type Call, type Program } from '../acts.js'
import type { Effect, TargetType } from '../effect.js'
import { storageEffects } from './storage.js'
import { operationAct } from './verbs.js'

const booleans =
  '--quiet -q --async --no-async --help --version --recursive -r --force --all --allow-unauthenticated --no-allow-unauthenticated --no-traffic --promote --no-promote --no-user-output-enabled --log-http --delete-unmatched-destination-objects --dry-run --preview --internal-ip --tunnel-through-iap --no-launch-browser --no-browser --update-adc --brief --activate --no-activate --preemptible --spot --deletion-protection --no-deletion-protection --validate-only --no-backup --storage-auto-increase --uniform-bucket-level-access --no-uniform-bucket-level-access --public-access-prevention --no-public-access-prevention --autopilot --enable-autoscaling --uri --continue-on-error --no-clobber --gzip-in-flight-all --preserve-posix --skip-unsupported --all-versions --include-managed-folders --to-latest --from-latest --cascade --append'

const named: Readonly<Record<string, TargetType>> = {
  '--project': 'account',
  '--account': 'account',
  '--configuration': 'account',
  '--impersonate-service-account': 'account',
  '--region': 'region',
  '--zone': 'region',
  '--cluster': 'cluster',
  '--instance': 'database',
  '--secret': 'secret',
  '--keyring': 'key',
  '--topic': 'channel',
  '--service': 'service',
  '--namespace': 'namespace',
  '--member': 'user',
  '--role': 'user',
  '--database': 'database',
  '--location': 'region',
}

/** Words up to the verb: `compute instances delete`. */
const verbs =
  /^(describe|list|create|delete|update|get|set|add|remove|start|stop|reset|ssh|scp|deploy|submit|cancel|resume|suspend|resize|clone|patch|restart|failover|export|import|run|call|publish|pull|enable|disable|undelete|destroy|access|versions-access|read|tail|write|login|revoke|activate|get-[a-z-]+|set-[a-z-]+|add-[a-z-]+|remove-[a-z-]+|list-[a-z-]+|print-[a-z-]+|delete-[a-z-]+|update-[a-z-]+|create-[a-z-]+|cp|mv|rm|rsync|ls|cat|du|hash|objects|invoke|execute|replace|rollback|approve|reject|promote|drain|wait|lookup|decrypt|encrypt|sign|move|attach|detach|migrate|restore|purge|seek|ack|check|validate|test|search|simulate|rename|configure-docker|configure|connect)$/

export const gcloud: Program = {
  read: 'cloud.read',
  values: '',
  booleans,
  acts: {
    info: act('cloud.read', 'reads the setup'),
    version: act('cloud.read', 'reads the version'),
    help: act('cloud.read', 'reads help'),
    'config list': act('cloud.read', 'lists settings'),
    'config get-value': act('cloud.read', 'reads setting', ['config']),
    'config get': act('cloud.read', 'reads setting', ['config']),
    'config set': act('cluster.context', 'changes setting', ['config']),
    'config unset': act('cluster.context', 'changes setting', ['config']),
    'config configurations list': act('cloud.read', 'lists configurations'),
    'config configurations activate': act('auth.login', 'switches to configuration', ['account']),
    'config configurations create': act('auth.login', 'makes configuration', ['account']),
    'config configurations delete': act('auth.logout', 'deletes configuration', ['account']),
    'auth list': act('cloud.read', 'lists accounts'),
    'auth login': act('auth.login', 'logs in', ['account']),
    'auth application-default login': act('auth.login', 'logs in'),
    'auth activate-service-account': act('auth.login', 'logs in as', ['account']),
    'auth revoke': act('auth.logout', 'logs out', ['account']),
    'auth configure-docker': act('container.login', 'gives docker the credentials', ['registry']),
    'auth print-access-token': act('secret.print', 'prints an access token'),
    'auth print-identity-token': act('secret.print', 'prints an identity token'),
    'auth print-refresh-token': act('secret.print', 'prints a refresh token'),
    'auth application-default print-access-token': act('secret.print', 'prints an access token'),
    'components list': act('pkg.read', 'lists components'),
    'components install': act('pkg.install', 'installs component', ['package'], ['global']),
    'components update': act('pkg.update', 'updates the tools', [], ['global']),
    'components remove': act('pkg.remove', 'removes component', ['package']),
    'secrets list': act('cloud.read', 'lists names of secrets'),
    'secrets describe': act('cloud.read', 'describes secret', ['secret']),
    'secrets versions list': act('cloud.read', 'lists versions of secret', ['secret']),
    'secrets versions access': act('secret.print', 'prints secret', ['secret']),
    'secrets versions add': act('secret.write', 'changes secret', ['secret']),
    'secrets versions destroy': act('secret.delete', 'destroys a version of secret', ['secret']),
    'secrets versions disable': act('secret.delete', 'disables a version of secret', ['secret']),
    'secrets create': act('secret.write', 'makes secret', ['secret']),
    'secrets update': act('secret.write', 'changes secret', ['secret']),
    'secrets delete': act('secret.delete', 'deletes secret', ['secret']),
    'kms decrypt': act('secret.print', 'decrypts'),
    'kms keys versions destroy': act('secret.delete', 'destroys key', ['key']),
    'iam service-accounts keys create': act('cloud.iam', 'makes a key of an account'),
    'container clusters get-credentials': act('cluster.context', 'switches kubectl to cluster', ['cluster']),
    'container clusters delete': act('cloud.delete', 'deletes cluster', ['cluster']),
    'container clusters create': act('cloud.make', 'creates cluster', ['cluster']),
    'container clusters resize': act('cluster.scale', 'resizes cluster', ['cluster']),
    'compute ssh': act('remote.exec', 'runs a command on', ['host']),
    'compute scp': act('remote.copy', 'copies files to or from machines', ['host']),
    'compute firewall-rules create': act('sys.firewall', 'makes firewall rule', ['resource']),
    'compute firewall-rules update': act('sys.firewall', 'changes firewall rule', ['resource']),
    'compute firewall-rules delete': act('sys.firewall', 'deletes firewall rule', ['resource'], ['delete']),
    'dns record-sets': act('cloud.dns', 'changes DNS records'),
    'dns record-sets list': act('cloud.read', 'lists DNS records'),
    'dns managed-zones delete': act('cloud.dns', 'deletes zone', ['domain'], ['delete']),
    'sql connect': act('db.read', 'opens database', ['database']),
    'sql instances delete': act('db.drop', 'deletes database server', ['database']),
    'sql databases delete': act('db.drop', 'deletes database', ['database']),
    'sql export': act('db.dump', 'exports database', [null, 'database']),
    'sql import': act('db.restore', 'imports into database', [null, 'database']),
    'sql backups restore': act('db.restore', 'restores a backup'),
    'run deploy': act('deploy.run', 'deploys service', ['service']),
    'run services delete': act('cloud.delete', 'deletes service', ['service']),
    'run services update-traffic': act('deploy.run', 'moves traffic of service', ['service']),
    'run jobs execute': act('job.submit', 'runs job', ['job']),
    'app deploy': act('deploy.run', 'deploys the application'),
    'functions deploy': act('deploy.run', 'deploys function', ['resource']),
    'functions call': act('cloud.control', 'calls function', ['resource']),
    'builds submit': act('deploy.run', 'runs a build in the cloud'),
    'deploy releases create': act('deploy.run', 'creates release', ['release']),
    'deploy releases promote': act('deploy.run', 'promotes release', ['release']),
    'pubsub topics publish': act('queue.send', 'publishes to', ['queue']),
    'pubsub topics delete': act('queue.purge', 'deletes topic', ['queue']),
    'pubsub subscriptions delete': act('queue.purge', 'deletes subscription', ['queue']),
    'pubsub subscriptions seek': act('queue.purge', 'skips messages of', ['queue']),
    'logging logs delete': act('sys.log', 'deletes log', ['resource']),
    'logging sinks delete': act('trust.weaken', 'deletes log sink', ['resource']),
    'logging read': act('cloud.read', 'reads logs'),
    'projects delete': act('cloud.delete', 'deletes project', ['account'], ['all']),
    'storage ls': act('cloud.read', 'lists'),
    'storage cat': act('cloud.read', 'reads'),
    'storage du': act('cloud.read', 'measures'),
    'storage cp': act('cloud.storage', 'copies'),
    'storage mv': act('cloud.storage', 'moves'),
    'storage rsync': act('cloud.storage', 'syncs'),
    'storage rm': act('cloud.storage-delete', 'deletes'),
    'storage buckets delete': act('cloud.storage-delete', 'removes bucket', [], ['all']),
    'storage buckets add-iam-policy-binding': act('cloud.iam', 'changes who may use bucket', ['bucket']),
    'storage sign-url': act('cloud.public', 'makes an address that anybody can read with', ['bucket']),
    'firestore databases delete': act('db.drop', 'deletes database', ['database']),
    'firestore export': act('db.dump', 'exports database'),
    'firestore import': act('db.restore', 'imports into database'),
    'spanner databases execute-sql': act('db.write', 'runs SQL in', ['database']),
    'spanner databases delete': act('db.drop', 'deletes database', ['database']),
  },
  targets: named,
  variables: {
    CLOUDSDK_CORE_PROJECT: 'account',
    GOOGLE_CLOUD_PROJECT: 'account',
    CLOUDSDK_ACTIVE_CONFIG_NAME: 'account',
  },
  flags: {
    '--quiet': 'auto-approve',
    '-q': 'auto-approve',
    '--recursive': 'recursive',
    '-r': 'recursive',
    '--delete-unmatched-destination-objects': 'delete',
    '--force': 'force',
    '--allow-unauthenticated': 'public',
    '--all': 'all',
  },
  dryRun: ['--dry-run', '--preview', '--validate-only'],
  pathWords: (words) => {
    const start = words[0] === 'beta' || words[0] === 'alpha' ? 1 : 0
    const verb = words.findIndex((word, at) => at >= start + 1 && verbs.test(word))
    return verb < 0 ? Math.min(words.length, 3) : verb + 1
  },
  otherwise: (words) => operationAct(words.filter((word) => word !== 'beta' && word !== 'alpha')),
  refine,
}

function refine(effect: Effect, call: Call): readonly Effect[] {
  if (call.path.startsWith('storage ') && !call.path.startsWith('storage buckets'))
    return storageEffects(effect, call, call.args, 'gs')
  const everyone = call
    .values('--member', '--members', '--source-ranges')
    .some((word) => /allUsers|allAuthenticatedUsers|0\.0\.0\.0\/0/.test(word.text ?? ''))
  const deploysOpen = effect.kind === 'deploy.run' && call.has('--allow-unauthenticated')
  const owner = call.values('--role').some((word) => /roles\/(owner|editor)|admin/i.test(word.text ?? ''))
  const base: Effect = effect.kind === 'cloud.iam' && owner ? { ...effect, flags: [...effect.flags, 'admin'] } : effect
  return everyone || deploysOpen
    ? [
        base,
        {
          ...base,
          kind: 'cloud.public',
          flags: [...new Set([...base.flags, 'public' as const])],
          says: `opens to everybody what it ${base.says}`,
        },
      ]
    : [base]
}

export const gsutil: Program = {
  read: 'cloud.read',
  values: '-o -h -u -a -s -l -c -b -x -i -k -p',
  acts: {
    ls: act('cloud.read', 'lists'),
    cat: act('cloud.read', 'reads'),
    du: act('cloud.read', 'measures'),
    stat: act('cloud.read', 'reads figures of'),
    hash: act('cloud.read', 'hashes'),
    version: act('cloud.read', 'reads the version'),
    help: act('cloud.read', 'reads help'),
    'acl get': act('cloud.read', 'reads rights of'),
    'iam get': act('cloud.read', 'reads rights of'),
    'cors get': act('cloud.read', 'reads settings of'),
    'lifecycle get': act('cloud.read', 'reads settings of'),
    'versioning get': act('cloud.read', 'reads settings of'),
    cp: act('cloud.storage', 'copies'),
    mv: act('cloud.storage', 'moves'),
    rsync: act('cloud.storage', 'syncs'),
    rewrite: act('cloud.change', 'rewrites', ['bucket']),
    rm: act('cloud.storage-delete', 'deletes'),
    rb: act('cloud.storage-delete', 'removes bucket', [], ['all']),
    mb: act('cloud.make', 'makes bucket', ['bucket']),
    'acl set': act('cloud.iam', 'changes rights of', [null, 'bucket']),
    'acl ch': act('cloud.iam', 'changes rights of', ['bucket']),
    'iam set': act('cloud.iam', 'changes rights of', [null, 'bucket']),
    'iam ch': act('cloud.iam', 'changes rights of', [null, 'bucket']),
    'defacl set': act('cloud.iam', 'changes rights of', [null, 'bucket']),
    'defacl ch': act('cloud.iam', 'changes rights of', ['bucket']),
    signurl: act('cloud.public', 'makes an address that anybody can read with', [null, 'bucket']),
    'web set': act('cloud.public', 'publishes bucket', ['bucket']),
    setmeta: act('cloud.change', 'changes', ['bucket']),
    lifecycle: act('cloud.delete', 'sets when objects expire in', ['bucket']),
    versioning: act('cloud.change', 'changes versioning of', [null, 'bucket']),
    config: act('auth.login', 'changes the credentials'),
  },
  // `-d` deletes at the destination for rsync; for cp and rm `-r` is recursive.
  flags: { '-r': 'recursive', '-R': 'recursive', '-f': 'force' },
  otherwise: act('cloud.change', 'runs a gsutil command that is not known', ['bucket']),
  refine: (effect, call) => {
    if (/^(acl|iam|defacl)/.test(call.path) && effect.kind === 'cloud.iam') {
      const open = call.command.argv.some((word) => /allUsers|AllUsers|public-read/.test(word.text ?? ''))
      return open
        ? [
            effect,
            {
              ...effect,
              kind: 'cloud.public',
              flags: [...effect.flags, 'public'],
              says: effect.says.replace('changes rights of', 'opens to everybody'),
            },
          ]
        : [effect]
    }
    if (/^(ls|cat|du|stat|cp|mv|rsync|rm|rb)$/.test(call.path)) {
      const deletes = call.path === 'rsync' && call.has('-d')
      return storageEffects(deletes ? { ...effect, flags: [...effect.flags, 'delete'] } : effect, call, call.args, 'gs')
    }
    return [effect]
  },
}
