/** Builtins of the shell and the small programs beside them that act on nothing but the shell itself and its output. */
import type { Command, Word } from '../shell/script.js'
import { type Context, effect, type Family, listed, programName } from './context.js'
import type { Effect } from './effect.js'
import { isShown, narrowedTo, traced } from './flow.js'
import { runScript } from './local.js'
import { isSink } from './paths.js'
import { seeksSecrets, variableSecret } from './secrets.js'

const nothing: Family = (command) => [effect('shell.none', command, `runs \`${programName(command)}\` in the shell`)]

/** echo, printf: their words end up on the output, secrets among them. */
const print: Family = (command, context) => {
  const words = command.argv.slice(1)
  const printed = secretWords(words, command, context)
  return [effect('shell.none', command, 'prints text'), ...printed]
}

/** Values of secret variables, and output of commands that read secrets, that a command prints for everybody to see. */
function secretWords(words: readonly Word[], command: Command, context: Context): readonly Effect[] {
  const names: string[] = []
  for (const word of words) {
    // `${#TOKEN}` and `${TOKEN:+set}` come out as constants or carry no variable; what is left shows the value.
    for (const name of word.variables ?? [])
      if (variableSecret(name) && !/\$\{#|\$\{\w+:?\+/.test(word.raw)) names.push(name)
  }
  const found: Effect[] = []
  if (!isShown(command, context)) return found
  if (names.length > 0) {
    found.push(
      effect('secret.print', command, `prints ${listed(names.map((name) => `$${name}`))}`, {
        targets: names.map((name) => ({ type: 'variable', value: name })),
        sources: names.map((name) => ({ type: 'variable', value: name })),
      }),
    )
  }
  const outputs = words.flatMap((word) => word.outputOf ?? [])
  if (outputs.length > 0) {
    const secrets = traced(
      outputs.map((index) => ({ type: 'output', value: null, command: index })),
      context,
    ).filter((source) => source.secrets)
    if (secrets.length > 0) {
      const target = secrets[0]!.value
      found.push(
        effect('secret.print', command, `prints a secret that it reads from \`${target ?? '?'}\``, {
          targets: [{ type: 'secret', value: target }],
          sources: secrets,
        }),
      )
    }
  }
  return found
}

/** All variables at once: `env`, `printenv`, `set`, `export -p`, `declare -p`. A grep behind it that asks for something else narrows it. */
function printsEnvironment(command: Command, context: Context): readonly Effect[] {
  const pattern = narrowedTo(command, context)
  const plain = effect('sys.read', command, 'reads the environment')
  if (pattern !== undefined && !seeksSecrets(pattern) && !variableSecret(pattern.replace(/[^\w]/g, ''))) return [plain]
  const kind = isShown(command, context) ? 'secret.print' : 'secret.read'
  return [
    effect(
      kind,
      command,
      kind === 'secret.print' ? 'prints every environment variable' : 'reads every environment variable',
      {
        targets: [{ type: 'variable', value: '*', many: true }],
        sources: [{ type: 'secret', value: 'environment', secrets: ['environment'] }],
      },
    ),
  ]
}

const environment: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.length === 0 || words.every((word) => /^-0$|^--null$|^-v$/.test(word.text ?? '')))
    return printsEnvironment(command, context)
  if (words.every((word) => /^--?(?:help|version)$/.test(word.text ?? ''))) return nothing(command, context)
  return words.every((word) => /^-|=/.test(word.text ?? word.prefix ?? ''))
    ? printsEnvironment(command, context)
    : nothing(command, context)
}

const printenv: Family = (command, context) => {
  const names = command.argv.slice(1).filter((word) => !word.text?.startsWith('-'))
  if (names.length === 0) return printsEnvironment(command, context)
  const secrets = names.filter((word) => word.text === null || variableSecret(word.text))
  if (secrets.length === 0) return [effect('sys.read', command, 'reads an environment variable')]
  const kind = isShown(command, context) ? 'secret.print' : 'secret.read'
  return [
    effect(
      kind,
      command,
      `${kind === 'secret.print' ? 'prints' : 'reads'} ${listed(secrets.map((word) => `$${word.text ?? word.raw}`))}`,
      {
        targets: secrets.map((word) => ({ type: 'variable', value: word.text, raw: word.raw })),
        sources: secrets.map((word) => ({ type: 'variable', value: word.text })),
      },
    ),
  ]
}

/** set, export, declare, typeset, readonly, local: without names they list variables with their values. */
const declare: Family = (command, context) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const lists = words.length === 0 || words.every((word) => /^-[a-zA-Z]*p[a-zA-Z]*$/.test(word))
  if (!lists || (words.length === 0 && programName(command) === 'local')) return nothing(command, context)
  return [...nothing(command, context)!, ...printsEnvironment(command, context)]
}

const set: Family = (command, context) =>
  command.argv.length === 1 ? printsEnvironment(command, context) : nothing(command, context)

const unset: Family = (command, context) => {
  const names = command.argv.slice(1).flatMap((word) => (word.text === null ? [] : [word.text]))
  const gate = names.find((name) => name.startsWith('GATESH'))
  if (gate)
    return [
      effect('gate.tamper', command, `unsets \`${gate}\` of the gate`, {
        targets: [{ type: 'variable', value: gate }],
      }),
    ]
  if (names.some((name) => /^HIST(?:FILE|SIZE)$/.test(name)))
    return [
      effect('sys.log', command, 'stops the shell from keeping its history', {
        targets: [{ type: 'variable', value: 'HISTFILE' }],
      }),
    ]
  return nothing(command, context)
}

const history: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.some((word) => /^-[a-zA-Z]*[cdw]|^clear$|^delete$/.test(word.text ?? '')))
    return [
      effect('sys.log', command, 'erases the history of the shell', {
        targets: [{ type: 'path', value: null, raw: 'history' }],
      }),
    ]
  const pattern = narrowedTo(command, context)
  const searches = pattern !== undefined && seeksSecrets(pattern)
  return [
    effect(
      searches ? 'secret.search' : 'sys.read',
      command,
      searches ? 'searches the history of the shell for credentials' : 'reads the history of the shell',
    ),
  ]
}

/** hash -p and enable -f put another program or library in the place of a name. */
const rebind: Family = (command, context) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '-f')
  const loads = words.some((word) => (programName(command) === 'enable' ? /^-[a-z]*f/ : /^-[a-z]*p/).test(word))
  if (!loads) return nothing(command, context)
  return [
    effect('sys.env', command, `makes a name run another program with \`${programName(command)}\``, {
      targets: command.argv.slice(2).map((word) => ({ type: 'program', value: word.text, raw: word.raw })),
    }),
  ]
}

/** A shell that is left as a command of its own reads its text from a pipe or from a file that could not be read. */
const shells: Family = (command, context) => {
  const { stdin } = command
  const words = command.argv.slice(1)
  if (words.some((word) => /^--(?:version|help)$/.test(word.text ?? ''))) return nothing(command, context)
  if (words.some((word) => !/^[-+]/.test(word.text ?? word.raw) || /^-[a-z]*c/.test(word.text ?? '')))
    return nothing(command, context)
  if (stdin.kind !== 'pipe') return nothing(command, context)
  const sources = traced(
    stdin.from.map((index) => ({ type: 'output', value: null, command: index })),
    context,
  )
  const url = sources.find((source) => source.type === 'url')
  if (url)
    return [
      effect('exec.fetched', command, `runs what it fetches from \`${url.value ?? '?'}\``, {
        targets: [{ type: 'url', value: url.value }],
        sources,
      }),
    ]
  return [
    effect('exec.opaque', command, 'runs text that comes through a pipe', {
      targets: [{ type: 'script', value: null, raw: command.source.slice(0, 160) }],
      sources,
    }),
  ]
}

/**
 * Programs that start another one. The shell stage lists what they start as commands of their own; where it did not, this
 * call is one that nobody has looked into.
 */
const wrapper: Family = (command, context) => {
  const name = programName(command)
  const words = command.argv.slice(1)
  const asks =
    words.every((word) => /^-/.test(word.text ?? '')) ||
    (name === 'command' && /^-[pvV]+$/.test(words[0]?.text ?? '') && words[0]?.text !== '-p')
  if (asks) return nothing(command, context)
  const lookedInto =
    context.script.commands.some((other) => other.via.some((via) => via.command === command.index)) ||
    context.script.opaque.some((part) => part.command === command.index)
  return lookedInto
    ? nothing(command, context)
    : [
        effect('exec.unknown', command, `starts something with \`${name}\``, {
          targets: [{ type: 'program', value: name }],
        }),
      ]
}

/** script keeps a record of a terminal in a file; what it runs is a command of its own. */
const record: Family = (command, context) => {
  const files = command.argv
    .slice(1)
    .filter((word, at, words) => !/^-/.test(word.text ?? '') && !/^-[a-z]*[cCEIOTtm]$/.test(words[at - 1]?.text ?? ''))
  const target = context.path(files[0] ?? { text: 'typescript', raw: 'typescript' }, command)
  const started = wrapper(command, context) ?? []
  return isSink(target)
    ? started
    : [...started, effect('fs.write', command, 'records a terminal', { targets: [target] })]
}

/** Shells whose language is not read. What is a plain command in any shell is judged beside the unknown. */
const foreignShell: Family = (command, context) => {
  const words = command.argv.slice(1)
  const name = programName(command)
  if (words.some((word) => /^--?(?:version|help|v)$/.test(word.text ?? ''))) return nothing(command, context)
  const flag = words.findIndex((word) => /^-(?:[a-z]*c|Command|EncodedCommand|e|enc)$/i.test(word.text ?? ''))
  const text = flag >= 0 ? words[flag + 1] : undefined
  const opaque = effect('exec.opaque', command, `runs text of \`${name}\`, whose language is not read`, {
    targets: [{ type: 'script', value: null, raw: (text ?? words[0])?.raw ?? name }],
  })
  if (flag >= 0)
    return text?.text != null && !/^-e/i.test(words[flag]!.text!)
      ? [opaque, ...context.unfold(text.text, command)]
      : [opaque]
  const script = words.find((word) => !/^-/.test(word.text ?? ''))
  return script
    ? runScript(script, context.path(script, command), [], 'other', command, context).filter(
        (found) => found.kind !== 'exec.opaque',
      )
    : [opaque]
}

/** sudo and its kin: rights change hands; what runs with them is judged as a command of its own. */
const elevate: Family = (command) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const name = programName(command)
  if (words.length === 1 && /^(?:-l|--list|-V|--version|-h|--help)$/.test(words[0]!))
    return [effect('sys.read', command, `asks \`${name}\` what is allowed`)]
  if (
    words.every((word) => /^-[vkKn]$|^--(?:reset-timestamp|remove-timestamp)$/.test(word)) &&
    words.some((word) => /^-[kK]$/.test(word))
  )
    return [effect('shell.none', command, 'gives up cached rights')]
  const user = words.findIndex((word) => word === '-u' || word === '--user')
  return [
    effect('exec.elevate', command, `runs a command with other rights through \`${name}\``, {
      targets: [{ type: 'user', value: user >= 0 ? (words[user + 1] ?? null) : 'root' }],
    }),
  ]
}

const plain = (names: string, family: Family): Record<string, Family> =>
  Object.fromEntries(names.split(' ').map((name) => [name, family]))

export const shellPrograms: Readonly<Record<string, Family>> = {
  ...plain(
    'cd pushd popd dirs : true false test [ [[ (( let shift return exit logout break continue read readarray mapfile getopts wait jobs fg bg disown suspend type help ulimit umask times ' +
      'trap alias unalias shopt bind compgen complete compopt caller sleep usleep pwd basename dirname seq yes source . tput clear reset tset stty tty nproc arch factor expr bc dc cal ' +
      'setopt unsetopt autoload zmodload bindkey emulate zstyle compinit rehash unfunction function ts errno jot ' +
      'getopt figlet cowsay lolcat toilet fortune numfmt sync pathchk mcookie uuidgen',
    nothing,
  ),
  ...plain(
    'command builtin exec eval noglob nocorrect coproc time nice ionice timeout nohup setsid stdbuf xargs chronic unbuffer parallel watch entr flock rush',
    wrapper,
  ),
  script: record,
  scriptreplay: nothing,
  echo: print,
  printf: print,
  print,
  env: environment,
  printenv,
  export: declare,
  declare,
  typeset: declare,
  readonly: declare,
  local: declare,
  set,
  unset,
  unsetenv: unset,
  history,
  fc: history,
  hash: rebind,
  enable: rebind,
  ...plain('bash sh zsh dash ksh mksh ash rbash busybox', shells),
  ...plain('fish csh tcsh pwsh powershell nu xonsh elvish rc es osh', foreignShell),
  ...plain('sudo doas su pkexec run0 please sudoedit runuser', elevate),
}
