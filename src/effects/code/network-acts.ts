/** Calls that talk to other machines. */
import { literal } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { requestEffects } from '../http/request.js'
import { hostTarget, textSources, urlTargets } from '../payload.js'
import { type Surroundings, UNNAMED } from './surroundings.js'
import type { CodeCall, Value } from './value.js'

/** Data that goes along with a request: every argument but the address and the options that carry none. */
function payload(call: CodeCall, url: Value | undefined): { body: Source[]; headers: Source[]; flags: Flag[] } {
  const body: Source[] = []
  const headers: Source[] = []
  const flags: Flag[] = []
  const add = (name: string, value: Value) => {
    if (
      /^(?:timeout|method|verify|rejectUnauthorized|stream|allow_redirects|signal|cache|mode|credentials|redirect|responseType)$/.test(
        name,
      )
    ) {
      if ((name === 'verify' || name === 'rejectUnauthorized') && /^(?:False|false)$/.test(value.word.text ?? ''))
        flags.push('insecure')
      return
    }
    const into = /^(?:headers|auth|cookies|cert)$/.test(name) ? headers : body
    into.push(...value.from)
    if (value.word.text !== null && into === body) into.push(...textSources(value.word))
    else if (into === body && value.from.length === 0) into.push({ type: 'text', value: value.word.raw.slice(0, 2000) })
  }
  for (const arg of call.args) {
    if (arg === url) continue
    if (arg.entries && [...arg.entries.keys()].some((key) => /^(?:method|headers|body|data|json|timeout)$/.test(key)))
      for (const [name, value] of arg.entries) add(name, value)
    else add('data', arg)
  }
  for (const [name, value] of call.named) if (value !== url) add(name, value)
  return { body, headers, flags }
}

/** One HTTP request; `method` null where it is not known. */
export function request(
  url: Value | undefined,
  method: string | null,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const address = url ?? UNNAMED
  const { body, headers, flags } = payload(call, url)
  const isRead = method === 'GET' || method === 'HEAD'
  const word =
    address.from.length > 0 && address.word.text === null && !address.word.variables
      ? { ...address.word }
      : address.word
  // What is built into the address of a read leaves with it.
  const sent = isRead ? [...body.filter((source) => source.type !== 'text'), ...address.from] : body
  return requestEffects({ url: word, method, body: sent, headers, flags }, around.command, around.context)
}

/** fetch(url, { method, body }), axios({ url, method, data }), http.request(options). */
export function jsRequest(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const url = value?.entries ? (value.entries.get('url') ?? hostEntry(value.entries)) : value
  const given = options?.get('method')
  const method = given
    ? (given.word.text?.toUpperCase() ?? null)
    : options?.has('body') || options?.has('data') || options?.has('json')
      ? 'POST'
      : 'GET'
  return request(url, method, { ...call, args: call.args }, around)
}

function hostEntry(entries: ReadonlyMap<string, Value>): Value | undefined {
  const host = entries.get('hostname') ?? entries.get('host')
  return host?.word.text
    ? { ...host, word: literal(`https://${host.word.text}${entries.get('path')?.word.text ?? '/'}`) }
    : host
}

/** Where a connecting call goes. */
export function destination(value: Value | undefined, other: Value | undefined): Target {
  const address =
    value?.items?.[0] ??
    value?.entries?.get('host') ??
    (value?.word.text === null || value?.word.text === undefined ? undefined : value)
  const word = address && !/^\d+$/.test(address.word.text ?? '') ? address.word : other?.word
  if (!word || word.text === null)
    return { type: 'host', value: null, role: 'destination', ...(word ? { raw: word.raw } : {}) }
  const host = urlTargets(word).find((target) => target.type === 'host')
  return host ?? hostTarget(word, 'destination')
}

/** Whether an address to listen on is every one of this machine. */
export function openToAll(value: Value | undefined): boolean {
  const host = value?.items?.[0]?.word.text ?? value?.word.text
  return host === '' || host === '0.0.0.0' || host === '::'
}
