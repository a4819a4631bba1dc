/** docker, podman, nerdctl and the tools beside them. */
import { type Act, act, type Call, type Program } from '../acts.js'
import type { Effect, Flag } from '../effect.js'

/** Options of the program itself; each subcommand has its own beside them, and the same letter means different things. */
const globals =
  '-H --host --context --config -c -l --log-level --tlscacert --tlscert --tlskey --connection --url --identity --root --runroot --namespace --address'

const runValues =
  '-v --volume --mount -p --publish -e --env --env-file --name --network --net -u --user -w --workdir --entrypoint -l --label --label-file --pid --ipc --uts --userns --cap-add --cap-drop --security-opt --device --gpus -m --memory -c --cpu-shares --cpus --restart -h --hostname --add-host --dns --link --volumes-from --tmpfs --ulimit --shm-size --platform --pull --log-driver --log-opt --cgroupns --group-add --health-cmd --health-interval --health-timeout --health-retries --ip --mac-address --runtime --stop-signal --stop-timeout --sysctl --cidfile --annotation --cpuset-cpus --pod -a --attach --expose --network-alias --memory-swap --pids-limit --isolation --storage-opt --detach-keys --device-cgroup-rule --blkio-weight --secret --arch --os --authfile'

const buildValues =
  '-f --file -t --tag --build-arg --build-context --secret --ssh --target -o --output --cache-from --cache-to --progress --platform --label --network --add-host --iidfile --metadata-file --builder --allow --attest --ulimit --shm-size -m --memory --cpu-shares -c --format -v --volume --isolation --set'

/** Everything else: filters, formats and the few values of small subcommands. */
const smallValues =
  '--filter --format --since --until --tail -n --last -s --signal --time -t --timeout -o --output -m --message --author --change --driver -d --opt --subnet --gateway --ip-range --label --replicas --image -u --username -p --password --creds --authfile --src-creds --dest-creds --platform --config-add --config-rm --secret-add --env-add --env-rm --publish-add --mount-add --constraint-add --availability --role -c --compose-file --description --docker --default-stack-orchestrator --advertise-addr --listen-addr --token --gpus --cpus --memory --restart --template-driver --depth --ulimit'

const runOptions = `${globals} ${runValues}`
const execOptions = `${globals} -e --env --env-file -u --user -w --workdir --detach-keys`
const buildOptions = `${globals} ${buildValues}`
const filterOptions = `${globals} ${smallValues} -f`
const smallOptions = `${globals} ${smallValues}`

function valuesFor(words: readonly string[]): string {
  const verb = words.at(-1) ?? ''
  if (/^(run|create)$/.test(verb) && words[0] !== 'volume' && words[0] !== 'network' && words[0] !== 'context')
    return runOptions
  if (verb === 'exec') return execOptions
  if (/^(build|bake|bud)$/.test(verb)) return buildOptions
  if (/^(ps|ls|list|images|search|events)$/.test(verb)) return filterOptions
  return smallOptions
}

const manage: Readonly<Record<string, Act>> = {
  ps: act('container.read', 'lists containers'),
  ls: act('container.read', 'lists containers'),
  images: act('container.read', 'lists images'),
  logs: act('container.read', 'reads logs of container', ['container']),
  inspect: act('container.read', 'inspects', ['container']),
  top: act('container.read', 'lists processes of container', ['container']),
  stats: act('container.read', 'reads figures of container', ['container']),
  port: act('container.read', 'lists ports of container', ['container']),
  diff: act('container.read', 'compares container', ['container']),
  wait: act('container.read', 'waits for container', ['container']),
  events: act('container.read', 'reads events'),
  info: act('container.read', 'reads the engine'),
  version: act('container.read', 'reads the version'),
  history: act('container.read', 'reads history of image', ['image']),
  search: act('container.read', 'searches images'),
  manifest: act('container.read', 'reads manifest of image'),
  scout: act('container.read', 'scans image'),
  healthcheck: act('container.exec', 'runs the health check of', ['container']),
  run: act('container.run', 'runs image', ['image']),
  create: act('container.run', 'makes a container of image', ['image']),
  exec: act('container.exec', 'runs a command in container', ['container']),
  attach: act('container.exec', 'attaches to container', ['container']),
  start: act('container.start', 'starts container', ['container']),
  restart: act('container.start', 'restarts container', ['container']),
  unpause: act('container.start', 'resumes container', ['container']),
  update: act('container.start', 'changes limits of container', ['container']),
  rename: act('container.start', 'renames container', ['container']),
  stop: act('container.stop', 'stops container', ['container']),
  kill: act('container.stop', 'kills container', ['container'], ['signal-kill']),
  pause: act('container.stop', 'pauses container', ['container']),
  rm: act('container.remove', 'removes container', ['container']),
  remove: act('container.remove', 'removes container', ['container']),
  delete: act('container.remove', 'removes container', ['container']),
  prune: act('container.prune', 'removes everything unused', [], ['all']),
  cp: act('container.copy', 'copies files of container'),
  commit: act('container.build', 'makes an image of container', ['container']),
  export: act('container.copy', 'exports container', ['container']),
  rmi: act('container.image-remove', 'removes image', ['image']),
  build: act('container.build', 'builds image'),
  tag: act('container.build', 'tags image', ['image']),
  load: act('container.build', 'loads image'),
  import: act('container.build', 'imports image'),
  save: act('container.copy', 'saves image', ['image']),
  push: act('container.push', 'pushes image', ['image']),
  pull: act('container.pull', 'pulls image', ['image']),
  login: act('container.login', 'logs in to registry', ['registry']),
  logout: act('auth.logout', 'logs out of registry', ['registry']),
  init: act('fs.write', 'writes container files into the project'),
  debug: act('container.exec', 'opens a shell in', ['container']),
  checkpoint: act('container.stop', 'freezes container', ['container']),
  generate: act('container.read', 'prints definitions of', ['container']),
  play: act('container.run', 'runs containers of a file'),
  kube: act('container.run', 'runs containers of a file'),
  unshare: act('container.run', 'runs a command in a user namespace'),
  'image ls': act('container.read', 'lists images'),
  'image list': act('container.read', 'lists images'),
  'image inspect': act('container.read', 'inspects image', ['image']),
  'image history': act('container.read', 'reads history of image', ['image']),
  'image rm': act('container.image-remove', 'removes image', ['image']),
  'image remove': act('container.image-remove', 'removes image', ['image']),
  'image prune': act('container.prune', 'removes unused images'),
  'image build': act('container.build', 'builds image'),
  'image tag': act('container.build', 'tags image', ['image']),
  'image push': act('container.push', 'pushes image', ['image']),
  'image pull': act('container.pull', 'pulls image', ['image']),
  'image save': act('container.copy', 'saves image', ['image']),
  'image load': act('container.build', 'loads image'),
  'image import': act('container.build', 'imports image'),
  'buildx build': act('container.build', 'builds image'),
  'buildx bake': act('container.build', 'builds images'),
  'buildx ls': act('container.read', 'lists builders'),
  'buildx du': act('container.read', 'reads cache size'),
  'buildx inspect': act('container.read', 'inspects builder'),
  'buildx version': act('container.read', 'reads the version'),
  'buildx create': act('container.start', 'makes builder'),
  'buildx use': act('container.start', 'switches builder'),
  'buildx rm': act('container.remove', 'removes builder'),
  'buildx stop': act('container.stop', 'stops builder'),
  'buildx prune': act('container.prune', 'clears the build cache'),
  'buildx imagetools inspect': act('container.read', 'inspects image', ['image']),
  'buildx imagetools create': act('container.push', 'pushes image', ['image']),
  'builder prune': act('container.prune', 'clears the build cache'),
  'builder build': act('container.build', 'builds image'),
  'manifest inspect': act('container.read', 'inspects image', ['image']),
  'manifest create': act('container.build', 'makes manifest', ['image']),
  'manifest annotate': act('container.build', 'changes manifest', ['image']),
  'manifest push': act('container.push', 'pushes manifest', ['image']),
  'manifest rm': act('container.image-remove', 'removes manifest', ['image']),
  'volume ls': act('container.read', 'lists volumes'),
  'volume list': act('container.read', 'lists volumes'),
  'volume inspect': act('container.read', 'inspects volume', ['volume']),
  'volume create': act('container.start', 'makes volume', ['volume']),
  'volume rm': act('container.volume-remove', 'removes volume', ['volume']),
  'volume remove': act('container.volume-remove', 'removes volume', ['volume']),
  'volume prune': act('container.volume-remove', 'removes unused volumes', [], ['all', 'volumes']),
  'volume update': act('container.start', 'changes volume', ['volume']),
  'volume import': act('container.copy', 'fills volume', ['volume']),
  'volume export': act('container.copy', 'exports volume', ['volume']),
  'network ls': act('container.read', 'lists networks'),
  'network list': act('container.read', 'lists networks'),
  'network inspect': act('container.read', 'inspects network', ['resource']),
  'network create': act('container.start', 'makes network', ['resource']),
  'network connect': act('container.start', 'connects network', ['resource', 'container']),
  'network disconnect': act('container.stop', 'disconnects network', ['resource', 'container']),
  'network rm': act('container.remove', 'removes network', ['resource']),
  'network prune': act('container.prune', 'removes unused networks'),
  'system df': act('container.read', 'reads disk use'),
  'system info': act('container.read', 'reads the engine'),
  'system events': act('container.read', 'reads events'),
  'system prune': act('container.prune', 'removes everything unused', [], ['all']),
  'system reset': act('container.prune', 'removes every container, image and volume', [], ['all', 'volumes', 'reset']),
  'system migrate': act('container.start', 'migrates containers'),
  'system service': act('net.listen', 'serves the engine'),
  'system connection': act('cluster.context', 'changes connections'),
  'context ls': act('container.read', 'lists contexts'),
  'context show': act('container.read', 'shows the context'),
  'context inspect': act('container.read', 'inspects context', ['cluster']),
  'context use': act('cluster.context', 'switches to context', ['cluster']),
  'context create': act('cluster.context', 'makes context', ['cluster']),
  'context update': act('cluster.context', 'changes context', ['cluster']),
  'context rm': act('cluster.context', 'removes context', ['cluster'], ['delete']),
  'context import': act('cluster.context', 'imports context', ['cluster']),
  'context export': act('secret.read', 'exports context', ['cluster']),
  'swarm init': act('cluster.apply', 'starts a swarm'),
  'swarm join': act('cluster.node', 'joins a swarm'),
  'swarm leave': act('cluster.node', 'leaves the swarm'),
  'swarm update': act('cluster.apply', 'changes the swarm'),
  'swarm ca': act('trust.key', 'rotates the authority of the swarm'),
  'swarm join-token': act('secret.print', 'prints the join token'),
  'swarm unlock-key': act('secret.print', 'prints the unlock key'),
  'swarm unlock': act('cluster.node', 'unlocks the swarm'),
  'service ls': act('cluster.read', 'lists services'),
  'service ps': act('cluster.read', 'lists tasks of service', ['service']),
  'service logs': act('cluster.read', 'reads logs of service', ['service']),
  'service inspect': act('cluster.read', 'inspects service', ['service']),
  'service create': act('cluster.apply', 'makes service', ['image']),
  'service update': act('cluster.apply', 'changes service', ['service']),
  'service scale': act('cluster.scale', 'scales service', ['service']),
  'service rollback': act('cluster.scale', 'rolls service back', ['service']),
  'service rm': act('cluster.delete', 'removes service', ['service']),
  'stack ls': act('cluster.read', 'lists stacks'),
  'stack ps': act('cluster.read', 'lists tasks of stack', ['stack']),
  'stack services': act('cluster.read', 'lists services of stack', ['stack']),
  'stack config': act('cluster.read', 'prints a stack'),
  'stack deploy': act('cluster.apply', 'deploys stack', ['stack']),
  'stack up': act('cluster.apply', 'deploys stack', ['stack']),
  'stack rm': act('cluster.delete', 'removes stack', ['stack']),
  'stack down': act('cluster.delete', 'removes stack', ['stack']),
  'node ls': act('cluster.read', 'lists nodes'),
  'node ps': act('cluster.read', 'lists tasks of node', ['resource']),
  'node inspect': act('cluster.read', 'inspects node', ['resource']),
  'node update': act('cluster.node', 'changes node', ['resource']),
  'node promote': act('cluster.node', 'promotes node', ['resource']),
  'node demote': act('cluster.node', 'demotes node', ['resource']),
  'node rm': act('cluster.node', 'removes node', ['resource'], ['delete']),
  'secret ls': act('cluster.read', 'lists secrets'),
  'secret inspect': act('cluster.read', 'inspects secret', ['secret']),
  'secret create': act('secret.write', 'makes secret', ['secret']),
  'secret rm': act('secret.delete', 'removes secret', ['secret']),
  'config ls': act('cluster.read', 'lists configurations'),
  'config inspect': act('cluster.read', 'inspects configuration', ['config']),
  'config create': act('cluster.apply', 'makes configuration', ['config']),
  'config rm': act('cluster.delete', 'removes configuration', ['config']),
  'plugin ls': act('container.read', 'lists plugins'),
  'plugin inspect': act('container.read', 'inspects plugin'),
  'plugin install': act('container.run', 'installs engine plugin', ['image'], ['privileged']),
  'plugin enable': act('container.start', 'turns plugin on', ['image']),
  'plugin disable': act('container.stop', 'turns plugin off', ['image']),
  'plugin rm': act('container.remove', 'removes plugin', ['image']),
  'trust sign': act('trust.key', 'signs image', ['image']),
  'trust revoke': act('trust.weaken', 'revokes signatures of image', ['image']),
  'trust inspect': act('container.read', 'inspects signatures of image', ['image']),
  'machine ls': act('container.read', 'lists machines'),
  'machine inspect': act('container.read', 'inspects machine'),
  'machine start': act('container.start', 'starts machine'),
  'machine stop': act('container.stop', 'stops machine'),
  'machine init': act('container.start', 'makes machine'),
  'machine ssh': act('container.exec', 'runs a command in the machine'),
  'machine rm': act('container.remove', 'removes machine', [], ['volumes', 'all']),
  'machine reset': act('container.prune', 'removes every machine', [], ['all', 'volumes', 'reset']),
  'pod ps': act('container.read', 'lists pods'),
  'pod inspect': act('container.read', 'inspects pod', ['container']),
  'pod create': act('container.start', 'makes pod', ['container']),
  'pod start': act('container.start', 'starts pod', ['container']),
  'pod stop': act('container.stop', 'stops pod', ['container']),
  'pod rm': act('container.remove', 'removes pod', ['container']),
  'pod prune': act('container.prune', 'removes stopped pods'),
}

const compose: Readonly<Record<string, Act>> = {
  ps: act('container.read', 'lists services'),
  ls: act('container.read', 'lists projects'),
  logs: act('container.read', 'reads logs of', ['service']),
  config: act('container.read', 'prints the configuration'),
  convert: act('container.read', 'prints the configuration'),
  images: act('container.read', 'lists images'),
  top: act('container.read', 'lists processes of', ['service']),
  stats: act('container.read', 'reads figures of', ['service']),
  port: act('container.read', 'prints a port of', ['service']),
  events: act('container.read', 'reads events'),
  version: act('container.read', 'reads the version'),
  volumes: act('container.read', 'lists volumes'),
  wait: act('container.read', 'waits for', ['service']),
  up: act('container.start', 'starts services', ['service']),
  start: act('container.start', 'starts services', ['service']),
  restart: act('container.start', 'restarts services', ['service']),
  create: act('container.start', 'makes services', ['service']),
  unpause: act('container.start', 'resumes services', ['service']),
  scale: act('container.start', 'scales services', ['service']),
  watch: act('container.start', 'watches services', ['service']),
  stop: act('container.stop', 'stops services', ['service']),
  kill: act('container.stop', 'kills services', ['service'], ['signal-kill']),
  pause: act('container.stop', 'pauses services', ['service']),
  down: act('container.remove', 'removes the containers of the project', ['service']),
  rm: act('container.remove', 'removes containers of services', ['service']),
  run: act('container.run', 'runs a command in a new container of service', ['service']),
  exec: act('container.exec', 'runs a command in service', ['service']),
  attach: act('container.exec', 'attaches to service', ['service']),
  cp: act('container.copy', 'copies files of service'),
  build: act('container.build', 'builds services', ['service']),
  commit: act('container.build', 'makes an image of service', ['service']),
  pull: act('container.pull', 'pulls images of', ['service']),
  push: act('container.push', 'pushes images of', ['service']),
  publish: act('container.push', 'publishes the project', ['image']),
}

const composeValues =
  '-f --file -p --project-name --project-directory --profile --env-file --ansi --parallel --progress -t --timeout --scale --index -e --env -u --user -w --workdir --entrypoint --name -v --volume --publish -l --label --rmi --tail --since --until --pull --format -o --output --exit-code-from --attach --no-attach --wait-timeout -s --signal --build-arg -m --memory --ssh --hash --filter --status --policy'

/** Subcommands after whose first operand everything belongs to the inner command. */
const carries = /^(container |compose )?(run|create|exec|debug|unshare)$|^(machine ssh)$/

export const docker: Program = {
  read: 'container.read',
  values: globals,
  acts: {
    ...manage,
    ...Object.fromEntries(
      Object.entries(manage)
        .filter(([words]) => !words.includes(' '))
        .map(([words, row]) => [`container ${words}`, row]),
    ),
    ...Object.fromEntries(Object.entries(compose).map(([words, row]) => [`compose ${words}`, row])),
  },
  targets: { '-H': 'host', '--host': 'host', '--context': 'cluster', '--connection': 'host', '--url': 'host' },
  variables: {
    DOCKER_HOST: 'host',
    DOCKER_CONTEXT: 'cluster',
    CONTAINER_HOST: 'host',
    COMPOSE_FILE: 'environment',
    COMPOSE_PROJECT_NAME: 'environment',
    COMPOSE_PROFILES: 'environment',
  },
  named: ['-f', '--file', '-p', '--project-name', '--profile', '--env-file'],
  valuesOf: (words) => (words[0] === 'compose' ? composeValues : valuesFor(words)),
  stops: (words) => (carries.test(words) ? 'operand' : undefined),
  otherwise: act('container.start', 'runs an engine command that is not known'),
  refine,
}

/** `docker-compose`, `podman-compose`: the same without the word. */
export const dockerCompose: Program = {
  ...docker,
  values: composeValues,
  valuesOf: () => composeValues,
  acts: compose,
}

function refine(effect: Effect, call: Call): readonly Effect[] {
  const flags = new Set<Flag>(effect.flags)
  const { path } = call
  switch (effect.kind) {
    case 'container.run':
    case 'container.exec':
      return [{ ...effect, flags: [...flags, ...reach(call)] }]
    case 'container.remove':
      if (call.has('--force') || (call.has('-f') && call.value('-f') === undefined)) flags.add('force')
      if (call.has('-v', '--volumes')) flags.add('volumes')
      if (call.has('--rmi', '-a', '--all')) flags.add('all')
      return withVolumes({ ...effect, flags: [...flags] })
    case 'container.prune':
      if (call.has('-a', '--all')) flags.add('all')
      if (call.has('--volumes')) flags.add('volumes')
      return withVolumes({ ...effect, flags: [...flags] })
    case 'container.image-remove':
    case 'container.volume-remove':
      return [call.has('-f', '--force') ? { ...effect, flags: [...flags, 'force'] } : effect]
    case 'container.build': {
      const pushes = call.has('--push') || call.text('-o', '--output')?.includes('type=registry')
      const images = call
        .values('-t', '--tag')
        .map((word) => ({ type: 'image' as const, value: word.text, raw: word.raw }))
      const built: Effect = { ...effect, targets: /build|bake/.test(path) ? images : effect.targets }
      return pushes ? [built, { ...built, kind: 'container.push', says: 'pushes the image that it builds' }] : [built]
    }
    case 'container.copy':
      return copies(effect, call)
    default:
      return [effect]
  }
}

/** Removing volumes loses data that no image brings back: an effect of its own beside the removal. */
function withVolumes(effect: Effect): readonly Effect[] {
  if (!effect.flags.includes('volumes')) return [effect]
  return [effect, { ...effect, kind: 'container.volume-remove', says: `${effect.says} with its volumes` }]
}

/** How far a container reaches out of its box. */
function reach(call: Call): readonly Flag[] {
  const flags: Flag[] = []
  const capabilities = call
    .values('--cap-add')
    .some((word) => /all|sys_admin|sys_ptrace|sys_module|dac_read_search/i.test(word.text ?? 'all'))
  const unconfined = call.values('--security-opt').some((word) => /unconfined|disable/.test(word.text ?? 'unconfined'))
  const hostSpaces = call
    .values('--pid', '--ipc', '--userns', '--uts', '--cgroupns')
    .some((word) => (word.text ?? 'host') === 'host')
  if (call.has('--privileged') || capabilities || unconfined || hostSpaces || call.values('--device').length > 0)
    flags.push('privileged')
  if (call.values('--net', '--network').some((word) => (word.text ?? 'host') === 'host')) flags.push('host-net')
  const mounts = [
    ...call.values('-v', '--volume').map((word) => (word.text ?? word.prefix ?? '').split(':')[0]!),
    ...call.values('--mount').map((word) => sourceOf(word.text ?? '')),
  ]
  if (mounts.some((path) => call.reachesOut(path))) flags.push('host-mount')
  return flags
}

/** `type=bind,source=/x,target=/y` */
function sourceOf(mount: string): string {
  for (const part of mount.split(',')) {
    const [key, value] = part.split('=')
    if (key === 'source' || key === 'src') return value ?? ''
  }
  return ''
}

/** `docker cp c:/x ./y` writes here, the other way round it writes there; `save -o`, `export -o` write a file. */
function copies(effect: Effect, call: Call): readonly Effect[] {
  const output = call.value('-o', '--output')
  if (output) return [effect, call.write(output)]
  const [from, to] = call.args
  if (!/(^|\s)cp$/.test(call.path) || !from || !to) return [effect]
  const inside = (word: typeof from) => (word.text ?? word.raw).split('/')[0]!.includes(':')
  const container = inside(to) ? to : from
  const name = (container.text ?? container.raw).split(':')[0]!
  const copy: Effect = { ...effect, targets: [{ type: 'container', value: name, role: inside(to) ? 'to' : 'from' }] }
  return inside(to) ? [copy, call.read(from)] : [copy, call.write(to)]
}

/** buildah, skopeo, crictl, ctr, kaniko: smaller sets of the same acts. */
export const buildah: Program = {
  read: 'container.read',
  values: smallOptions,
  valuesOf: valuesFor,
  acts: {
    ...Object.fromEntries(
      ['images', 'containers', 'ps', 'inspect', 'info', 'version', 'logs'].map((word) => [
        word,
        act('container.read', `runs buildah ${word}`),
      ]),
    ),
    from: act('container.start', 'makes a working container of', ['image']),
    bud: act('container.build', 'builds image'),
    build: act('container.build', 'builds image'),
    commit: act('container.build', 'makes an image of', ['container', 'image']),
    config: act('container.build', 'changes container', ['container']),
    add: act('container.copy', 'adds files to', ['container']),
    copy: act('container.copy', 'adds files to', ['container']),
    run: act('container.exec', 'runs a command in', ['container']),
    mount: act('container.start', 'mounts container', ['container']),
    push: act('container.push', 'pushes image', ['image']),
    pull: act('container.pull', 'pulls image', ['image']),
    tag: act('container.build', 'tags image', ['image']),
    rm: act('container.remove', 'removes container', ['container']),
    rmi: act('container.image-remove', 'removes image', ['image']),
    prune: act('container.prune', 'removes unused images'),
    login: act('container.login', 'logs in to registry', ['registry']),
    unshare: act('container.run', 'runs a command in a user namespace'),
  },
  stops: (words) => (words === 'run' || words === 'unshare' ? 'operand' : undefined),
  otherwise: act('container.start', 'runs a buildah command that is not known'),
}

export const skopeo: Program = {
  read: 'container.read',
  values: smallOptions,
  valuesOf: valuesFor,
  acts: {
    inspect: act('container.read', 'inspects image', ['image']),
    'list-tags': act('container.read', 'lists tags of', ['image']),
    'manifest-digest': act('container.read', 'reads a digest'),
    copy: act('container.push', 'copies image', ['image']),
    sync: act('container.push', 'copies images', ['image']),
    delete: act('container.image-remove', 'removes image of the registry', ['image'], ['public']),
    login: act('container.login', 'logs in to registry', ['registry']),
    logout: act('auth.logout', 'logs out of registry', ['registry']),
    'standalone-sign': act('trust.key', 'signs image'),
  },
  otherwise: act('container.push', 'runs a skopeo command that is not known'),
}

export const crictl: Program = {
  read: 'container.read',
  values:
    '-r --runtime-endpoint -i --image-endpoint -c --config -t --timeout --tail --since -o --output --name --state -l --label --image --pod -s --synctest --namespace -n --address -a',
  acts: {
    ...Object.fromEntries(
      [
        'ps',
        'pods',
        'images',
        'img',
        'inspect',
        'inspecti',
        'inspectp',
        'logs',
        'stats',
        'statsp',
        'info',
        'version',
        'imagefsinfo',
        'events',
        'config',
      ].map((word) => [word, act('container.read', `runs crictl ${word}`)]),
    ),
    exec: act('container.exec', 'runs a command in container', ['container']),
    attach: act('container.exec', 'attaches to container', ['container']),
    run: act('container.run', 'runs a container'),
    runp: act('container.run', 'runs a pod'),
    create: act('container.run', 'makes a container'),
    start: act('container.start', 'starts container', ['container']),
    update: act('container.start', 'changes container', ['container']),
    stop: act('container.stop', 'stops container', ['container']),
    stopp: act('container.stop', 'stops pod', ['container']),
    rm: act('container.remove', 'removes container', ['container']),
    rmp: act('container.remove', 'removes pod', ['container']),
    rmi: act('container.image-remove', 'removes image', ['image']),
    pull: act('container.pull', 'pulls image', ['image']),
    'port-forward': act('cluster.forward', 'forwards a port of', ['container']),
  },
  stops: (words) => (words === 'exec' ? 'operand' : undefined),
  otherwise: act('container.start', 'runs a crictl command that is not known'),
}
