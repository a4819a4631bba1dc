/** Times and durations as people write them. */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const pad = (value: number) => String(value).padStart(2, '0')

/** Day of a time, local: `2026-11-21`. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/** Local time, to the second; with its day where that is not `now`'s. */
export function clockTime(ts: string, now: Date): string {
  const at = new Date(ts)
  if (Number.isNaN(at.getTime())) return 'unknown'
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`
  return dayOf(at) === dayOf(now) ? clock : `${dayOf(at)} ${clock}`
}

/** How long ago: `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`, and the day where it is longer. */
export function relativeTime(ts: string, now: Date): string {
  const at = new Date(ts)
  const age = now.getTime() - at.getTime()
  if (Number.isNaN(age)) return 'unknown'
  if (age < SECOND) return 'now'
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d ago`
  return dayOf(at)
}

/** Microseconds as a person reads them: `850 us`, `1.6 ms`, `89 ms`, `2.4 s`. */
export function duration(us: number): string {
  if (us < 1_000) return `${Math.round(us)} us`
  if (us < 1_000_000) return `${(us / 1_000).toFixed(us < 10_000 ? 1 : 0)} ms`
  return us < 60_000_000 ? `${(us / 1_000_000).toFixed(1)} s` : `${(us / 60_000_000).toFixed(1)} min`
}

const units: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/**
 * The moment that `text` means, in milliseconds since 1970: `90s`, `30m`, `2h`, `3d`, `1w` before now, `today`, `yesterday`,
 * or a date, local unless it says otherwise. Undefined where it means none.
 */
export function momentOf(text: string, now: Date): number | undefined {
  const ago = /^(\d{1,6})\s*(s|m|min|h|d|w)(?:\s+ago)?$/.exec(text)
  if (ago) return now.getTime() - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0)
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  if (text === 'today') return midnight.getTime()
  if (text === 'yesterday') return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).getTime()
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (day) return at(new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])))
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? at(new Date(text.replace(' ', 'T'))) : undefined
}

const at = (date: Date) => (Number.isNaN(date.getTime()) ? undefined : date.getTime())
