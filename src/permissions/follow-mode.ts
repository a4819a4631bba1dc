/**
 * Learns from Claude Code's transcript, as it grows, that the user switched the mode. The agent can write that file, so
 * it may only say that nobody is asked any more (see modeAfter); the other way needs a hook.
 */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { modeOfRecord } from './mode.js'

/** Where an agent keeps the transcripts of sessions in one directory. */
export interface Transcripts {
  readonly root: string
  /** How the names of their directories below `root` begin. */
  readonly prefix: string
}

/** Bytes read at once, and of one line that are kept: records with a mode are prompts, not outputs. */
const CHUNK = 256 * 1024
const MAX_LINE = 4 * 1024 * 1024

/** Claude Code names the directory after the path, with `-` for whatever is no letter or digit, cut at 200 characters. */
export function claudeTranscripts(configDirectory: string, cwd: string): Transcripts {
  return { root: join(configDirectory, 'projects'), prefix: cwd.replace(/[^A-Za-z0-9]/g, '-').slice(0, 200) }
}

/**
 * Calls `told` with each mode that a record written from now on names, and `failed` where the transcript cannot be
 * followed, until the returned function is called.
 */
export async function followModes(
  { root, prefix }: Transcripts,
  told: (mode: string) => void,
  failed: (problem: string) => void,
): Promise<() => Promise<void>> {
  const { watch } = await import('chokidar')
  const offsets = new Map<string, { at: number; rest: string }>()
  const isOurs = (path: string) => dirname(path) === root && basename(path).startsWith(prefix)
  const isTranscript = (path: string) => isOurs(dirname(path)) && path.endsWith('.jsonl')
  // What stands there already was said in earlier sessions.
  for (const path of transcriptsIn(root, isOurs, isTranscript)) offsets.set(path, { at: statSync(path).size, rest: '' })
  const grown = (path: string) => {
    if (!isTranscript(path)) return
    const before = offsets.get(path) ?? { at: 0, rest: '' }
    const heard = (line: string) => {
      const mode = line.includes('"permissionMode"') ? modeOfLine(line) : undefined
      if (mode !== undefined) told(mode)
    }
    try {
      offsets.set(path, readFrom(path, before, heard))
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error))
    }
  }
  let standing = root
  while (!existsSync(standing)) standing = dirname(standing)
  const watcher = watch(standing, {
    ignoreInitial: true,
    ignored: (path) => path !== root && !root.startsWith(`${path}/`) && !isOurs(path) && !isTranscript(path),
  })
  watcher.on('add', grown)
  watcher.on('change', grown)
  watcher.on('error', (error) => failed(error instanceof Error ? error.message : String(error)))
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return () => watcher.close()
}

function transcriptsIn(root: string, isOurs: (path: string) => boolean, isTranscript: (path: string) => boolean) {
  const names = (directory: string) => (existsSync(directory) ? readdirSync(directory) : [])
  const directories = names(root)
    .map((name) => join(root, name))
    .filter(isOurs)
  return directories.flatMap((directory) => names(directory).map((name) => join(directory, name))).filter(isTranscript)
}

/** Hands on the whole lines after `at`; where it got to. A file that became shorter is read from its start. */
function readFrom(
  path: string,
  { at, rest }: { at: number; rest: string },
  each: (line: string) => void,
): { at: number; rest: string } {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(CHUNK)
    let from = statSync(path).size < at ? 0 : at
    let text = from === at ? rest : ''
    for (let read = -1; read !== 0; from += read) {
      read = readSync(fd, bytes, 0, CHUNK, from)
      const lines = (text + bytes.toString('latin1', 0, read)).split('\n')
      text = (lines.pop() ?? '').slice(0, MAX_LINE)
      for (const line of lines) each(line)
    }
    return { at: from, rest: text }
  } finally {
    closeSync(fd)
  }
}

/** A torn or foreign line says nothing. */
function modeOfLine(line: string): string | undefined {
  try {
    return modeOfRecord(JSON.parse(line))
  } catch {
    return undefined
  }
}
