/**
 * A log as many sessions would have written it: `node test/bench/log-generator.mjs DIRECTORY [ENTRIES] [SESSIONS]`. The lines
 * are written by gatesh's own writer, so that format and hash chain are real; what stands in them is made up from a seed.
 */
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('../../src/log', import.meta.url))

/** Shares of commands in a coding session, roughly; about one in twenty is blocked. */
const kinds = [
  [40, 'read.files', 1, 'allow', (n) => `cat src/module-${n % 900}/index.ts`, 'fs.read', 'reads a file'],
  [
    20,
    'read.git',
    1,
    'allow',
    (n) => `git log --oneline -${(n % 40) + 1} -- src/module-${n % 900}`,
    'vcs.read',
    'reads the repository',
  ],
  [
    12,
    'project.write',
    2,
    'allow',
    (n) => `sed -i 's/version ${n % 7}/version ${n % 9}/' src/module-${n % 900}/index.ts`,
    'fs.write',
    'changes a file of the project',
  ],
  [
    18,
    'exec.test',
    3,
    'allow',
    (n) => `npm test -- --grep "case ${n % 5000}"`,
    'exec.test',
    'runs the tests of the project',
  ],
  [5, 'git.push', 3, 'allow', (n) => `git push origin HEAD:fix/issue-${n}`, 'vcs.push', 'pushes a branch'],
  [
    2,
    'git.push-force',
    3,
    'deny',
    (n) => `git push --force origin release/${n % 30}`,
    'vcs.push',
    'overwrites a branch',
  ],
  [
    2,
    'fs.delete',
    3,
    'deny',
    (n) => `rm -rf /home/dev/backup-${n}`,
    'fs.delete',
    'deletes a directory outside the project',
  ],
  [1, 'net.send', 3, 'ask', (n) => `curl -d @report-${n}.json https://collect.example/in`, 'net.send', 'sends a file'],
]
const agents = ['claude-code', 'codex', 'gemini-cli', '/usr/bin/bash']
const byShare = kinds.flatMap((kind) => Array(kind[0]).fill(kind))

/** Numbers below 2^31 in an order that only the seed decides. */
function random(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state >>> 8
  }
}

function entryOf(next, agent) {
  const n = next()
  const [, rule, tier, action, command, effect, says] = byShare[next() % byShare.length]
  const text = command(n)
  const judged =
    tier < 3
      ? {}
      : {
          engine: 'embedded',
          stage1: { flagged: action !== 'allow', rules: action === 'allow' ? [] : [rule] },
          stage2: [
            {
              rule,
              missing: action === 'allow' ? [] : ['ask for this', `name \`${n}\``],
              quotes: ['fix the login and clean up'],
            },
          ],
        }
  return {
    agent,
    door: n % 5 === 0 ? 'shell-shim' : 'supervisor',
    coverage: 'supervisor',
    project: '/home/dev/app',
    cwd: '/home/dev/app',
    command: text,
    exe: `/usr/bin/${text.slice(0, text.indexOf(' '))}`,
    effects: [{ kind: effect, says: `${says}: \`${text}\``, targets: ['/home/dev/app'] }],
    action,
    ran: action === 'allow',
    tier,
    rule,
    reason:
      action === 'allow'
        ? 'it changes nothing that matters'
        : `${says}: your words would have to ask for this, and name it`,
    how: 'decided',
    parent: `${agent}-1`,
    ...judged,
    times_us: {
      understand: 80 + (n % 60),
      facts: 20,
      tiers: 30,
      classifier: tier < 3 ? 1 : 90,
      total: 200 + (n % 300),
    },
  }
}

/** The writer, from the sources as they are now. */
async function writer() {
  const out = mkdtempSync(join(tmpdir(), 'gatesh-writer-'))
  try {
    const stdin = {
      contents: "export { openLog } from './append.js'; export { logName } from './files.js'",
      resolveDir: source,
      loader: 'ts',
    }
    await build({
      stdin,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(out, 'writer.mjs'),
      logLevel: 'warning',
    })
    return await import(pathToFileURL(join(out, 'writer.mjs')).href)
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Writes `entries` lines into `directory`, in files of that many sessions that overlap in time; the last ends now. */
export async function generateLog(directory, entries, sessions) {
  const { openLog, logName } = await writer()
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const next = random(42)
  const each = Math.ceil(entries / sessions)
  const step = 500
  const end = Date.now()
  for (let index = 0, left = entries; left > 0; index++) {
    // Every session lasts as long as two, so that there are always two at once.
    let at = end - ((sessions - index + 1) * each * step) / 2
    const session = `s${String(index).padStart(5, 'a')}`
    const log = openLog(join(directory, logName(new Date(at), session, 1)), session, () => (at += step))
    const agent = agents[index % agents.length]
    for (let count = Math.min(each, left); count > 0; count--, left--) {
      const id = log.append(entryOf(next, agent))
      if (id instanceof Error) throw id
    }
    // As if it had been written when its entries say.
    utimesSync(log.path, new Date(at), new Date(at))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory, entries = '1000000', sessions = '100'] = process.argv.slice(2)
  if (directory === undefined) throw new Error('which directory?')
  await generateLog(directory, Number(entries), Number(sessions))
}
