/** Programs that act beyond this machine or on services of it, by name: the tables and families of their own files. */
import { type Act, act, family, type Program } from './acts.js'
import { aws, awsTools } from './clouds/aws.js'
import { gcloud, gsutil } from './clouds/gcloud.js'
import { az, fly, groupVerb, heroku, platform, vercel } from './clouds/platforms.js'
import { b2, mc, rclone, s3cmd } from './clouds/storage-tools.js'
import { argocd, flux, helm, kubectl, kustomize, localCluster } from './clusters/kubectl.js'
import { buildah, crictl, docker, dockerCompose, skopeo } from './containers/docker.js'
import { effect, type Family, programName } from './context.js'
import { gh } from './forges/gh.js'
import { glab, tea } from './forges/glab.js'
import { hostedPrograms } from './hosted.js'
import { aria2, httpie, wget } from './http/clients.js'
import { curl } from './http/curl.js'
import {
  ansible,
  ansiblePlaybook,
  ansibleVault,
  capistrano,
  cdk,
  consul,
  nomad,
  packer,
  pulumi,
  remoteConfigurators,
  terraform,
  vagrant,
} from './infrastructure.js'
import { jobPrograms } from './jobs.js'
import { keyPrograms } from './keys/keys.js'
import { machinePrograms } from './machines.js'
import { messagePrograms } from './messages.js'
import { migrationPrograms } from './migrations.js'
import { rsync, scp } from './remote/copy.js'
import { lookup, nc, scan, socat, tailscale, tunnel } from './remote/sockets.js'
import { login, ssh } from './remote/ssh.js'
import { ftp, sftp } from './remote/transfer.js'
import { bq } from './sql/bigquery.js'
import { sqlClients } from './sql/clients.js'
import { etcdctl, mongosh, redisCli } from './sql/documents.js'
import { databaseTools } from './sql/dump.js'
import { psql } from './sql/psql.js'
import { storePrograms } from './stores.js'

/** Tables by the names that their program goes by. */
const programs: readonly (readonly [string, Program])[] = [
  ['docker podman nerdctl finch', docker],
  ['docker-compose podman-compose', dockerCompose],
  ['buildah', buildah],
  ['skopeo', skopeo],
  ['crictl ctr', crictl],
  ['kubectl oc k3s-kubectl microk8s.kubectl kubecolor', kubectl],
  ['helm helmfile', helm],
  ['kustomize', kustomize],
  ['argocd', argocd],
  ['flux', flux],
  ['kind minikube k3d', localCluster],
  ['terraform tofu terragrunt opentofu', terraform],
  ['pulumi', pulumi],
  ['cdk cdktf sst', cdk],
  ['ansible', ansible],
  ['ansible-playbook', ansiblePlaybook],
  ['ansible-vault', ansibleVault],
  ['packer', packer],
  ['vagrant', vagrant],
  ['nomad', nomad],
  ['consul', consul],
  ['aws awslocal', aws],
  ['gcloud', gcloud],
  ['gsutil', gsutil],
  ['az', az],
  ['doctl hcloud linode-cli vultr-cli scw openstack exo oci ibmcloud', groupVerb],
  ['fly flyctl', fly],
  ['heroku', heroku],
  ['vercel now', vercel],
  ['netlify ntl wrangler firebase supabase railway render surge', platform],
  ['s3cmd s5cmd', s3cmd],
  ['rclone', rclone],
  ['mc mcli', mc],
  ['b2 backblaze-b2', b2],
  ['gh', gh],
  ['glab', glab],
  ['tea hub', tea],
]

const families: readonly (readonly [string, Family])[] = [
  ['curl', curl],
  ['wget wget2', wget],
  ['http https xh xhs curlie', httpie],
  ['aria2c', aria2],
  ['ssh autossh', ssh],
  ['scp', scp],
  ['rsync', rsync],
  ['sftp', sftp],
  ['ftp lftp ncftp tftp', ftp],
  ['mosh et telnet rlogin rsh', login],
  ['nc ncat netcat nc.openbsd nc.traditional', nc],
  ['socat', socat],
  [
    'ngrok cloudflared localtunnel lt bore loophole pagekite zrok frpc chisel devtunnel tunnelmole tmole inlets pinggy tmate tunnelto',
    tunnel,
  ],
  ['tailscale', tailscale],
  ['nmap masscan zmap rustscan nikto gobuster ffuf dirb wfuzz sqlmap hydra nuclei naabu subfinder amass', scan],
  ['ping ping6 dig nslookup host whois traceroute traceroute6 tracepath mtr drill resolvectl getent', lookup],
  ['psql', psql],
  ['bq', bq],
  ['mongosh mongo', mongosh],
  ['redis-cli valkey-cli keydb-cli', redisCli],
  ['etcdctl', etcdctl],
]

/** Programs that open a view of something and read keys from a terminal. */
const viewers: Readonly<Record<string, Family>> = {
  k9s: (command) => [effect('cluster.exec', command, 'opens a view of the cluster', { flags: ['interactive'] })],
  lazydocker: (command) => [
    effect('container.read', command, 'opens a view of the containers', { flags: ['interactive'] }),
  ],
  stern: (command) => [effect('cluster.read', command, 'reads logs of pods')],
  kubectx: (command) => switches(command, 'cluster'),
  kubens: (command) => switches(command, 'namespace'),
}

function switches(command: Parameters<Family>[0], type: 'cluster' | 'namespace') {
  const name = command.argv[1]
  if (!name) return [effect('cluster.read', command, `lists the choices of \`${programName(command)}\``)]
  return [
    effect('cluster.context', command, `switches to ${type} \`${name.text ?? name.raw}\``, {
      targets: [{ type, value: name.text, raw: name.raw }],
      flags: name.text === '-d' ? ['delete'] : [],
    }),
  ]
}

/** A small table without options of its own. */
function small(name: string, acts: Readonly<Record<string, Act>>, otherwise: Act): Family {
  return family(name, {
    read: 'cloud.read',
    values:
      '-e --env --environment -s --stage -r --region -n --name -a --app --profile --config -c --stack-name --template-file -d --destination -f --file -v --version',
    acts,
    targets: {
      '-e': 'environment',
      '--env': 'environment',
      '--environment': 'environment',
      '-s': 'environment',
      '--stage': 'environment',
      '--profile': 'account',
      '--region': 'region',
      '-d': 'environment',
      '--destination': 'environment',
      '--stack-name': 'stack',
      '-n': 'resource',
      '--name': 'resource',
    },
    flags: {
      '-y': 'auto-approve',
      '--yes': 'auto-approve',
      '--force': 'force',
      '--no-confirm-changeset': 'auto-approve',
    },
    dryRun: ['--dry-run', '--noop'],
    pathWords: 2,
    otherwise,
  })
}

function named<T>(
  rows: readonly (readonly [string, T])[],
  make: (name: string, value: T) => Family,
): Record<string, Family> {
  return Object.fromEntries(rows.flatMap(([names, value]) => names.split(' ').map((name) => [name, make(name, value)])))
}

export const servicePrograms: Readonly<Record<string, Family>> = {
  ...named(programs, family),
  ...named(families, (_, value) => value),
  ...Object.fromEntries(
    Object.entries(awsTools).map(([name, rows]) => [
      name,
      small(name, rows, act('cloud.change', `runs a \`${name}\` command that is not known`)),
    ]),
  ),
  sls: small('serverless', awsTools.serverless!, act('cloud.change', 'runs a `serverless` command that is not known')),
  ...Object.fromEntries(
    Object.entries(remoteConfigurators)
      .filter(([name]) => name !== 'cap')
      .map(([name, { acts, otherwise }]) => [name, small(name, acts, otherwise)]),
  ),
  cap: family('cap', {
    read: 'sys.read',
    values: '-f --rakefile --roles -z --hosts',
    acts: {},
    pathWords: 0,
    dryRun: ['-n', '--dry-run'],
    otherwise: act('deploy.run', 'runs a deployment task'),
    refine: capistrano,
  }),
  ...sqlClients,
  ...databaseTools,
  ...migrationPrograms,
  ...jobPrograms,
  ...storePrograms,
  ...messagePrograms,
  ...keyPrograms,
  ...hostedPrograms,
  ...machinePrograms,
  ...viewers,
}
