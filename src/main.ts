#!/usr/bin/env node
/** argv to a subcommand or a program to gate. The one place that prints an error and picks the exit code. */
import { EXIT, Failure } from './cli/failure.js'
import type { End } from './launch/start-agent.js'

declare const GATESH_VERSION: string

const print = (text: string) => void process.stdout.write(`${text}\n`)
const say = (line: string) => void process.stderr.write(`gatesh: ${line}\n`)

const standardStreams = {
  stdin: process.stdin,
  pass: (bytes: Uint8Array) =>
    new Promise<void>(
      (resolve) => void (process.stdout.write(bytes) ? resolve() : process.stdout.once('drain', resolve)),
    ),
  print,
  warn: say,
}

/** Asks whoever sits at this terminal; undefined where nobody does. */
async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const { createInterface } = await import('node:readline/promises')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `).catch(() => '')
  terminal.close()
  return /^y(?:es)?$/i.test(answer.trim())
}

/** Each loads only what it needs: a start should cost little. */
const subcommands: Readonly<Record<string, (args: readonly string[]) => Promise<End>>> = {
  run: async (args) => (await import('./cli/run.js')).run(args, say),
  ci: async (args) => (await import('./cli/ci.js')).ci(args, print, say),
  shims: async (args) => ({ code: await (await import('./cli/shims.js')).shims(args, print, say) }),
  broker: async (args) => ({ code: await (await import('./cli/broker.js')).broker(args, say) }),
  telemetry: async (args) => ({ code: await (await import('./cli/telemetry.js')).telemetry(args, print) }),
  log: async (args) => ({ code: await (await import('./cli/log.js')).log(args, print, say) }),
  report: async (args) => ({ code: await (await import('./cli/report.js')).report(args, print, say) }),
  pending: async (args) => ({ code: await (await import('./cli/pending.js')).pending(args, print) }),
  approve: async (args) => ({ code: await (await import('./cli/approve.js')).approve(args, print, confirm) }),
  deny: async (args) => ({ code: await (await import('./cli/deny.js')).deny(args, print) }),
  restore: async (args) => ({ code: await (await import('./cli/restore.js')).restore(args, print, confirm) }),
  check: async (args) => ({ code: await (await import('./cli/check.js')).check(args, print) }),
  rules: async (args) => ({ code: await (await import('./cli/rules.js')).rules(args, print) }),
  config: async (args) => ({ code: await (await import('./cli/config.js')).config(args, print) }),
  init: async (args) => ({ code: await (await import('./cli/init.js')).init(args, print) }),
  doctor: async (args) => ({ code: await (await import('./cli/doctor.js')).doctor(args, print) }),
  eval: async (args) => ({
    code: await (await import('./cli/eval.js')).evalCommand(args, {
      print,
      now: () => performance.now() * 1000,
      engineNamed: (await import('./cli/engine.js')).engineNamed,
      probeFinds: (await import('./probe/scanner.js')).judgeText,
    }),
  }),
  probe: async (args) => ({ code: await (await import('./cli/probe.js')).probe(args, standardStreams) }),
  help: async () => {
    print((await import('./cli/help.js')).help)
    return { code: EXIT.ok }
  },
}

const alias: Readonly<Record<string, string>> = { '--help': 'help', '-h': 'help' }

async function main(args: readonly string[]): Promise<End> {
  const [first, ...rest] = args
  if (first === undefined) {
    print((await import('./cli/help.js')).help)
    return { code: EXIT.usage }
  }
  if (first === '--version') {
    print(GATESH_VERSION)
    return { code: EXIT.ok }
  }
  const command = subcommands[alias[first] ?? first]
  return command ? command(rest) : (await import('./cli/run.js')).run(args, say)
}

function report(error: unknown): number {
  if (error instanceof Failure) {
    say(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`)
    return error.exitCode
  }
  say(
    error instanceof Error
      ? process.env.GATESH_DEBUG
        ? (error.stack ?? error.message)
        : error.message
      : String(error),
  )
  return EXIT.gateshFailed
}

/** Ends as the agent ended, by the same signal if it was one. */
function endAs(end: End): void {
  if ('code' in end) process.exitCode = end.code
  else process.kill(process.pid, end.signal)
}

// A reader that went away (`gatesh log | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(EXIT.ok)
})

main(process.argv.slice(2)).then(endAs, (error) => {
  process.exitCode = report(error)
})
