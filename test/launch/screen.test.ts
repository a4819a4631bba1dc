/** What is put over a screen goes away without a trace: checked by a terminal emulator that plays the user's terminal. */
import xterm from '@xterm/headless'
import { describe, expect, it } from 'vitest'
import { OutputScan } from '../../src/launch/output-scan.js'
import { Screen } from '../../src/launch/screen.js'

const size = { cols: 40, rows: 10 }

/** The user's terminal, and the same one without gatesh in between. */
function terminals(events: { paused: number; resumed: number } = { paused: 0, resumed: 0 }) {
  const options = { ...size, scrollback: 100, allowProposedApi: true }
  const shown = new xterm.Terminal(options)
  const bare = new xterm.Terminal(options)
  const current = { ...size }
  const screen = new Screen({
    write: (data) => shown.write(data),
    size: () => current,
    pause() {
      events.paused += 1
    },
    resume() {
      events.resumed += 1
    },
  })
  return {
    screen,
    agent(text: string) {
      screen.output(Buffer.from(text))
      bare.write(Buffer.from(text))
    },
    async resize(cols: number, rows: number) {
      await settled(shown)
      await settled(bare)
      shown.resize(cols, rows)
      bare.resize(cols, rows)
      Object.assign(current, { cols, rows })
      screen.resized()
    },
    async states() {
      await settled(shown)
      await settled(bare)
      return [stateOf(shown), stateOf(bare)]
    },
    async text() {
      await settled(shown)
      return stateOf(shown)
        .lines.map((line) => line.text)
        .join('\n')
    },
  }
}

const settled = (terminal: xterm.Terminal) => new Promise<void>((resolve) => terminal.write('', resolve))

/** Everything that a person could see of a terminal, and everything that the next output depends on. */
function stateOf(terminal: xterm.Terminal) {
  const { active, normal } = terminal.buffer
  const lines = []
  for (let y = 0; y < active.length; y++) {
    const line = active.getLine(y)!
    const styles = Array.from({ length: terminal.cols }, (_, x) => {
      const cell = line.getCell(x)!
      const blank = cell.getChars().trim() === ''
      return [
        blank ? 0 : cell.getFgColor(),
        cell.getBgColor(),
        blank ? 0 : cell.isBold(),
        cell.isInverse(),
        Boolean(cell.isUnderline()),
        blank ? 0 : cell.isItalic(),
        blank ? 0 : cell.isDim(),
      ].join(' ')
    })
    lines.push({ text: line.translateToString(true), styles })
  }
  const { _inputHandler } = (
    terminal as unknown as { _core: { _inputHandler: { _curAttrData: { fg: number; bg: number } } } }
  )._core
  const { fg, bg } = _inputHandler._curAttrData
  return {
    type: active.type,
    cursor: [active.cursorX, active.cursorY],
    pen: [fg, bg],
    modes: { ...terminal.modes },
    scrollback: normal.length,
    lines,
  }
}

const question = ['\x1b[1mgatesh asks\x1b[0m', '', 'command   git push', '', 'o  once']

const screens: [string, string][] = [
  ['text and colours', 'one\r\n\x1b[1;31mtwo\x1b[0m three\r\n\x1b[44mblue to the end\x1b[K\x1b[0m\r\n$ '],
  ['a cursor in the middle, colours on', 'abc\r\ndef\x1b[1;2H\x1b[38;2;10;20;30;48;5;200;4m'],
  ['wide characters', '漢字 text 😀 more\r\nüñí'],
  ['scrolled lines', Array.from({ length: 30 }, (_, n) => `line ${n}`).join('\r\n')],
  ['a hidden cursor, mouse, bracketed paste', '\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?1h text'],
]

const fullScreens: [string, string][] = [
  ...screens.map(([name, text]): [string, string] => [`full screen: ${name}`, `before\r\n\x1b[?1049h\x1b[H${text}`]),
  ['full screen: a line up to the last column', `\x1b[?1049h\x1b[H${'x'.repeat(size.cols)}`],
  ['full screen: a scroll region, insert mode', 'shell\r\n\x1b[?1049h\x1b[2J\x1b[3;7r\x1b[5;3Htext\x1b[4h\x1b[7m'],
  ['full screen: origin mode', '\x1b[?1049h\x1b[3;7r\x1b[?6h\x1b[2;3Hinside'],
  ['full screen, more than is kept raw', `\x1b[?1049h${'\x1b[H\x1b[32mframe\x1b[0m\r\n'.repeat(20_000)}end`],
]

describe('a screen', () => {
  it.each([...screens, ...fullScreens])('%s: is as it was', async (_, text) => {
    const { screen, agent, states, text: shownText } = terminals()
    agent(text)
    await screen.show(question)
    expect(await shownText()).toContain('command   git push')
    await screen.hide()
    const [shown, bare] = await states()
    expect(shown).toEqual(bare)
    agent('\r\nand on it goes\x1b[A!')
    const [later, bareLater] = await states()
    expect(later).toEqual(bareLater)
  })

  it.each([...screens, ...fullScreens])('%s: what comes meanwhile is shown afterwards', async (_, text) => {
    const { screen, agent, states, text: shownText } = terminals()
    agent(text)
    await screen.show(question)
    agent('\r\nmeanwhile \x1b[35mmore\x1b[0m\r\n')
    expect(await shownText()).not.toContain('meanwhile')
    await screen.show([...question, 'and again'])
    await screen.hide()
    const [shown, bare] = await states()
    expect(shown).toEqual(bare)
    expect(await shownText()).toContain('meanwhile')
  })

  it('known: a terminal that forgets a wrap that is due (xterm.js does) has the cursor one column further left', async () => {
    const { screen, agent, states } = terminals()
    agent('x'.repeat(size.cols))
    await screen.show(question)
    await screen.hide()
    const [shown, bare] = await states()
    expect([shown?.cursor, bare?.cursor]).toEqual([
      [39, 0],
      [40, 0],
    ])
    expect(shown?.lines).toEqual(bare?.lines)
  })

  it('a program that enters or leaves the full screen meanwhile', async () => {
    for (const [before, meanwhile] of [
      ['shell\r\n', '\x1b[?1049h\x1b[Hfull screen'],
      ['shell\r\n\x1b[?1049h\x1b[Hfull screen', '\x1b[?1049lback'],
    ] as const) {
      const { screen, agent, states } = terminals()
      agent(before)
      await screen.show(question)
      agent(meanwhile)
      await screen.hide()
      const [shown, bare] = await states()
      expect(shown).toEqual(bare)
    }
  })

  it('of another size meanwhile: full-screen programs draw anew, and that is what is shown', async () => {
    const { screen, agent, states, resize } = terminals()
    agent('\x1b[?1049h\x1b[Hfull screen of forty columns')
    await screen.show(question)
    await resize(60, 15)
    await screen.show(question)
    agent('\x1b[2J\x1b[H\x1b[15;50Hat the end')
    await screen.hide()
    const [shown, bare] = await states()
    expect(shown).toEqual(bare)
  })

  it('comes up only between whole sequences', async () => {
    const { screen, agent, states } = terminals()
    agent('\x1b[31')
    const shown = screen.show(question)
    await new Promise((resolve) => setTimeout(resolve, 20))
    agent('mred')
    await shown
    await screen.hide()
    const [now, bare] = await states()
    expect(now).toEqual(bare)
  })

  it('stops reading from an agent that writes without end, and goes on later', async () => {
    const events = { paused: 0, resumed: 0 }
    const { screen } = terminals(events)
    await screen.show(question)
    for (let n = 0; n < 5; n++) screen.output(Buffer.alloc(1024 * 1024, 'x'))
    expect(events).toEqual({ paused: 1, resumed: 0 })
    await screen.hide()
    expect(events.resumed).toBe(1)
  })
})

describe('the scan', () => {
  const scan = (...chunks: string[]) => {
    const made = new OutputScan()
    const switches = chunks.map((chunk) => made.push(Buffer.from(chunk)))
    return { switches, whole: made.whole, alternate: made.alternate }
  }

  it('finds switches in whatever pieces they come', () => {
    expect(scan('ab\x1b[?1049hcd')).toEqual({ switches: [[{ at: 10, alternate: true }]], whole: true, alternate: true })
    expect(scan('ab\x1b', '[?10', '49;2004hcd\x1b[?1049l').switches).toEqual([
      [],
      [],
      [
        { at: 8, alternate: true },
        { at: 18, alternate: false },
      ],
    ])
    expect(scan('\x1b]0;\x1b[?1049h title\x07').alternate).toBe(true)
    expect(scan('\x1b]0;?1049h title\x07').alternate).toBe(false)
    expect(scan('\x1b[?1049h\x1bc').alternate).toBe(false)
  })

  it.each(['\x1b', '\x1b[1', '\x1b]0;title', '\x1bPdata\x1b', 'caf\xc3', '\x1b[?2026h frame', '\x1b('])(
    '%j is not whole',
    (text) => {
      const made = new OutputScan()
      made.push(Buffer.from(text, text.includes('\xc3') ? 'latin1' : 'utf8'))
      expect(made.whole).toBe(false)
    },
  )

  it.each([
    'text',
    '\x1b[1mtext',
    '\x1b]0;title\x07',
    '\x1bPdata\x1b\\',
    'café',
    '\x1b[?2026h frame\x1b[?2026l',
    '\x1b(B',
  ])('%j is whole', (text) => expect(scan(text).whole).toBe(true))
})
