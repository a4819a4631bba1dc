/**
 * Text that the kernel gives us (arguments, paths, environment) is bytes, usually but not always UTF-8. We carry it as
 * a JavaScript string and keep it reversible: a byte that is no part of valid UTF-8 becomes the lone surrogate
 * U+DC00 + byte, as Python's surrogateescape does. Valid text never contains a lone surrogate, so nothing is ambiguous,
 * and two different byte strings never become the same text.
 */
import { isUtf8 } from 'node:buffer'

const ESCAPE_BASE = 0xdc00
const LONE_SURROGATE = /\p{Surrogate}/u

/** The text of `bytes`; invalid bytes escaped. `toBytes` gives the same bytes back. */
export function fromBytes(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : escapeInvalid(bytes)
}

/** The bytes that `text` stands for: UTF-8, and the raw byte for each escape that `fromBytes` made. */
export function toBytes(text: string): Buffer {
  return LONE_SURROGATE.test(text) ? unescapeInvalid(text) : Buffer.from(text, 'utf8')
}

/** Invalid bytes are rare: only such strings pay for this walk over characters. */
function escapeInvalid(bytes: Buffer): string {
  let text = ''
  let valid = 0
  let at = 0
  while (at < bytes.length) {
    const width = characterWidth(bytes, at)
    if (width > 0) {
      at += width
      continue
    }
    text += bytes.toString('utf8', valid, at)
    text += String.fromCharCode(ESCAPE_BASE + bytes.readUInt8(at))
    at += 1
    valid = at
  }
  return text + bytes.toString('utf8', valid)
}

/** Bytes of the UTF-8 character at `at`, or 0 if there is none. */
function characterWidth(bytes: Buffer, at: number): number {
  const lead = bytes.readUInt8(at)
  if (lead < 0x80) return 1
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  return lead >= 0xc2 && at + width <= bytes.length && isUtf8(bytes.subarray(at, at + width)) ? width : 0
}

function unescapeInvalid(text: string): Buffer {
  const parts: Buffer[] = []
  let valid = 0
  for (const match of text.matchAll(/\p{Surrogate}/gu)) {
    parts.push(Buffer.from(text.slice(valid, match.index), 'utf8'))
    const code = match[0].charCodeAt(0) - ESCAPE_BASE
    // A lone surrogate that is no escape came from no bytes; U+FFFD is what UTF-8 has for it.
    parts.push(code >= 0x80 && code <= 0xff ? Buffer.of(code) : Buffer.from('\ufffd', 'utf8'))
    valid = match.index + match[0].length
  }
  parts.push(Buffer.from(text.slice(valid), 'utf8'))
  return Buffer.concat(parts)
}
