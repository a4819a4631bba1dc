/** Pictures of numbers, as SVG: bars of a table, the histogram of times, the lanes of the timeline. */
import type { Histogram } from '../log/histogram.js'
import type { Outcomes } from '../log/statistics.js'
import { agentName } from '../log/table.js'
import { duration } from '../log/times.js'
import type { Bins } from './bins.js'
import type { Lane } from './collect.js'
import { html, type Markup } from './markup.js'

const round = (value: number) => Math.round(value * 100) / 100

/** What ran and what was blocked of `most`, side by side. */
export function outcomeBar({ ran, blocked }: Outcomes, most: number): Markup {
  const share = (value: number) => round((value / most) * 100)
  // A single refusal among thousands is still to be seen.
  const red = blocked > 0 ? Math.max(1, share(blocked)) : 0
  return html`<svg viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="9"/><rect class="ran" width="${share(ran)}" height="9"/><rect class="blocked-fill" x="${Math.min(share(ran), 100 - red)}" width="${red}" height="9"/></svg>`
}

const WIDTH = 520
const HEIGHT = 210
const TOP = 18
const BOTTOM = 24

/** Time that the gate took, on a logarithmic axis, with the median and the 99th percentile marked. */
export function latencyPicture(latency: Histogram): Markup {
  const buckets = latency.buckets()
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (!first || !last) return html`<p class="empty">nothing was measured</p>`
  const most = Math.max(...buckets.map(({ count }) => count))
  const begin = Math.log10(first.from)
  const scale = WIDTH / Math.max(0.3, Math.log10(last.to) - begin)
  const x = (us: number) => round((Math.log10(us) - begin) * scale)
  const room = HEIGHT - TOP - BOTTOM
  const bars = buckets.map(({ from, to, count }) => {
    const height = round(count === 0 ? 0 : Math.max(1.5, (count / most) * room))
    return html`<rect class="ran" x="${x(from) + 1}" y="${round(TOP + room - height)}" width="${Math.max(1, round(x(to) - x(from) - 2))}" height="${height}" rx="1.5"><title>${duration(from)} to ${duration(to)}: ${count}</title></rect>`
  })
  const decades = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
  const ticks = decades
    .filter((us) => x(us) >= 8 && x(us) <= WIDTH - 24)
    .map((us) => html`<text x="${x(us)}" y="${HEIGHT - 6}" text-anchor="middle">${duration(us)}</text>`)
  const marks = [0.5, 0.99].map((share) => {
    const at = Math.min(WIDTH - 1, x(latency.quantile(share)))
    const anchor = at > WIDTH * 0.8 ? 'end' : 'start'
    const name = share === 0.5 ? 'median' : 'p99'
    return html`<line class="mark" x1="${at}" x2="${at}" y1="${TOP - 4}" y2="${TOP + room}"/><text x="${at + (anchor === 'end' ? -5 : 5)}" y="${TOP - 6}" text-anchor="${anchor}">${name}</text>`
  })
  return html`<div class="histogram"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="time added to each command: ${duration(latency.quantile(0.5))} in the median">${bars}${marks}${ticks}</svg></div>`
}

const LANE_HEIGHT = 38
/** More refusals in one lane than this run into each other, and are drawn as an amount. */
const MAX_MARKS = 80

/** Sessions over time: how much ran as height, each refusal as a mark that leads to it. */
export function timeline(lanes: readonly Lane[], from: number, to: number): Markup {
  const span = Math.max(1_000, to - from)
  const x = (at: number) => round(((at - from) / span) * 1_000)
  const bars = (bins: Bins, kind: string, room: number, hanging: boolean) => {
    const spans = bins.spans()
    const most = Math.max(1, ...spans.map(({ count }) => count))
    return spans.map(({ from: begin, to: end, count }) => {
      const height = round(4 + Math.sqrt(count / most) * (room - 4))
      const left = Math.max(0, x(begin))
      const width = Math.max(1.5, round(x(end) - left))
      return html`<rect class="${kind}" x="${left}" y="${hanging ? 0 : LANE_HEIGHT - height}" width="${width}" height="${height}"/>`
    })
  }
  const rows = lanes.map((lane) => {
    const told = lane.marks.length === lane.blocked.total && lane.marks.length <= MAX_MARKS
    const marks = told
      ? lane.marks.map(
          ({ at, id, rule, command }) =>
            html`<a href="#${id}" aria-label="${id} was blocked: ${rule}"><rect class="blocked-fill" x="${Math.min(996, x(at))}" y="0" width="3.5" height="${LANE_HEIGHT}"><title>${rule}: ${command.slice(0, 200)}</title></rect></a>`,
        )
      : bars(lane.blocked, 'blocked-fill', LANE_HEIGHT * 0.4, true)
    const ran = bars(lane.ran, 'ran', LANE_HEIGHT * (told ? 0.8 : 0.55), false)
    return html`<div class="lane-name">${agentName(lane.agent)}<small class="id">${lane.session}</small></div><div class="lane"><svg viewBox="0 0 1000 ${LANE_HEIGHT}" preserveAspectRatio="none">${ran}${marks}</svg></div>`
  })
  return html`<div class="lanes">${rows}<div class="axis">${axis(from, from + span)}</div></div><div class="legend"><span><i></i>ran</span><span><i class="b"></i>blocked</span></div>`
}

const DAY_MS = 86_400_000

/** Times at the ends and at the quarters between. */
function axis(from: number, to: number): Markup[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => html`<span>${tick(from + (to - from) * share, to - from)}</span>`)
}

function tick(at: number, span: number): string {
  const iso = new Date(at).toISOString()
  if (span > 3 * DAY_MS) return iso.slice(5, 10)
  if (span > DAY_MS) return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`
  return span > 600_000 ? iso.slice(11, 16) : iso.slice(11, 19)
}
