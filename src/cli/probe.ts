/** `... | gatesh probe` and `gatesh probe FILE...`: warns of what in a text tries to steer the agent that reads it. */
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { parseArgs } from 'node:util'
import type { Finding } from '../probe/finding.js'
import { isInjected } from '../probe/scan.js'
import { createScanner } from '../probe/scanner.js'
import { FLAG_FROM } from '../probe/weights.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = { json: { type: 'boolean' }, fail: { type: 'boolean' } } as const

/** Exit code of `--fail` where something was found. */
const FOUND = 1

/** What the command reads and writes; `pass` takes the bytes of standard input on, and waits until there is room. */
export interface ProbeIo {
  readonly stdin: AsyncIterable<Uint8Array>
  pass(bytes: Uint8Array): Promise<void>
  print(line: string): void
  warn(line: string): void
}

/**
 * Standard input passes on unchanged and at once, with warnings on standard error at its end; files are read only, and with `--json`
 * the findings stand on standard output instead. Exit code 0, or 1 with `--fail` where an attempt was found.
 */
export async function probe(args: readonly string[], io: ProbeIo): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const sources = positionals.length > 0 ? positionals : [undefined]
  let found = false
  for (const source of sources) {
    const passOn = source === undefined && !values.json
    const findings = await read(source, passOn, io)
    const injected = isInjected(findings)
    found ||= injected
    if (values.json) io.print(JSON.stringify({ source: source ?? null, injected, findings }))
    else for (const line of warnings(findings, source)) io.warn(line)
  }
  return found && values.fail ? FOUND : EXIT.ok
}

async function read(source: string | undefined, passOn: boolean, io: ProbeIo): Promise<readonly Finding[]> {
  const scanner = createScanner(source === undefined ? {} : { source })
  const decoder = new StringDecoder('utf8')
  try {
    for await (const bytes of source === undefined ? io.stdin : createReadStream(source)) {
      if (passOn) await io.pass(bytes)
      scanner.push(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
    }
  } catch (error) {
    if (source === undefined) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`cannot read \`${source}\`: ${reason}`, EXIT.gateshFailed)
  }
  scanner.push(decoder.end())
  return scanner.end()
}

/** Warnings of one text: each attempt with what was seen and where. */
function warnings(findings: readonly Finding[], source: string | undefined): string[] {
  const attempts = findings.filter((finding) => finding.score >= FLAG_FROM)
  return attempts.map(
    ({ kind, why, excerpt, offset }) =>
      `${source ?? 'this text'} tries to steer its reader (${kind}, at ${offset}): it ${why}: \`${excerpt}\``,
  )
}
