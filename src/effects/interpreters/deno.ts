/** deno: runs files and addresses, tests, formats, serves and manages packages. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, shown } from '../context.js'
import type { Effect } from '../effect.js'
import { optionParser } from '../options.js'
import { inlineCode, scriptFile } from './interpreter.js'

const options = optionParser({
  values:
    '-c --config --import-map --lock --cert --env-file --seed --location --v8-flags --preload --host --port -o --output --target --include',
  attached: '-L',
  stopsAtOperand: true,
})

const kinds: Readonly<Record<string, readonly [Effect['kind'], string]>> = {
  test: ['exec.test', 'runs tests'],
  bench: ['exec.test', 'runs benchmarks'],
  lint: ['exec.lint', 'checks the code'],
  check: ['exec.lint', 'checks types'],
  fmt: ['exec.lint', 'formats the code'],
  compile: ['exec.build', 'builds a program'],
  bundle: ['exec.build', 'bundles the code'],
  coverage: ['exec.test', 'reads coverage'],
  doc: ['fs.read', 'shows documentation'],
  info: ['pkg.read', 'shows dependencies'],
  outdated: ['pkg.read', 'lists outdated packages'],
  types: ['pkg.read', 'prints types'],
  cache: ['pkg.sync', 'fetches what the code imports'],
  uninstall: ['pkg.remove', 'removes a program'],
  remove: ['pkg.remove', 'removes packages'],
  upgrade: ['pkg.update', 'updates deno'],
  update: ['pkg.update', 'updates packages'],
  publish: ['pkg.publish', 'publishes the package'],
  deploy: ['deploy.run', 'deploys the project'],
  clean: ['pkg.cache', 'clears the cache'],
  init: ['fs.write', 'writes a new project'],
  completions: ['sys.read', 'prints completions'],
  jupyter: ['exec.serve', 'serves notebooks'],
  lsp: ['sys.read', 'serves an editor'],
}

const deno: Family = (command, context) => {
  const [verb, ...rest] = command.argv.slice(1)
  if (!verb || /^--?(?:version|help|V|h)$/.test(verb.text ?? ''))
    return [effect('sys.read', command, 'asks `deno` for its version')]
  const parsed = options.parse(rest)
  const dry = rest.some((word) => word.text === '--dry-run')
  switch (verb.text) {
    case 'run':
    case 'serve':
      return run(parsed.operands, verb.text === 'serve', command, context)
    case 'eval':
      return inlineCode(parsed.operands, 'javascript', command, context)
    case 'repl':
      return [
        effect('exec.opaque', command, 'runs what it reads from its input', {
          targets: [{ type: 'script', value: null, raw: 'deno repl' }],
          flags: ['interactive'],
        }),
      ]
    case 'task':
      return context.run([literal('npm'), literal('run'), ...parsed.operands], command)
    case 'install':
    case 'add':
    case 'i':
      return parsed.operands.length === 0
        ? [effect('pkg.sync', command, 'installs what the manifest declares')]
        : [
            effect(
              'pkg.install',
              command,
              `installs ${parsed.operands.map((word) => `\`${shown(word)}\``).join(', ')}`,
              {
                targets: parsed.operands.map((word) => ({ type: 'package', value: word.text, raw: word.raw })),
                flags: rest.some((word) => /^(?:-g|--global)$/.test(word.text ?? '')) ? ['global'] : [],
              },
            ),
          ]
    case 'x':
      return [
        effect(
          'pkg.run-remote',
          command,
          `fetches and runs \`${parsed.operands[0] ? shown(parsed.operands[0]) : '?'}\``,
          {
            targets: parsed.operands.slice(0, 1).map((word) => ({ type: 'package', value: word.text, raw: word.raw })),
          },
        ),
      ]
    default:
  }
  const kind = verb.text !== null && Object.hasOwn(kinds, verb.text) ? kinds[verb.text] : undefined
  if (!kind) return run([verb, ...rest], false, command, context)
  return [
    effect(dry ? 'pkg.read' : kind[0], command, kind[1], {
      targets: kind[0].startsWith('pkg.')
        ? parsed.operands.map((word) => ({ type: 'package', value: word.text, raw: word.raw }))
        : parsed.operands.map((word) => context.path(word, command)),
      flags: dry ? ['dry-run'] : [],
    }),
  ]
}

function run(words: readonly Word[], serves: boolean, command: Command, context: Context): readonly Effect[] {
  const [script, ...args] = words
  if (!script) return [effect('sys.read', command, 'lists tasks')]
  const found = scriptFile(script, args, 'javascript', command, context)
  return serves ? [effect('exec.serve', command, `serves \`${shown(script)}\``), ...found] : found
}

export const denoPrograms: Readonly<Record<string, Family>> = { deno }
