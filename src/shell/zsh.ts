/** Marks of zsh that read differently, or not at all, as bash. */
const marks = [
  '${(',
  '$=',
  '${=',
  '${~',
  '${^',
  '$~',
  '(N)',
  '(.)',
  '(/)',
  '(D)',
  '(om',
  '(#',
  '=(',
  'autoload',
  'zmodload',
  'foreach ',
  'repeat ',
  'always',
  'noglob ',
  'emulate ',
  'alias -g',
  'alias -s',
  '<->',
  '**/',
  '***/',
  '$+',
  '&!',
  '&|',
  '>!',
]

/** Whether zsh text may use something that bash does not have. It errs towards yes; the text is then opaque as a whole. */
export function isZshOnly(text: string): boolean {
  return marks.some((mark) => text.includes(mark)) || /\$#[A-Za-z_]/.test(text)
}
