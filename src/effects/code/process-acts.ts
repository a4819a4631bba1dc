/** Calls that start processes or run code. */
import type { Command, Word } from '../../shell/script.js'
import { effect } from '../context.js'
import type { Effect } from '../effect.js'
import type { Surroundings } from './surroundings.js'
import type { CodeCall, Value } from './value.js'

/** A text for a shell. */
export function shell(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const text = value?.word.text
  if (text === null || text === undefined) return [unknownRun(value?.word, call, around)]
  const cwd = workingDirectory(call, around)
  return around.context.unfold(text, withPipe(around.command), cwd ? { cwd } : {})
}

/** What a child process gets on its input is not what this command gets. */
function withPipe(command: Command): Command {
  return { ...command, stdin: { kind: 'inherit' } }
}

function workingDirectory(call: CodeCall, around: Surroundings): string | undefined {
  const word = (call.named.get('cwd') ?? call.args.find((arg) => arg.entries?.has('cwd'))?.entries?.get('cwd'))?.word
  return word ? (around.context.path(word, around.command).value ?? undefined) : undefined
}

/** A list of words, or a text, as subprocess takes it. */
export function startProcess(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const throughShell = call.named.get('shell')?.word.text
  if (value?.items) {
    const words = value.items.map((item) => item.word)
    return throughShell === 'True' && words[0]
      ? shell({ word: words[0], from: [] }, call, around)
      : run(words, call, around)
  }
  if (throughShell !== undefined && throughShell !== 'False' && throughShell !== null) return shell(value, call, around)
  if (value?.word.text !== null && value?.word.text !== undefined)
    return /\s/.test(value.word.text)
      ? shell(value, call, around)
      : run(
          [value.word, ...call.args.slice(1).flatMap((arg) => arg.items?.map((item) => item.word) ?? [])],
          call,
          around,
        )
  return [unknownRun(value?.word, call, around)]
}

/** spawn(program, [arguments], options). */
export function spawn(
  program: Value | undefined,
  list: Value | undefined,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const words = list?.items?.map((item) => item.word)
  if (!program || (list && !words && !list.entries)) return [unknownRun(program?.word, call, around)]
  const through = options?.get('shell')
  if (
    (through && through.word.text !== 'false') ||
    (program.word.text !== null && /\s/.test(program.word.text) && !words)
  )
    return shell(program, call, around)
  return run([program.word, ...(words ?? [])], call, around)
}

/** A program with its arguments. */
export function run(words: readonly Word[], call: CodeCall, around: Surroundings): readonly Effect[] {
  if (words.length === 0 || words[0]!.text === null) return [unknownRun(words[0], call, around)]
  return around.context.run(words, withPipe(around.command), workingDirectory(call, around))
}

function unknownRun(word: Word | undefined, call: CodeCall, { command }: Surroundings): Effect {
  const prefix = word?.prefix ? { prefix: word.prefix } : {}
  return effect(
    'exec.opaque',
    command,
    `starts a program that is not known before it runs: \`${call.raw.slice(0, 120)}\``,
    { targets: [{ type: 'program', value: null, raw: word?.raw ?? call.raw.slice(0, 120), ...prefix }] },
  )
}

/** A call that runs what cannot be known. */
export function opaque(call: CodeCall, { command }: Surroundings): Effect {
  return effect('exec.opaque', command, `runs code that is not known before it runs: \`${call.raw.slice(0, 120)}\``, {
    targets: [{ type: 'script', value: null, raw: call.raw.slice(0, 120) }],
  })
}

/** Code of which a part is not known. */
export function unread(command: Command, why: string): Effect {
  return effect('exec.opaque', command, `runs code that is not read: ${why}`, {
    targets: [{ type: 'script', value: null, raw: command.source.slice(0, 160) }],
  })
}

/** Text that becomes code of the same language. */
export function evaluated(
  value: Value | undefined,
  onlyStrings: boolean,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const text = value?.word.text
  if (onlyStrings && text === undefined) return []
  if (onlyStrings && text === null) return []
  if (text === null || text === undefined) {
    const url = value?.from.find((source) => source.type === 'url')
    return [
      url
        ? effect('exec.fetched', around.command, `runs what it fetches from \`${url.value ?? '?'}\``, {
            targets: [{ type: 'url', value: url.value }],
          })
        : opaque(call, around),
    ]
  }
  return around.nested(text)
}

/** A module by a computed name may be any code. */
export function imported(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const name = value?.word.text
  if (name === null || name === undefined) return call.args.length === 0 ? [] : [opaque(call, around)]
  return []
}
