/**
 * The screen of a full-screen program as a terminal would show it, kept so that it can be drawn again. Only while the
 * alternate screen is shown: the other one is kept by the user's terminal itself.
 */
import type { IBufferCell, Terminal } from '@xterm/headless'

export interface Size {
  readonly cols: number
  readonly rows: number
}

/** What happened to the screen since it was entered, in order. */
export type ScreenEvent = Uint8Array | Size

export interface Emulator {
  push(event: ScreenEvent): void
  /** What draws the screen as it is, wherever the cursor stands before; leaves cursor, colours and modes as they were. */
  drawing(): Promise<string>
}

/** xterm's own names for what its interface does not show; its serializer uses them the same way. The version is pinned. */
interface Inner {
  readonly _core: {
    readonly _inputHandler: { readonly _curAttrData: Attributes }
    readonly buffer: { readonly scrollTop: number }
  }
}

type Attributes = Pick<
  IBufferCell,
  | 'isBold'
  | 'isDim'
  | 'isItalic'
  | 'isUnderline'
  | 'isBlink'
  | 'isInverse'
  | 'isInvisible'
  | 'isStrikethrough'
  | 'isOverline'
  | 'isFgRGB'
  | 'isFgPalette'
  | 'isBgRGB'
  | 'isBgPalette'
  | 'getFgColor'
  | 'getBgColor'
>

/** Loads the emulator; `size`: of the terminal when the screen was entered. */
export async function startEmulator(size: Size, events: readonly ScreenEvent[]): Promise<Emulator> {
  // A CommonJS module: what it exports is below `default` where it is not bundled.
  const module = await import('@xterm/headless')
  const { Terminal } = 'default' in module ? (module.default as typeof module) : module
  const terminal = new Terminal({ ...size, scrollback: 0, allowProposedApi: true })
  const push = (event: ScreenEvent) => {
    if (event instanceof Uint8Array) terminal.write(event)
    else resize(terminal, event)
  }
  for (const event of events) push(event)
  return {
    push,
    async drawing() {
      await written(terminal)
      return draw(terminal)
    },
  }
}

const written = (terminal: Terminal) => new Promise<void>((resolve) => terminal.write('', resolve))

/** In its place among what is written before and after. */
function resize(terminal: Terminal, { cols, rows }: Size): void {
  terminal.write('', () => terminal.resize(Math.max(2, cols), Math.max(1, rows)))
}

const at = (row: number, column: number) => `\x1b[${row};${column}H`

function draw(terminal: Terminal): string {
  const { active } = terminal.buffer
  const inner = (terminal as unknown as Inner)._core
  const { insertMode, originMode } = terminal.modes
  const rows: string[] = []
  for (let y = 0; y < terminal.rows; y++) rows.push(`${at(y + 1, 1)}\x1b[0m\x1b[2K${drawRow(terminal, y)}`)
  const top = originMode ? inner.buffer.scrollTop : 0
  const { cursorX, cursorY } = active
  // Behind the last column the cursor waits to wrap, and only writing there brings it there.
  const wraps = cursorX >= terminal.cols
  const cursor = at(cursorY - top + 1, wraps ? terminal.cols : cursorX + 1) + (wraps ? lastCell(terminal) : '')
  return [
    originMode ? '\x1b[?6l' : '',
    insertMode ? '\x1b[4l' : '',
    ...rows,
    originMode ? '\x1b[?6h' : '',
    cursor,
    insertMode ? '\x1b[4h' : '',
    rendition(inner._inputHandler._curAttrData),
  ].join('')
}

/** Cells that were never written stay so: they end where a line is copied, and wrap differently. */
function drawRow(terminal: Terminal, y: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)
  let text = ''
  let style = ''
  for (let x = 0; line && x < terminal.cols; x++) {
    const cell = line.getCell(x)
    if (!cell || cell.getWidth() === 0) continue
    const next = rendition(cell)
    if (next !== style) {
      text += next
      style = next
    }
    text += cell.getChars() || '\x1b[X\x1b[C'
  }
  return text
}

function lastCell(terminal: Terminal): string {
  const { active } = terminal.buffer
  const cell = active.getLine(active.baseY + active.cursorY)?.getCell(terminal.cols - 1)
  return cell ? rendition(cell) + (cell.getChars() || ' ') : ''
}

/** The sequence that sets exactly these colours and attributes. */
function rendition(cell: Attributes): string {
  const codes = [
    0,
    ...(cell.isBold() ? [1] : []),
    ...(cell.isDim() ? [2] : []),
    ...(cell.isItalic() ? [3] : []),
    ...(cell.isUnderline() ? [4] : []),
    ...(cell.isBlink() ? [5] : []),
    ...(cell.isInverse() ? [7] : []),
    ...(cell.isInvisible() ? [8] : []),
    ...(cell.isStrikethrough() ? [9] : []),
    ...(cell.isOverline() ? [53] : []),
    ...colour(38, cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    ...colour(48, cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
  ]
  return `\x1b[${codes.join(';')}m`
}

/** `kind`: 38 for the text, 48 for what is behind it. */
function colour(kind: 38 | 48, rgb: boolean, palette: boolean, value: number): number[] {
  if (rgb) return [kind, 2, (value >> 16) & 255, (value >> 8) & 255, value & 255]
  if (!palette) return []
  if (value < 8) return [kind - 8 + value]
  return value < 16 ? [kind + 52 + value - 8] : [kind, 5, value]
}
