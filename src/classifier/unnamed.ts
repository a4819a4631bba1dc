/** Targets that go without their name: defaults, what the session made or just had in hand, what is the user's own. */
import type { Effect, Target } from '../effects/effect.js'
import type { Ledger } from '../ledger/ledger.js'
import { allWords, thingsOf } from '../transcript/lexicon/things.js'
import { mentions, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { isNamedIn, REACH } from './named.js'

/** A job that the session submitted under this name. */
export function submittedHere({ type, value }: Target, { started }: Ledger): boolean {
  return (
    type === 'job' &&
    value !== null &&
    /\p{L}{3}/u.test(value) &&
    started.some((text) => mentions(` ${text.replaceAll('=', ' ')} `, value.toLowerCase()))
  )
}

/** Whether the session's last steps, or the step that was refused, had this very target: what "it" means. */
export function inFocus(target: Target, order: Order, grounds: Grounds): boolean {
  return grounds.session.lately.some(
    ({ effect, message }) =>
      message >= order.message.index - 1 &&
      effect.targets.some(
        (other) =>
          other.value !== null &&
          (other.value === target.value || (other.raw !== undefined && other.raw === target.raw)) &&
          other.type === target.type,
      ),
  )
}

const recurs =
  / (?:every|each|nightly|daily|hourly|weekly|monthly|cron|crontab|cronjob|schedule[sd]?|timer|automatic\w*|automatisch|jede[nrsm]?|taglich|stundlich|nachts|cada|todas|todos|itself) |\d\d? ?(?:uhr|am|pm)|毎|每|定期/

export function isDefault(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  const { git } = grounds
  switch (target.type) {
    case 'branch':
    case 'ref':
      // Gerrit's way of asking for a review.
      if (/^refs\/for\//.test(target.value ?? '')) return / (?:gerrit|review) /.test(order.message.own)
      return (
        target.value !== null &&
        (target.value === git?.branch || /^(?:head|@|fetch_head|orig_head)(?:$|[~^@{])/i.test(target.value))
      )
    case 'commit':
      return target.value !== null && /^(?:head|@)(?:$|[~^@{])/i.test(target.value)
    case 'remote':
      return target.value === 'origin' || (target.value !== null && git !== undefined && target.value in git.remotes)
    case 'path':
      // There is one crontab; what it is to run must have been spoken of.
      if (effect.kind === 'sys.persist' && target.value === '/var/spool/cron')
        return recurs.test(order.clause.text) && speaksOfScheduled(effect, grounds)
      return (
        effect.kind.startsWith('vcs.') &&
        (target.value === null || target.value === grounds.place.project || target.many === true)
      )
    case 'repo':
      return (
        target.value !== null &&
        Object.values(git?.remotes ?? {}).some((url) => url.toLowerCase().includes(target.value!.toLowerCase()))
      )
    case 'resource':
    case 'stack':
      return (
        target.value !== null &&
        target.value === grounds.place.project.slice(grounds.place.project.lastIndexOf('/') + 1)
      )
    case 'environment':
    case 'namespace':
    case 'cluster':
    case 'region':
    case 'program':
    case 'key':
    case 'tool':
      return true
    default:
      return false
  }
}

/** Whether the script or program in the new line of the crontab was named or made in this session. */
function speaksOfScheduled(effect: Effect, grounds: Grounds): boolean {
  const texts = effect.sources.flatMap(({ type, value }) => (type === 'text' && value !== null ? [value] : []))
  const paths = texts.flatMap((text) => text.match(/[~/][\w./-]*\/[\w.-]+/g) ?? [])
  return (
    paths.length > 0 &&
    paths.some((value) => {
      const target: Target = { type: 'path', value, raw: value }
      return (
        grounds.session.ledger.made(target) ||
        grounds.words.recent.slice(-REACH).some((message) => isNamedIn(message.text, target, grounds))
      )
    })
  )
}

/** A unit whose file this session wrote: `write a timer and switch it on`. */
export function isOwnUnit({ type, value }: Target, { kind }: Effect, { session }: Grounds): boolean {
  return (
    kind === 'sys.persist' &&
    type === 'service' &&
    value !== null &&
    session.ledger.done.some(({ effect }) =>
      effect.targets.some((made) => made.type === 'path' && made.value?.endsWith(`/${value}`) === true),
    )
  )
}

/** `all my pending jobs` for the user's own name, `this project's derived data` for a path with the project's name. */
export function isOnesOwn(target: Target, { clause }: Order, { place }: Grounds): boolean {
  if (target.value === null) return false
  if (
    target.type === 'user' &&
    / (?:mine|to me|my) /.test(clause.text) &&
    target.value.split(':')[0] === place.home.slice(place.home.lastIndexOf('/') + 1) &&
    !/ (?:all|every) /.test(clause.text)
  )
    return / mine | to me /.test(clause.text)
  if (target.type === 'user')
    return (
      target.value.split(':')[0] === place.home.slice(place.home.lastIndexOf('/') + 1) &&
      / (?:my|mine|meine|meiner|mis|mi) |私の|我的/.test(clause.text) &&
      (allWords.test(clause.text) ||
        [...clause.words].some((word) => word.length > 3 && word.endsWith('s') && thingsOf(word).length > 0))
    )
  const name = place.project.slice(place.project.lastIndexOf('/') + 1).toLowerCase()
  if (
    target.type !== 'path' ||
    !/ (?:this|the|my|dieses|este) (?:project|app|repo|projekts?|proyecto) /.test(clause.text)
  )
    return false
  const rest = target.value.split('/').flatMap((part) => partsOf(part))
  return rest.includes(name) && rest.some((part) => part !== name && clause.words.has(part))
}
