/** Which CI system runs the job, and how its logs are marked up. Pure. */

type Environment = Readonly<Record<string, string | undefined>>

export type Provider = 'github' | 'gitlab' | 'none'

export function providerOf(env: Environment): Provider {
  if (env.GITHUB_ACTIONS === 'true') return 'github'
  if (env.GITLAB_CI === 'true') return 'gitlab'
  return 'none'
}

export type Level = 'error' | 'warning' | 'notice'

/** A line that the CI system shows beside the job; undefined where it has no such thing. */
export function annotation(provider: Provider, level: Level, title: string, message: string): string | undefined {
  return provider === 'github' ? `::${level} title=${property(title)}::${data(message)}` : undefined
}

/** Lines around a part of the output that can be folded. `seconds`: now, since 1970. */
export function sectionStart(provider: Provider, name: string, title: string, seconds: number): string | undefined {
  if (provider === 'github') return `::group::${data(title)}`
  if (provider === 'gitlab') return `\x1b[0Ksection_start:${seconds}:${name}[collapsed=true]\r\x1b[0K${oneLine(title)}`
  return undefined
}

export function sectionEnd(provider: Provider, name: string, seconds: number): string | undefined {
  if (provider === 'github') return '::endgroup::'
  if (provider === 'gitlab') return `\x1b[0Ksection_end:${seconds}:${name}\r\x1b[0K`
  return undefined
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ')

/** Workflow commands are lines: what would end one, or begin another, is escaped as the runner unescapes it. */
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** `name=value` lines for GITHUB_OUTPUT. A value with a line feed is none of ours and is left out. */
export function outputLines(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .filter(([, value]) => !/[\r\n]/.test(String(value)))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
