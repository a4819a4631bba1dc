/** Code that an interpreter is given: read where the language can be read, so that its acts stand beside it. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal } from '../context.js'
import type { Effect, Source, Target } from '../effect.js'
import { callEffects } from './acts.js'
import { readJavaScript } from './javascript.js'
import type { Language } from './language.js'
import { patternEffects } from './patterns.js'
import { unread } from './process-acts.js'
import { readPython } from './python.js'
import type { Surroundings } from './surroundings.js'
import { type Code, MAX_CODE } from './value.js'

/** Code inside code (`eval`). */
const MAX_NESTED = 4

/** Effects of running `text` with `args`: `exec.code` and what it does, with `exec.opaque` for what could not be read. */
export function codeEffects(
  language: Exclude<Language, 'shell'>,
  text: string,
  command: Command,
  context: Context,
  args: readonly Word[] = [],
): readonly Effect[] {
  return nested(language, text, command, context, MAX_NESTED, args)
}

function nested(
  language: Exclude<Language, 'shell'>,
  text: string,
  command: Command,
  context: Context,
  depth: number,
  args: readonly Word[],
): readonly Effect[] {
  const code = effect('exec.code', command, `runs ${language === 'other' ? 'code' : nameOf(language)} that was read`, {
    sources: [{ type: 'text', value: text.slice(0, 16 * 1024) }],
  })
  if (depth <= 0) return [unread(command, 'it is nested too deep')]
  switch (language) {
    case 'python':
      return [
        code,
        ...parsedEffects(readPython(text, args), command, context, (inner) =>
          nested(language, inner, command, context, depth - 1, args),
        ),
      ]
    case 'javascript':
      return [
        code,
        ...parsedEffects(readJavaScript(text, args), command, context, (inner) =>
          nested(language, inner, command, context, depth - 1, args),
        ),
      ]
    case 'other':
      return [unread(command, 'its language is not known')]
    case 'ruby':
    case 'perl':
    case 'php':
    case 'awk':
    case 'lua':
    case 'r':
    case 'julia':
      return text.length > MAX_CODE
        ? [unread(command, 'it is too long')]
        : [code, ...patternEffects(language, text, command, context)]
  }
}

function nameOf(language: Language): string {
  return language === 'javascript'
    ? 'JavaScript'
    : language === 'r'
      ? 'R'
      : language === 'php'
        ? 'PHP'
        : language === 'awk'
          ? 'awk code'
          : `${language[0]!.toUpperCase()}${language.slice(1)}`
}

function parsedEffects(
  code: Code,
  command: Command,
  context: Context,
  read: (text: string) => readonly Effect[],
): readonly Effect[] {
  const around: Surroundings = { command, context, connection: undefined, nested: read }
  const found: Effect[] = []
  for (const call of code.calls) {
    if (found.length > 500) break
    found.push(...callEffects(call, around).map((one) => located(one, context, command)))
  }
  if (code.incomplete) found.push(unread(command, code.incomplete))
  found.push(...projectModules(code.imports, command, context))
  return unique(found)
}

/** Relative paths of sources as the code wrote them, made absolute. */
function located(one: Effect, context: Context, command: Command): Effect {
  if (!one.sources.some((source) => source.type === 'path' && source.value !== null && !source.value.startsWith('/')))
    return one
  const sources = one.sources.map(
    (source): Source =>
      source.type === 'path' && source.value
        ? { ...source, value: context.path(literal(source.value), command).value }
        : source,
  )
  return { ...one, sources }
}

/** Modules that are files of the project: their code runs as well, and is not followed. */
function projectModules(imports: readonly string[], command: Command, context: Context): readonly Effect[] {
  if (command.cwd === null) return []
  const targets: Target[] = []
  for (const name of new Set(imports)) {
    if (targets.length >= 8) break
    const path = moduleFile(name, command, context)
    if (path) targets.push({ type: 'script', value: path, raw: name, area: 'project' })
  }
  if (targets.length === 0) return []
  return [effect('exec.local', command, `runs code of the project (\`${targets[0]!.raw}\`)`, { targets })]
}

function moduleFile(name: string, command: Command, context: Context): string | undefined {
  const relative = /^\.{1,2}\//.test(name)
  const base =
    relative || !name.includes('/')
      ? context.path(literal(relative ? name : name.replace(/^\.+/, '').replaceAll('.', '/')), command).value
      : null
  if (base === null || base === command.cwd) return undefined
  const candidates = relative
    ? [base, `${base}.js`, `${base}.ts`, `${base}/index.js`]
    : [`${base}.py`, `${base}/__init__.py`]
  return candidates.find((path) => context.world.kind(path) === 'file')
}

function unique(effects: readonly Effect[]): readonly Effect[] {
  const seen = new Set<string>()
  return effects.filter((one) => {
    const key = `${one.kind} ${one.says} ${one.targets.map((target) => target.value).join(' ')} ${one.flags.join(' ')}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
