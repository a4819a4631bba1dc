/** What a file mode opens. */
import type { Flag } from '../effect.js'

/** Mode of chmod and its kin as flags: symbolic or octal. What is not constant may be anything. */
export function modeFlags(mode: string): readonly Flag[] {
  const flags = new Set<Flag>()
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8)
    if (bits & 0o002) flags.add('world-writable')
    if (bits & 0o6000) flags.add('setuid')
    if (bits & 0o111) flags.add('executable')
    return [...flags]
  }
  for (const clause of mode.split(',')) {
    const parts = /^([ugoa]*)([-+=])([rwxXstugo]*)$/.exec(clause)
    if (!parts || parts[2] === '-') continue
    const [, who, , what] = parts
    const everybody = who === '' ? false : /[oa]/.test(who!)
    if (everybody && what!.includes('w')) flags.add('world-writable')
    if (what!.includes('s')) flags.add('setuid')
    if (/[xX]/.test(what!)) flags.add('executable')
  }
  return [...flags]
}
