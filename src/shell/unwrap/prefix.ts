import type { Call } from '../call.js'
import type { Via, Word } from '../script.js'
import { wordValue } from '../value.js'
import { type OptionSpec, readOptions } from './options.js'
import type { Inner, Unwrapped, Wrapper } from './wrapper.js'

/** The forms that most wrappers have. `stays`: whether the wrapper has an effect of its own. */

/** Runs the rest of its words as a command, after its options and a fixed number of operands. */
export function prefix(spec: OptionSpec = {}, operands = 0, stays = false): Wrapper {
  return ({ argv }) => {
    const { rest } = readOptions(argv, spec)
    return rest + operands < argv.length ? starts(argv.slice(rest + operands), stays) : undefined
  }
}

/** Runs what follows `--`, if one of these verbs comes first; without verbs, whatever comes first. */
export function afterDashes(verbs: readonly string[] = [], stays = true): Wrapper {
  return ({ argv }) => {
    const dashes = argv.findIndex((word) => word.text === '--')
    if (dashes < 0 || dashes + 1 >= argv.length) return undefined
    if (verbs.length > 0 && !argv.slice(1, dashes).some((word) => word.text !== null && verbs.includes(word.text)))
      return undefined
    return starts(argv.slice(dashes + 1), stays)
  }
}

/** Runs the rest of its words after a verb, its options and a fixed number of operands. */
export function afterVerb(verbs: readonly string[], spec: OptionSpec = {}, operands = 0, stays = true): Wrapper {
  return ({ argv }) => {
    const verb = argv[1]?.text
    if (!verb || !verbs.includes(verb)) return undefined
    const { rest } = readOptions(argv, spec, 2)
    let at = rest + operands
    if (argv[at]?.text === '--') at++
    return at < argv.length ? starts(argv.slice(at), stays) : undefined
  }
}

/** Hands the values of these options to a shell as text. */
export function textOptions(spec: OptionSpec, names: readonly string[], maybe = true): Wrapper {
  return (call) => {
    const inner = textsOf(call, spec, names, maybe)
    return inner.length > 0 ? { stays: true, inner } : undefined
  }
}

/** The texts that these options hold, as what is started. */
export function textsOf(call: Call, spec: OptionSpec, names: readonly string[], maybe = true): Inner[] {
  return readOptions(call.argv, { ...spec, permute: true }).given.flatMap((option) =>
    option.value && names.includes(option.name) ? [textInner(option.value, maybe)] : [],
  )
}

/** One word as a text for `sh`. */
export function textInner(word: Word, maybe = false): Inner {
  return { what: { kind: 'text', text: wordValue(word), dialect: 'sh' }, maybe }
}

/** A command started as it is. */
export function starts(
  argv: readonly Word[],
  stays: boolean,
  where?: NonNullable<Via['where']>,
  program = '',
): Unwrapped {
  const inner: Inner = where
    ? { what: { kind: 'argv', argv }, via: { program, where }, elsewhere: true }
    : { what: { kind: 'argv', argv } }
  return { stays, inner: [inner] }
}
