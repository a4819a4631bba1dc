/** `gatesh ci -- PROGRAM ...`: a session in a job of a CI system, with nobody at the keyboard. */
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { agentOf } from '../agents/agents.js'
import { type EventWords, noWords, type Trust, withoutStrangers } from '../ci/event.js'
import { githubWords } from '../ci/github.js'
import { gitlabWords, mergeRequestWords } from '../ci/gitlab.js'
import { blockedEntries } from '../ci/job-log.js'
import { annotation, outputLines, type Provider, providerOf, sectionEnd, sectionStart } from '../ci/provider.js'
import { type JobResult, summaryOf } from '../ci/summary.js'
import { directories } from '../config/directories.js'
import type { Launched } from '../launch/launch.js'
import type { End } from '../launch/start-agent.js'
import { logFiles } from '../log/files.js'
import { installationKey } from '../log/key.js'
import { printable } from '../log/print.js'
import { redactor } from '../log/redact.js'
import { readFile } from '../permissions/read-file.js'
import { EXIT, Failure } from './failure.js'
import { runOptions, runOptionsOf, splitCommand, usageErrors } from './options.js'
import { finish, programPath, startSession } from './run.js'

const options = {
  ...runOptions,
  event: { type: 'string' },
  'trust-author': { type: 'string', multiple: true },
  'fail-on-block': { type: 'boolean' },
  summary: { type: 'string' },
  'log-dir': { type: 'string' },
} as const

/** A webhook's payload is at most 25 MB. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024
/** GitHub shows ten annotations of a kind a step. */
const MAX_ANNOTATIONS = 10

/** `print`: a line on stdout, where CI systems look for their own markup; `say`: one on stderr. */
export async function ci(
  args: readonly string[],
  print: (line: string) => void,
  say: (line: string) => void,
): Promise<End> {
  const [own, command] = splitCommand(args, options)
  const { values } = usageErrors(() => parseArgs({ args: own, options, strict: true }))
  if (command.length === 0)
    throw new Failure('which program?', EXIT.usage, 'for example `gatesh ci -- claude -p "..."`')
  const provider = providerOf(process.env)
  const event = readEvent(provider, values.event, { authors: new Set(values['trust-author']) })
  const isTold = [values.task, values['task-file'], process.env.GATESH_TASK].some((words) => words !== undefined)
  const words = isTold && values.event === undefined ? [] : event.trusted.map(({ text }) => text)
  for (const { what, author } of event.strangers)
    say(`the ${what}${author === undefined ? '' : ` by \`${printable(author)}\``} does not count as the user's words`)

  const [name = '', ...rest] = command
  const page: Page = { provider, markUp: (line) => line !== undefined && print(line), say }
  let task: readonly string[] = []
  if (provider === 'gitlab')
    page.markUp(sectionStart(provider, 'gatesh_session', `gatesh: ${basename(name)}`, seconds()))
  const launched = await startSession(runOptionsOf(values, command), programPath(name, process.env.PATH), rest, say, {
    words,
    ownWords: (text) => withoutStrangers(text, event),
    told: (all) => {
      task = all
    },
  }).finally(() => {
    if (provider === 'gitlab') page.markUp(sectionEnd(provider, 'gatesh_session', seconds()))
  })

  const strict = values['fail-on-block'] ?? false
  const end = endOf(launched, finish(launched, say), strict)
  const log = keepLog(launched, values['log-dir'], say)
  showJob(page, await jobResult(launched, name, { end, log, task }), values.summary)
  const verdict = lastLine(launched, strict)
  if (verdict !== undefined) {
    page.markUp(annotation(provider, 'error', 'gatesh', verdict))
    say(verdict)
  }
  return end
}

const seconds = () => Math.floor(Date.now() / 1000)

/** Where people look at a job. */
interface Page {
  readonly provider: Provider
  /** On stdout, where CI systems look for their own markup. */
  markUp(line: string | undefined): void
  say(line: string): void
}

/** What was blocked, in the job's output, beside it and on its page. */
function showJob({ provider, markUp, say }: Page, job: JobResult, summary: string | undefined): void {
  markUp(sectionStart(provider, 'gatesh_blocked', `gatesh: ${job.blocked} blocked`, seconds()))
  for (const { id, stopped, command: whole, rule, reason } of job.entries)
    say(`blocked ${id}: ${printable(stopped ?? whole)} (${rule}: ${printable(reason)})`)
  markUp(sectionEnd(provider, 'gatesh_blocked', seconds()))
  for (const { stopped, command: whole, reason } of job.entries.slice(0, MAX_ANNOTATIONS))
    markUp(annotation(provider, 'warning', 'blocked by gatesh', `${printable(stopped ?? whole)}: ${printable(reason)}`))
  tell(provider, summary, job, say)
}

function readEvent(provider: Provider, file: string | undefined, trust: Trust): EventWords {
  if (file === 'none') return noWords
  const gitlab = provider === 'gitlab'
  const path =
    file ?? (gitlab ? process.env.TRIGGER_PAYLOAD : provider === 'github' ? process.env.GITHUB_EVENT_PATH : undefined)
  if (path === undefined || path === '') return gitlab ? mergeRequestWords(process.env) : noWords
  const payload = parseEvent(path)
  return gitlab ? gitlabWords(payload, trust) : githubWords(payload, trust)
}

function parseEvent(path: string): unknown {
  const broken = (problem: string) =>
    new Failure(`the event file \`${path}\` ${problem}`, EXIT.usage, 'nothing was started; `--event none` goes without')
  const content = readFile(path, MAX_EVENT_BYTES)
  if (content.kind === 'missing') throw broken('does not exist')
  if (content.kind === 'unreadable') throw broken(content.problem)
  try {
    return JSON.parse(content.text)
  } catch (error) {
    throw broken(`is no JSON: ${(error as Error).message}`)
  }
}

/** The agent's own failure is kept; `strict` makes a failure of what would have been a success. */
function endOf({ totals, stopped }: Launched, end: End, strict: boolean): End {
  const succeeded = 'code' in end && end.code === EXIT.ok
  return strict && stopped === undefined && totals.blocked > 0 && succeeded ? { code: EXIT.blocked } : end
}

function lastLine({ stopped, totals }: Launched, strict: boolean): string | undefined {
  if (stopped !== undefined) return `the job ends with exit code ${EXIT.stoppedByLimit}: ${stopped}`
  if (strict && totals.blocked > 0)
    return `${totals.blocked === 1 ? 'a command was' : `${totals.blocked} commands were`} blocked, and \`--fail-on-block\` makes that a failure (exit code ${EXIT.blocked}, or the agent's own)`
  return undefined
}

/** Copies the log beside the job's artifacts; where it lies otherwise if that fails. */
function keepLog({ log, session }: Launched, directory: string | undefined, say: (line: string) => void): string {
  if (directory === undefined) return log
  try {
    mkdirSync(directory, { recursive: true })
    const files = logFiles(directories(process.env, homedir()).log, session)
    for (const { path } of files) copyFileSync(path, join(directory, basename(path)))
    return join(directory, basename(log))
  } catch (error) {
    say(`the log was not copied to \`${directory}\`: ${(error as Error).message}; it is at ${log}`)
    return log
  }
}

async function jobResult(
  { session, totals, coverage }: Launched,
  name: string,
  { end, log, task }: { readonly end: End; readonly log: string; readonly task: readonly string[] },
): Promise<JobResult> {
  const places = directories(process.env, homedir())
  const redact = redactor(installationKey(places.state))
  const ended = 'code' in end ? `the job ends with exit code ${end.code}` : `the agent was ended by ${end.signal}`
  return {
    session,
    coverage,
    agent: agentOf(name)?.name ?? basename(name),
    decided: totals.decided,
    blocked: totals.blocked,
    end: ended,
    log,
    task: task.map(redact),
    entries: await blockedEntries(places.log, session),
  }
}

/** Summary and outputs for the CI system. A file that it named and that cannot be written is said, and no failure. */
function tell(provider: Provider, summary: string | undefined, job: JobResult, say: (line: string) => void): void {
  const github = provider === 'github'
  append(summary ?? (github ? process.env.GITHUB_STEP_SUMMARY : undefined), summaryOf(job), say)
  const { session, decided, blocked, log } = job
  append(github ? process.env.GITHUB_OUTPUT : undefined, outputLines({ session, decided, blocked, log }), say)
}

function append(file: string | undefined, text: string, say: (line: string) => void): void {
  if (file === undefined || file === '') return
  try {
    appendFileSync(file, text)
  } catch (error) {
    say(`\`${file}\` cannot be written: ${(error as Error).message}`)
  }
}
