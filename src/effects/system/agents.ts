/** Other AI agents started from a command, their settings, and the gate itself. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName, shown } from '../context.js'
import type { Effect, Flag, Source } from '../effect.js'
import { stdinSources, textSources } from '../payload.js'
import { operands } from './processes.js'

/** Options by which an agent acts without asking. */
const unasked =
  /^(?:--dangerously-[a-z-]+|--allow-dangerously-[a-z-]+|--yolo|-y|--yes-always|--yes|--full-auto|--auto-approve|--auto|--no-confirm|--trust-all-tools|--skip-permissions|--allow-all-tools|--allow-all|--approval-mode(?:=yolo)?|--always-approve|--unsafe|--no-permissions|--force)$/

/** Values of options that mean the same. */
const unaskedValues = /^(?:bypassPermissions|dontAsk|yolo|danger-full-access|never|full-access|auto_edit|full-auto)$/

/** Subcommands of agents that show or look after their own installation. */
const showing =
  /^(?:--version|-v|-V|--help|-h|version|help|doctor|status|list|ls|models|whoami|usage|stats|completion|debug|features|auto-mode|--list-extensions|--list-sessions|about|info)$/

const agent: Family = (command, context) => {
  const words = command.argv.slice(1)
  const texts = words.map((word) => word.text ?? '')
  const name = programName(command)
  if (texts.length === 1 && showing.test(texts[0]!))
    return [effect('sys.read', command, `asks \`${name}\` for its state`)]
  const first = texts.find((text) => !text.startsWith('-')) ?? ''
  const settings = settingEffects(name, first, words, command)
  if (settings) return settings
  const flags: Flag[] = []
  if (
    texts.some((text) => unasked.test(text) && !/^(?:-y|--yes|--force|--auto)$/.test(text)) ||
    texts.some((text) => unaskedValues.test(text.replace(/^--[\w-]+=/, '')))
  )
    flags.push('skip-permissions')
  if (
    /^(?:gemini|aider|qwen|amp|goose|cursor-agent|opencode|copilot)$/.test(name) &&
    texts.some((text) => /^(?:-y|--yes|--force|--auto)$/.test(text))
  )
    flags.push('skip-permissions')
  return [
    effect(
      'exec.agent',
      command,
      `starts the agent \`${name}\`${flags.length > 0 ? ' without permission checks' : ''}`,
      {
        targets: [{ type: 'agent', value: name }],
        flags: [...new Set(flags)],
        sources: taskOf(words, command, context),
      },
    ),
  ]
}

/** The task that it is given: its words and its input. */
function taskOf(words: readonly Word[], command: Command, context: Context): readonly Source[] {
  const tasks = words
    .filter((word) => (word.text ?? 'x').includes(' ') || word.text === null)
    .flatMap((word) => textSources(word))
  return command.stdin.kind === 'pipe' || command.stdin.kind === 'text' || command.stdin.kind === 'file'
    ? [...tasks, ...stdinSources(command, context)]
    : tasks
}

/** `claude mcp add`, `codex login`, `claude config set`: settings, not work. */
function settingEffects(
  name: string,
  verb: string,
  words: readonly Word[],
  command: Command,
): readonly Effect[] | undefined {
  const rest = words.filter((word) => !(word.text ?? '').startsWith('-')).map(shown)
  const target = { type: 'agent' as const, value: name }
  switch (verb) {
    case 'mcp':
    case 'config':
    case 'settings':
    case 'plugin':
    case 'plugins':
    case 'extensions':
    case 'hooks':
    case 'agents':
    case 'skills':
      if (/^(?:list|get|ls|show|help|)$/.test(rest[1] ?? ''))
        return [effect('sys.read', command, `reads settings of \`${name}\``)]
      return [
        effect(
          'agent.config',
          command,
          `changes settings of the agent \`${name}\` (\`${rest.slice(0, 3).join(' ')}\`)`,
          { targets: [target], sources: words.slice(1).map((word) => ({ type: 'text', value: word.text })) },
        ),
      ]
    case 'login':
    case 'setup-token':
    case 'auth':
      return [effect('auth.login', command, `logs the agent \`${name}\` in`, { targets: [target] })]
    case 'logout':
      return [effect('auth.logout', command, `logs the agent \`${name}\` out`, { targets: [target] })]
    case 'update':
    case 'upgrade':
    case 'install':
    case 'uninstall':
      return [
        effect('pkg.update', command, `updates the agent \`${name}\``, { targets: [{ type: 'package', value: name }] }),
      ]
    default:
      return undefined
  }
}

/** Subcommands of gatesh that only show, judge in thought, or start something under it. */
const gateReads = /^(?:log|check|rules|eval|doctor|report|probe|help|version|--version|-V|--help|-h|status)$/

/** gatesh: showing is free; approving, stopping and changing it is for the user, from outside. */
const gate: Family = (command, context) => {
  const words = command.argv.slice(1)
  const [first, ...rest] = words
  const verb = first?.text ?? (first ? null : 'help')
  if (verb === null) return [effect('gate.tamper', command, 'runs `gatesh` with a word that is not known')]
  if (verb === '--' || verb === 'run') {
    const argv = verb === 'run' && rest[0]?.text === '--' ? rest.slice(1) : rest
    return argv.length > 0
      ? [effect('gate.use', command, 'runs a program under the gate'), ...context.run(argv, command)]
      : [effect('gate.use', command, 'shows help of `gatesh`')]
  }
  if (gateReads.test(verb) && !(verb === 'rules' && /^(?:add|remove|rm|set|edit)$/.test(rest[0]?.text ?? '')))
    return [effect('gate.use', command, `shows \`gatesh ${verb}\``)]
  if (
    /^(?:approve|deny|off|stop|disable|uninstall|allow|init|shims|config|hook|trust|reset|clear|remove|rule)$/.test(
      verb,
    )
  ) {
    return [
      effect('gate.tamper', command, `runs \`gatesh ${verb}\` from inside the session`, {
        targets: operands(command).map((word) => ({ type: 'program', value: word.text, raw: word.raw })),
      }),
    ]
  }
  return [effect('gate.use', command, 'runs a program under the gate'), ...context.run(words, command)]
}

/** Programs of the gate that are not for the hands of an agent. */
const gatePart: Family = (command) => [
  effect('gate.tamper', command, `runs \`${programName(command)}\`, a part of the gate`),
]

export const agentPrograms: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(
    'claude codex gemini qwen opencode aider amp cursor-agent crush pi droid openhands plandex cline roo cn kilocode auggie rovodev kiro-cli llm sgpt aichat mods interpreter open-interpreter swe-agent'
      .split(' ')
      .map((name) => [name, agent]),
  ),
  gatesh: gate,
  'gatesh-shim': gatePart,
  'gatesh-exec': gatePart,
  'gatesh-ask': gatePart,
}
