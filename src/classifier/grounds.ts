/** What authorization of one request rests on, gathered once for all of its effects. */
import type { Effect } from '../effects/effect.js'
import type { Session } from '../session.js'
import { fold } from '../transcript/tokens.js'
import type { Words } from '../transcript/words.js'
import type { Facts, GitView, Place, World } from '../world.js'
import type { Question } from './engine.js'

export interface Grounds {
  readonly session: Session
  readonly words: Words
  readonly place: Place
  readonly world: World
  readonly git: GitView | undefined
  readonly facts: Facts
  readonly effects: readonly Effect[]
  /** Whole text of the command or tool input, folded: what a name in an order is looked for in. */
  readonly commandText: string
  /** Text of the single command that an effect comes from, folded; the whole one for a tool call. */
  sourceOf(effect: Effect): string
  /** Whether its operands come from another command's output or from a search: then it may take any number of things. */
  isFed(effect: Effect): boolean
}

const feeders = new Set(['xargs', 'find', 'fd', 'parallel', 'gfind'])

/** Longest command text that names are looked for in. */
const MAX_TEXT = 20_000

function textOf({ request, script }: Question): string {
  switch (request.kind) {
    case 'script':
      return request.text
    case 'exec':
      return script?.text ?? request.argv.join(' ')
    case 'tool':
      return `${request.tool} ${JSON.stringify(request.input)}`
  }
}

export function groundsOf(question: Question): Grounds {
  const { session, script, world } = question
  const commandText = fold(textOf(question).slice(0, MAX_TEXT))
  return {
    session,
    words: session.words,
    place: session.place,
    world,
    git: world.git(question.request.cwd ?? session.place.cwd) ?? world.git(session.place.project),
    facts: question.facts,
    effects: question.effects,
    commandText,
    sourceOf(effect) {
      const command = script?.commands[effect.command]
      return command ? fold(command.source.slice(0, MAX_TEXT)) : commandText
    },
    isFed(effect) {
      return script?.commands[effect.command]?.via.some(({ program }) => feeders.has(program)) === true
    },
  }
}
