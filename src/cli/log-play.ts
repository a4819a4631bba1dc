/** `gatesh log play ID`: the recording of a session, from a few seconds before that decision. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Directories } from '../config/directories.js'
import { LEAVE_MODES } from '../launch/terminal.js'
import { RECORDING_FILE } from '../log/cast.js'
import { type CastEvent, readCast } from '../log/cast-read.js'
import { findEntry } from '../log/read.js'
import { EXIT, Failure } from './failure.js'
import { allowOnly, type LogValues } from './log-options.js'

/** Shown before the decision. */
const LEAD_SECONDS = 3
/** Longer pauses are cut to this. */
const MAX_PAUSE_SECONDS = 2
/** A terminal may answer what a recording asks it; the answers are nobody's input. */
const ANSWERS_MS = 100
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16]

const ID = /^([A-Za-z0-9]{1,64})(?:-(\d+))?$/

/** `id`: of an entry, or of a session. On a terminal: space waits, `+` and `-` change the speed, q ends. */
export async function play(
  { log, sessions }: Directories,
  id: string,
  values: LogValues,
  say: (line: string) => void,
): Promise<number> {
  allowOnly(values, ['speed'], 'log play')
  const [, session = '', number] = ID.exec(id) ?? []
  const path = join(sessions, session, RECORDING_FILE)
  if (session === '' || !existsSync(path))
    throw new Failure(`there is no recording of \`${id}\``, EXIT.usage, 'start the agent with `gatesh --record`')
  const cast = readCast(path)
  if (cast instanceof Error) throw new Failure(`\`${path}\` cannot be played: ${cast.message}`, EXIT.gateshFailed)
  const { header, events } = cast
  const begin = number === undefined ? 0 : secondsOf(log, id, header.started) - LEAD_SECONDS
  const { columns, rows } = process.stdout
  if (columns < header.width || rows < header.height)
    say(`it was recorded at ${header.width}x${header.height}, and this terminal is smaller`)
  const player = new Player(speedOf(values.speed))
  try {
    await player.play(events, begin)
  } finally {
    await player.close()
  }
  return EXIT.ok
}

function secondsOf(log: string, id: string, started: number): number {
  const found = findEntry(log, id)
  if (!found) throw new Failure(`there is no entry \`${id}\``, EXIT.usage, '`gatesh log --all` lists them')
  return (Date.parse(found.line.ts) - started) / 1_000
}

function speedOf(text: string | undefined): number {
  const speed = text === undefined ? 1 : Number(text)
  if (!(speed > 0 && speed <= 1_000))
    throw new Failure(`\`--speed ${text}\` is no speed`, EXIT.usage, 'for example `--speed 2`')
  return speed
}

class Player {
  private isOver = false
  private isPaused = false
  private readonly isLive = process.stdout.isTTY === true
  private readonly hasKeys = process.stdin.isTTY === true && process.stdout.isTTY === true
  private readonly onKey = (bytes: Buffer) => this.key(bytes.toString('latin1'))

  constructor(private speed: number) {
    if (!this.hasKeys) return
    process.stdin.setRawMode(true)
    process.stdin.on('data', this.onKey)
  }

  private key(key: string): void {
    if (key === 'q' || key === '\x03') this.isOver = true
    else if (key === ' ') this.isPaused = !this.isPaused
    else if (key === '+') this.speed = SPEEDS.find((speed) => speed > this.speed) ?? this.speed
    else if (key === '-') this.speed = SPEEDS.findLast((speed) => speed < this.speed) ?? this.speed
  }

  /** What came before `begin` is put out at once, so that the screen is as it was; the rest in its own time. */
  async play(events: Iterable<CastEvent>, begin: number): Promise<void> {
    let last = begin
    for (const { at, kind, text } of events) {
      if (this.isOver) return
      if (kind === 'r') continue
      if (this.isLive && at > begin) await this.wait(Math.min(at - last, MAX_PAUSE_SECONDS))
      if (this.isOver) return
      if (at > begin) last = at
      if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve))
    }
  }

  /** In short steps, so that a key acts at once. */
  private async wait(seconds: number): Promise<void> {
    let left = seconds
    while (!this.isOver && (left > 0 || this.isPaused)) {
      const step = Math.min(0.05, this.isPaused ? 0.05 : left / this.speed)
      await sleep(step * 1_000)
      if (!this.isPaused) left -= step * this.speed
    }
  }

  async close(): Promise<void> {
    if (this.isLive) process.stdout.write(`${LEAVE_MODES}\r\n`)
    if (!this.hasKeys) return
    await sleep(ANSWERS_MS)
    process.stdin.off('data', this.onKey)
    process.stdin.setRawMode(false)
    process.stdin.pause()
  }
}
