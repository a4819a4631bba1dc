import { carriers } from './carriers.js'
import { environment } from './environment.js'
import { loops } from './loops.js'
import { privilege } from './privilege.js'
import { remote } from './remote.js'
import { runners } from './runners.js'
import { shells } from './shells.js'
import { terminals } from './terminals.js'
import type { Wrapper, Wrappers } from './wrapper.js'

const groups: readonly Wrappers[] = [environment, privilege, shells, loops, remote, terminals, carriers, runners]
const byName: ReadonlyMap<string, Wrapper> = new Map(groups.flatMap((group) => Object.entries(group)))

/** The wrapper of this name, without folder; undefined for a program that starts nothing that we know of. */
export function wrapperOf(name: string): Wrapper | undefined {
  return byName.get(name.startsWith('-') ? name.slice(1) : name)
}
