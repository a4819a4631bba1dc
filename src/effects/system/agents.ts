/** Other agents, and the gate itself. */
import { effect, type Family, programName } from '../context.js'
import type { Effect, Flag, Source } from '../effect.js'

/** Options by which agents stop asking before they act. */
const unattended =
  /^(?:--dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|--full-auto|--yolo|-y|--yes-always|--yes|--auto-approve|--allow-all-tools|--allow-all|--trust-all-tools|--approval-mode=(?:yolo|full-auto|auto_edit)|--permission-mode=(?:bypassPermissions|auto)|--force)$/

const reads = /^(?:--version|-v|-V|--help|-h|help|version|doctor|status|list|ls|models|stats|whoami)$/
const settings =
  /^(?:mcp|config|plugin|plugins|extensions|install|update|upgrade|login|logout|auth|setup-token|hooks|skills|permissions|auto-mode)$/

const agent: Family = (command) => {
  const program = programName(command)
  const words = command.argv.slice(1)
  const texts = words.map((word) => word.text ?? '')
  const first = texts[0] ?? ''
  if (words.length === 1 && reads.test(first)) return [effect('sys.read', command, `asks \`${program}\` about itself`)]
  if (settings.test(first)) {
    const reading = /^(?:list|ls|get|show|status)$/.test(texts[1] ?? '')
    return [
      effect(
        reading ? 'sys.read' : /^(?:login|logout|auth|setup-token)$/.test(first) ? 'auth.login' : 'agent.config',
        command,
        `runs \`${program} ${first}\``,
        { targets: [{ type: 'agent', value: program }] },
      ),
    ]
  }
  const loose = texts.some(
    (text, at) =>
      unattended.test(text) ||
      (/^(?:--approval-mode|--permission-mode|--sandbox|-s)$/.test(text) &&
        /^(?:yolo|full-auto|bypassPermissions|danger-full-access|auto)$/.test(texts[at + 1] ?? '')),
  )
  const flags: Flag[] = loose ? ['skip-permissions'] : []
  const task = words.find((word, at) => at > 0 && /\s/.test(word.text ?? '') && !(word.text ?? '').startsWith('-'))
  const sources: readonly Source[] = task ? [{ type: 'text', value: task.text }] : []
  return [
    effect('exec.agent', command, `starts the agent \`${program}\`${loose ? ' without its permission checks' : ''}`, {
      targets: [{ type: 'agent', value: program }],
      flags,
      sources,
    }),
  ]
}

const gateReads = /^(?:log|check|rules|report|eval|probe|doctor|config|pending|--version|--help|-h|help)$/

/** Looking is free; changing, approving and starting over from inside are not. */
const gate: Family = (command): readonly Effect[] => {
  const verb = command.argv[1]?.text ?? '--help'
  if (gateReads.test(verb)) return [effect('gate.use', command, `looks at the gate with \`gatesh ${verb}\``)]
  // A nested launch joins the outer session; its program is decided at its own exec.
  if (verb === '--' || verb === 'run' || !/^(?:approve|deny|init|shims|restore|ci|uninstall)$/.test(verb))
    return [
      effect('exec.agent', command, 'starts a program inside this very gate', {
        targets: [{ type: 'agent', value: 'gatesh' }],
      }),
    ]
  return [effect('gate.tamper', command, `runs \`gatesh ${verb}\` from inside the gate`)]
}

const gateOwn: Family = (command) => [
  effect('gate.tamper', command, `starts \`${programName(command)}\`, a part of the gate`),
]

export const agentPrograms: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(
    'claude codex gemini opencode pi qwen aider cursor-agent amp crush auggie goose-cli cline droid kilocode plandex openhands q kiro-cli grok llm sgpt mods aichat'
      .split(' ')
      .map((name) => [name, agent]),
  ),
  gatesh: gate,
  'gatesh-exec': gateOwn,
  'gatesh-shim': gateOwn,
  'gatesh-ask': gateOwn,
}
