/**
 * Builds dist/: main.js with its chunks (heavy parts are chunks of their own, loaded when they are used) and the C
 * programs. `node build.mjs --js` leaves the C side alone; `--out DIR` puts the JavaScript elsewhere.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Packages that carry something beside JavaScript (a native library, WebAssembly) stay packages. */
export const external = ['node-pty', 'libpg-query', '@secretlint/*', 'chokidar']

/** Built aside and moved into place, main.js last: whoever starts gatesh meanwhile has the old one or the new one. */
export async function buildJavaScript(out) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const aside = join(out, `.new-${process.pid}`)
  await build({
    entryPoints: { main: join(root, 'src/main.ts'), 'telemetry-worker': join(root, 'src/telemetry/worker.ts') },
    outdir: aside,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // jsonc-parser's CommonJS half finds its parts in a way that no bundler follows.
    mainFields: ['module', 'main'],
    target: 'node20',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    external,
    define: { GATESH_VERSION: JSON.stringify(version) },
    chunkNames: 'chunk-[hash]',
    // CommonJS packages in the bundle ask for Node's own modules with require.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  })
  chmodSync(join(aside, 'main.js'), 0o755)
  const made = readdirSync(aside).sort((a, b) => Number(a === 'main.js') - Number(b === 'main.js'))
  for (const name of made) renameSync(join(aside, name), join(out, name))
  rmdirSync(aside)
  for (const name of readdirSync(out)) if (name.endsWith('.js') && !made.includes(name)) rmSync(join(out, name))
}

const CROSS = 'aarch64-linux-gnu-gcc'

/** For this machine; and for arm64 where Debian's cross compiler is, so that a package that is published has both. */
function buildNative() {
  const make = (...settings) =>
    execFileSync('make', ['-s', '-C', join(root, 'shims'), ...settings], { stdio: 'inherit' })
  make()
  const canCross = process.arch === 'x64' && spawnSync(CROSS, ['--version']).status === 0
  if (canCross) make('ARCH=arm64', 'LINK=static', `CC=${CROSS}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { js: { type: 'boolean' }, out: { type: 'string' } } })
  await buildJavaScript(values.out ?? join(root, 'dist'))
  if (!values.js) buildNative()
}
