/** The user's terminal while an agent has it: raw, and given back whatever happens. */
import type { ReadStream } from 'node:tty'

/** Signals that end gatesh while the terminal is raw. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const

/** What a full-screen program may have switched on: alternate screen, mouse, bracketed paste, hidden cursor. */
export const LEAVE_MODES = '\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[<u\x1b[0m'

export interface RawTerminal {
  restore(): void
}

/**
 * Makes `stdin` raw until `restore`, which also runs when the process ends in any way that lets code run.
 * @param onSignal called instead of dying for a signal that would end us, so that the agent hears of it.
 */
export function rawTerminal(
  stdin: ReadStream,
  stdout: NodeJS.WriteStream,
  onSignal: (signal: NodeJS.Signals) => void,
): RawTerminal {
  let raw = true
  const giveBack = () => {
    if (!raw) return
    raw = false
    stdin.setRawMode(false)
  }
  const onCrash = () => {
    if (raw) stdout.write(LEAVE_MODES)
    giveBack()
  }
  stdin.setRawMode(true)
  process.once('exit', onCrash)
  process.on('uncaughtExceptionMonitor', onCrash)
  for (const signal of ENDING) process.on(signal, onSignal)
  return {
    restore() {
      giveBack()
      process.off('exit', onCrash)
      process.off('uncaughtExceptionMonitor', onCrash)
      for (const signal of ENDING) process.off(signal, onSignal)
      stdin.pause()
    },
  }
}
