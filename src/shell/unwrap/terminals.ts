import type { Call } from '../call.js'
import { decodeEscapes } from '../printf.js'
import { joinWords } from '../program.js'
import type { Word } from '../script.js'
import { concat, constant, derived, EMPTY, wordValue } from '../value.js'
import { readOptions } from './options.js'
import { starts, textInner } from './prefix.js'
import type { Inner, Unwrapped, Wrappers } from './wrapper.js'

/** Programs that run a command in a terminal or at a time of their own. They stay: what they start lives on without us. */
export const terminals: Wrappers = {
  tmux,
  screen,
  script,
  at,
  batch: at,
  tsp: (call) =>
    starts(call.argv.slice(readOptions(call.argv, { short: 'S:lL:fmnBEp:r:w:s:t:c:u:k:o:i:U:N:D:d' }).rest), true),
  nq: (call) => starts(call.argv.slice(readOptions(call.argv, { short: 'cqtw' }).rest), true),
  xterm: (call) => afterOption(call, ['-e']),
  konsole: (call) => afterOption(call, ['-e']),
  alacritty: (call) => afterOption(call, ['-e', '--command']),
  'x-terminal-emulator': (call) => afterOption(call, ['-e']),
  'gnome-terminal': (call) => afterOption(call, ['--', '-x']),
}

function afterOption(call: Call, names: readonly string[]): Unwrapped | undefined {
  const at = call.argv.findIndex((word) => word.text !== null && names.includes(word.text))
  return at < 0 || at + 1 >= call.argv.length ? undefined : starts(call.argv.slice(at + 1), true)
}

/** tmux takes several of its own commands, with `;` between them. */
function tmux(call: Call): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, { short: '2CDlNuVvc:f:L:S:T:' })
  const inner: Inner[] = []
  let from = rest
  for (let at = rest; at <= call.argv.length; at++) {
    if (at < call.argv.length && call.argv[at]?.text !== ';') continue
    inner.push(...tmuxCommand(call.argv.slice(from, at)))
    from = at + 1
  }
  return inner.length > 0 ? { stays: true, inner } : undefined
}

const tmuxStarts: ReadonlyMap<string, string> = new Map([
  ...['new-session', 'new'].map((name): [string, string] => [name, 'AdDEPXc:e:f:F:n:s:t:x:y:']),
  ...['new-window', 'neww'].map((name): [string, string] => [name, 'abdkPSc:e:F:n:t:']),
  ...['split-window', 'splitw'].map((name): [string, string] => [name, 'bdfhIvPZc:e:F:l:p:t:']),
  ...['respawn-pane', 'respawnp', 'respawn-window', 'respawnw'].map((name): [string, string] => [name, 'kc:e:t:']),
  ...['run-shell', 'run'].map((name): [string, string] => [name, 'bCc:d:t:']),
  ...['display-popup', 'popup'].map((name): [string, string] => [name, 'BCEb:c:d:e:h:s:S:t:T:w:x:y:']),
  ...['pipe-pane', 'pipep'].map((name): [string, string] => [name, 'IOot:']),
])

function tmuxCommand(words: readonly Word[]): Inner[] {
  const verb = words[0]?.text ?? ''
  if (verb === 'send-keys' || verb === 'send') return typed(words)
  if (verb === 'if-shell' || verb === 'if') {
    const { operands } = readOptions(words, { short: 'bFt:' })
    return operands.slice(0, 1).map((word) => textInner(word))
  }
  const short = tmuxStarts.get(verb)
  if (short === undefined) return []
  const { operands } = readOptions(words, { short })
  const [only] = operands
  if (!only) return []
  return [operands.length === 1 ? textInner(only) : { what: { kind: 'argv', argv: operands } }]
}

/** Keys typed into a pane: what stands before each Enter is a line of text for the shell that is likely there. */
function typed(words: readonly Word[]): Inner[] {
  const { operands } = readOptions(words, { short: 'FHKlMRXc:N:t:' })
  let text = EMPTY
  for (const word of operands) {
    const key = word.text ?? ''
    if (/^(Enter|C-m|C-j|KPEnter)$/.test(key)) text = concat(text, constant('\n'))
    else if (!/^(C-|M-|S-|\^)\S$|^(Escape|Tab|BSpace|Up|Down|Left|Right|Home|End|Space|F\d+)$/.test(key))
      text = concat(text, wordValue(word))
    else if (key === 'Space') text = concat(text, constant(' '))
  }
  return text.text.trim() === '' ? [] : [{ what: { kind: 'text', text, dialect: 'bash' }, maybe: true, cwd: null }]
}

function screen(call: Call): Unwrapped | undefined {
  const { given, operands } = readOptions(call.argv, { short: 'aAc:d::D::e:fh:iL::lmO:p:qQr::R::s:S:t:T:UvwxX' })
  if (given.some((option) => option.name === '-X')) {
    const [verb, ...words] = operands
    if (verb?.text === 'stuff' && words[0]) {
      const value = wordValue(words[0])
      const text = derived(
        (decodeEscapes(value.text) ?? value.text).replace(/\^[MJ]/g, '\n').replaceAll('\r', '\n'),
        value,
      )
      return { stays: true, inner: [{ what: { kind: 'text', text, dialect: 'bash' }, maybe: true, cwd: null }] }
    }
    const starter = verb?.text === 'exec' || verb?.text === 'screen'
    return starter && words.length > 0 ? starts(words, true) : undefined
  }
  return operands.length > 0 ? starts(operands, true) : undefined
}

/** `script -c TEXT FILE`, or `script FILE COMMAND...` where that is its form. */
function script(call: Call): Unwrapped | undefined {
  const { given, operands } = readOptions(call.argv, {
    short: 'ac:efB:E:F::I:m:o:O:qt::T:kpr',
    long: [
      'append',
      'command=',
      'echo=',
      'flush',
      'force',
      'log-in=',
      'log-out=',
      'log-io=',
      'log-timing=',
      'logging-format=',
      'output-limit=',
      'quiet',
      'return',
      'timing=?',
    ],
  })
  const text = given.find((option) => option.name === '-c' || option.name === '--command')?.value
  if (text) return { stays: true, inner: [textInner(text)] }
  return operands.length > 1 ? starts(operands.slice(1), true) : undefined
}

/** `at TIME`: the text to run comes from standard input or a file. */
function at(call: Call): Unwrapped | undefined {
  const { given } = readOptions(call.argv, { short: 'bc:d:f:lmMq:rt:vV', permute: true })
  if (given.some((option) => ['-c', '-l', '-r', '-d', '-V'].includes(option.name))) return undefined
  const file = given.find((option) => option.name === '-f')?.value
  if (file)
    return { stays: true, inner: [{ what: { kind: 'file', path: file, dialect: 'sh', positional: [] }, maybe: true }] }
  return { stays: true, inner: [{ what: { kind: 'stdin', dialect: 'sh', positional: [] }, maybe: true }] }
}

/** The words of a command as one text. */
export function asText(words: readonly Word[]): Inner {
  return { what: { kind: 'text', text: joinWords(words), dialect: 'sh' } }
}
