/** `gatesh rules prompt` and `gatesh rules critique`: what a model is told here, and what it says of the user's own rules. */
import { homedir } from 'node:os'
import { AskFailure } from '../classifier/anthropic/ask.js'
import {
  CRITIQUE_TOKENS,
  critiqueInstruction,
  critiqueLines,
  critiqueSystem,
} from '../classifier/anthropic/critique.js'
import { instructions, systemText } from '../classifier/anthropic/prompt.js'
import { slotsOf } from '../classifier/anthropic/slots.js'
import { directories } from '../config/directories.js'
import { installationKey } from '../log/key.js'
import { printable } from '../log/print.js'
import { redactor } from '../log/redact.js'
import { askFor, proseOf } from './engine.js'
import { EXIT, Failure } from './failure.js'
import { configHere, permissionsOf } from './permissions.js'
import { placeHere } from './place.js'

type Print = (text: string) => void

interface Options {
  readonly agent?: string | undefined
  readonly project?: string | undefined
}

/** Milliseconds that the model may take: nobody's command waits. */
const CRITIQUE_MS = 120_000

/** Prints the prompt as it would be sent here, but for what changes with each question. */
export function rulesPrompt({ agent, project }: Options, print: Print): number {
  const place = placeHere(project)
  const prose = proseOf(configHere(place), permissionsOf(agent, place))
  print(systemText(slotsOf(prose)))
  print(
    '\n<transcript>\n(the session, a JSON object a line)\n</transcript>\n<request>\n(effects, facts, command)\n</request>\n',
  )
  for (const [stage, text] of Object.entries(instructions)) print(`(stage ${stage}) ${text}\n`)
  return EXIT.ok
}

/** Asks the configured model about the prose rules in force here. Throws Failure where there are none, or no answer. */
export async function rulesCritique({ agent, project }: Options, print: Print): Promise<number> {
  const place = placeHere(project)
  const config = configHere(place)
  const { state } = directories(process.env, homedir())
  const lines = critiqueLines(proseOf(config, permissionsOf(agent, place)), redactor(installationKey(state)))
  if (lines.length === 0)
    throw new Failure('you have written no prose rules', EXIT.usage, '`autoMode` in your configuration holds them')
  const ask = await askFor(config.classifier, process.env)
  const answer = await ask({
    prompt: { system: critiqueSystem, transcript: ['<rules>\n'], request: `${lines.join('\n')}\n</rules>\n` },
    instruction: critiqueInstruction,
    stage: 2,
    model: config.classifier.models[1],
    maxTokens: CRITIQUE_TOKENS,
    timeout: CRITIQUE_MS,
  })
  if (answer instanceof AskFailure) throw new Failure(`the model gave no answer: ${answer.why}`, EXIT.gateshFailed)
  for (const line of answer.text.trim().split('\n')) print(printable(line))
  if (!answer.whole) print('(cut off here)')
  return EXIT.ok
}
