/** What the world says about an act, in words for the person who is asked. Pure. */
import type { Facts } from '../world.js'

const number = (value: boolean | number, one: string, many: string) =>
  value === true ? many : value === 1 ? `1 ${one}` : `${value} ${many}`

/** A sentence for each fact that speaks against the act or says how much it concerns. */
export function factWords(facts: Facts): readonly string[] {
  const { dirty, untracked, unpushed, remoteAhead, merged, pushed, count, bytes } = facts
  return [
    remoteAhead ? `the remote has ${number(remoteAhead, 'commit', 'commits')} that would be lost` : '',
    unpushed ? `${number(unpushed, 'commit exists', 'commits exist')} only here` : '',
    dirty ? 'there are changes that are not committed' : '',
    untracked ? `${number(untracked, 'file is', 'files are')} not tracked` : '',
    merged === false ? 'the branch is not merged' : '',
    pushed === false ? 'the current commit is not pushed' : '',
    count === undefined
      ? ''
      : `it concerns ${number(count, 'file', 'files')}${bytes === undefined ? '' : `, ${size(bytes)}`}`,
  ].filter((text) => text !== '')
}

function size(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
