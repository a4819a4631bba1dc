/**
 * The judge is most of gatesh's code, and nobody needs it before the agent starts its first program. It is loaded beside
 * the agent's own start. A judge that cannot be loaded is a fault of every decision: nothing runs.
 */
import type { SessionJudge } from './launch.js'

/** Time for the agent's own image to be let go first: loading keeps this process busy. */
const AFTER_START_MS = 30

export interface LazyJudge extends SessionJudge {
  /** The agent is on its way: load soon, unless it is asked before. */
  started(): void
}

export function lazyJudge(load: () => Promise<SessionJudge>): LazyJudge {
  const early: (readonly [words: string, referent: string | undefined])[] = []
  let judge: SessionJudge | undefined
  let loading: Promise<SessionJudge> | undefined
  const loaded = () => {
    loading ??= load().then((made) => {
      for (const [words, referent] of early) made.heard(words, referent)
      judge = made
      return made
    })
    return loading
  }
  return {
    started: () => void setTimeout(() => loaded().catch(() => {}), AFTER_START_MS).unref(),
    decide: async (request, world, decidedLater) => (await loaded()).decide(request, world, decidedLater),
    heard: (words, referent) => {
      if (judge) judge.heard(words, referent)
      else early.push([words, referent])
    },
    proposal: async (request, world, decision) => await judge?.proposal?.(request, world, decision),
    // Only what was decided is settled, so it is there.
    settled: (request, command, decision, ran) => judge?.settled(request, command, decision, ran),
  }
}
