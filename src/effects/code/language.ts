/** Which language a script is written in, by its first line or its name. */

export type Language =
  | 'shell'
  | 'python'
  | 'javascript'
  | 'ruby'
  | 'perl'
  | 'php'
  | 'awk'
  | 'lua'
  | 'r'
  | 'julia'
  | 'other'

const byExtension: Readonly<Record<string, Language>> = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  command: 'shell',
  bats: 'shell',
  py: 'python',
  pyw: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  tsx: 'javascript',
  jsx: 'javascript',
  rb: 'ruby',
  rake: 'ruby',
  pl: 'perl',
  pm: 'perl',
  t: 'perl',
  php: 'php',
  phtml: 'php',
  awk: 'awk',
  lua: 'lua',
  r: 'r',
  R: 'r',
  jl: 'julia',
}

const interpreters: readonly (readonly [RegExp, Language])[] = [
  [/(?:^|\/|\s)(?:ba|da|z|k|mk|a)?sh\b/, 'shell'],
  [/(?:^|\/|\s)(?:python|pypy)[\d.]*\b/, 'python'],
  [/(?:^|\/|\s)(?:node|nodejs|deno|bun|tsx|ts-node|zx)\b/, 'javascript'],
  [/(?:^|\/|\s)(?:ruby|jruby)\b/, 'ruby'],
  [/(?:^|\/|\s)perl\b/, 'perl'],
  [/(?:^|\/|\s)php\b/, 'php'],
  [/(?:^|\/|\s)[gmn]?awk\b/, 'awk'],
  [/(?:^|\/|\s)(?:lua|luajit)\b/, 'lua'],
  [/(?:^|\/|\s)Rscript\b/, 'r'],
  [/(?:^|\/|\s)julia\b/, 'julia'],
]

/** Language of a script; undefined where it is no script that is known, a program for example. */
export function languageOfFile(path: string, text: string): Language | undefined {
  if (text.startsWith('#!')) {
    const end = text.indexOf('\n')
    const line = text.slice(2, end < 0 ? 256 : Math.min(end, 256))
    for (const [pattern, language] of interpreters) if (pattern.test(line)) return language
    return 'other'
  }
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot + 1) : ''
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined
}
