/** `gatesh config`: what is set, and where; `--schema`: what can be. */
import { parseArgs } from 'node:util'
import type { Config } from '../config/config.js'
import { printable } from '../log/print.js'
import { EXIT } from './failure.js'
import { usageErrors } from './options.js'
import { configHere } from './permissions.js'
import { placeHere } from './place.js'

const options = { schema: { type: 'boolean' }, json: { type: 'boolean' }, project: { type: 'string' } } as const

export async function config(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values } = usageErrors(() => parseArgs({ args: [...args], options }))
  if (values.schema) {
    const { jsonSchema } = await import('../config/schema.js')
    print(JSON.stringify(jsonSchema(), null, 2))
    return EXIT.ok
  }
  const merged = configHere(placeHere(values.project))
  const rows = rowsOf(merged)
  if (values.json)
    print(JSON.stringify(rows.map(([key, value]) => ({ key, value, from: merged.origins.get(key) ?? 'built in' }))))
  else
    for (const [key, value] of rows)
      print(`${key.padEnd(20)}${printable(JSON.stringify(value))}  (${merged.origins.get(key) ?? 'built in'})`)
  return EXIT.ok
}

function rowsOf({
  limits,
  mode,
  approvals,
  shims,
  permissions,
  rules,
  autoMode,
  classifier,
  telemetry,
  fleet,
}: Config): [string, unknown][] {
  const texts = (action: string) => permissions.filter((rule) => rule.action === action).map(({ text }) => text)
  return [
    ['limits.inRow', limits.inRow],
    ['limits.total', limits.total],
    ['limits.headless', limits.headless],
    ['mode', mode.mode],
    ['approvals.soft', approvals.soft],
    ['approvals.timeout', approvals.timeout],
    ['approvals.notify', approvals.notify],
    ...(approvals.webhook === undefined ? [] : [['approvals.webhook', approvals.webhook] as [string, unknown]]),
    ['permissions.allow', texts('allow')],
    ['permissions.ask', texts('ask')],
    ['permissions.deny', texts('deny')],
    ['rules', rules.map(({ rule, action }) => ({ rule, action }))],
    ['shims.names', shims.names],
    ['classifier.engine', classifier.engine],
    ...(classifier.engine === 'embedded' ? [] : modelRows(classifier)),
    ['telemetry.enabled', telemetry.enabled ?? false],
    ...(telemetry.endpoint === undefined ? [] : [['telemetry.endpoint', telemetry.endpoint] as [string, unknown]]),
    ...Object.entries(fleet).map(([key, value]): [string, unknown] => [`fleet.${key}`, value]),
    ...Object.entries(autoMode).map(([section, entries]): [string, unknown] => [`autoMode.${section}`, entries]),
  ]
}

/** What is asked and where; of the key only where it is. */
function modelRows({ url, key, models, timeouts, budget }: Config['classifier']): [string, unknown][] {
  return [
    ...(url === undefined ? [] : [['classifier.url', url] as [string, unknown]]),
    ['classifier.key', key],
    ['classifier.stage1Model', models[0]],
    ['classifier.model', models[1]],
    ['classifier.timeouts', timeouts.map((ms) => ms / 1000)],
    ['classifier.budget', budget],
  ]
}
