/** Gemini CLI's policy files: TOML with `[[rule]]` tables. Source: google-gemini/gemini-cli, docs/core/policy-engine.md. */
import { parse, TomlError } from 'smol-toml'
import type { Action } from '../verdict.js'
import { ruleOf } from './claude-settings.js'
import type { Fault, Origin, PermissionRule, Scope } from './rule.js'

const MAX_POLICY_BYTES = 1024 * 1024

const actions: Readonly<Record<string, Action>> = { allow: 'allow', deny: 'deny', ask_user: 'ask' }

/** Gemini's tools by the names that rules have here. */
const tools: Readonly<Record<string, string>> = {
  read_file: 'Read',
  read_many_files: 'Read',
  write_file: 'Edit',
  replace: 'Edit',
  web_fetch: 'WebFetch',
}

/**
 * Rules of one file. Priorities are not followed: here deny stands before ask and ask before allow, which is stricter.
 * Patterns of the kind `argsPattern` are regular expressions and are not run; where they forbid, `whole` is false.
 */
export function readGeminiPolicy(
  text: string,
  file: string,
  scope: Scope,
  root: string,
): { rules: PermissionRule[]; faults: Fault[]; whole: boolean } {
  const rules: PermissionRule[] = []
  const faults: Fault[] = []
  const broken = (line: number, column: number, problem: string) => ({
    rules,
    faults: [{ file, line, column, problem }],
    whole: false,
  })
  if (text.length > MAX_POLICY_BYTES) return broken(1, 1, `is larger than ${MAX_POLICY_BYTES} bytes`)
  let policy: Readonly<Record<string, unknown>>
  try {
    policy = parse(text)
  } catch (error) {
    // The parser's own way to say that a text is wrong; anything else is a fault of ours, said the same way.
    return error instanceof TomlError
      ? broken(error.line, error.column, 'is no TOML here')
      : broken(1, 1, String(error))
  }
  const headers = text.split('\n').flatMap((line, at) => (/^\s*\[\[\s*rule\s*\]\]/.test(line) ? [at + 1] : []))
  const list = Array.isArray(policy.rule) ? policy.rule : []
  for (const [at, entry] of list.entries()) {
    const origin: Origin = { scope, file, line: headers[at] ?? 1, column: 1, root }
    for (const read of policyRules(entry as Readonly<Record<string, unknown>>, origin, `rule[${at}]`)) {
      if ('subject' in read) rules.push(read)
      else faults.push(read)
    }
  }
  return { rules, faults, whole: faults.length === 0 }
}

function policyRules(
  entry: Readonly<Record<string, unknown>>,
  origin: Origin,
  key: string,
): (PermissionRule | Fault)[] {
  const fault = (problem: string): Fault[] => [
    { file: origin.file, line: origin.line, column: origin.column, key, problem },
  ]
  const action = actions[String(entry.decision)]
  if (!action) return fault('has a decision other than `allow`, `deny`, `ask_user`')
  // A rule for some modes only, or for a regular expression, permits less than it seems to without them.
  const partial = ['argsPattern', 'commandRegex', 'modes'].filter((name) => entry[name] !== undefined)
  if (partial.length > 0) return action === 'allow' ? [] : fault(`\`${partial[0]}\` is not understood here`)
  const names = [entry.toolName ?? '*'].flat().map(String)
  const prefixes = entry.commandPrefix === undefined ? [] : [entry.commandPrefix].flat().map(String)
  return names.flatMap((name) => ruleTexts(name, prefixes).map((text) => ruleOf(text, action, origin, key)))
}

function ruleTexts(name: string, prefixes: readonly string[]): string[] {
  const isShell = name === 'run_shell_command'
  if (isShell || name === '*') {
    const shell = prefixes.length > 0 ? prefixes.map((prefix) => `Bash(${prefix} *)`) : ['Bash']
    return isShell ? shell : [...shell, 'mcp__*']
  }
  return [tools[name] ?? name]
}
