/** Runs lint, types, shell check and all tests; prints what failed, and as the last line how many passed and failed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const checks = [
  ['lint', 'npx', ['biome', 'check', '.']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['shell scripts', 'shellcheck', ['install.sh', 'test/all.sh', '.ci/run']],
]

let passed = 0
let failed = 0
for (const [name, command, args] of checks) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) passed += 1
  else {
    failed += 1
    process.stdout.write(`${stdout}${stderr}\nFAILED: ${name}\n`)
  }
}

// Real agents come last: they are installed from the registry first, and need the machine for themselves. Two of them
// here; `npm run test:agents` takes all six.
runTests([])
runTests(['--config', 'test/agents/vitest.config.ts'], { GATESH_AGENTS: process.env.GATESH_AGENTS ?? 'claude codex' })

function runTests(options, env = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'gatesh-report-'))
  try {
    const file = join(scratch, 'tests.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { status } = spawnSync('npx', ['vitest', 'run', ...options, ...reporters], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    const report = JSON.parse(readFileSync(file, 'utf8'))
    passed += report.numPassedTests
    // A skipped test counts as one that failed, and so does a file that could not be loaded.
    const notRun = report.numTotalTests - report.numPassedTests
    failed += notRun === 0 && status !== 0 ? 1 : notRun
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
