/** Python, with its modules that are run by name. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal } from '../context.js'
import type { Effect } from '../effect.js'
import type { Options } from '../options.js'
import { interpreter, opaqueCode, scriptFile } from './interpreter.js'

/** Modules of Python that only show or convert something. */
const readingModules = new Set(
  'json.tool pydoc timeit site sysconfig platform dis ast tokenize calendar this antigravity base64 quopri gzip mimetypes inspect locale struct pyclbr symtable tabnanny pickletools'.split(
    ' ',
  ),
)

/** `python -m module`: tools that are known by that name, servers, the standard library, else code of the project. */
function pythonModule(options: Options, command: Command, context: Context): readonly Effect[] | undefined {
  const index = command.argv.findIndex((word, at) => at > 0 && /^-[A-Za-z]*m$/.test(word.text ?? ''))
  if (index < 0 || !options.has('-m')) return undefined
  const module = command.argv[index + 1]
  const args = command.argv.slice(index + 2)
  if (!module) return undefined
  if (module.text === null) return [opaqueCode(module, command, context)]
  const name = module.text
  if (name === 'http.server' || name === 'SimpleHTTPServer' || name === 'pydoc.server') return [serves(args, command)]
  if (name === 'venv' || name === 'virtualenv') {
    const targets = args.filter((word) => !(word.text ?? '').startsWith('-')).map((word) => context.path(word, command))
    return [
      effect('fs.write', command, 'makes a virtual environment', {
        targets: targets.map((target) => ({ ...target, many: true })),
      }),
    ]
  }
  if (name === 'zipfile' || name === 'tarfile') return archiveModule(args, command, context)
  if (name === 'ensurepip')
    return [effect('pkg.install', command, 'installs pip', { targets: [{ type: 'package', value: 'pip' }] })]
  if (name === 'compileall' || name === 'py_compile') return [effect('exec.build', command, 'compiles Python files')]
  if (name === 'sqlite3') return context.run([literal('sqlite3'), ...args], command)
  if (readingModules.has(name))
    return [
      effect('fs.read', command, `reads with \`python -m ${name}\``, {
        targets: args.filter((word) => !(word.text ?? '').startsWith('-')).map((word) => context.path(word, command)),
      }),
    ]
  if (
    /^(?:cProfile|profile|trace|pdb|ipdb|debugpy|runpy|memory_profiler|line_profiler|kernprof|viztracer|scalene)$/.test(
      name,
    )
  )
    return profiled(args, command, context)
  const started = context.run([literal(name), ...args], command)
  if (!started.some((found) => found.kind === 'exec.unknown' && found.targets[0]?.value === name)) return started
  const path = context.path(literal(name.replaceAll('.', '/')), command).value
  const local = path !== null && [path, `${path}.py`].some((candidate) => context.world.kind(candidate) !== 'missing')
  return [
    effect(local ? 'exec.local' : 'exec.unknown', command, `runs the module \`${name}\``, {
      targets: [{ type: 'script', value: path, raw: name, area: 'project' }],
    }),
  ]
}

function serves(args: readonly Word[], command: Command): Effect {
  const at = args.findIndex((word) => /^(?:-b|--bind)$/.test(word.text ?? ''))
  const host = at >= 0 ? args[at + 1]?.text : args.find((word) => word.text?.startsWith('--bind='))?.text?.slice(7)
  const local = host !== undefined && host !== null && /^(?:127\.|localhost$|::1$)/.test(host)
  // Without --bind it listens on every interface.
  return effect('exec.serve', command, `serves files over HTTP${local ? '' : ' to every network'}`, {
    flags: local ? ['local'] : ['listen-all'],
  })
}

function archiveModule(args: readonly Word[], command: Command, context: Context): readonly Effect[] {
  const [verb, archive, target] = args
  if (/^(?:-e|--extract)$/.test(verb?.text ?? ''))
    return [
      effect('fs.unpack', command, 'unpacks an archive', {
        targets: [{ ...context.path(target ?? literal('.'), command), many: true }],
      }),
    ]
  if (/^(?:-c|--create)$/.test(verb?.text ?? '') && archive)
    return [
      effect('fs.archive', command, 'packs files', {
        targets: [
          ...args.slice(2).map((word) => context.path(word, command, 'from')),
          context.path(archive, command, 'to'),
        ],
      }),
    ]
  return [effect('fs.list', command, 'lists an archive')]
}

/** A profiler or debugger in front of a script or module. */
function profiled(args: readonly Word[], command: Command, context: Context): readonly Effect[] {
  const at = args.findIndex((word) => !(word.text ?? '').startsWith('-'))
  const module = args.findIndex((word) => word.text === '-m')
  if (module >= 0) return context.run([literal('python3'), ...args.slice(module)], command)
  return at < 0
    ? [effect('exec.unknown', command, 'starts a debugger')]
    : scriptFile(args[at]!, args.slice(at + 1), 'python', command, context)
}

/** python and its kin. */
export const python = interpreter({
  language: 'python',
  code: '-c',
  values: '-W -X -m --check-hash-based-pycs',
  special: pythonModule,
})
