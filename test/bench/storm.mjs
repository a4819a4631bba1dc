/**
 * What the file watch costs a program that writes much: 30,000 files in 1,500 directories inside the project, in slices by
 * turns with the watch and without it. `node test/bench/storm.mjs [DIR] [SLICES]`, root only, since nobody else has that
 * watch. On a busy machine the processor time of the writer says more than the clock, and the quickest slices most.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILES = 30_000
const PER_DIRECTORY = 20

const supervisor = fileURLToPath(new URL(`../../dist/native/${process.arch}/gatesh-exec`, import.meta.url))
const [parent = tmpdir(), given = '10'] = process.argv.slice(2)
const slices = Number(given)
const root = mkdtempSync(join(parent, 'gatesh-storm-'))
const project = join(root, 'project')
writeFileSync(join(root, 'roots'), `-${project}\0`)

const writer = `import os, time
began, before = time.time(), os.times()
for package in range(${FILES / PER_DIRECTORY / slices}):
    at = f"node_modules/p{package}/lib"
    os.makedirs(at)
    for name in range(${PER_DIRECTORY}):
        with open(f"{at}/{name}.js", "w") as file: file.write("module.exports = 1\\n" * 40)
after = os.times()
with open("taken", "w") as file: file.write(f"{time.time() - began} {after.user + after.system - before.user - before.system}")
`

/** Allows everything: u32 length, u8 version, u8 type, u32 id; EXEC is 3, VERDICT 129. */
function serve(socket) {
  let rest = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
      if (rest[5] === 3) {
        const answer = Buffer.alloc(16)
        answer.writeUInt32LE(12, 0)
        answer.writeUInt8(1, 4)
        answer.writeUInt8(129, 5)
        answer.writeUInt32LE(rest.readUInt32LE(6), 6)
        answer.writeUInt8(1, 10)
        socket.write(answer)
      }
      rest = rest.subarray(4 + rest.readUInt32LE(0))
    }
  })
}

/** Seconds by the clock, and of the writer's processor. */
async function slice(watched) {
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project)
  const path = join(root, 'broker')
  const server = createServer(serve)
  await new Promise((resolve) => server.listen(path, resolve))
  const watch = watched ? ['--watch', join(root, 'roots')] : []
  const args = ['--broker', path, '--session', 'storm', ...watch, '--', '/usr/bin/python3', '-c', writer]
  const child = spawn(supervisor, args, { cwd: project, stdio: 'inherit' })
  const code = await new Promise((resolve) => child.on('close', resolve))
  server.close()
  if (code !== 0) throw new Error(`the writer ended with ${code}`)
  return readFileSync(join(project, 'taken'), 'utf8').split(' ').map(Number)
}

const taken = { true: [], false: [] }
for (let round = 0; round < slices; round++)
  // Each first as often as the other.
  for (const watched of round % 2 === 0 ? [false, true] : [true, false]) taken[watched].push(await slice(watched))
rmSync(root, { recursive: true, force: true })

const quantile = (values, part) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) * part)]
for (const [index, name] of ['clock', 'processor'].entries()) {
  const of = (watched, part) =>
    quantile(
      taken[watched].map((each) => each[index]),
      part,
    )
  const ratio = (part) => (of(true, part) / of(false, part)).toFixed(3)
  console.log(`${name}: with the watch over without ${ratio(0.5)} in the median, ${ratio(0.1)} of the quickest`)
}
