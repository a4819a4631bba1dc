/** Files that a Codex patch (`*** Begin Patch`) or a unified diff touches. */

export interface PatchedFile {
  readonly act: 'add' | 'update' | 'delete'
  readonly path: string
  /** New path, where the file is moved. */
  readonly to?: string
  /** Lines that come in, joined. */
  readonly added: string
}

/** Most files of one patch that are looked at. */
const MAX_FILES = 256

/** Reads a patch; an empty list where it is none. */
export function patchedFiles(text: string): readonly PatchedFile[] {
  const files: { act: PatchedFile['act']; path: string; to?: string; lines: string[] }[] = []
  let from: string | undefined
  for (const line of text.split('\n')) {
    const header = /^\*\*\* (Add|Update|Delete) File: (.+?)\s*$/.exec(line)
    if (header) {
      files.push({ act: header[1]!.toLowerCase() as PatchedFile['act'], path: header[2]!, lines: [] })
      if (files.length >= MAX_FILES) break
      continue
    }
    const move = /^\*\*\* Move to: (.+?)\s*$/.exec(line)
    const last = files.at(-1)
    if (move && last) {
      last.to = move[1]!
      continue
    }
    const minus = /^--- (?:a\/)?(\S+)/.exec(line)
    if (minus) {
      from = minus[1]
      continue
    }
    const plus = /^\+\+\+ (?:b\/)?(\S+)/.exec(line)
    if (plus && from !== undefined) {
      if (plus[1] === '/dev/null') files.push({ act: 'delete', path: from, lines: [] })
      else files.push({ act: from === '/dev/null' ? 'add' : 'update', path: plus[1]!, lines: [] })
      from = undefined
      if (files.length >= MAX_FILES) break
      continue
    }
    if (line.startsWith('+')) last?.lines.push(line.slice(1))
  }
  return files.map(({ lines, ...file }) => ({ ...file, added: lines.join('\n') }))
}
