/**
 * Reads a text as an agent would and reports what in it tries to steer. Two passes: a cheap one over everything, patterns only
 * where it stopped. Pure, linear in the text, and bounded by the block it is given; whoever reads a stream uses ./scanner.ts.
 */
import { weighClauses } from './clause/reader.js'
import { shareLeft } from './context.js'
import { type Decoded, decodings } from './encodings.js'
import { excerptOf, type Finding, type TextContext } from './finding.js'
import { families, firstPass, rotated, type Stretch } from './first-pass.js'
import { type Folded, fold } from './fold.js'
import { hidingPlaceAt, isAmongData, smuggled } from './hiding.js'
import { type Passage, weighPassages } from './passage.js'
import { otherScriptLanguages } from './signals/languages.js'
import type { Family } from './signals/signal.js'
import { terminalFindings } from './terminal.js'
import { FLAG_FROM, hidingBonus, REPORT_FROM } from './weights.js'

/** Longest piece folded at once, and how much two pieces share, so that a passage at the seam is whole in one of them. */
const PIECE = 8192
const SEAM = 1024
/** Encodings within encodings are followed this deep. */
const MAX_DEPTH = 2
/** Findings kept for one block; more of the same help nobody. */
export const MAX_FINDINGS = 32
const REASONS = 3

/** True where the findings together make the text an attempt to steer its reader. */
export function isInjected(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.score >= FLAG_FROM)
}

/** Findings of a text that fits in memory, best first. Never throws. */
export function scanBlock(text: string, context: TextContext = {}): Finding[] {
  return best(inspect(text, context, 0))
}

/** The best of the findings, at most MAX_FINDINGS, one for each place. */
export function best(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = []
  const seen = new Set<string>()
  for (const finding of [...findings].sort((a, b) => b.score - a.score || a.offset - b.offset)) {
    const key = `${finding.kind} ${finding.offset}`
    if (seen.has(key)) continue
    seen.add(key)
    kept.push(finding)
    if (kept.length >= MAX_FINDINGS) break
  }
  return kept
}

function inspect(text: string, context: TextContext, depth: number): Finding[] {
  const pass = firstPass(text)
  const findings: Finding[] = []
  for (const stretch of pass.stretches) {
    findings.push(...readStretch(text, stretch, context))
    if (stretch.reversed) findings.push(...readTurned(text, stretch, 'reversed', reverse, context))
    if (stretch.rotated) findings.push(...readTurned(text, stretch, 'rot13', rotated, context))
  }
  if (pass.otherScript)
    findings.push(
      ...readPieces(text, 0, text.length, otherScriptLanguages, { scrambled: false, clauses: true }, context),
    )
  if (pass.controls) {
    const { findings: acted, texts } = terminalFindings(text)
    findings.push(
      ...acted,
      ...texts.flatMap((hidden) =>
        readHidden(hidden.text, hidden.offset, 'terminal', 'is not shown as text by a terminal', context, depth),
      ),
    )
  }
  if (pass.invisible) {
    const { findings: hidden, texts } = smuggled(text)
    findings.push(
      ...hidden,
      ...texts.flatMap((said) =>
        readHidden(said.text, said.offset, 'hidden', 'stands in characters that are not shown', context, depth),
      ),
    )
  }
  for (const decoded of decodings(text)) findings.push(...readDecoded(decoded, context, depth))
  return findings
}

const reverse = (text: string) => [...text].reverse().join('')

function readStretch(text: string, stretch: Stretch, context: TextContext): Finding[] {
  // Words set right may belong to any family, though the first pass saw none.
  const there = stretch.scrambled ? families : families.filter((_, bit) => (stretch.families & (1 << bit)) !== 0)
  return readPieces(text, stretch.from, stretch.to, there, stretch, context)
}

function readPieces(
  text: string,
  from: number,
  to: number,
  there: readonly Family[],
  { scrambled, clauses }: Pick<Stretch, 'scrambled' | 'clauses'>,
  context: TextContext,
): Finding[] {
  const findings: Finding[] = []
  for (let at = from; at < to; at += PIECE - SEAM) {
    const end = Math.min(to, at + PIECE)
    const folded = fold(text, at, end, scrambled)
    const passages = weighPassages(folded, there)
    for (const passage of passages) {
      const finding = inContext(text, folded, passage, context)
      if (finding.score >= REPORT_FROM) findings.push(finding)
    }
    if (clauses) {
      for (const { kind, score, from: start, to: stop, why } of weighClauses(
        text,
        folded,
        passages,
        context,
        REPORT_FROM,
      )) {
        const offset = folded.at[start] ?? at
        findings.push({
          kind,
          score: bounded(score),
          offset,
          excerpt: excerptOf(text.slice(offset, (folded.at[stop - 1] ?? offset) + 1)),
          why,
        })
      }
    }
    if (end === to) break
  }
  return findings
}

function inContext(text: string, folded: Folded, passage: Passage, context: TextContext): Finding {
  // Patterns take in the mark that an order follows; the words begin after it.
  const lead = /^[^\p{L}\p{N}<[{|]*/u.exec(folded.text.slice(passage.from, passage.to))?.[0].length ?? 0
  const from = folded.at[passage.from + lead] ?? folded.at[passage.from] ?? 0
  const to = (folded.at[passage.to - 1] ?? from) + 1
  const hiding = hidingPlaceAt(text, from)
  const among = passage.kind === 'demand' && isAmongData(text, from) ? hidingBonus.data : 0
  const score = (passage.score + (hiding?.bonus ?? 0) + among) * shareLeft(text, from, to, context)
  const why = [
    ...passage.why.slice(0, REASONS),
    ...(passage.repaired ? ['hides its words from filters'] : []),
    ...(hiding ? [hiding.why] : []),
  ]
  return {
    kind: hiding ? 'hidden' : passage.repaired ? 'encoded' : passage.kind,
    excerpt: excerptOf(text.slice(from, to)),
    offset: from,
    score: bounded(score),
    why: [...new Set(why)].join('; '),
  }
}

const bounded = (score: number) => Math.min(0.99, Math.round(score * 100) / 100)

/** A stretch read backwards or rotated; what it says counts as encoded. */
function readTurned(
  text: string,
  stretch: Stretch,
  encoding: string,
  turn: (text: string) => string,
  context: TextContext,
): Finding[] {
  const findings: Finding[] = []
  for (let at = stretch.from; at < stretch.to; at += PIECE - SEAM) {
    const turned = turn(text.slice(at, Math.min(stretch.to, at + PIECE)))
    findings.push(...readDecoded({ text: turned, offset: at, encoding }, context, MAX_DEPTH))
  }
  return findings
}

/** What a decoded text says. Its wrapping adds to the suspicion, but makes no clean text one. */
function readDecoded(decoded: Decoded, context: TextContext, depth: number): Finding[] {
  const inner = depth < MAX_DEPTH ? inspect(decoded.text, context, depth + 1) : readWhole(decoded.text, context)
  return inner.map((finding) => ({
    ...finding,
    kind: 'encoded',
    offset: decoded.offset,
    score: bounded(finding.score + hidingBonus.encoded),
    why: `${finding.why}; written in ${decoded.encoding}`,
  }))
}

/** Text that only a model sees counts as hidden. */
function readHidden(
  text: string,
  offset: number,
  kind: Finding['kind'],
  why: string,
  context: TextContext,
  depth: number,
): Finding[] {
  if (depth >= MAX_DEPTH) return []
  return inspect(text, context, depth + 1).map((finding) => ({
    ...finding,
    kind,
    offset,
    score: bounded(finding.score + hidingBonus.concealed),
    why: `${finding.why}; ${why}`,
  }))
}

/** A text of one piece with the patterns of the stretches alone, for what has been decoded already. */
function readWhole(text: string, context: TextContext): Finding[] {
  return firstPass(text).stretches.flatMap((stretch) => readStretch(text, stretch, context))
}
