/** The files of hooks/: what gatesh puts into shells and agents, with its words filled in. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Text of `hooks/NAME`. Throws where the package lacks it. */
export function hookFile(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url))
  // dist/main.js; or src/launch/ and the builds of tests, one level further down.
  const texts = ['../hooks', '../../hooks'].flatMap((home) => readText(join(here, home, name)) ?? [])
  const [text] = texts
  if (text === undefined) throw new Error(`the hook \`${name}\` is missing in the package`)
  return text
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** gatesh's code inside an agent, which asks through `asker`. */
export function agentPlugin(agent: 'opencode' | 'pi', asker: string, asking: 'hook' | 'installed'): string {
  return hookFile(`${agent}/gatesh.js`)
    .replace("'@ask@'", () => JSON.stringify(asker))
    .replace("'@asking@'", () => JSON.stringify(asking))
}
