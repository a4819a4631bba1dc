/** `gatesh deny ID`: what waits does not run; what was refused stays so. */
import { parseArgs } from 'node:util'
import { answer, sessionOf } from './control.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = { stop: { type: 'boolean' } } as const

export async function deny(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new Failure('which one?', EXIT.usage, '`gatesh pending` lists what waits')
  await answer(sessionOf(id), id, values.stop ? 'stop' : 'deny')
  print(values.stop ? `\`${id}\` is denied, and the agent is ended` : `\`${id}\` is denied`)
  return EXIT.ok
}
