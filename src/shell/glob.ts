import { posix } from 'node:path'
import type { World } from '../world.js'
import { matches } from './pattern.js'

const MAX_MATCHES = 256
const MAX_DIRECTORIES = 64

/**
 * Paths that an unquoted pattern stands for, in the form they would be handed over in, sorted; undefined when the
 * world does not know them all. Files that start with a dot need a pattern that does.
 */
export function globPaths(pattern: string, cwd: string | null, world: World): readonly string[] | undefined {
  const absolute = pattern.startsWith('/')
  if (!absolute && cwd === null) return undefined
  const segments = pattern.split('/')
  if (segments.includes('**')) return undefined
  let found: readonly string[] = [absolute ? '/' : '']
  for (const [index, segment] of segments.entries()) {
    if (segment === '') continue
    const last = index === segments.length - 1
    const next: string[] = []
    if (!hasPattern(segment)) {
      for (const path of found) next.push(path + unescapePattern(segment) + (last ? '' : '/'))
      // A plain name after a pattern must exist; that is not asked name by name.
      if (last && found.length > 1) return undefined
      found = next
      continue
    }
    if (found.length > MAX_DIRECTORIES) return undefined
    for (const path of found) {
      const names = world.list(posix.resolve(cwd ?? '/', path))
      if (!names) return undefined
      for (const name of names) {
        if (name.startsWith('.') && !segment.startsWith('.')) continue
        const matched = matches(segment, name)
        if (matched === undefined) return undefined
        if (matched) next.push(path + name + (last ? '' : '/'))
        if (next.length > MAX_MATCHES) return undefined
      }
    }
    found = next
  }
  // With something after the last slash of a directory pattern, only directories count; that is not known here.
  return pattern.endsWith('/') ? undefined : [...found].sort()
}

function hasPattern(segment: string): boolean {
  for (let i = 0; i < segment.length; i++) {
    if (segment[i] === '\\') i++
    else if (segment[i] === '*' || segment[i] === '?' || segment[i] === '[') return true
  }
  return false
}

function unescapePattern(segment: string): string {
  return segment.replace(/\\(.)/g, '$1')
}
