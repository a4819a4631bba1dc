/** One HTTP request as effects, whichever program makes it. Whether the host may have it is decided later. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, shown } from '../context.js'
import type { Effect, EffectKind, Flag, Source, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { apiRoute } from '../forges/api.js'
import { hostFlags, hostKind, isLocalHost } from '../hosts.js'
import { querySources, urlTargets } from '../payload.js'

export interface HttpRequest {
  readonly url: Word
  /** Upper case; null where it is not known before it runs. */
  readonly method: string | null
  readonly body: readonly Source[]
  /** Headers, cookies and credentials that go along. */
  readonly headers: readonly Source[]
  readonly flags: readonly Flag[]
  /** Hosts that the request really goes to or through, where an option says so (`--connect-to`, `--proxy`). */
  readonly through?: readonly Target[]
  /** Unix socket instead of a host. */
  readonly socket?: Target
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'])

/** Effects of a request at `at`; what is done with the answer is the caller's to say. */
export function requestEffects(request: HttpRequest, at: Command, context: Context): readonly Effect[] {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(request.url.text ?? request.url.prefix ?? '')?.[1]?.toLowerCase()
  if (scheme === 'file')
    return [
      effect('fs.read', at, `reads \`${shown(request.url)}\``, {
        targets: [context.path(withoutScheme(request.url), at)],
      }),
    ]
  if (request.socket) return socketEffects(request, request.socket, at)
  const named = urlTargets(request.url)
  const targets = [...named, ...(request.through ?? [])]
  const host = named.find((target) => target.type === 'host')?.value ?? null
  const query = querySources(request.url)
  const kind = kindOf(request, query)
  const sources = [...request.body, ...request.headers, ...(kind === 'net.send' || query.some(isTelling) ? query : [])]
  const flags = new Set<Flag>([...request.flags, ...environmentFlags([host])])
  if (host !== null) for (const flag of hostFlags(host)) flags.add(flag)
  if (host !== null && isLocalHost(host) && !request.through?.length) flags.add('local')
  const base = effect(kind, at, sentence(kind, request), { targets, flags: [...flags], sources })
  const found: Effect[] = [base]
  if (flags.has('insecure') && !flags.has('local'))
    found.push({
      ...base,
      kind: 'trust.tls',
      sources: [],
      says: `does not check who \`${host ?? shown(request.url)}\` is`,
    })
  if (host !== null) found.push(...natureEffects(base, request, host))
  if (scheme === 'smtp' || scheme === 'smtps')
    found.push({ ...base, kind: 'msg.send', says: `sends mail through \`${host ?? '?'}\`` })
  return found
}

/** Data can leave in an address as well as in a body: what a command printed or a secret variable makes a GET a sending. */
function kindOf(request: HttpRequest, query: readonly Source[]): EffectKind {
  if (request.method === 'DELETE') return 'net.delete'
  if (request.method === null || !reading.has(request.method)) return 'net.send'
  if (request.body.some((source) => source.type !== 'text' || source.secrets)) return 'net.send'
  return query.some(isTelling) ? 'net.send' : 'net.fetch'
}

/** Sources that carry something that did not stand in the command itself. */
function isTelling(source: Source): boolean {
  return source.type === 'output' || source.type === 'path' || source.secrets !== undefined
}

function sentence(kind: EffectKind, request: HttpRequest): string {
  const url = shown(request.url)
  switch (kind) {
    case 'net.delete':
      return `sends \`DELETE\` to \`${url}\``
    case 'net.send':
      return request.method === null || reading.has(request.method)
        ? `sends data to \`${url}\``
        : `sends \`${request.method}\` to \`${url}\``
    default:
      return `fetches \`${url}\``
  }
}

/** What a known host makes of a request beside the sending: a message, a payment, a publication, a forge's act. */
function natureEffects(base: Effect, request: HttpRequest, host: string): readonly Effect[] {
  const changes = base.kind === 'net.send' || base.kind === 'net.delete'
  const url = request.url.text ?? request.url.prefix ?? ''
  const forge = changes ? apiRoute(request.method ?? 'POST', url, host) : undefined
  if (forge)
    return [
      {
        ...base,
        kind: forge.kind,
        flags: [...new Set([...base.flags, ...forge.flags])],
        targets: [...forge.targets, ...base.targets],
        says: forge.says,
      },
    ]
  switch (hostKind(host)) {
    case 'message':
      return base.kind === 'net.send'
        ? [
            {
              ...base,
              kind: 'msg.send',
              targets: [...channel(request.url), ...base.targets],
              says: `sends a message through \`${host}\``,
            },
          ]
        : []
    case 'payment':
      return changes ? [{ ...base, kind: 'pay.act', says: `changes something at \`${host}\`` }] : []
    case 'registry':
      return changes
        ? [
            {
              ...base,
              kind: base.kind === 'net.delete' ? 'pkg.unpublish' : 'pkg.publish',
              says: `writes to the registry \`${host}\``,
            },
          ]
        : []
    case 'metadata':
      return [
        {
          ...base,
          kind: 'secret.print',
          targets: [{ type: 'secret', value: 'cloud-metadata' }, ...base.targets],
          says: 'asks the cloud metadata service, which hands out credentials',
        },
      ]
    case 'paste':
    case 'share':
    case 'render':
    case 'catcher':
    case 'tunnel':
    case 'echo':
    case undefined:
      return []
  }
}

/** Webhook addresses are secrets; only what stands before the secret part names the channel. */
function channel(url: Word): readonly Target[] {
  const path = /^https?:\/\/[^/]+\/([^?]*)/.exec(url.text ?? '')?.[1]
  return path ? [{ type: 'channel', value: path.split('/').slice(0, 3).join('/') }] : []
}

function withoutScheme(url: Word): Word {
  const text = url.text?.replace(/^file:\/\/(localhost)?/i, '')
  return text === undefined
    ? { ...url, prefix: (url.prefix ?? '').replace(/^file:\/\/(localhost)?/i, '') }
    : { text, raw: text }
}

/** Requests to the socket of a container engine are its acts; a socket of another kind is a connection to something unknown. */
function socketEffects(request: HttpRequest, socket: Target, at: Command): readonly Effect[] {
  const path = (request.url.text ?? request.url.prefix ?? '')
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/v[\d.]+/, '')
  const parts = {
    targets: [socket, { type: 'url' as const, value: request.url.text, raw: request.url.raw }],
    flags: request.flags,
    sources: request.body,
  }
  if (!isEngineSocket(socket.value)) {
    const kind = kindOf(request, [])
    return [
      effect(kind, at, `talks to the socket \`${socket.value ?? '?'}\``, {
        ...parts,
        flags: [...request.flags, 'local'],
      }),
      ...(socket.guarded === 'gate' ? [effect('gate.tamper', at, 'talks to the gate', parts)] : []),
    ]
  }
  const method = request.method ?? 'POST'
  const says = `calls the container engine with \`${method} ${path}\``
  if (reading.has(method)) return [effect('container.read', at, says, parts)]
  if (method === 'DELETE')
    return [
      effect(
        path.startsWith('/images')
          ? 'container.image-remove'
          : path.startsWith('/volumes')
            ? 'container.volume-remove'
            : 'container.remove',
        at,
        says,
        parts,
      ),
    ]
  if (/\/prune$/.test(path)) return [effect('container.prune', at, says, parts)]
  if (/\/exec(\/|$)/.test(path)) return [effect('container.exec', at, says, parts)]
  if (/\/(stop|kill|pause)$/.test(path)) return [effect('container.stop', at, says, parts)]
  if (/^\/(containers|services)\/create/.test(path))
    return [effect('container.run', at, says, { ...parts, flags: [...request.flags, 'privileged'] })]
  if (/\/push$/.test(path)) return [effect('container.push', at, says, parts)]
  return [effect('container.start', at, says, parts)]
}

/** Whether a path is the socket of a container engine, which lets its users do anything on the machine. */
export function isEngineSocket(path: string | null): boolean {
  const name = path?.slice(path.lastIndexOf('/') + 1) ?? ''
  return name.length < 64 && /^(docker|podman|containerd|crio|buildkitd?)[\w.-]*\.sock$/.test(name)
}
