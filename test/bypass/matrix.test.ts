/** The bypass matrix, with nothing left out: the supervisor is required, and so is every program that a technique needs. */
import { describe, expect, it } from 'vitest'
import { type MatrixOptions, type Row, runMatrix } from '../../src/bypass/matrix.js'
import { techniques } from '../../src/bypass/techniques.js'
import { findProgram } from '../../src/facts/host-world.js'
import { gatedNames } from '../../src/launch/gated-names.js'
import { buildNative } from '../shims/native.js'
import { USERS } from '../supervisor/supervise.js'

const native = buildNative()
const path = '/usr/local/bin:/usr/bin:/bin:/usr/sbin'
const find = (name: string) => findProgram(name, path, undefined)
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

const named = (rows: readonly Row[], result: Row['result']) =>
  rows.filter((row) => row.result === result).map(({ technique }) => `${technique.family}/${technique.id}`)

describe('the bypass matrix', () => {
  it.each(USERS)(
    'with the supervisor, as %s: every exec is caught',
    async (user) => {
      const as = user === 'nobody' && process.getuid?.() === 0 ? nobody : []
      const rows = await runMatrix({ gate: { door: 'supervisor', program: native.exec }, find, path, as })
      expect({ missed: named(rows, 'missed'), broken: named(rows, 'broken'), untried: named(rows, 'untried') }).toEqual(
        {
          missed: [],
          broken: [],
          untried: [],
        },
      )
      const execs = techniques.filter(({ answers }) => answers === 'exec')
      expect(named(rows, 'caught')).toHaveLength(execs.length)
      expect(named(rows, 'no exec')).toHaveLength(techniques.length - execs.length)
    },
    90_000,
  )

  it('with shims alone most get past: the same rows tell a gate from none', async () => {
    const names = gatedNames.filter((name) => find(name) !== undefined)
    const options: MatrixOptions = { gate: { door: 'shims', program: native.shim, names }, find, path }
    const rows = await runMatrix(options)
    const [caught, missed] = [named(rows, 'caught'), named(rows, 'missed')]
    console.log(`shims alone: ${caught.length} caught, ${missed.length} missed of ${rows.length}`)
    expect(named(rows, 'broken')).toEqual([])
    expect(caught).toContain('another path/by-name')
    expect(missed).toContain('another path/absolute')
  }, 90_000)
})
