/** Whether words name a target outright, by one of its spellings, and whether they leave it out. */
import type { Target } from '../effects/effect.js'
import { inNamedRange, mentions, namesOf } from '../transcript/naming.js'
import type { Grounds } from './grounds.js'

/** How far back a name may stand that an order refers to without repeating it. */
export const REACH = 4

const ordinals = 'first second third fourth fifth sixth seventh eighth'.split(' ')

const ordinal =
  / (?:(first|second|third|fourth|fifth|sixth|seventh|eighth|newest|latest|top) |(?:number|no|nr|num|entry|nummer) (\d{1,2}) |stash@\{(\d{1,2})\})/

/** Number of the stash that the words mean: git counts from 0, people who say `the second one` from 1. */
export function stashIn(text: string): number | undefined {
  const match = ordinal.exec(text)
  if (!match) return undefined
  const [, word, number, literal] = match
  if (word === undefined) return Number(number ?? literal)
  return Math.max(0, ordinals.indexOf(word))
}

/** Whether the text names the target by one of its spellings. */
export function isNamedIn(text: string, target: Target, grounds: Grounds): boolean {
  if (target.type === 'stash' && stashIn(text) !== undefined) return target.value === `stash@{${stashIn(text)}}`
  if (target.value !== null && /^\d+$/.test(target.value) && inNamedRange(text, Number(target.value))) return true
  const own = withoutOtherHosts(text, target)
  if (namesOf(target, grounds.place.project, grounds.place.home).some((name) => mentions(own, name))) return true
  // `2020 in the acme-logs bucket` for `s3://acme-logs/2020`: each part of the address was said.
  const parts =
    target.type === 'bucket'
      ? (target.value ?? '')
          .replace(/^[a-z0-9]+:\/\//i, '')
          .split('/')
          .filter((part) => part !== '')
      : []
  return parts.length > 1 && parts.every((part) => mentions(text, part.toLowerCase()))
}

/** `web2.acme.example` does not name `web1.acme.example`, though both have parts in common. */
export function withoutOtherHosts(text: string, { type, value }: Target): string {
  const host = type === 'url' ? /^[a-z][\w+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value ?? '')?.[1] : value
  if (!host || (type !== 'host' && type !== 'url') || !/\.\D/.test(host)) return text
  const domain = host.toLowerCase().split('.').slice(-2).join('.')
  return text.replace(/[\w-]+(?:\.[\w-]+)+/g, (name) =>
    name !== host.toLowerCase() && name.endsWith(`.${domain}`) && !host.toLowerCase().endsWith(`.${name}`) ? ' ' : name,
  )
}

/** The last message that names the target excludes it: `not shop-redis-old`. */
export function isExcluded(target: Target, grounds: Grounds): boolean {
  const { recent } = grounds.words
  for (let at = recent.length - 1; at >= 0 && at >= recent.length - REACH; at--) {
    let named = false
    let kept = true
    for (const clause of recent[at]!.clauses) {
      if (!isNamedIn(clause.text, target, grounds)) continue
      named = true
      const ordered = clause.uses.some((use) => use.mood === 'order' && !use.acts.has('keep'))
      if (!clause.negative || (ordered && !excludes(clause.text, target, grounds))) kept = false
    }
    if (named) return kept
  }
  return false
}

/** `delete all but main`: the name stands behind the excluding word. */
function excludes(text: string, target: Target, grounds: Grounds): boolean {
  const cut = text.search(
    / (?:except|instead of|but not|but|not|other than|apart from|besides|excluding|keep|leave|bis auf|ausser|nicht|excepto|menos|salvo) /,
  )
  return cut >= 0 && isNamedIn(text.slice(cut), target, grounds)
}
