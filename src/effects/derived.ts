/**
 * What follows from file effects whatever program makes them: reading a credential file is reading a secret, writing
 * agent settings changes an agent, writing a unit file makes something start later.
 */
import type { Command } from '../shell/script.js'
import { type Context, effect, shown } from './context.js'
import type { Effect, EffectKind, Target } from './effect.js'
import { isShown } from './flow.js'
import { gateDirectories } from './guarded.js'
import { isWithin } from './paths.js'
import { directorySecret, pathSecret } from './secrets.js'

const changes = new Set<EffectKind>([
  'fs.write',
  'fs.delete',
  'fs.move',
  'fs.copy',
  'fs.mode',
  'fs.link',
  'fs.unpack',
  'fs.sync',
])
const readers = new Set<EffectKind>(['fs.read', 'fs.copy', 'fs.archive', 'fs.move', 'fs.link'])

/** Effects that follow from those of one command. */
export function derivedEffects(own: readonly Effect[], command: Command, context: Context): readonly Effect[] {
  let found: Effect[] | undefined
  for (const one of own) {
    const changing = changes.has(one.kind)
    const reading = readers.has(one.kind)
    if (!changing && !reading) continue
    for (const target of one.targets) {
      if (target.type !== 'path') continue
      const follows = [
        changing ? changed(one, target, command, context) : undefined,
        reading ? secretRead(one, target, command, context) : undefined,
      ]
      for (const each of follows) {
        if (!each || own.some((other) => sameAct(other, each))) continue
        if (found) found.push(each)
        else found = [each]
      }
    }
  }
  return found ?? []
}

function sameAct(one: Effect, other: Effect): boolean {
  return one.kind === other.kind && one.targets[0]?.value === other.targets[0]?.value
}

/** Kinds that stand for a change at a guarded place, beside the change of the file itself. */
function changed(one: Effect, target: Target, command: Command, context: Context): Effect | undefined {
  // A copy or link leaves its source as it is.
  if (target.role === 'from' && one.kind !== 'fs.move') return undefined
  const name = target.raw ?? target.value ?? '?'
  const make = (kind: EffectKind, says: string) => ({
    ...effect(kind, command, says, { targets: [target], flags: one.flags, sources: one.sources, program: one.program }),
    ...inherited(one),
  })
  const consequence = consequenceOf(target, one.kind === 'fs.delete')
  if (consequence) return make(consequence.kind, consequence.says)
  return holdsGate(one, target, context)
    ? make('gate.tamper', `takes the gate's own files with \`${name}\``)
    : logLoss(one, target, command)
}

/** What a change at a guarded place comes to, whether a command or a tool makes it. */
export function consequenceOf(
  target: Target,
  deletes: boolean,
): { readonly kind: EffectKind; readonly says: string } | undefined {
  const name = target.raw ?? target.value ?? '?'
  switch (target.guarded) {
    case 'gate':
      return { kind: 'gate.tamper', says: `changes \`${name}\`, which belongs to the gate` }
    case 'agent-settings':
      return { kind: 'agent.config', says: `changes agent settings in \`${name}\`` }
    case 'agent-memory':
      return { kind: 'agent.memory', says: `changes \`${name}\`, which later sessions of an agent obey` }
    case 'agent-transcript':
      return { kind: 'agent.transcript', says: `changes \`${name}\`, the record of an agent's session` }
    case 'cron':
    case 'service':
    case 'shell-rc':
      return deletes ? undefined : { kind: 'sys.persist', says: `makes something run later by changing \`${name}\`` }
    case 'ssh':
      return /\/(?:authorized_keys2?|known_hosts|ssh_known_hosts)$/.test(target.value ?? '')
        ? { kind: 'trust.key', says: `changes who is trusted in \`${name}\`` }
        : undefined
    case 'accounts':
      return { kind: 'sys.user', says: `changes accounts or their rights in \`${name}\`` }
    case 'network':
      return { kind: 'net.config', says: `changes the network settings \`${name}\`` }
    case 'credentials':
      return { kind: deletes ? 'secret.delete' : 'secret.write', says: `changes the credentials in \`${name}\`` }
    default:
      return undefined
  }
}

/** A tree that holds the gate's own files, where they exist. */
function holdsGate(one: Effect, target: Target, { place, world }: Context): boolean {
  if (one.kind !== 'fs.delete' && one.kind !== 'fs.move' && one.kind !== 'fs.mode') return false
  const tree = target.value?.replace(/\/\*+$/, '')
  if (tree === undefined || tree === '') return false
  return gateDirectories(place).some((directory) => isWithin(directory, tree) && world.kind(directory) === 'directory')
}

/** Emptying or removing a log of the system. */
function logLoss(one: Effect, target: Target, command: Command): Effect | undefined {
  const lost = one.kind === 'fs.delete' || one.flags.includes('truncate')
  if (!lost || !/^\/var\/log(?:\/|$)|^\/Library\/Logs\//.test(target.value ?? '')) return undefined
  return {
    ...effect('sys.log', command, `loses log entries of \`${target.value}\``, {
      targets: [target],
      program: one.program,
    }),
    ...inherited(one),
  }
}

/** Reading a file that holds credentials; `print` where its content ends up before the reader. */
function secretRead(one: Effect, target: Target, command: Command, context: Context): Effect | undefined {
  if (target.role === 'to' || (one.kind !== 'fs.read' && target.role === undefined && one.kind !== 'fs.archive'))
    return undefined
  const path = target.value ?? (target.guarded === 'credentials' ? (target.prefix ?? '') : '')
  const { home } = context.place
  const all = target.many || one.kind === 'fs.archive' || one.flags.includes('recursive')
  const below = all ? directorySecret(path, home) : undefined
  // A search through a whole home is one for credentials only if its pattern says so (`secret.search`).
  const kind =
    pathSecret(path, home) ??
    (below === 'home' ? undefined : below) ??
    (target.guarded === 'credentials' ? 'credentials' : undefined)
  if (!kind) return undefined
  const prints =
    one.kind === 'fs.read' &&
    !one.flags.includes('in-place') &&
    showsContent.has(one.program) &&
    isShown(command, context)
  const name = shown({ text: target.raw ?? target.value, raw: target.raw ?? path })
  return {
    ...effect(
      prints ? 'secret.print' : 'secret.read',
      command,
      `${prints ? 'prints' : 'reads'} credentials from \`${name}\``,
      {
        targets: [target],
        sources: [{ type: 'secret', value: path, secrets: [kind] }],
        program: one.program,
      },
    ),
    ...inherited(one),
  }
}

/** Programs whose output is the content of what they read. */
const showsContent = new Set(
  'cat head tail less more bat batcat nl tac sed awk gawk mawk grep egrep fgrep rg ag ack cut sort uniq tr jq yq xxd od hexdump base64 base32 strings fold fmt column rev pr paste join diff colordiff comm cmp vim vi nano view ed gunzip zcat xzcat bzcat perl Read read_file view_file tool'.split(
    ' ',
  ),
)

function inherited(one: Effect): Pick<Effect, 'where' | 'runs'> {
  return { ...(one.where ? { where: one.where } : {}), ...(one.runs ? { runs: one.runs } : {}) }
}
