/** Programs that type into other terminals and programs, open windows, or keep things running out of sight. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName, shown } from '../context.js'
import type { Effect } from '../effect.js'
import { pathSource, urlTargets } from '../payload.js'
import { operands } from './processes.js'

const tmuxReads =
  /^(?:ls|list-.*|lsw|lsp|lsc|lsk|lscm|has-session|has|capture-pane|capturep|display-message|display|show-.*|show|info|server-info|list)$/
const tmuxKills = /^(?:kill-session|kill-pane|killp|kill-window|killw|kill-server)$/
const tmuxStarts =
  /^(?:new|new-session|new-window|neww|split-window|splitw|respawn-pane|respawnp|respawn-window|respawnw|run-shell|run|if-shell|if|pipe-pane|pipep|popup|display-popup)$/

/** Options of tmux before its command that take a value. */
const tmuxValues = new Set(['-L', '-S', '-f', '-c', '-T'])

/** tmux. Text for a shell in it is judged as a command of its own where it is constant. */
const tmux: Family = (command) => {
  const words = command.argv.slice(1)
  let at = 0
  while (at < words.length && (words[at]!.text ?? '').startsWith('-'))
    at += tmuxValues.has(words[at]!.text ?? '') ? 2 : 1
  const verb = words[at]?.text ?? (words[at] ? null : 'new-session')
  if (verb === null) return [effect('exec.drive', command, 'runs a tmux command that is not known before it runs')]
  if (tmuxReads.test(verb)) return [effect('sys.read', command, `reads terminals with \`tmux ${verb}\``)]
  const target = optionValue('-t', words)
  const named = target ? [{ type: 'process' as const, value: target.text, raw: target.raw }] : []
  if (verb === 'send-keys' || verb === 'send' || verb === 'paste-buffer' || verb === 'pasteb') {
    const keys = words.slice(at + 1).filter((word) => word !== target && !/^-/.test(word.text ?? ''))
    return [
      effect('exec.drive', command, 'types into another terminal', {
        targets: named,
        sources: keys.map((word) =>
          word.text === null ? { type: 'unknown', value: null } : { type: 'text', value: word.text },
        ),
      }),
    ]
  }
  if (tmuxKills.test(verb))
    return [
      effect('sys.kill', command, `ends terminals with \`tmux ${verb}\``, {
        targets: named.length > 0 ? named : [{ type: 'process', value: 'tmux', many: verb === 'kill-server' }],
        flags: verb === 'kill-server' ? ['all'] : [],
      }),
    ]
  if (tmuxStarts.test(verb))
    return [effect('exec.background', command, `starts something with \`tmux ${verb}\``, { targets: named })]
  return [effect('shell.none', command, `arranges terminals with \`tmux ${verb}\``)]
}

function optionValue(option: string, words: readonly Word[]): Word | undefined {
  const at = words.findIndex((word) => word.text === option)
  return at >= 0 ? words[at + 1] : undefined
}

const screen: Family = (command) => {
  const words = command.argv.slice(1)
  const texts = words.map((word) => word.text ?? '')
  if (texts.some((text) => /^-(?:ls|list|v|wipe)$|^--version$/.test(text)))
    return [effect('sys.read', command, 'lists terminals')]
  const at = texts.indexOf('-X')
  const verb = at >= 0 ? (texts[at + 1] ?? '') : ''
  if (verb === 'quit' || verb === 'kill')
    return [
      effect('sys.kill', command, 'ends a terminal', {
        targets: [{ type: 'process', value: optionValue('-S', words)?.text ?? 'screen' }],
      }),
    ]
  if (at >= 0)
    return [
      effect('exec.drive', command, 'types into another terminal', {
        sources: words.slice(at + 2).map((word) => ({ type: 'text', value: word.text })),
      }),
    ]
  return [effect('exec.background', command, 'starts a terminal that goes on by itself')]
}

/** expect, xdotool, osascript and their kin act as a person at the keyboard would. */
const drive: Family = (command, context) => {
  const name = programName(command)
  if (command.argv.slice(1).some((word) => /^--?(?:version|help|v)$/.test(word.text ?? '')))
    return [effect('sys.read', command, `asks \`${name}\` for its version`)]
  return [
    effect('exec.drive', command, `drives another program with \`${name}\``, {
      sources: command.argv
        .slice(1)
        .map((word) =>
          word.text === null ? { type: 'unknown' as const, value: null } : { type: 'text' as const, value: word.text },
        ),
    }),
    ...appleShell(command, context),
  ]
}

/** `do shell script "..."` in AppleScript runs it. */
function appleShell(command: Command, context: Context): readonly Effect[] {
  if (programName(command) !== 'osascript') return []
  const text = command.argv
    .slice(1)
    .map((word) => word.text ?? '')
    .join('\n')
  const found: Effect[] = []
  for (const match of text.slice(0, 16_384).matchAll(/do shell script "((?:[^"\\]|\\.)*)"/g))
    found.push(...context.unfold(match[1]!.replace(/\\(.)/g, '$1'), command))
  if (/do shell script(?! ")/.test(text))
    found.push(
      effect('exec.opaque', command, 'runs a shell script that is not known before it runs', {
        targets: [{ type: 'script', value: null, raw: 'do shell script' }],
      }),
    )
  return found
}

/** open and xdg-open hand a file or address to whatever program is set for it. */
const open: Family = (command, context) => {
  const words = operands(command)
  return words.map((word) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(word.text ?? word.prefix ?? ''))
      return effect('net.browse', command, `opens \`${shown(word)}\``, { targets: urlTargets(word) })
    const path = context.path(word, command)
    return effect('fs.read', command, `opens \`${shown(word)}\` for a person`, {
      targets: [path],
      flags: ['interactive'],
      sources: [pathSource(path)],
    })
  })
}

const browser: Family = (command) => {
  const words = operands(command)
  if (command.argv.some((word) => word.text === '--version'))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its version`)]
  const debugs = command.argv.some((word) => (word.text ?? '').startsWith('--remote-debugging'))
  const targets = words.flatMap((word) => urlTargets(word))
  const browse = effect(
    'net.browse',
    command,
    words.length > 0 ? `opens \`${shown(words[0]!)}\` in a browser` : 'opens a browser',
    { targets },
  )
  return debugs ? [browse, effect('exec.drive', command, 'opens a browser to be driven')] : [browse]
}

const background: Family = (command) => [
  effect('exec.background', command, `keeps a program running with \`${programName(command)}\``),
]

const all = (list: string, family: Family): Record<string, Family> =>
  Object.fromEntries(list.split(' ').map((name) => [name, family]))

export const terminalPrograms: Readonly<Record<string, Family>> = {
  tmux,
  byobu: tmux,
  screen,
  ...all(
    'expect autoexpect xdotool ydotool wtype wmctrl osascript cliclick autokey ttysend reptyr ttyd gotty wetty',
    drive,
  ),
  ...all('open xdg-open gnome-open kde-open start wslview sensible-browser x-www-browser', open),
  ...all(
    'google-chrome google-chrome-stable chromium chromium-browser firefox brave-browser microsoft-edge safari links lynx w3m elinks',
    browser,
  ),
  ...all('zellij dtach abduco daemonize start-stop-daemon', background),
}
