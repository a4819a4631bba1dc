/** Which family reads a command: by the plain name of its program, and by where the program lies. */
import type { Command } from '../shell/script.js'
import { type Context, effect, type Family, listed, plainName, shown } from './context.js'
import type { Effect } from './effect.js'
import { environmentFlags } from './environment.js'
import { families } from './families.js'
import { localScript } from './local.js'

/** Files in a project that stand for a known tool, whatever their text: wrappers that build tools generate. */
const projectWrappers = new Set([
  'gradlew',
  'mvnw',
  'rails',
  'rake',
  'rspec',
  'bundle',
  'artisan',
  'manage.py',
  'sbt',
  'cake',
  'console',
  'spring',
  'rubocop',
  'vite',
])

/** Where package managers put the tools that a project declares. */
const toolDirectory =
  /\/(?:node_modules\/\.bin|\.venv\/bin|venv\/bin|env\/bin|vendor\/bin|\.tox\/[^/]+\/bin|\.nox\/[^/]+\/bin|vendor\/bundle\/.*\/bin|\.bin)\/[^/]+$/

/** Where programs are installed for everybody or for this user. */
const installed =
  /^\/(?:usr|bin|sbin|opt|snap|nix|gnu|run\/current-system|home\/linuxbrew)\/|\/(?:bin|sbin|shims|libexec)\/[^/]+$/

/** Family by name: as it stands, without a version (`python3.11`), or none. */
export function familyNamed(name: string): Family | undefined {
  const known = families.get(name)
  if (known) return known
  const plain = name.replace(/[-.]?\d+(?:\.\d+)*$/, '')
  return plain === name || plain === '' ? undefined : families.get(plain)
}

/** Effects of one command; every program has some, unknown ones too. */
export function commandEffects(command: Command, context: Context): readonly Effect[] {
  const word = command.argv[0]
  if (!word) return command.redirects.length > 0 ? [] : [effect('shell.none', command, 'sets variables of the shell')]
  if (word.text === null) {
    return [
      effect('exec.opaque', command, `runs a program that is not known before it runs: \`${shown(word)}\``, {
        targets: [{ type: 'program', value: null, raw: word.raw }],
      }),
    ]
  }
  const name = plainName(word.text)
  if (!word.text.includes('/')) return named(name, command, context)
  const target = context.path(word, command)
  const path = target.value ?? word.text
  if (target.area === 'project' || target.area === 'temp') {
    const isTool =
      toolDirectory.test(path) ||
      (target.area === 'project' && projectWrappers.has(name) && /^(?:\.\/)?(?:bin\/)?[^/]+$/.test(word.text))
    if (!isTool) return localScript(target, command, context)
    return familyNamed(name)?.(command, context) ?? localScript(target, command, context)
  }
  if (target.value === null && !word.text.startsWith('/')) return localScript(target, command, context)
  // A link such as /usr/bin/python3 -> python3.11, or /bin/sh -> dash: both names are tried.
  const family =
    installed.test(path) || installed.test(word.text) ? (familyNamed(name) ?? familyNamed(plainName(path))) : undefined
  return family?.(command, context) ?? localScript(target, command, context)
}

function named(name: string, command: Command, context: Context): readonly Effect[] {
  return familyNamed(name)?.(command, context) ?? [unknownProgram(name, command)]
}

function unknownProgram(name: string, command: Command): Effect {
  const words = command.argv.slice(1)
  const only = words.length === 1 ? words[0]!.text : undefined
  if (only === '--version' || only === '--help')
    return effect('sys.read', command, `asks \`${name}\` for its ${only.slice(2)}`, {
      targets: [{ type: 'program', value: name }],
    })
  return effect('exec.unknown', command, `runs ${listed([name])}, a program that is not known`, {
    targets: [{ type: 'program', value: name }],
    flags: environmentFlags(words.map((word) => word.text)),
  })
}
