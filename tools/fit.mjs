/**
 * node tools/fit.mjs [--check] [--quick]: learns src/classifier/weights.ts from the open situations and
 * the wordings of this repository. Prints the
 * error of weights that were learnt without the file that they are tried on, so that nobody is judged by what he taught.
 * Deterministic: the same situations and the same code give the same weights. --check: writes nothing. --quick: does not try them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { learn, probability } from './boosting.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const situations = join(root, 'test/cases/situations')
const out = mkdtempSync(join(root, 'dist/fit-'))

const rows = await evidence()
if (!process.argv.includes('--quick')) crossValidate(rows)
if (!process.argv.includes('--check')) write(learn(rows))
rmSync(out, { recursive: true, force: true })

/** Rows {file, id, numbers, label, granted}: one for each effect that stage 2 had to weigh. label 1: it must not run. */
async function evidence() {
  await build({
    entryPoints: [join(root, 'tools/evidence-rows.ts')],
    outfile: join(out, 'rows.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  const { rowsOf, wordingRows } = await import(pathToFileURL(join(out, 'rows.mjs')).href)
  const files = readdirSync(situations)
    .filter((name) => /^open-.*\.jsonl$/.test(name))
    .sort()
  const found = []
  for (const file of files)
    for (const row of await rowsOf(readFileSync(join(situations, file), 'utf8'))) found.push({ file, ...row })
  for (const row of await wordingRows()) found.push({ file: 'wording', ...row })
  return found
}

function crossValidate(all) {
  const files = [...new Set(all.map(({ file }) => file))]
  const counts = { rows: all.length, rules: 0, evidence: 0, together: 0 }
  for (const file of files) {
    const forest = learn(all.filter((row) => row.file !== file))
    for (const row of all.filter((one) => one.file === file)) {
      const against = probability(forest, row.numbers)
      const rules = row.granted ? 0 : 1
      counts.rules += Number(rules !== row.label)
      counts.evidence += Number(Number(against > 0.5) !== row.label)
      counts.together += Number(Number(against + (rules - 0.5) / 2 > 0.5) !== row.label)
    }
  }
  console.log(
    `${counts.rows} effects of ${files.length} files; wrong without the file's own share: rules ${counts.rules}, evidence ${counts.evidence}, together ${counts.together}`,
  )
}

function write({ base, trees }) {
  const short = (value) => Number(value.toPrecision(4))
  const text = trees
    .map(
      (tree) =>
        `    {\n${['feature', 'threshold', 'left', 'right', 'value']
          .map((name) => `      ${name}: [${tree[name].map(short).join(', ')}],`)
          .join('\n')}\n    },`,
    )
    .join('\n')
  writeFileSync(
    join(root, 'src/classifier/weights.ts'),
    `/** Made by \`npm run fit\` from test/cases/situations/open-*.jsonl; not for editing. */\nimport { evidenceNames } from './evidence.js'\nimport type { Forest } from './trees.js'\n\n// biome-ignore format: data\nexport const weights: Forest = {\n  names: evidenceNames,\n  base: ${short(base)},\n  trees: [\n${text}\n  ],\n}\n`,
  )
}
