/** Where a subcommand prints: a terminal through a pager, or whatever stdout is. */
import { spawn } from 'node:child_process'
import { coloured, plain, type Style } from '../log/style.js'
import { EXIT, Failure } from './failure.js'

export interface Screen {
  readonly width: number
  readonly terminal: boolean
  readonly style: Style
  /** Resolves when there is room for more; false where nobody reads on. */
  print(text: string): Promise<boolean>
  /** Resolves when everything is out and the pager has ended. */
  close(): Promise<void>
}

export interface ScreenOptions {
  /** `auto` unless set: colours on a terminal, unless NO_COLOR says otherwise. */
  readonly color?: string | undefined
  readonly paged: boolean
}

const DEFAULT_WIDTH = 120

export function openScreen({ color, paged }: ScreenOptions): Screen {
  const { stdout, env } = process
  const terminal = stdout.isTTY === true
  const width = stdout.columns || Number(env.COLUMNS) || DEFAULT_WIDTH
  const style = wantsColour(color, terminal) ? coloured : plain
  const pager = paged && terminal ? startPager(env) : undefined
  return { width, terminal, style, ...(pager ?? direct()) }
}

function wantsColour(color: string | undefined, terminal: boolean): boolean {
  switch (color) {
    case 'always':
      return true
    case 'never':
      return false
    case undefined:
    case 'auto':
      return terminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
    default:
      throw new Failure(`\`--color\` is \`always\`, \`never\` or \`auto\`, not \`${color}\``, EXIT.usage)
  }
}

type Output = Pick<Screen, 'print' | 'close'>

function direct(): Output {
  return { print: (text) => written(process.stdout, text), close: async () => {} }
}

/** The user's own pager, as git starts it: it ends by itself where all fits on one screen. */
function startPager(env: NodeJS.ProcessEnv): Output | undefined {
  const command = env.GATESH_PAGER ?? env.PAGER ?? 'less'
  if (command === '' || command === 'cat') return undefined
  const child = spawn('sh', ['-c', command], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', LV: '-c', ...env },
  })
  let isOpen = true
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOpen = false
      resolve()
    })
    child.once('error', () => resolve())
  })
  // The reader has seen enough.
  child.stdin.on('error', () => {
    isOpen = false
  })
  // ctrl-c belongs to the pager.
  process.on('SIGINT', () => {})
  return {
    print: async (text) => isOpen && (await Promise.race([written(child.stdin, text), ended.then(() => false)])),
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}

function written(stream: NodeJS.WritableStream, text: string): Promise<boolean> {
  return stream.write(`${text}\n`)
    ? Promise.resolve(true)
    : new Promise((resolve) => stream.once('drain', () => resolve(true)))
}
