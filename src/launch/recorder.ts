/** Records the agent's terminal into the session's own directory (`--record`). */
import { join } from 'node:path'
import { RECORDING_FILE, type Recording, startRecording } from '../log/cast.js'
import { secretNamer } from '../log/redact.js'
import type { SessionDirectory } from './session-directory.js'

/** Begins when the agent gets its terminal, of which that is the size. */
export type Recorder = (columns: number, rows: number) => Recording

/** `key`: of this installation. A recording that could not be written whole is said aloud at the end. */
export function recorderFor(
  { id, state }: SessionDirectory,
  key: Buffer,
  terminal: string,
  say: (line: string) => void,
): Recorder {
  return (columns, rows) => {
    const recording = startRecording(join(state, RECORDING_FILE), {
      columns,
      rows,
      session: id,
      terminal,
      nameOf: secretNamer(key),
      clock: Date.now,
    })
    return {
      ...recording,
      close() {
        const why = recording.close()
        say(why === undefined ? `recorded; \`gatesh log play ${id}\` shows it` : `the recording is not whole: ${why}`)
        return why
      },
    }
  }
}
