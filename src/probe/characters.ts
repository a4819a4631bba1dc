/**
 * How characters count for the probe: what a reader takes for the letter `a`, what nobody sees, what belongs to another script.
 * One table serves the first pass (class per UTF-16 unit) and the second (letters to compare by).
 */

/** Classes of UTF-16 units: 0 ends a word, 1 to 26 are the letters a to z, 27 is a digit, the rest is special. */
export const BOUNDARY = 0
export const DIGIT = 27
export const SPECIAL = 28
export const CONTROL = 28
export const INVISIBLE = 29
export const OTHER_SCRIPT = 30

/** Letters of other alphabets that look like Latin ones. */
const lookalikes =
  'аa еe оo рp сc хx уy іi јj ѕs һh ԁd ԛq ԝw ոn զq կu օo αa οo ρp νv ιi κk τt υu χx ϲc АA ВB ЕE КK МM НH ОO РP СC ТT ХX УY ІI ЅS ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ıi ɑa ɡg ⅼl'

/** Digits that stand for letters in `1gn0r3`. */
const digits: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }

/** Lower-case ASCII letter for a unit that looks like one; 0 for all others. */
const letters = new Uint8Array(65536)
const classes = new Uint8Array(65536)

for (let code = 0x41; code <= 0x5a; code++) letters[code] = letters[code + 32] = code + 32
for (let code = 0xc0; code < 0x250; code++) {
  const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0)
  if (base < 128) letters[code] = letters[base]!
}
for (const [from, to] of ['ßs', 'øo', 'łl', 'đd', 'ðd', 'Øo', 'Łl', 'Đd'])
  letters[from!.charCodeAt(0)] = to!.charCodeAt(0)
for (let code = 0x1e00; code < 0x1f00; code++) {
  const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0)
  if (base < 128) letters[code] = letters[base]!
}
for (let code = 0xff21; code <= 0xff3a; code++) letters[code] = letters[code + 32] = code - 0xff21 + 0x61
for (const pair of lookalikes.split(' ')) letters[pair.charCodeAt(0)] = pair.charCodeAt(1) | 32

const isInvisible = (code: number) =>
  code === 0xad ||
  code === 0x61c ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff ||
  code === 0xdb40

const isOtherScript = (code: number) =>
  (code >= 0x370 && code < 0x2000) || (code >= 0x3040 && code <= 0xd7ff) || (code >= 0xfb1d && code <= 0xfdff)

for (let code = 0; code < 65536; code++) {
  if (code === 0x1b || (code >= 0x80 && code <= 0x9f)) classes[code] = CONTROL
  else if (isInvisible(code)) classes[code] = INVISIBLE
  else if (letters[code] !== 0) classes[code] = letters[code]! - 0x60
  else if (isOtherScript(code)) classes[code] = OTHER_SCRIPT
}
for (const digit of '0123456789') classes[digit.charCodeAt(0)] = DIGIT

/** Class of each UTF-16 unit. */
export const classOf: Readonly<Uint8Array> = classes

/** The lower-case ASCII letter that a unit looks like, or 0. Digits are themselves. */
export function letterOf(code: number): number {
  return letters[code]!
}

export function letterOfDigit(code: number): number {
  return digits[String.fromCharCode(code)]?.charCodeAt(0) ?? 0
}
