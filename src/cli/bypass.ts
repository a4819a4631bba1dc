/** `gatesh doctor --bypass`: every technique of the matrix on this machine, and what became of it. */
import { type Result, type Row, runMatrix } from '../bypass/matrix.js'
import { knownMisses } from '../bypass/techniques.js'
import { findProgram } from '../facts/host-world.js'
import { gatedNames } from '../launch/gated-names.js'
import type { Native } from '../launch/native.js'
import { EXIT, Failure } from './failure.js'

const results: readonly Result[] = ['caught', 'missed', 'broken', 'no exec', 'untried']

/** Exit code 0 where the supervisor let nothing pass that it can see, and stood in nobody's way. */
export async function bypass(native: Native, json: boolean, print: (text: string) => void): Promise<number> {
  const path = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'
  const find = (name: string) => findProgram(name, path, undefined)
  const gate = gateOf(native, (name) => find(name) !== undefined)
  const rows = await runMatrix({ gate, find, path })
  const count = (result: Result) => rows.filter((row) => row.result === result).length
  if (json) {
    const flat = rows.map(({ technique: { id, family, answers }, result, why }) => ({
      family,
      id,
      answers,
      result,
      why,
    }))
    print(JSON.stringify({ door: gate.door, rows: flat, knownMisses }, null, 2))
  } else {
    print(`door: ${gate.door}; every technique works here when nothing gates it, unless it says untried`)
    for (const row of rows) print(line(row))
    for (const { id, why } of knownMisses) print(`${'known miss'.padEnd(11)}${id}: ${why}`)
    print('')
    print(results.map((result) => `${count(result)} ${result}`).join(', '))
  }
  return count('missed') + count('broken') === 0 ? EXIT.ok : EXIT.gateshFailed
}

function line({ technique, result, why }: Row): string {
  const who =
    technique.answers === 'text'
      ? 'its text is judged before it runs'
      : 'known miss: nothing stands before the system call'
  const note = result === 'no exec' ? who : why
  return `${result.padEnd(11)}${technique.family}: ${technique.id}${note === undefined ? '' : ` (${note})`}`
}

function gateOf(
  { supervisor, shim }: Native,
  exists: (name: string) => boolean,
): Parameters<typeof runMatrix>[0]['gate'] {
  if (process.platform === 'linux' && supervisor !== undefined) return { door: 'supervisor', program: supervisor }
  if (shim !== undefined) return { door: 'shims', program: shim, names: gatedNames.filter(exists) }
  throw new Failure('the C programs are missing', EXIT.gateshFailed, 'see `gatesh doctor`')
}
