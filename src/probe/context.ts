/** What surrounds a passage, and what it takes from the suspicion: talk about attacks, quotation, the project's own files. */
import type { TextContext } from './finding.js'
import { share } from './weights.js'

const AROUND = 600

const securityTalk =
  /\b(?:prompt[- ]?injections?|injection attacks?|jailbreak(?:s|ing)?|red[- ]?team(?:ing)?|attackers?|attacks?|refused|patched|caught|filters?|planted|threat|sanitize\w*|adversarial|payloads?|owasp|cve-\d|pentest|exploit(?:s|ed)?|vulnerab\w+|guardrails?|phishing|scams?|fraud|malicious|mitigations?|defen[cs]es?|untrusted|benchmark|evals?\b|fixtures?|test_\w+|pytest|tricked|leaked|classifier|detector|detects?|passed|blocked)\b|expect\(|assert\w*\(|\b(?:describe|it|test)\(|"(?:label|unsafe|expected|verdict)"/gi
const strongTalk =
  /\b(?:prompt[- ]?injections?|injection|threat model|jailbreak(?:s|ing)?|red[- ]?team|owasp|cve-\d|pentest|guardrails?|injected|expect\(|assert\w*\b|"unsafe"|"expected"|attackers?)/i

const instructionFile =
  /(?:^|\/)(?:claude|agents|gemini|qwen|copilot-instructions|skill|codex)(?:\.local)?\.md$|\.cursorrules$|\.cursor\/rules\/|\.claude\/(?:commands|agents|skills)\//i
const testOrSource =
  /(?:^|\/)(?:tests?|specs?|fixtures?|__tests__|testdata|prompts?|evals?)\/|\.(?:test|spec)\.\w+$|\.(?:py|ts|tsx|js|jsx|mjs|cjs|go|rs|java|rb|php|c|h|cpp|cs|kt|swift|jsonl)$/i

/** What remains of a passage's score at `from` to `to` of `text`, as a factor. */
export function shareLeft(text: string, from: number, to: number, context: TextContext): number {
  return aboutAttacks(text, from, to) * ofOrigin(context)
}

function ofOrigin({ origin, source }: TextContext): number {
  if (origin !== 'own') return 1
  if (source !== undefined && instructionFile.test(source)) return share.ownInstructionFile
  if (source !== undefined && testOrSource.test(source)) return share.ownTestOrSource
  return share.own
}

function aboutAttacks(text: string, from: number, to: number): number {
  const around = text.slice(Math.max(0, from - AROUND), Math.min(text.length, to + AROUND))
  if (narrated(text, from, to)) return share.narrated
  const said = new Set((around.match(securityTalk) ?? []).map((word) => word.toLowerCase()))
  if (said.size === 0) return 1
  const strong = strongTalk.test(around)
  if ((strong || said.size > 1) && quoted(text, from, to)) return share.quotedInSecurityTalk
  return strong && said.size > 1 ? share.securityTalk : 1
}

const opening = /["'`“„«(]|<code>/
const closing = /["'`”“»)]|<\/code>/

const narration =
  /["”“»,] ?(?:[\w ]{0,24})\b(?:said|says|whispered|ordered|told|asked|shouted|cried|replied|answered|answers|murmured|announced)\b/i
const narrationBefore =
  /\b(?:said|says|whispered|ordered|told|asked|shouted|replied|answered|called|reads?|wrote|words?)\b[^"“„«\n]{0,40}[:,]?\s*["“„«][^"”»\n]{0,200}$/i

/** Quoted speech with whoever spoke it named beside the quotation. */
function narrated(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 240), from + 1)
  const after = text.slice(to, to + 120)
  return quoted(text, from, to) && (narrationBefore.test(before) || narration.test(after))
}

/** Stands between quotation marks on its line. */
function quoted(text: string, from: number, to: number): boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', from) + 1, from - 200)
  const lineEnd = text.indexOf('\n', to)
  const before = text.slice(lineStart, Math.min(from + 2, text.length))
  const after = text.slice(Math.max(to - 2, 0), Math.min(lineEnd < 0 ? text.length : lineEnd, to + 200))
  return opening.test(before) && closing.test(after)
}
