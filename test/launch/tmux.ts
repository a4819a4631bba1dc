/** A terminal with a person at it: gatesh in a tmux window, keys sent, screens read. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Window {
  /** Text, as it is typed. */
  type(text: string): void
  /** Keys by tmux's names: `Enter`, `Escape`, `C-c`. */
  press(...keys: string[]): void
  /** Lines without blanks at their ends. */
  screen(): string
  /** With colours and attributes, and where the cursor stands. */
  everything(): string
  /** Waits for a text or pattern on the screen; the screen then. */
  until(wanted: string | RegExp, seconds?: number): Promise<string>
  resize(columns: number, rows: number): void
  close(): void
}

/** `command`: words for the window's first program, which takes this environment and no other. */
export function openWindow(
  command: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
  size = { columns: 100, rows: 30 },
): Window {
  const socket = `gatesh-test-${randomBytes(6).toString('hex')}`
  const tmux = (...args: string[]) => execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8', env, cwd })
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const [x, y] = [String(size.columns), String(size.rows)]
  // The window stays when its program has ended, so that its last lines can be read.
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', x, '-y', y, `${quoted}; echo "ended with $?"; exec cat`)
  const capture = (...more: string[]) => tmux('capture-pane', '-p', ...more)
  const screen = () => capture().replace(/[ ]+$/gm, '').trimEnd()
  return {
    type: (text) => void tmux('send-keys', '-l', text),
    press: (...keys) => void tmux('send-keys', ...keys),
    screen,
    everything: () =>
      `${capture('-e')}\n${tmux('display-message', '-p', '#{cursor_x} #{cursor_y} #{alternate_on} #{mouse_any_flag}')}`,
    async until(wanted, seconds = 15) {
      for (let tries = 0; tries < seconds * 20; tries++) {
        const now = screen()
        if (typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now)) return now
        await sleep(50)
      }
      throw new Error(`${wanted} did not come; the screen is:\n${screen()}`)
    },
    resize: (columns, rows) => void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    close() {
      try {
        tmux('kill-server')
      } catch {
        // It has ended by itself.
      }
    },
  }
}
