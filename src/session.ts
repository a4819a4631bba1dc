/** What is known of one agent session, built turn by turn. Decisions read it; only `observe` changes it. */
import { type Effect, verbOf } from './effects/effect.js'
import { Ledger } from './ledger/ledger.js'
import type { Request } from './request.js'
import { boundariesOf } from './transcript/boundaries.js'
import { History } from './transcript/history.js'
import type { Turn } from './transcript/turn.js'
import { Words } from './transcript/words.js'
import { understand } from './understand.js'
import type { Place, World } from './world.js'

/** A step that the gate refused, or that the agent only tried out: what a bare "yes" may refer to. */
export interface Offer {
  readonly effects: readonly Effect[]
  /** Text of the command, or name of the tool with its input. */
  readonly text: string
  /** Number of user messages before it. */
  readonly message: number
  readonly refused: boolean
}

/** One thing that the agent did or wanted to do. */
interface Step {
  readonly effects: readonly Effect[]
  readonly text: string
  readonly cwd?: string
}

/** Offers kept: a "yes" speaks to what came just before it. */
const MAX_OFFERS = 50

/** Kinds that leave something running. */
const starting: ReadonlySet<Effect['kind']> = new Set([
  'exec.serve',
  'exec.background',
  'container.run',
  'container.start',
  'net.listen',
  'job.submit',
  'net.tunnel',
])

export class Session {
  readonly words: Words
  readonly ledger = new Ledger()
  /** The same session in order, for an engine that reads it as a whole. */
  readonly history = new History()
  /** Refused and tried-out steps, newest last. */
  readonly offers: Offer[] = []
  /** Effects of the agent's last steps, newest last: what "it" may mean. */
  readonly lately: { readonly effect: Effect; readonly message: number }[] = []
  /** A command that waits for its fate: it took place unless a refusal of the same text follows. */
  private pending: Step | undefined

  constructor(
    readonly place: Place,
    private readonly world: World,
  ) {
    this.words = new Words(place)
  }

  /** Takes in one turn of the transcript, in order. */
  observe(turn: Turn): void {
    switch (turn.role) {
      case 'user':
        this.settle()
        this.heard(turn.text, turn.referent)
        return
      case 'agent': {
        this.settle()
        this.pending =
          'command' in turn
            ? this.read({ command: turn.command, ...(turn.cwd ? { cwd: turn.cwd } : {}) })
            : this.read({ tool: turn.tool, input: turn.input, ...(turn.cwd ? { cwd: turn.cwd } : {}) })
        return
      }
      case 'gate': {
        const step =
          turn.tool !== undefined
            ? this.read({ tool: turn.tool, input: turn.input ?? {} })
            : this.read({ command: turn.command ?? '' })
        if (this.pending?.text === step.text) this.pending = undefined
        this.settle()
        if (turn.verdict === 'approved') {
          this.history.add({ who: 'gate', decided: 'approved', text: step.text })
          this.done({ effects: step.effects, text: '' })
        } else this.refused(step)
        return
      }
    }
  }

  /** Takes in a step that was just judged, with the effects found then. `ran`: whether it was let through. */
  record(step: Step, ran: boolean): void {
    this.settle()
    if (ran) this.done(step)
    else this.refused(step)
  }

  private heard(text: string, referent: string | undefined): void {
    const message = this.words.observe(text, referent)
    const isPinned = message.standing || boundariesOf(message).length > 0
    this.history.add({ who: 'user', text, ...(referent === undefined ? {} : { replies: true }) }, isPinned)
  }

  /** Records what still waits; to be called before a decision. */
  settle(): void {
    const step = this.pending
    this.pending = undefined
    if (step) this.done(step)
  }

  private read(
    step: { command: string; cwd?: string } | { tool: string; input: Readonly<Record<string, unknown>>; cwd?: string },
  ): Step {
    const cwd = step.cwd ?? this.place.cwd
    const request: Request =
      'command' in step
        ? { kind: 'script', door: 'check', text: step.command, dialect: 'bash', cwd }
        : { kind: 'tool', door: 'check', agent: '', tool: step.tool, input: step.input, cwd }
    const text = 'command' in step ? step.command : `${step.tool} ${JSON.stringify(step.input)}`
    return { effects: understand(request, this.place, this.world).effects, text, cwd }
  }

  private done({ effects, text, cwd }: Step): void {
    if (text !== '' && effects.some(isTelling))
      this.history.add({ who: 'agent', text, ...(cwd === undefined || cwd === this.place.cwd ? {} : { cwd }) })
    const message = this.words.length
    for (const effect of effects) {
      this.ledger.record(effect, message, effects)
      this.remember(effect, message)
    }
    if (effects.some(({ kind }) => starting.has(kind)) || / &\s*(?:$|echo|sleep|disown|[\n;)])/.test(`${text} `))
      this.ledger.start(text)
    if (effects.some((effect) => effect.flags.includes('dry-run') || effect.kind === 'infra.plan'))
      this.offer({ effects, text, message, refused: false })
  }

  private refused(step: Step): void {
    this.history.add({ who: 'gate', decided: 'refused', text: step.text })
    const message = this.words.length
    for (const effect of step.effects) {
      this.ledger.refuse(effect, message, step.text)
      this.remember(effect, message)
    }
    this.offer({ effects: step.effects, text: step.text, message, refused: true })
  }

  private remember(effect: Effect, message: number): void {
    this.lately.push({ effect, message })
    if (this.lately.length > MAX_OFFERS) this.lately.shift()
  }

  private offer(offer: Offer): void {
    this.offers.push(offer)
    if (this.offers.length > MAX_OFFERS) this.offers.shift()
  }
}

/** Looking around tells nothing about what comes later; reading a secret or fetching something does. */
function isTelling(effect: Effect): boolean {
  return verbOf(effect) !== 'read' || effect.kind === 'net.fetch' || effect.kind.startsWith('secret.')
}
