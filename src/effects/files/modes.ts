/** Programs that change who may do what with files. */
import type { Word } from '../../shell/script.js'
import { effect, type Family, programName } from '../context.js'
import type { Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { modeFlags } from './mode-flags.js'
import { names } from './readers.js'

/** chmod takes modes that look like options (`chmod -x file`), so its options are told apart by their letters. */
const chmod: Family = (command, context) => {
  const words = command.argv.slice(1)
  const isOption = (word: Word) => /^-[Rcfv]+$|^--[a-z-]+(?:=.*)?$/.test(word.text ?? '')
  if (words.some((word) => word.text === '--help' || word.text === '--version'))
    return [effect('sys.read', command, 'asks `chmod` for its help')]
  const operands = words.filter((word) => !isOption(word) && word.text !== '--')
  const reference = words.some((word) => (word.text ?? '').startsWith('--reference'))
  const mode = reference ? undefined : operands[0]
  const targets = operands.slice(reference ? 0 : 1).map((word) => context.path(word, command))
  const flags = new Set<Flag>(mode ? modeFlags(mode.text ?? '6777') : [])
  const recursive = words.some((word) => /^-[a-zA-Z]*R|^--recursive$/.test(word.text ?? ''))
  if (recursive) flags.add('recursive')
  const shown = recursive ? targets.map((target) => ({ ...target, many: true })) : targets
  return [
    effect(
      'fs.mode',
      command,
      `sets the permissions of ${names(targets)} to \`${mode?.text ?? mode?.raw ?? 'those of another file'}\``,
      { targets: shown, flags: [...flags] },
    ),
  ]
}

const ownerOptions = optionParser({
  values: '--from --reference',
  long: '--recursive --reference --from --no-dereference --dereference --verbose --changes',
})

const chown: Family = (command, context) => {
  const options = ownerOptions.parse(command.argv.slice(1))
  if (options.has('--help', '--version'))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
  const reference = options.has('--reference')
  const owner = reference ? undefined : options.operands[0]
  const recursive = options.has('-R', '--recursive')
  const paths = options.operands.slice(reference ? 0 : 1).map((word) => context.path(word, command))
  const targets: readonly Target[] = recursive ? paths.map((target) => ({ ...target, many: true })) : paths
  const user: readonly Target[] = owner ? [{ type: 'user', value: owner.text, raw: owner.raw, role: 'to' }] : []
  return [
    effect('fs.mode', command, `changes the owner of ${names(targets)}`, {
      targets: [...targets, ...user],
      flags: recursive ? ['recursive'] : [],
    }),
  ]
}

const aclOptions = optionParser({
  values: '-m --modify -x --remove -M --modify-file -X --remove-file --set --set-file --restore -n --name -v --value',
})

const acl: Family = (command, context) => {
  const options = aclOptions.parse(command.argv.slice(1))
  if (options.has('--help', '--version'))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
  const entry = options.value('-m', '--modify', '--set')?.text ?? ''
  const flags: readonly Flag[] = /(?:^|,)o(?:ther)?:[^,]*w/.test(entry) ? ['world-writable'] : []
  const targets = options.operands.map((word) => context.path(word, command))
  return [
    effect('fs.mode', command, `changes access rights of ${names(targets)}`, {
      targets,
      flags: options.has('-R', '--recursive') ? [...flags, 'recursive'] : flags,
    }),
  ]
}

/** chattr and setcap take their change as the first operand. */
const attributes: Family = (command, context) => {
  const words = command.argv.slice(1).filter((word) => !/^-[RVfvprqn]+$/.test(word.text ?? ''))
  const targets = words.slice(1).map((word) => context.path(word, command))
  const flags: readonly Flag[] = programName(command) === 'setcap' ? ['setuid'] : []
  return [effect('fs.mode', command, `changes attributes of ${names(targets)}`, { targets, flags })]
}

export const modePrograms: Readonly<Record<string, Family>> = {
  chmod,
  chown,
  chgrp: chown,
  setfacl: acl,
  setfattr: acl,
  chattr: attributes,
  setcap: attributes,
  xattr: (command, context) => {
    const words = command.argv.slice(1)
    const changes = words.some((word) => /^-[a-z]*[wdc]/.test(word.text ?? ''))
    const targets = words
      .filter((word) => !(word.text ?? '').startsWith('-'))
      .slice(-1)
      .map((word) => context.path(word, command))
    return [
      effect(
        changes ? 'fs.mode' : 'fs.list',
        command,
        `${changes ? 'changes' : 'lists'} attributes of ${names(targets)}`,
        { targets },
      ),
    ]
  },
}
