/**
 * Builds dist/: main.js with its chunks (heavy parts are chunks of their own, loaded when they are used) and the C
 * programs. `node build.mjs --js` leaves the C side alone; `--out DIR` puts the JavaScript elsewhere.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Packages that carry something beside JavaScript (a native library, WebAssembly) stay packages. */
const external = ['node-pty', 'libpg-query', '@secretlint/*', 'chokidar']

export async function buildJavaScript(out) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of readdirOr(out)) if (name.endsWith('.js')) rmSync(join(out, name))
  await build({
    entryPoints: [join(root, 'src/main.ts')],
    outdir: out,
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
  chmodSync(join(out, 'main.js'), 0o755)
}

function readdirOr(directory) {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function buildNative() {
  execFileSync('make', ['-s', '-C', join(root, 'shims')], { stdio: 'inherit' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { js: { type: 'boolean' }, out: { type: 'string' } } })
  await buildJavaScript(values.out ?? join(root, 'dist'))
  if (!values.js) buildNative()
}
