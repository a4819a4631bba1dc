/** `gatesh approve ID`: what waits goes on; what was refused may be tried once more. */
import { parseArgs } from 'node:util'
import type { Scope } from '../broker/act.js'
import { printable } from '../log/print.js'
import { answer, pendingIn, sessionOf } from './control.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = {
  once: { type: 'boolean' },
  session: { type: 'boolean' },
  always: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const

/** `confirm`: asks whoever sits at this terminal; undefined where nobody does. */
export async function approve(
  args: readonly string[],
  print: (text: string) => void,
  confirm: (question: string) => Promise<boolean | undefined>,
): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new Failure('which one?', EXIT.usage, '`gatesh pending` lists what waits')
  const scopes = (['once', 'session', 'always'] as const).filter((scope) => values[scope])
  if (scopes.length > 1) throw new Failure('`--once`, `--session` or `--always`, one of them', EXIT.usage)
  const scope: Scope = scopes[0] ?? 'once'
  const session = sessionOf(id)
  const row = (await pendingIn(session)).find(({ question }) => question.id === id)
  if (!row) throw new Failure(`nothing waits under \`${id}\` any more`, EXIT.usage, '`gatesh pending` lists what does')
  if (scope === 'always' && !(await mayWrite(row.question.always, values.yes ?? false, print, confirm)))
    return EXIT.usage
  await answer(session, id, scope)
  print(row.waiting ? `\`${id}\` goes on` : `\`${id}\`: the agent may try it again${scope === 'once' ? ', once' : ''}`)
  return EXIT.ok
}

async function mayWrite(
  rule: string | undefined,
  yes: boolean,
  print: (text: string) => void,
  confirm: (question: string) => Promise<boolean | undefined>,
): Promise<boolean> {
  if (rule === undefined)
    throw new Failure('there is no rule that would permit this and nothing else', EXIT.usage, 'try `--session`')
  print(`this writes \`${printable(rule)}\` into your configuration`)
  if (yes) return true
  const answered = await confirm('write it?')
  if (answered === undefined) throw new Failure('nobody is here to be asked', EXIT.usage, 'with `--yes` it is written')
  return answered
}
