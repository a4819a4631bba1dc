/**
 * Ruby, Perl, PHP, awk, Lua, R and Julia by patterns over their tokens: names that act, with their arguments where these
 * are plain. Cautious: what builds code or commands from values is opaque.
 */
import type { Command } from '../../shell/script.js'
import { type Context, effect } from '../context.js'
import type { Effect } from '../effect.js'
import { callEffects } from './acts.js'
import { builders, mapperDeletes, mapperWrites, same, tools } from './pattern-names.js'
import { unread } from './process-acts.js'
import type { Surroundings } from './surroundings.js'
import { type PatternLanguage, type Token, tokensOf } from './tokens.js'
import { constant, unknown, type Value, variableValue } from './value.js'

/** Effects of a program in one of these languages. */
export function patternEffects(
  language: PatternLanguage,
  text: string,
  command: Command,
  context: Context,
): readonly Effect[] {
  const tokens = tokensOf(language, text)
  if (!tokens) return [unread(command, 'it is too long')]
  const around: Surroundings = {
    command,
    context,
    connection: undefined,
    nested: (inner) => patternEffects(language, inner, command, context),
  }
  const found: Effect[] = []
  let deeper = 0
  for (const [at, token] of tokens.entries()) {
    if (found.length > 300) break
    if (token.type === 'command') found.push(...commandEffects(token, around, deeper++))
    if (token.type === 'name') found.push(...nameEffects(language, token.text, tokens, at, around))
    if (language === 'awk' && token.type === 'mark') found.push(...awkRedirect(tokens, at, around))
  }
  return found
}

function commandEffects(token: Token, around: Surroundings, deeper: number): readonly Effect[] {
  if (token.open || deeper > 64)
    return [
      effect(
        'exec.opaque',
        around.command,
        `runs a command that is not known before it runs: \`${token.text.slice(0, 120)}\``,
        { targets: [{ type: 'program', value: null, raw: token.text.slice(0, 120) }] },
      ),
    ]
  return around.context.unfold(token.text, around.command)
}

function nameEffects(
  language: PatternLanguage,
  name: string,
  tokens: readonly Token[],
  at: number,
  around: Surroundings,
): readonly Effect[] {
  const before = tokens[at - 1]
  // `def system`, `function exec`, `:system` and `{ system => 1 }` name and do not call.
  if (before?.type === 'name' && /^(?:def|function|sub|class|module|alias)$/.test(before.text)) return []
  if (tokens[at + 1]?.text === '=>' || (before?.type === 'mark' && before.text === ':')) return []
  const { command } = around
  const plain = name.replace(/^(?:Kernel|::)\.?/, '')
  const tool = Object.hasOwn(tools, plain) ? tools[plain] : undefined
  if (tool) {
    const args = argumentsFrom(tokens, at + 1, language)
    return [
      effect(tool[0], command, tool[1], {
        targets: tool[0].startsWith('pkg.')
          ? args.filter((arg) => arg.word.text !== null).map((arg) => ({ type: 'package', value: arg.word.text }))
          : tool[0] === 'fs.write'
            ? [around.context.path({ text: 'renv.lock', raw: 'renv.lock' }, command)]
            : [],
      }),
    ]
  }
  if (mapperDeletes.test(name))
    return [
      effect('db.delete', command, `deletes rows with \`${name.slice(0, 80)}\``, {
        targets: [{ type: 'table', value: tableOf(name) }],
      }),
    ]
  if (mapperWrites.test(name))
    return [
      effect('db.write', command, `changes rows with \`${name.slice(0, 80)}\``, {
        targets: [{ type: 'table', value: tableOf(name) }],
      }),
    ]
  if (builders[language].test(plain)) return builder(language, plain, tokens, at, around)
  const target = Object.hasOwn(same[language], plain) ? same[language][plain]! : undefined
  if (!target) return []
  const args = argumentsFrom(tokens, at + 1, language)
  if (target === 'open') return openEffects(language, args, tokens, at, around)
  if (language === 'perl' && (plain === 'print' || plain === 'say' || plain === 'get') && args.length === 0) return []
  if (plain === 'chmod' && language === 'perl')
    return callEffects({ name: 'os.chown', self: undefined, args: args.slice(1), named: new Map(), raw: name }, around)
  if (/^(?:File\.chmod|FileUtils\.chown|chown|kill|Process\.kill)$/.test(plain))
    return callEffects({ name: target, self: undefined, args: args.slice(-1), named: new Map(), raw: name }, around)
  // One string is a shell line, several words are a program and its arguments.
  const asShell =
    target === 'asyncio.create_subprocess_exec' && args.length === 1 && /\s|[|&;<>]/.test(args[0]!.word.text ?? ' ')
  return callEffects(
    { name: asShell ? 'os.system' : target, self: undefined, args, named: new Map(), raw: rawFrom(tokens, at) },
    around,
  )
}

/** `User.where(...)`: the table is named after the class. */
function tableOf(name: string): string | null {
  const first = /^[A-Z]\w*/.exec(name)?.[0]
  return first ? first.toLowerCase() : null
}

/** open: with a pipe in it a command is run; Perl puts a handle first and may put the mode into the name. */
function openEffects(
  language: PatternLanguage,
  args: readonly Value[],
  tokens: readonly Token[],
  at: number,
  around: Surroundings,
): readonly Effect[] {
  const call = (name: string, values: readonly Value[]) =>
    callEffects({ name, self: undefined, args: values, named: new Map(), raw: rawFrom(tokens, at) }, around)
  const given = language === 'perl' ? args.slice(1) : args
  const first = given[0]?.word.text ?? null
  if (first === null && given.length === 0) return []
  if (language === 'perl' && given.length > 1) {
    const path = given[1]!
    if (first !== null && /\|/.test(first)) return call('asyncio.create_subprocess_exec', given.slice(1))
    return call('open', [
      path,
      constant(first === null ? 'w' : first.includes('>>') ? 'a' : /[>+]/.test(first) ? 'w' : 'r'),
    ])
  }
  if (first !== null && language === 'ruby' && first.startsWith('|'))
    return call('os.system', [constant(first.slice(1))])
  if (language !== 'perl') return call('open', given)
  if (first === null) return [opaqueCode(tokens, at, around)]
  if (/^\s*\||\|\s*$/.test(first)) return call('os.system', [constant(first.replace(/^\s*\||\|\s*$/g, ''))])
  const mode = /^\s*(>>|\+?[<>])?/.exec(first)?.[1] ?? ''
  return call('open', [
    constant(first.slice(first.indexOf(mode) + mode.length).trim()),
    constant(mode === '>>' ? 'a' : mode.includes('>') ? 'w' : 'r'),
  ])
}

function builder(
  language: PatternLanguage,
  name: string,
  tokens: readonly Token[],
  at: number,
  around: Surroundings,
): readonly Effect[] {
  const next = tokens[at + 1]
  // Perl's `eval { }` and `do { }` are blocks, and `do` ends loops in Ruby and Lua.
  if (language === 'perl' && (next?.text === '{' || (name === 'do' && next?.type !== 'string'))) return []
  if (language === 'php' && /^(?:include|require)/.test(name)) {
    const path = argumentsFrom(tokens, at + 1, language)[0]
    return path?.word.text
      ? [
          effect('exec.local', around.command, `runs \`${path.word.text}\``, {
            targets: [{ ...around.context.path(path.word, around.command), type: 'script' }],
          }),
        ]
      : [opaqueCode(tokens, at, around)]
  }
  if (/send$/.test(name) && next?.type === 'mark' && next.text === ':') return []
  if (language === 'r' && (name === 'parse' || name === 'do.call'))
    return name === 'parse' ? [opaqueCode(tokens, at, around)] : []
  const [only] = argumentsFrom(tokens, at + 1, language)
  if (
    only?.word.text !== null &&
    only?.word.text !== undefined &&
    /^(?:eval|load|loadstring|instance_eval)$/.test(name)
  )
    return around.nested(only.word.text)
  return [opaqueCode(tokens, at, around)]
}

function opaqueCode(tokens: readonly Token[], at: number, { command }: Surroundings): Effect {
  const raw = rawFrom(tokens, at)
  return effect('exec.opaque', command, `runs code that is not known before it runs: \`${raw}\``, {
    targets: [{ type: 'script', value: null, raw }],
  })
}

function rawFrom(tokens: readonly Token[], at: number): string {
  const words: string[] = []
  for (let index = at; index < Math.min(tokens.length, at + 8) && tokens[index]!.type !== 'end'; index++)
    words.push(tokens[index]!.text)
  return words.join(' ').slice(0, 120)
}

/** Arguments behind a name: constants where an argument is one string, else unknown. */
function argumentsFrom(tokens: readonly Token[], from: number, language: PatternLanguage): readonly Value[] {
  const found: Value[] = []
  let depth = 0
  let current: Token[] = []
  const close = () => {
    if (current.length > 0) found.push(argumentValue(current, language))
    current = []
  }
  for (let at = from; at < tokens.length && at < from + 200; at++) {
    const token = tokens[at]!
    if (token.type === 'end' && depth === 0) break
    if (token.type === 'mark' && '([{'.includes(token.text)) {
      depth++
      if (depth > 1) current.push(token)
      continue
    }
    if (token.type === 'mark' && ')]}'.includes(token.text)) {
      depth--
      if (depth <= 0) break
      current.push(token)
      continue
    }
    if (token.type === 'mark' && token.text === ',' && depth <= 1) close()
    else if (
      depth === 0 &&
      token.type === 'name' &&
      /^(?:if|unless|or|and|do|foreach|for|while|rescue)$/.test(token.text)
    )
      break
    else current.push(token)
  }
  close()
  return found
}

/** An argument: a string, a variable of the environment, `key = "string"`, or something unknown. */
function argumentValue(tokens: readonly Token[], language: PatternLanguage): Value {
  const words = tokens.filter((token) => token.type !== 'end')
  const named = words.length === 3 && words[0]!.type === 'name' && words[1]!.text === '=' ? words[2] : undefined
  const only = named ?? (words.length === 1 ? words[0] : undefined)
  const raw = words
    .map((token) => token.text)
    .join(' ')
    .slice(0, 120)
  if (only?.type === 'string')
    return only.open
      ? { word: { text: null, raw, opaque: 'variable', prefix: only.text, pieces: [only.text, ''] }, from: [] }
      : constant(only.text)
  if (only?.type === 'name' && /^\d/.test(only.text)) return constant(only.text)
  const environment = words.findIndex((token) =>
    /^(?:ENV|\$ENV|%ENV|\$_ENV|\$_SERVER|Sys\.getenv|getenv|os\.getenv|ENVIRON)(?:\.fetch)?$/.test(token.text),
  )
  if (environment >= 0) {
    const key = words
      .slice(environment + 1)
      .find((token) => token.type === 'string' || (language === 'perl' && token.type === 'name'))
    return variableValue(key?.text, raw)
  }
  // `File.read("x")` inside another call: the file is where the value comes from.
  const reader = words.findIndex((token) =>
    /^(?:File\.read|IO\.read|file_get_contents|readLines|io\.open|read)$/.test(token.text),
  )
  const file = reader >= 0 ? words.slice(reader + 1).find((token) => token.type === 'string') : undefined
  return file && !file.open ? unknown(raw, [{ type: 'path', value: file.text }]) : unknown(raw)
}

/** awk: `print > "file"`, `print | "command"`, `"command" | getline`, `getline < "file"`. */
function awkRedirect(tokens: readonly Token[], at: number, around: Surroundings): readonly Effect[] {
  const mark = tokens[at]!.text
  const next = tokens[at + 1]
  const before = tokens[at - 1]
  const { command, context } = around
  if (mark === '>' || mark === '>>') {
    if (next?.type !== 'string' || !printsBefore(tokens, at)) return []
    const target = context.path({ text: next.text, raw: next.text }, command)
    if (target.area === 'device') return []
    return [
      effect('fs.write', command, `writes \`${next.text}\``, {
        targets: [target],
        flags: mark === '>>' ? ['append'] : [],
      }),
    ]
  }
  if (mark === '|' || mark === '|&') {
    const run =
      next?.type === 'string' ? next : before?.type === 'string' && next?.text === 'getline' ? before : undefined
    if (run) return context.unfold(run.text, command)
    return next?.text === 'getline' || printsBefore(tokens, at)
      ? [
          effect('exec.opaque', command, 'runs a command that is made from its input', {
            targets: [{ type: 'program', value: null, raw: next?.text ?? '' }],
          }),
        ]
      : []
  }
  if (mark === '<' && before?.text.startsWith('getline') && next?.type === 'string')
    return [
      effect('fs.read', command, `reads \`${next.text}\``, {
        targets: [context.path({ text: next.text, raw: next.text }, command)],
      }),
    ]
  return []
}

/** Whether `print` or `printf` begins the statement: elsewhere `>` compares. */
function printsBefore(tokens: readonly Token[], at: number): boolean {
  for (let index = at - 1; index >= 0; index--) {
    const token = tokens[index]!
    if (token.type === 'end' || token.text === '{' || token.text === '}') return false
    if (token.type === 'name' && /^printf?$/.test(token.text)) return true
  }
  return false
}
