// An agent for the tests of the prompt: shows one program at its terminal, and starts others meanwhile.
// argv: JSON {"show": [argv], "later": [[milliseconds, [argv]], ...], "report": file}
import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'

const { show, later, report } = JSON.parse(process.argv[2])
for (const [after, [program, ...args]] of later)
  setTimeout(() => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.on('close', (code) =>
      appendFileSync(report, `${[program, ...args].join(' ')}: ${code} ${said.split('\n')[0]}\n`),
    )
  }, after)
const shown = spawn(show[0], show.slice(1), { stdio: 'inherit' })
shown.on('exit', (code) => process.exit(code ?? 1))
