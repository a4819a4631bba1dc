/**
 * Asks the person at the session's terminal. The keyboard is on our side of the gate: nothing below the agent can press
 * a key here. What can go wrong is the person, who was typing something for the agent: so a question comes up only when
 * nothing has been typed for a while, an answer takes two keys, and neither counts close to a key that is no answer.
 */
import type { Approvals, Pending, Reply } from '../broker/approvals.js'
import { type Key, KeyReader } from './keys.js'
import { optionsOf, promptLines } from './prompt-text.js'
import type { Screen } from './screen.js'

export interface PromptOptions {
  readonly approvals: Approvals
  readonly screen: Pick<Screen, 'show' | 'hide' | 'size'>
  readonly timeoutMs: number
  readonly agent: string
  readonly configFile: string
  /** To the agent, as if it had been typed. */
  pass(data: Uint8Array): void
  /** Makes the terminal ring. */
  ring(): void
  /** Milliseconds, the clock of the approvals. */
  now(): number
}

export interface Prompt {
  /** From the keyboard: what is for the question is taken, the rest is passed on. */
  typed(data: Uint8Array): void
  /** The terminal has another size. */
  resized(): void
  close(): Promise<void>
}

/** Nothing typed for this long: whoever sits there does not write to the agent just now. */
const QUIET_MS = 1_000
/** A key this soon after the question came up was meant for what was there before. */
const GRACE_MS = 700
/** Keys this close to one that is no answer belong to it: somebody writes a word. */
const STRAY_MS = 700
/** Nobody reads what is selected in less; a paste does. */
const CONFIRM_MS = 120
const REDRAW_MS = 5_000

export function createPrompt(options: PromptOptions): Prompt {
  const { approvals, screen, timeoutMs, now } = options
  const keys = new KeyReader()
  let current: Pending | undefined
  /** The agent's screen is looked at; the question comes back with the next key. */
  let aside = false
  let selected: Reply | undefined
  let problem: string | undefined
  let lastKey = Number.NEGATIVE_INFINITY
  let lastStray = Number.NEGATIVE_INFINITY
  let shownAt = 0
  /** It came up right behind another one: what is typed early was not meant for the agent. */
  let follows = false
  let selectedAt = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()

  const waiting = () => approvals.pending().filter((pending) => pending.waiting)

  const isWaiting = ({ question: { id } }: Pending) => waiting().some(({ question }) => question.id === id)

  /** One thing after the other: the screen is given back before it is taken again. */
  function next(): Promise<void> {
    work = work.then(update).catch(() => {})
    return work
  }

  async function update(): Promise<void> {
    clearTimeout(timer)
    const queue = closed ? [] : waiting()
    const [first] = queue
    const before = current
    if (current && !isWaiting(current)) forget()
    if (!current && first) {
      const quiet = now() - lastKey
      follows = before !== undefined
      if (quiet < QUIET_MS) {
        timer = setTimeout(() => void next(), QUIET_MS - quiet)
        return
      }
      current = first
      shownAt = now()
      options.ring()
    }
    if (!current || aside) {
      await screen.hide()
      return
    }
    await screen.show(linesOf(current, queue))
    timer = setTimeout(() => void next(), REDRAW_MS)
    timer.unref()
  }

  function forget(): void {
    current = undefined
    aside = false
    selected = undefined
    problem = undefined
  }

  function linesOf(shown: Pending, queue: readonly Pending[]): string[] {
    const { question, since } = shown
    const index = queue.findIndex((pending) => pending.question.id === question.id) + 1
    const secondsLeft = Math.max(0, Math.ceil((timeoutMs - (now() - since)) / 1000))
    const { agent, configFile } = options
    return promptLines(
      { question, index, total: queue.length, secondsLeft, selected, agent, configFile, problem },
      screen.size,
    )
  }

  function press(key: Key, asked: Pending): void {
    const possible = optionsOf(asked.question)
    switch (key.kind) {
      case 'answer':
      case 'interrupt':
        // An interrupt ends what is waiting, as it would without a question; then the question goes by itself.
        options.pass(Buffer.from(key.bytes))
        return
      case 'escape':
        aside = true
        return
      case 'up':
      case 'down': {
        const at = possible.findIndex(({ reply }) => reply === selected)
        const step = key.kind === 'down' ? 1 : -1
        const to = at < 0 ? (step > 0 ? 0 : possible.length - 1) : at + step
        choose(possible[Math.min(Math.max(to, 0), possible.length - 1)]?.reply)
        return
      }
      case 'character': {
        const option = possible.find((each) => each.key === key.text)
        if (option && now() - lastStray >= STRAY_MS) choose(option.reply)
        else stray()
        return
      }
      case 'return': {
        const isMeant = now() - lastStray >= STRAY_MS && now() - selectedAt >= CONFIRM_MS
        if (selected !== undefined && isMeant) problem = approvals.answer(asked.question.id, selected, 'prompt')
        else stray()
        return
      }
      case 'other':
        stray()
        return
    }
  }

  function choose(reply: Reply | undefined): void {
    // A letter right behind another one is writing, not choosing.
    if (now() - selectedAt < CONFIRM_MS) {
      stray()
      return
    }
    selected = reply
    selectedAt = now()
  }

  function stray(): void {
    selected = undefined
    lastStray = now()
  }

  approvals.onChange(() => void next())
  return {
    typed(data) {
      const early = current !== undefined && !aside && now() - shownAt < GRACE_MS
      if (early && follows) return
      if (!current || early) {
        lastKey = now()
        options.pass(data)
        return
      }
      const asked = current
      const pressed = keys.push(data)
      if (aside && pressed.some(({ kind }) => kind !== 'answer')) aside = false
      else for (const key of pressed) if (isWaiting(asked)) press(key, asked)
      void next()
    },
    resized: () => void next(),
    close() {
      closed = true
      return next()
    },
  }
}
