import type { Random } from './random.js'

/** What a mutation may put in. Nothing here can reach outside the scratch folder, which a test holds by its user, too. */
const tokens = [
  ' ',
  '\n',
  ';',
  '&&',
  '||',
  '|',
  '&',
  '(',
  ')',
  '{ ',
  '; }',
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  '$',
  '${',
  '}',
  '$((',
  '))',
  '<<E\n',
  '\nE\n',
  '<<<',
  '>',
  '<',
  '>>',
  '2>&1',
  '!',
  '[[ ',
  ' ]]',
  '[ ',
  ' ]',
  'if ',
  '; then ',
  '; fi',
  'for x in ',
  '; do ',
  '; done',
  'while ',
  'case ',
  ' in ',
  ';;',
  ' esac',
  'eval ',
  'exec ',
  'git ',
  'rm ',
  'say ',
  '$x',
  '"$@"',
  '*',
  '?',
  '{a,b}',
  '~',
  '=',
  'x=',
  '#',
  '\t',
  "$'",
  'function ',
  'time ',
  '! ',
  'coproc ',
  '<(',
  '>(',
  '\\\n',
  '-c ',
]

/** The script with a few random edits: most still parse, some differently than meant, some not at all. */
export function mutate(script: string, r: Random): string {
  let text = script
  for (let edits = 1 + r.below(3); edits > 0; edits--) {
    const at = r.below(text.length + 1)
    const end = Math.min(text.length, at + 1 + r.below(6))
    switch (r.below(4)) {
      case 0:
        text = text.slice(0, at) + text.slice(end)
        break
      case 1:
        text = text.slice(0, at) + r.pick(tokens) + text.slice(at)
        break
      case 2:
        text = text.slice(0, at) + r.pick(tokens) + text.slice(end)
        break
      default:
        text = text.slice(0, at) + text.slice(at, end) + text.slice(at, end) + text.slice(end)
    }
  }
  return text.replaceAll('\0', '')
}
