/** Verbs of broad meaning: `change the title` orders a change of the title, and no deployment, whatever `change` may mean elsewhere. */
import { type Effect, verbOf } from '../effects/effect.js'
import { isThing } from '../transcript/concerns.js'
import { actsOf } from '../transcript/effect-acts.js'
import { pronouns, saysProduction, thingsOf } from '../transcript/lexicon/things.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { isNamedIn } from './named.js'

const broad = new Set(
  (
    'add allow bring call change check configure create do edit enable exclude examine find fix get give go handle have identify let list look make modify move need ' +
    'open point prepare print put read review run save see set share show start store switch take tell test try update upgrade use view wire work write'
  ).split(' '),
)

/** Kinds that others notice or that last: for these a broad verb must come with its object. */
const notable =
  /^(?:deploy|pkg\.(?:publish|config)|container\.push|forge\.(?!read)|infra\.(?!plan)|cloud\.(?!read)|cluster\.(?!read)|trust|msg|pay|job\.(?!read)|secret|net\.(?:send|tunnel|delete)|tool\.send|queue|sys\.(?:persist|firewall|user|power)|vcs\.(?:push|rewrite)|exec\.(?:fetched|unknown|opaque)|auth)/

/** Infrastructure is described by editing files; only other words ask that the description be carried out. */
const editing =
  /^(?:add|change|configure|edit|fix|make|modify|move|point|prepare|put|review|run|save|set|store|switch|update|upgrade|use|wire|write)$/

/** To change something is not to restart, stop, publish or hand it out, though that may be the next step. */
const adjusting = /^(?:add|change|configure|edit|fix|modify|prepare|use|wire|write)$/
const operating =
  /^(?:sys\.(?:service|kill|power)|deploy|pkg\.publish|container\.(?:push|stop|start|remove)|infra\.destroy|cluster\.(?:delete|node|scale)|job|forge\.(?:pr-merge|pr-approve|release|secret|workflow)|net\.delete)/

const composing =
  /^(?:write|make|create|draft|prepare|generate|produce|add|put|remove|delete|drop|rename|change|edit|set|update|fix)$/
const source =
  / (?:to|in|into|inside|from|of|out of|nach|aus|von|en|de) (?:the |my |our |its )?\S*[\w-]\.(?:tf|ya?ml|json|toml|py|jsx?|tsx?|mjs|md|sh|rb|go|php|css|s?html?|conf|ini|env|txt|rs|java|kt|swift|c|h|cpp) /
const document =
  /^ (?:\S+ ){0,3}?(?:write|make|create|draft|prepare|generate|produce) (?:\S+ ){0,2}?\S+\.(?:md|txt|html?|pdf|csv|json|docx?|xlsx?|rst) /
const message = / (?:e?mails?|messages?|mails?|comments?|repl(?:y|ies)|answers?|post|issues?|tickets?|pr|release|gist) /

/** `add a host to the ingress.yaml`, `write weekly.md for anna`: the file is what is asked for, not what comes of it. */
function writesFile({ clause, message: { lookFirst } }: Order, verb: string, { kind }: Effect): boolean {
  if (!composing.test(verb) || /^(?:fs|vcs|exec|agent|trust|sys\.persist|secret|pkg\.(?:remove|config))/.test(kind))
    return false
  if (/^(?:msg|tool\.send)/.test(kind) && lookFirst) return true
  if (/^(?:msg|tool\.send|forge|net\.send)/.test(kind)) return document.test(clause.text) && !message.test(clause.text)
  return source.test(clause.text) && !/ (?:apply|deploy|roll) /.test(clause.text)
}

/** Whether the order's verb is too broad to stand for the effect, as its clause says nothing of the effect's things. */
export function isTooBroad(order: Order, effect: Effect, grounds: Grounds): boolean {
  const verb = order.use.words.split(' ')[0] ?? ''
  if (writesFile(order, verb, effect) || (adjusting.test(verb) && operating.test(effect.kind))) return true
  // `replace a by b`, `switch from a to b`: what goes must be named.
  if (effect.kind === 'pkg.remove' && !order.use.acts.has('delete'))
    return !effect.targets.every((target) => isNamedIn(order.clause.text, target, grounds))
  if (
    !broad.has(verb) ||
    !notable.test(effect.kind) ||
    (verbOf(effect) === 'read' && !effect.kind.startsWith('secret'))
  )
    return false
  const wanted = actsOf(effect)
  // `let me know` tells the user; it sends nothing to others.
  if (verb !== 'let' && order.use.phrased && [...order.use.phrased].some((act) => wanted.has(act))) return false
  const { clause } = order
  const sentence = order.message.clauses
    .flatMap((other) => (other.sentence === clause.sentence ? [other.text] : []))
    .join(' ')
  if (effect.kind === 'infra.apply' && editing.test(verb) && !clause.text.includes(' apply')) return true
  if (clause.words.has(effect.program)) return false
  const things = verbOf(effect) === 'send' ? [...effect.targets, ...sourcesOf(effect)] : effect.targets
  if (things.some((target) => target.value !== null && isNamedIn(sentence, target, grounds))) return false
  const kinds = [...clause.words].flatMap((word) => thingsOf(word))
  if (kinds.length > 0) return !kinds.some((thing) => isThing(thing, effect))
  if (effect.flags.includes('production') && saysProduction(clause.text)) return false
  return !(
    pronouns.test(clause.text.replaceAll(' its ', ' ')) && effect.targets.some((target) => target.value !== null)
  )
}

function sourcesOf(effect: Effect): Effect['targets'] {
  return effect.sources.flatMap((source) =>
    source.type === 'path' ? [{ type: 'path' as const, value: source.value }] : [],
  )
}
