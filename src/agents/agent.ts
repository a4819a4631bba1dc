/** What gatesh knows of an agent's command line. */
export interface AgentProfile {
  readonly name: string
  /** File names that it is started by. */
  readonly programs: readonly string[]
  /** The user's words among the arguments of a launch; none for an interactive start without a prompt. */
  wordsIn(args: readonly string[]): readonly string[]
  /** Whether, with these arguments, what comes on stdin is a prompt. */
  promptOnStdin(args: readonly string[]): boolean
  /** Whether the agent itself gives this text to a shell: only what no tool call of it can look like. */
  isOwnText?(text: string): boolean
  /** Whether the agent itself runs this for its own sake: only what harms nobody, whoever thought of it. */
  isOwnExec?(argv: readonly string[]): boolean
}

/** Arguments that are no options and no value of an option in `withValue`; after `--` all of them. */
export function positionals(args: readonly string[], withValue: ReadonlySet<string>): string[] {
  const found: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') return [...found, ...args.slice(at + 1)]
    if (withValue.has(arg)) at += 1
    else if (!arg.startsWith('-')) found.push(arg)
  }
  return found
}

/** Values of the given options, `--name value` and `--name=value`. */
export function optionValues(args: readonly string[], names: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const equals = names.find((name) => name.startsWith('--') && arg.startsWith(`${name}=`))
    if (equals !== undefined) return [arg.slice(equals.length + 1)]
    const value = names.includes(arg) ? args[index + 1] : undefined
    return value === undefined ? [] : [value]
  })
}
