import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Programs that run for real behind the recorder, since what they print or start is part of what is compared. */
const real = [
  'bash',
  'sh',
  'env',
  'xargs',
  'find',
  'timeout',
  'nice',
  'nohup',
  'setsid',
  'stdbuf',
  'flock',
  'cat',
  'base64',
  'basename',
  'dirname',
  'seq',
  'tr',
  'rev',
  'tac',
]
const recorded = ['git', 'rm', 'cp', 'make', 'one', 'two', 'say']

/** A scratch folder with recorders for every command, and a way to run scripts there under a real shell. */
export interface Rig {
  readonly path: string
  folderOf(number: number): string
  /** Puts these scripts in place of the last ones, with the files that they find beside them. */
  prepare(scripts: readonly string[]): void
  /** Runs them all, and gives what each of them started. */
  run(shell: string, count: number): Promise<readonly (readonly (readonly string[])[])[]>
  remove(): void
}

export function buildRig(): Rig {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'gatesh-differential-'))
  chmodSync(root, 0o755)
  const bin = join(root, 'bin')
  const behind = join(root, 'real')
  const work = join(root, 'work')
  for (const folder of [bin, behind]) mkdirSync(folder)
  const sources = import.meta.dirname
  execFileSync('cc', ['-O1', '-static', '-o', join(bin, 'git'), `-DREAL="${behind}"`, join(sources, 'recorder.c')])
  execFileSync('cc', ['-O1', '-o', join(root, 'runner'), join(sources, 'runner.c')])
  for (const name of [...recorded.slice(1), ...real]) linkSync(join(bin, 'git'), join(bin, name))
  for (const name of real) {
    const found = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find((file) => existsSync(file))
    if (!found) throw new Error(`the differential test needs ${name}`)
    symlinkSync(found, join(behind, name))
  }
  const folderOf = (number: number) => join(work, String(number))
  const runner = (shell: string, from: number, count: number) =>
    new Promise<void>((done, failed) => {
      const child = spawn(join(root, 'runner'), [shell, work, String(from), String(count), '2', bin], {
        stdio: 'inherit',
      })
      child.on('error', failed)
      child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`runner ended with ${code}`))))
    })
  return {
    path: bin,
    folderOf,
    prepare(scripts) {
      rmSync(work, { recursive: true, force: true })
      mkdirSync(work)
      // Scripts write in their own folders, and see nothing of each other's.
      chmodSync(work, 0o711)
      scripts.forEach((text, number) => {
        const folder = folderOf(number)
        mkdirSync(join(folder, 'sub', 'deep'), { recursive: true })
        for (const made of [folder, join(folder, 'sub'), join(folder, 'sub', 'deep')]) chmodSync(made, 0o777)
        writeFileSync(join(folder, 'script'), text)
        writeFileSync(join(folder, 'a.txt'), 'a b\n')
        writeFileSync(join(folder, 'sub', 'c.txt'), '')
      })
    },
    async run(shell, count) {
      await Promise.all([runner(shell, 0, count), runner(shell, 1, count)])
      return Array.from({ length: count }, (_, number) => readRecords(join(work, `${number}.log`)))
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function readRecords(file: string): readonly (readonly string[])[] {
  if (!existsSync(file)) return []
  const records = readFileSync(file, 'utf8').split('\x01\0')
  return records.slice(0, -1).map((record) => record.split('\0').slice(0, -1))
}
