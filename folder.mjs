/**
 * `node folder.mjs OUT` lays out what runs: the package as it would be published, and of the packages beside it those
 * that the bundle loads at run time, in OUT/node_modules. Nothing is fetched; OUT can be copied to another machine.
 */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { external } from './build.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const read = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))

/** Names below node_modules that `names` need, themselves included. Optional ones only where npm installed them. */
function closure(names) {
  const found = new Set()
  const add = (name) => {
    const home = join(root, 'node_modules', name)
    if (found.has(name) || !existsSync(home)) return
    found.add(name)
    const { dependencies = {}, optionalDependencies = {} } = read(home)
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) add(each)
  }
  for (const name of names) add(name)
  return [...found]
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, dereference: true })
}

export function layOut(out) {
  const { dependencies, files } = read(root)
  const own = join(out, 'node_modules/gatesh')
  for (const name of ['package.json', ...files]) copy(join(root, name), join(own, name))
  const needed = closure(Object.keys(dependencies).filter((name) => external.includes(name)))
  for (const name of needed) copy(join(root, 'node_modules', name), join(out, 'node_modules', name))
}

const [out] = process.argv.slice(2)
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (out === undefined) throw new Error('usage: node folder.mjs OUT')
  layOut(out)
}
