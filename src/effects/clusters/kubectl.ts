/** kubectl and oc: what a verb does to which resource of which namespace of which cluster. */
import { type Act, act, type Call, type Program } from '../acts.js'
import { listed } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'

const values =
  '-n --namespace --context --cluster --kubeconfig --user --as --as-group --as-uid -s --server --token --certificate-authority --client-certificate --client-key --tls-server-name --request-timeout --cache-dir --profile --profile-output -v --v --vmodule --log-file ' +
  '-f --filename -k --kustomize -l --selector --field-selector -o --output --template --sort-by -c --container -L --label-columns --replicas --current-replicas --timeout --grace-period --type -p --patch --patch-file --image --port --target-port --protocol --name --from-literal --from-file --from-env-file --cert --key --docker-server --docker-username --docker-password --docker-email --subresource --raw --field-manager --since --since-time --tail --max --min --cpu-percent --revision --to-revision --for --pod-selector --address --overrides --restart --env -e --labels --limits --requests --serviceaccount --clusterrole --role --group --verb --resource --resource-name --target --prune-allowlist --to --from --schedule --class --rule --hard --chunk-size --resource-version --duration --audience --custom --copy-to'

const logValues =
  '-n --namespace --context --cluster --kubeconfig -s --server -l --selector -c --container --tail --since --since-time --limit-bytes --max-log-requests'

export const kubectl: Program = {
  read: 'cluster.read',
  values,
  acts: {
    ...Object.fromEntries(
      [
        'get',
        'describe',
        'logs',
        'log',
        'top',
        'explain',
        'api-resources',
        'api-versions',
        'version',
        'cluster-info',
        'events',
        'diff',
        'wait',
        'options',
        'completion',
        'kustomize',
        'whoami',
        'status',
        'project',
        'projects',
      ].map((verb) => [verb, act('cluster.read', `runs \`${verb}\` for`, ['resource'])] as const),
    ),
    'auth can-i': act('cluster.read', 'asks for rights'),
    'auth whoami': act('cluster.read', 'asks who it is'),
    'auth reconcile': act('cloud.iam', 'changes rights', ['resource']),
    'config view': act('cluster.read', 'prints the configuration'),
    'config current-context': act('cluster.read', 'prints the context'),
    'config get-contexts': act('cluster.read', 'lists contexts'),
    'config get-clusters': act('cluster.read', 'lists clusters'),
    'config get-users': act('cluster.read', 'lists users'),
    'config use-context': act('cluster.context', 'switches to context', ['cluster']),
    'config use': act('cluster.context', 'switches to context', ['cluster']),
    'config set-context': act('cluster.context', 'changes context', ['cluster']),
    'config set-cluster': act('cluster.context', 'changes cluster', ['cluster']),
    'config set-credentials': act('secret.write', 'stores credentials of', ['user']),
    'config set': act('cluster.context', 'changes the configuration', ['config']),
    'config unset': act('cluster.context', 'changes the configuration', ['config'], ['delete']),
    'config rename-context': act('cluster.context', 'renames context', ['cluster']),
    'config delete-context': act('cluster.context', 'removes context', ['cluster'], ['delete']),
    'config delete-cluster': act('cluster.context', 'removes cluster from the configuration', ['cluster'], ['delete']),
    'config delete-user': act('cluster.context', 'removes user from the configuration', ['user'], ['delete']),
    'rollout status': act('cluster.read', 'reads the rollout of', ['resource']),
    'rollout history': act('cluster.read', 'reads the rollouts of', ['resource']),
    'rollout restart': act('cluster.scale', 'restarts', ['resource']),
    'rollout undo': act('cluster.scale', 'rolls back', ['resource']),
    'rollout pause': act('cluster.scale', 'pauses the rollout of', ['resource']),
    'rollout resume': act('cluster.scale', 'resumes the rollout of', ['resource']),
    'rollout latest': act('cluster.scale', 'rolls out', ['resource']),
    scale: act('cluster.scale', 'scales', ['resource']),
    autoscale: act('cluster.scale', 'scales', ['resource']),
    'set image': act('cluster.scale', 'changes the image of', ['resource']),
    set: act('cluster.apply', 'changes', ['resource']),
    'set env': act('cluster.apply', 'changes the environment of', ['resource']),
    'set resources': act('cluster.apply', 'changes the limits of', ['resource']),
    'set serviceaccount': act('cloud.iam', 'changes the account of', ['resource']),
    'set subject': act('cloud.iam', 'changes who has', ['resource']),
    apply: act('cluster.apply', 'applies', ['resource']),
    'apply view-last-applied': act('cluster.read', 'reads', ['resource']),
    create: act('cluster.apply', 'creates', ['resource']),
    'create token': act('secret.print', 'prints a token of service account', ['user']),
    replace: act('cluster.apply', 'replaces', ['resource']),
    patch: act('cluster.apply', 'changes', ['resource']),
    edit: act('cluster.apply', 'edits', ['resource']),
    label: act('cluster.apply', 'labels', ['resource']),
    annotate: act('cluster.apply', 'annotates', ['resource']),
    expose: act('cluster.apply', 'exposes', ['resource']),
    run: act('cluster.apply', 'runs a pod', ['resource']),
    'new-app': act('cluster.apply', 'creates an application', ['resource']),
    'new-project': act('cluster.apply', 'creates project', ['namespace']),
    'start-build': act('cluster.apply', 'starts build', ['resource']),
    delete: act('cluster.delete', 'deletes', ['resource']),
    exec: act('cluster.exec', 'runs a command in', ['resource']),
    rsh: act('cluster.exec', 'opens a shell in', ['resource']),
    attach: act('cluster.exec', 'attaches to', ['resource']),
    debug: act('cluster.exec', 'opens a debug container in', ['resource']),
    cp: act('cluster.exec', 'copies files of a pod'),
    rsync: act('cluster.exec', 'copies files of a pod'),
    'port-forward': act('cluster.forward', 'forwards a port of', ['resource']),
    proxy: act('cluster.forward', 'opens the cluster API on this machine'),
    drain: act('cluster.node', 'drains node', ['resource']),
    cordon: act('cluster.node', 'closes node', ['resource']),
    uncordon: act('cluster.node', 'opens node', ['resource']),
    taint: act('cluster.node', 'taints', ['resource']),
    'certificate approve': act('cloud.iam', 'approves certificate request', ['resource']),
    'certificate deny': act('cloud.iam', 'denies certificate request', ['resource']),
    'plugin list': act('cluster.read', 'lists plugins'),
    'adm policy': act('cloud.iam', 'changes policies'),
    'adm top': act('cluster.read', 'reads figures'),
    'adm drain': act('cluster.node', 'drains node', ['resource']),
    'adm cordon': act('cluster.node', 'closes node', ['resource']),
    'adm prune': act('cluster.delete', 'removes unused', ['resource'], ['all']),
    adm: act('cloud.iam', 'administers the cluster'),
    policy: act('cloud.iam', 'changes policies'),
    login: act('auth.login', 'logs in to cluster', ['cluster']),
    logout: act('auth.logout', 'logs out of the cluster'),
  },
  targets: {
    '-n': 'namespace',
    '--namespace': 'namespace',
    '--context': 'cluster',
    '--cluster': 'cluster',
    '-s': 'cluster',
    '--server': 'cluster',
  },
  named: ['--kubeconfig', '-f', '--filename', '-k', '--kustomize'],
  variables: { KUBECONFIG: 'environment' },
  flags: {
    '--all': 'all',
    '-A': 'all',
    '--all-namespaces': 'all',
    '--force': 'force',
    '--now': 'force',
    '--prune': 'prune',
    '-R': 'recursive',
    '--insecure-skip-tls-verify': 'insecure',
    '--cascade': 'cascade',
  },
  dryRun: ['--dry-run', '--server-dry-run'],
  // `logs -f` follows and `logs -p` looks at the container before.
  valuesOf: (words) => (/^logs?$/.test(words[0] ?? '') ? logValues : undefined),
  stops: (words) => (words === 'exec' || words === 'rsh' ? 'dashes' : undefined),
  otherwise: act('cluster.apply', 'runs a cluster command that is not known'),
  refine,
}

/** Short names of resource types as kubectl knows them. */
const shortNames: Readonly<Record<string, string>> = {
  po: 'pod',
  deploy: 'deployment',
  svc: 'service',
  ns: 'namespace',
  no: 'node',
  pvc: 'persistentvolumeclaim',
  pv: 'persistentvolume',
  sts: 'statefulset',
  ds: 'daemonset',
  rs: 'replicaset',
  cm: 'configmap',
  ing: 'ingress',
  sa: 'serviceaccount',
  cj: 'cronjob',
  crd: 'customresourcedefinition',
  crds: 'customresourcedefinition',
  netpol: 'networkpolicy',
  hpa: 'horizontalpodautoscaler',
  quota: 'resourcequota',
  rc: 'replicationcontroller',
  sc: 'storageclass',
}

/** `deploy`, `deployments.apps` -> `deployment`. */
function typeName(word: string): string {
  const bare = word.toLowerCase().split('.')[0]!
  const full = Object.hasOwn(shortNames, bare) ? shortNames[bare]! : bare
  return full.endsWith('ses') || full.endsWith('ies')
    ? full.replace(/ies$/, 'y').replace(/ses$/, 's')
    : full.replace(/([^s])s$/, '$1')
}

/** Operands as resources: `deployment web api`, `deployment/web svc/web`, `pods,services -l app=x`. */
function resources(call: Call): readonly Target[] {
  const operands = call.args.filter((word) => !/^[\w./-]+[=-]$|=/.test(word.text ?? ''))
  const first = operands[0]
  if (!first) return []
  if (operands.some((word) => word.text?.includes('/'))) {
    return operands.map((word) => {
      const [type, ...rest] = (word.text ?? word.raw).split('/')
      return resource(typeName(type ?? ''), word.text === null ? null : rest.join('/'), word.raw)
    })
  }
  const type = first.text === null ? '' : typeName(first.text)
  if (operands.length === 1)
    return [{ type: 'resource', value: first.text === null ? null : type, raw: first.raw, many: true }]
  return operands.slice(1).map((word) => resource(type, word.text, `${first.raw} ${word.raw}`))
}

function resource(type: string, name: string | null, raw: string): Target {
  const unquoted = raw.replace(/["']/g, '')
  if (type === 'namespace' || type === 'project') return { type: 'namespace', value: name, raw: unquoted }
  return { type: 'resource', value: name, raw: unquoted }
}

/** Verbs whose operands are pods or nodes by bare name. */
const bare =
  /^(logs?|exec|rsh|attach|debug|port-forward|run|drain|cordon|uncordon|adm drain|adm cordon|create token|expose|start-build|new-app|new-project)$|^config /

function refine(effect: Effect, call: Call): readonly Effect[] {
  const verb = call.path
  const scope = effect.targets.filter((target) => target.type === 'namespace' || target.type === 'cluster')
  const files = call.values('-f', '--filename', '-k', '--kustomize')
  const named =
    bare.test(verb) || effect.kind === 'cluster.context'
      ? effect.targets.filter((target) => !scope.includes(target))
      : resources(call)
  const base: Effect = {
    ...effect,
    targets: [
      ...named.slice(0, /^(exec|rsh|port-forward)$/.test(verb) ? 1 : 64),
      ...files.map((word) => call.source(word)),
      ...scope,
      ...(verb === 'port-forward' ? forwardedPorts(call) : []),
    ],
    says: saysOf(call.says, named, scope),
  }
  const type = call.args[0]?.text?.split(/[/,]/).map(typeName) ?? []
  const namespaced = named.some((target) => target.type === 'namespace')
  switch (effect.kind) {
    case 'cluster.read':
      return readsSecret(call, type) ? [base, secretRead(base, call)] : [base]
    case 'cluster.apply':
      return applied(base, call, type)
    case 'cluster.delete': {
      const flags = new Set<Flag>(base.flags)
      if (call.text('--grace-period') === '0') flags.add('force')
      const raw = call.text('--raw')
      const everything =
        call.has('--all', '-A', '--all-namespaces') ||
        named.some((target) => target.many) ||
        namespaced ||
        call.text('-l', '--selector') !== undefined
      if (everything) flags.add('all')
      const targets = raw ? [{ type: 'resource' as const, value: raw }, ...base.targets] : base.targets
      return type.includes('secret')
        ? [
            { ...base, targets, flags: [...flags] },
            { ...base, kind: 'secret.delete', says: `${base.says} that holds secrets` },
          ]
        : [{ ...base, targets, flags: [...flags] }]
    }
    default:
      return [base]
  }
}

/** Ports of this machine that lead into the cluster: `5433:5432`, `5432`. */
function forwardedPorts(call: Call): readonly Target[] {
  return call.args.slice(1).flatMap((word): Target[] => {
    const port = /^(\d{1,5})(?::\d{1,5})?$/.exec(word.text ?? '')?.[1]
    return port === undefined ? [] : [{ type: 'port', value: port, raw: word.raw, role: 'scope' }]
  })
}

function saysOf(verb: string, named: readonly Target[], scope: readonly Target[]): string {
  const names = listed(named.map((target) => target.raw ?? target.value ?? '?'))
  const where = scope.map((target) => `\`${target.value ?? '?'}\``).join(' of ')
  return `${verb}${names ? ` ${names}` : ''}${where ? ` in ${where}` : ''}`
}

/** Secret values come out where the output form shows them; a plain list shows names only. */
function readsSecret(call: Call, types: readonly string[]): boolean {
  if (call.path !== 'get' || !types.some((type) => type === 'secret' || type === 'all,secret'))
    return call.path === 'config view' && call.has('--raw')
  const output = call.text('-o', '--output')
  return output !== undefined && output !== 'name' && output !== 'wide'
    ? true
    : call.value('-o', '--output') !== undefined && output === undefined
}

function secretRead(base: Effect, call: Call): Effect {
  return {
    ...base,
    kind: 'secret.print',
    targets: base.targets.map((target) =>
      target.type === 'resource' ? { ...target, type: 'secret' as const } : target,
    ),
    says:
      call.path === 'config view'
        ? 'prints the credentials of the cluster configuration'
        : `prints ${base.says.replace(/^runs `get` for/, 'secret')}`,
  }
}

/** Rights and secrets are effects of their own beside the change of the cluster. */
function applied(base: Effect, call: Call, types: readonly string[]): readonly Effect[] {
  const found: Effect[] = [base]
  const sub = types[0] ?? ''
  if (
    /^(clusterrole|clusterrolebinding|role|rolebinding|serviceaccount)$/.test(sub) &&
    /^(create|patch|edit|replace|set)/.test(call.path)
  ) {
    found.push({
      ...base,
      kind: 'cloud.iam',
      flags: call.values('--clusterrole').some((word) => word.text === 'cluster-admin')
        ? [...base.flags, 'admin']
        : base.flags,
      says: `changes rights by ${base.says}`,
    })
  }
  if (sub === 'secret' && /^(create|patch|edit|replace)/.test(call.path))
    found.push({ ...base, kind: 'secret.write', says: `${base.says} that holds secrets` })
  for (const file of call.values('-f', '--filename')) {
    if (/^https?:\/\//.test(file.text ?? ''))
      found.push({ ...base, kind: 'net.fetch', targets: call.urls(file), says: `fetches \`${file.text}\`` })
  }
  return found
}

/** Rows that only differ in words. */
function rows(kind: Act['kind'], says: string, type: Target['type'], ...words: readonly string[]): Record<string, Act> {
  return Object.fromEntries(words.map((word) => [word, act(kind, `${says} \`${word}\` of`, [type])]))
}

export const helm: Program = {
  read: 'cluster.read',
  values:
    '-n --namespace --kube-context --kubeconfig --kube-apiserver --kube-as-user --kube-token -f --values --set --set-string --set-file --set-json --version --repo --timeout --description --post-renderer --name-template --revision --username --password --ca-file --cert-file --key-file --keyring -o --output -d --destination --app-version --max -l --selector --registry-config --repository-config --repository-cache --history-max --untardir --plugins-directory',
  acts: {
    ...rows(
      'cluster.read',
      'runs',
      'resource',
      'list',
      'ls',
      'status',
      'history',
      'template',
      'lint',
      'show',
      'inspect',
      'search',
      'version',
      'env',
      'verify',
      'diff',
      'completion',
      'repo list',
      'plugin list',
      'get notes',
      'get hooks',
      'get metadata',
      'dependency list',
    ),
    'get manifest': act('cluster.read', 'reads the manifest of', ['resource']),
    'get values': act('cluster.read', 'reads the values of', ['resource']),
    'get all': act('cluster.read', 'reads everything of', ['resource']),
    install: act('cluster.release', 'installs release', ['resource', null]),
    upgrade: act('cluster.release', 'upgrades release', ['resource', null]),
    rollback: act('cluster.release', 'rolls back release', ['resource', null]),
    test: act('cluster.apply', 'runs the tests of release', ['resource']),
    uninstall: act('cluster.delete', 'uninstalls release', ['resource']),
    delete: act('cluster.delete', 'uninstalls release', ['resource']),
    del: act('cluster.delete', 'uninstalls release', ['resource']),
    create: act('fs.write', 'writes a chart into the project'),
    package: act('fs.write', 'packs a chart'),
    pull: act('net.fetch', 'fetches chart', ['package']),
    fetch: act('net.fetch', 'fetches chart', ['package']),
    push: act('pkg.publish', 'pushes chart', ['package', 'registry']),
    'dependency update': act('pkg.sync', 'fetches the charts that this one needs'),
    'dependency build': act('pkg.sync', 'fetches the charts that this one needs'),
    'dep update': act('pkg.sync', 'fetches the charts that this one needs'),
    'dep up': act('pkg.sync', 'fetches the charts that this one needs'),
    'dep build': act('pkg.sync', 'fetches the charts that this one needs'),
    'repo add': act('pkg.config', 'adds chart repository', [null, 'registry']),
    'repo remove': act('pkg.config', 'removes chart repository', ['registry'], ['delete']),
    'repo update': act('pkg.sync', 'refreshes the chart lists'),
    'repo index': act('fs.write', 'writes a chart list'),
    'plugin install': act('pkg.install', 'installs helm plugin', ['package'], ['global']),
    'plugin uninstall': act('pkg.remove', 'removes helm plugin', ['package']),
    'plugin update': act('pkg.update', 'updates helm plugin', ['package']),
    'registry login': act('container.login', 'logs in to registry', ['registry']),
    'registry logout': act('auth.logout', 'logs out of registry', ['registry']),
    apply: act('cluster.release', 'applies the releases of the helmfile'),
    sync: act('cluster.release', 'applies the releases of the helmfile'),
    destroy: act('cluster.delete', 'uninstalls every release of the helmfile', [], ['all']),
  },
  targets: {
    '--kube-context': 'cluster',
    '--kube-apiserver': 'cluster',
    '-n': 'namespace',
    '--namespace': 'namespace',
  },
  named: ['-f', '--values', '--kubeconfig', '-e', '--environment'],
  variables: { KUBECONFIG: 'environment', HELM_KUBECONTEXT: 'cluster', HELM_NAMESPACE: 'namespace' },
  flags: {
    '--force': 'force',
    '--reset-values': 'reset',
    '--no-hooks': 'skip-checks',
    '--disable-openapi-validation': 'skip-checks',
    '--insecure-skip-tls-verify': 'insecure',
    '--kube-insecure-skip-tls-verify': 'insecure',
  },
  dryRun: ['--dry-run'],
  otherwise: act('cluster.release', 'runs a helm command that is not known'),
}

export const kustomize: Program = {
  read: 'cluster.read',
  values: '-o --output --load-restrictor --network-name --env -e',
  acts: {
    build: act('cluster.read', 'prints manifests'),
    version: act('cluster.read', 'reads the version'),
    cfg: act('cluster.read', 'reads manifests'),
    create: act('fs.write', 'writes a kustomization'),
    edit: act('fs.write', 'changes the kustomization'),
    localize: act('fs.write', 'copies what the kustomization names'),
    fn: act('exec.unknown', 'runs functions of the kustomization'),
  },
  otherwise: act('fs.write', 'runs a kustomize command that is not known'),
}

export const argocd: Program = {
  read: 'cluster.read',
  values:
    '--server --auth-token --grpc-web-root-path --config --kube-context --core-context -N --app-namespace --project --repo --path --revision --dest-namespace --dest-server --dest-name -p --parameter --values --helm-set -l --selector -o --output --resource --timeout --sync-policy --strategy --retry-limit --username --password --name --ssh-private-key-path --tail --container --group --kind --resource-name --namespace --history-id',
  acts: {
    ...rows(
      'cluster.read',
      'runs',
      'resource',
      'app get',
      'app list',
      'app diff',
      'app history',
      'app logs',
      'app manifests',
      'app resources',
      'app wait',
      'appset list',
      'appset get',
      'cluster list',
      'cluster get',
      'proj list',
      'proj get',
      'repo list',
      'repo get',
      'account list',
      'account get',
      'account can-i',
      'version',
      'context',
      'cert list',
    ),
    'app sync': act('cluster.apply', 'syncs application', ['resource']),
    'app create': act('cluster.apply', 'creates application', ['resource']),
    'app set': act('cluster.apply', 'changes application', ['resource']),
    'app unset': act('cluster.apply', 'changes application', ['resource']),
    'app edit': act('cluster.apply', 'edits application', ['resource']),
    'app patch': act('cluster.apply', 'changes application', ['resource']),
    'app patch-resource': act('cluster.apply', 'changes a resource of application', ['resource']),
    'app rollback': act('cluster.scale', 'rolls back application', ['resource']),
    'app terminate-op': act('cluster.scale', 'stops the operation of application', ['resource']),
    'app actions': act('cluster.scale', 'runs an action of application', ['resource']),
    'app delete': act('cluster.delete', 'deletes application', ['resource']),
    'app delete-resource': act('cluster.delete', 'deletes a resource of application', ['resource']),
    'appset create': act('cluster.apply', 'creates application set'),
    'appset delete': act('cluster.delete', 'deletes application set', ['resource']),
    'cluster add': act('cloud.iam', 'gives argocd rights on cluster', ['cluster']),
    'cluster rm': act('cluster.delete', 'removes cluster', ['cluster']),
    'proj create': act('cluster.apply', 'creates project', ['resource']),
    'proj delete': act('cluster.delete', 'deletes project', ['resource']),
    'proj role': act('cloud.iam', 'changes roles of project', ['resource']),
    'repo add': act('cluster.apply', 'adds repository', ['url']),
    'repo rm': act('cluster.apply', 'removes repository', ['url'], ['delete']),
    'account update-password': act('secret.write', 'changes a password'),
    'account generate-token': act('secret.print', 'makes and prints a token'),
    login: act('auth.login', 'logs in to', ['host']),
    logout: act('auth.logout', 'logs out of', ['host']),
    admin: act('cluster.apply', 'administers argocd'),
  },
  targets: { '--server': 'host', '--kube-context': 'cluster', '--dest-namespace': 'namespace' },
  flags: {
    '--force': 'force',
    '--prune': 'prune',
    '--cascade': 'cascade',
    '--replace': 'force',
    '--insecure': 'insecure',
    '-y': 'auto-approve',
    '--yes': 'auto-approve',
  },
  dryRun: ['--dry-run'],
  otherwise: act('cluster.apply', 'runs an argocd command that is not known'),
}

export const flux: Program = {
  read: 'cluster.read',
  values:
    '-n --namespace --context --kubeconfig --timeout --interval --url --branch --path --source --owner --repository --components -o --output --tag --secret-ref --git-implementation --hostname --team --chart --chart-version --release-name --target-namespace --creds --revision',
  acts: {
    ...rows(
      'cluster.read',
      'runs',
      'resource',
      'get',
      'check',
      'logs',
      'tree',
      'trace',
      'diff',
      'events',
      'stats',
      'version',
      'export',
      'build',
      'list',
    ),
    reconcile: act('cluster.apply', 'reconciles', [null, 'resource']),
    'reconcile source': act('cluster.apply', 'reconciles', [null, 'resource']),
    create: act('cluster.apply', 'creates', [null, 'resource']),
    'create secret': act('secret.write', 'creates secret', [null, 'secret']),
    suspend: act('cluster.scale', 'suspends', [null, 'resource']),
    resume: act('cluster.scale', 'resumes', [null, 'resource']),
    delete: act('cluster.delete', 'deletes', [null, 'resource']),
    uninstall: act('cluster.delete', 'uninstalls flux', [], ['all']),
    install: act('cluster.apply', 'installs flux'),
    bootstrap: act('cluster.apply', 'bootstraps flux'),
    push: act('container.push', 'pushes artifact', [null, 'image']),
    pull: act('container.pull', 'pulls artifact', [null, 'image']),
    tag: act('container.push', 'tags artifact', [null, 'image']),
  },
  targets: { '--context': 'cluster', '-n': 'namespace', '--namespace': 'namespace' },
  flags: { '-s': 'auto-approve', '--silent': 'auto-approve', '--all': 'all', '--prune': 'prune' },
  dryRun: ['--dry-run', '--export'],
  otherwise: act('cluster.apply', 'runs a flux command that is not known'),
}

/** Clusters made on this machine: kind, minikube, k3d. */
export const localCluster: Program = {
  read: 'cluster.read',
  values:
    '--name -n --config -c -p --profile --image --kubeconfig --wait --nodes --cpus --memory --driver --kubernetes-version --disk-size -a --agents -s --servers --port --volume -v --network --container-runtime --addons',
  acts: {
    ...rows(
      'cluster.read',
      'runs',
      'cluster',
      'get',
      'status',
      'version',
      'logs',
      'ip',
      'profile list',
      'service',
      'list',
      'ls',
      'cluster list',
      'cluster ls',
      'node list',
      'export logs',
      'addons list',
      'image ls',
      'image list',
      'node ls',
      'registry list',
      'docker-env',
      'kubectl',
    ),
    'get kubeconfig': act('secret.print', 'prints the credentials of the cluster', ['cluster'], ['local']),
    'create cluster': act('cluster.apply', 'creates local cluster', ['cluster'], ['local']),
    'delete cluster': act('cluster.delete', 'deletes local cluster', ['cluster'], ['local']),
    'delete clusters': act('cluster.delete', 'deletes local clusters', ['cluster'], ['local', 'all']),
    'cluster create': act('cluster.apply', 'creates local cluster', ['cluster'], ['local']),
    'cluster delete': act('cluster.delete', 'deletes local cluster', ['cluster'], ['local']),
    'cluster rm': act('cluster.delete', 'deletes local cluster', ['cluster'], ['local']),
    'cluster start': act('cluster.scale', 'starts local cluster', ['cluster'], ['local']),
    'cluster stop': act('cluster.scale', 'stops local cluster', ['cluster'], ['local']),
    'export kubeconfig': act('cluster.context', 'writes the credentials of the cluster', ['cluster'], ['local']),
    'kubeconfig merge': act('cluster.context', 'writes the credentials of the cluster', ['cluster'], ['local']),
    'load docker-image': act('container.copy', 'loads image', ['image'], ['local']),
    'load image-archive': act('container.copy', 'loads image', [], ['local']),
    'image load': act('container.copy', 'loads image', ['image'], ['local']),
    'image import': act('container.copy', 'loads image', ['image'], ['local']),
    'build node-image': act('container.build', 'builds a node image'),
    start: act('cluster.apply', 'starts local cluster', ['cluster'], ['local']),
    stop: act('cluster.scale', 'stops local cluster', ['cluster'], ['local']),
    pause: act('cluster.scale', 'pauses local cluster', ['cluster'], ['local']),
    delete: act('cluster.delete', 'deletes local cluster', ['cluster'], ['local']),
    'addons enable': act('cluster.apply', 'turns addon on', ['resource'], ['local']),
    'addons disable': act('cluster.apply', 'turns addon off', ['resource'], ['local']),
    tunnel: act('cluster.forward', 'opens the services of the local cluster', [], ['local']),
    dashboard: act('cluster.forward', 'opens the dashboard of the local cluster', [], ['local']),
    mount: act('sys.mount', 'mounts a directory into the local cluster', [], ['local']),
    ssh: act('cluster.exec', 'runs a command on the local node', [], ['local']),
  },
  targets: { '--name': 'cluster', '-n': 'cluster', '-p': 'cluster', '--profile': 'cluster' },
  flags: { '--all': 'all', '-a': 'all', '--purge': 'all' },
  otherwise: act('cluster.apply', 'runs a cluster command that is not known', [], ['local']),
}
