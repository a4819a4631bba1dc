/** An agent that runs what it is given, the way agents do it, and prints what came of it: `[{"status", "stdout", "stderr"}]`. */
import { spawnSync } from 'node:child_process'

const results = process.argv.slice(2).map((command) => {
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { status, stdout, stderr }
})
process.stdout.write(JSON.stringify(results))
