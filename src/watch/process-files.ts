/** Which process of a tree has a file open, where the kernel does not say who wrote: by the process table, while it lasts. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Processes and descriptors that are looked at. */
const MAX_PROCESSES = 4_000
const MAX_DESCRIPTORS = 256

/** Pid of the only descendant of `root` (or itself) that has `path` open; undefined where there is none, or more than one. */
export function holderOf(path: string, root: number): number | undefined {
  const holders = treeOf(root).filter((pid) => hasOpen(pid, path))
  return holders.length === 1 ? holders[0] : undefined
}

function treeOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of list('/proc').slice(0, MAX_PROCESSES)) {
    const pid = Number(name)
    if (Number.isInteger(pid)) parents.set(pid, parentOf(pid))
  }
  const inTree = (pid: number) => {
    let at: number | undefined = pid
    for (let level = 0; at !== undefined && at > 0 && level < 64; level++) {
      if (at === root) return true
      at = parents.get(at)
    }
    return false
  }
  return [...parents.keys()].filter(inTree)
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program stands in parentheses and may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

function hasOpen(pid: number, path: string): boolean {
  return list(`/proc/${pid}/fd`)
    .slice(0, MAX_DESCRIPTORS)
    .some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === path
      } catch {
        return false
      }
    })
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
