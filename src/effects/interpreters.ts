/** Interpreters: code on the command line, on standard input, in a script file, or in a module by name. */
import type { Command, Word } from '../shell/script.js'
import { codeEffects } from './code/code.js'
import type { Language } from './code/language.js'
import { type Context, effect, type Family, literal, programName, shown } from './context.js'
import type { Effect, Target } from './effect.js'
import { traced } from './flow.js'
import { runScript } from './local.js'
import { type OptionParser, type Options, optionParser } from './options.js'
import { stdinSources } from './payload.js'

interface Interpreter {
  readonly language: Exclude<Language, 'shell'>
  /** Options whose value is code. */
  readonly code: string
  /** Other options that take a value. */
  readonly values?: string
  /** Short options with an attached value. */
  readonly attached?: string
  /** Options that only check the syntax. */
  readonly checks?: string
  /** Options whose value is loaded before: a file where it looks like one. */
  readonly loads?: string
  /** Options with which the operands are changed in place (`perl -i`). */
  readonly inPlace?: string
  /** A last look at special calls before the common ones. */
  readonly special?: (options: Options, command: Command, context: Context) => readonly Effect[] | undefined
}

function interpreter(row: Interpreter): Family {
  const parser = optionParser({
    values: [row.code, row.values, row.loads].filter((names) => names).join(' '),
    ...(row.attached ? { attached: row.attached } : {}),
    stopsAtOperand: true,
  })
  const lists: Lists = {
    code: split(row.code),
    checks: split(row.checks),
    loads: split(row.loads),
    inPlace: split(row.inPlace),
  }
  return (command, context) => interpreterEffects(row, lists, parser, command, context)
}

interface Lists {
  readonly code: readonly string[]
  readonly checks: readonly string[]
  readonly loads: readonly string[]
  readonly inPlace: readonly string[]
}

const split = (names: string | undefined): readonly string[] => (names ? names.split(' ') : [])

function interpreterEffects(
  row: Interpreter,
  lists: Lists,
  parser: OptionParser,
  command: Command,
  context: Context,
): readonly Effect[] {
  const options = parser.parse(command.argv.slice(1))
  const name = programName(command)
  if (
    options.operands.length === 0 &&
    !options.has(...lists.code) &&
    options.has('--version', '-V', '-version', '--help', '-h', '-?')
  ) {
    return [effect('sys.read', command, `asks \`${name}\` for its version or help`)]
  }
  const special = row.special?.(options, command, context)
  if (special) return special
  const loaded = lists.loads
    .flatMap((option) => options.values(option))
    .flatMap((word) => loadEffects(word, row.language, command, context))
  if (options.has(...lists.code)) {
    const codes = lists.code.flatMap((option) => options.values(option))
    // Several `-e` are one program; constants in it are followed across them.
    const effects = inlineCode(codes, row.language, command, context)
    return [...loaded, ...effects, ...inPlaceEffects(lists.inPlace, options.operands, options, command, context)]
  }
  const script = options.operands[0]
  if (!script || script.text === '-') return [...loaded, ...fromStdin(row.language, command, context)]
  if (lists.checks.length > 0 && options.has(...lists.checks)) {
    return [
      effect('exec.lint', command, `checks the syntax of \`${shown(script)}\``, {
        targets: [context.path(script, command)],
      }),
    ]
  }
  return [...loaded, ...scriptFile(script, options.operands.slice(1), row.language, command, context)]
}

/** Code given as words: read where constant. An unknown value in it is read as such, since only the text around it is code. */
export function inlineCode(
  words: readonly Word[],
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  const texts: string[] = []
  for (const word of words) {
    if (word.text === null) return [opaqueCode(word, command, context)]
    texts.push(word.text)
  }
  return codeEffects(language, texts.join('\n'), command, context)
}

function opaqueCode(word: Word, command: Command, context: Context): Effect {
  const sources = traced(
    (word.outputOf ?? []).map((index) => ({ type: 'output', value: null, command: index })),
    context,
  )
  const url = sources.find((source) => source.type === 'url')
  if (url)
    return effect('exec.fetched', command, `runs what it fetches from \`${url.value ?? '?'}\``, {
      targets: [{ type: 'url', value: url.value }],
      sources,
    })
  return effect('exec.opaque', command, `runs code that is not known before it runs: \`${shown(word)}\``, {
    targets: [{ type: 'script', value: null, raw: word.raw.slice(0, 160) }],
    sources,
  })
}

/** A script on standard input. At a terminal it is a person's session. */
function fromStdin(language: Exclude<Language, 'shell'>, command: Command, context: Context): readonly Effect[] {
  const { stdin } = command
  const name = programName(command)
  switch (stdin.kind) {
    case 'text':
      return inlineCode([stdin.text], language, command, context)
    case 'file': {
      const target = context.path(stdin.path, command)
      return runScript(stdin.path, target, [], language, command, context)
    }
    case 'pipe': {
      const sources = traced(stdinSources(command, context), context)
      const url = sources.find((source) => source.type === 'url')
      if (url)
        return [
          effect('exec.fetched', command, `runs what it fetches from \`${url.value ?? '?'}\``, {
            targets: [{ type: 'url', value: url.value }],
            sources,
          }),
        ]
      return [
        effect('exec.opaque', command, `runs code that comes to \`${name}\` through a pipe`, {
          targets: [{ type: 'script', value: null, raw: command.source.slice(0, 160) }],
          sources,
        }),
      ]
    }
    case 'inherit':
      return [
        effect('exec.opaque', command, `runs what \`${name}\` reads from its input`, {
          targets: [{ type: 'script', value: null, raw: name }],
          flags: ['interactive'],
        }),
      ]
    case 'null':
      return [effect('sys.read', command, `starts \`${name}\` without any code`)]
  }
}

/** A script file, or an address that some runtimes take in its place. */
export function scriptFile(
  word: Word,
  args: readonly Word[],
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (/^(?:https?|npm|jsr):/.test(word.text ?? word.prefix ?? '')) {
    return [
      effect('exec.fetched', command, `runs what it fetches from \`${shown(word)}\``, {
        targets: [{ type: 'url', value: word.text }],
      }),
    ]
  }
  if (word.content) return inlineCode([word.content], language, command, context)
  if (word.text === null && (word.outputOf?.length ?? 0) > 0 && !word.prefix)
    return [opaqueCode(word, command, context)]
  if (word.text === '/dev/stdin') return fromStdin(language, command, context)
  return runScript(word, context.path(word, command), args, language, command, context)
}

/** `-r ./setup.js`, `-Mlocal::lib`: a file is code of the project, a name is a library. */
function loadEffects(
  word: Word,
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (word.text === null) return [opaqueCode(word, command, context)]
  return /^[./~]/.test(word.text) ? scriptFile(word, [], language, command, context) : []
}

function inPlaceEffects(
  names: readonly string[],
  operands: readonly Word[],
  options: Options,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (names.length === 0) return []
  const targets: readonly Target[] = operands.map((word) => context.path(word, command))
  if (targets.length === 0) return []
  if (!options.has(...names)) {
    return options.has('-n', '-p')
      ? [
          effect(
            'fs.read',
            command,
            `reads ${targets
              .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
              .slice(0, 3)
              .join(', ')}`,
            { targets },
          ),
        ]
      : []
  }
  return [
    effect(
      'fs.write',
      command,
      `changes ${targets
        .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
        .slice(0, 3)
        .join(', ')} in place`,
      { targets, flags: ['in-place'] },
    ),
  ]
}

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

const python = interpreter({
  language: 'python',
  code: '-c',
  values: '-W -X -m --check-hash-based-pycs',
  special: pythonModule,
})

const node = interpreter({
  language: 'javascript',
  code: '-e --eval -p --print -pe',
  values:
    '--title --max-old-space-size --stack-trace-limit --conditions -C --input-type --env-file --env-file-if-exists --watch-path --test-name-pattern --test-reporter --test-concurrency --icu-data-dir --openssl-config --redirect-warnings --diagnostic-dir --run --tsconfig',
  loads: '-r --require --import --loader --experimental-loader',
  checks: '-c --check',
  special: (options, command, context) => {
    if (options.has('--test'))
      return [
        effect('exec.test', command, 'runs tests', {
          targets: options.operands.map((word) => context.path(word, command)),
        }),
      ]
    const task = options.value('--run')
    if (task) return context.run([literal('npm'), literal('run'), task], command)
    return undefined
  },
})

const tsx = interpreter({
  language: 'javascript',
  code: '-e --eval -p --print -pe',
  values: '--tsconfig --env-file -P --project -O --compiler-options --include --exclude',
  loads: '-r --require --import',
  special: (options, command, context) => {
    const first = options.operands[0]?.text
    if (first === 'watch' && programName(command) === 'tsx')
      return context.run([literal('tsx'), ...options.operands.slice(1)], command)
    return undefined
  },
})

const ruby = interpreter({
  language: 'ruby',
  code: '-e',
  values: '-C -F -E --encoding -I -x',
  attached: '-i -0 -W -T -K',
  loads: '-r --require',
  checks: '-c',
  inPlace: '-i',
})

const perl = interpreter({
  language: 'perl',
  code: '-e -E',
  values: '-I -F -x -C',
  attached: '-i -0 -l -M -m -d -D -V',
  checks: '-c',
  inPlace: '-i',
})

const php = interpreter({
  language: 'php',
  code: '-r -B -R -E',
  values: '-c -d -f -t -S -z --rf --rc --re --ri',
  checks: '-l',
  special: (options, command, context) => {
    const address = options.value('-S')
    if (address)
      return [
        effect('exec.serve', command, `serves on \`${shown(address)}\``, {
          flags: /^(?:localhost|127\.)/.test(address.text ?? '') ? ['local'] : ['listen-all'],
        }),
      ]
    const file = options.value('-f')
    if (file) return scriptFile(file, options.operands, 'php', command, context)
    return options.has('-i', '-m', '--ini', '--info')
      ? [effect('sys.read', command, 'asks `php` for its settings')]
      : undefined
  },
})

const lua = interpreter({ language: 'lua', code: '-e', values: '-l', checks: '-p' })
const julia = interpreter({
  language: 'julia',
  code: '-e --eval -E --print',
  values: '-J -p -t --threads -C --machine-file',
  attached: '-O -g',
  loads: '-L --load',
})

const rOptions = optionParser({ values: '-e -f --file -d --debugger -g --gui', stopsAtOperand: true })

/** Rscript FILE, R -e CODE, R CMD build. */
const r: Family = (command, context) => {
  const options = rOptions.parse(command.argv.slice(1))
  if (options.has('--version', '--help')) return [effect('sys.read', command, 'asks `R` for its version')]
  const code = options.values('-e')
  if (code.length > 0) return inlineCode(code, 'r', command, context)
  const file = options.value('-f', '--file')
  if (file) return scriptFile(file, options.operands, 'r', command, context)
  const [first, verb, ...rest] = options.operands
  if (programName(command) === 'R' && first?.text === 'CMD') {
    const targets = rest.filter((word) => !(word.text ?? '').startsWith('-')).map((word) => context.path(word, command))
    if (verb?.text === 'build' || verb?.text === 'Rd2pdf' || verb?.text === 'SHLIB')
      return [effect('exec.build', command, `runs \`R CMD ${verb.text}\``, { targets })]
    if (verb?.text === 'check') return [effect('exec.test', command, 'checks the package', { targets })]
    if (verb?.text === 'INSTALL')
      return [effect('pkg.install', command, 'installs a package', { targets, flags: ['local'] })]
    if (verb?.text === 'REMOVE')
      return [
        effect('pkg.remove', command, 'removes packages', {
          targets: rest.map((word) => ({ type: 'package', value: word.text, raw: word.raw })),
        }),
      ]
    if (verb?.text === 'BATCH' && rest[0]) return scriptFile(rest[0], rest.slice(1), 'r', command, context)
    return undefined
  }
  return first ? scriptFile(first, options.operands.slice(1), 'r', command, context) : fromStdin('r', command, context)
}

const awkOptions = optionParser({
  values: '-F --field-separator -v --assign -f --file -i --include -l --load -E --exec -W',
  long: '--field-separator --assign --file --include --sandbox --traditional --posix',
  stopsAtOperand: true,
})

/** awk reads files by a program; `-i inplace` changes them. */
const awk: Family = (command, context) => {
  const options = awkOptions.parse(command.argv.slice(1))
  if (options.has('--version', '--help')) return [effect('sys.read', command, 'asks `awk` for its help')]
  const files = options.values('-f', '--file', '-E', '--exec')
  const program = files.length > 0 ? [] : options.operands.slice(0, 1)
  const inputs = options.operands
    .slice(program.length)
    .filter((word) => !/^[A-Za-z_]\w*=/.test(word.text ?? '') && word.text !== '-')
  const targets = inputs.map((word) => context.path(word, command))
  const inPlace = options.values('-i', '--include').some((word) => word.text === 'inplace')
  const found: Effect[] = files.flatMap((word) => [...scriptFile(word, [], 'awk', command, context)])
  const only = program[0]
  // Values in a program are mostly numbers and patterns; the text around them says what it does.
  const text = only ? (only.text ?? only.pieces?.join('0')) : undefined
  if (only && text === undefined) found.push(opaqueCode(only, command, context))
  if (text !== undefined)
    found.push(...codeEffects('awk', text, command, context).filter((one) => one.kind !== 'exec.code'))
  if (inPlace)
    return [...found, effect('fs.write', command, 'changes its files in place', { targets, flags: ['in-place'] })]
  return [
    ...found,
    effect(
      'fs.read',
      command,
      targets.length > 0
        ? `reads ${targets
            .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
            .slice(0, 3)
            .join(', ')}`
        : 'filters its input',
      { targets },
    ),
  ]
}

/** Interpreters of languages that are not read: inline code is opaque, a script of the project is one. */
function unread(code: string, values = ''): Family {
  const parser = optionParser({ values: `${code} ${values}`.trim(), stopsAtOperand: true })
  const codes = split(code)
  return (command, context) => {
    const options = parser.parse(command.argv.slice(1))
    const name = programName(command)
    if (
      options.has('--version', '-version', '--help', '-help', '-V', '-v') &&
      options.operands.length === 0 &&
      !options.has(...codes)
    )
      return [effect('sys.read', command, `asks \`${name}\` for its version`)]
    const word = codes.flatMap((option) => options.values(option))[0]
    if (word) return [opaqueCode(word, command, context)]
    const script = options.operands[0]
    return script && script.text !== '-'
      ? scriptFile(script, options.operands.slice(1), 'other', command, context).filter(
          (found) => found.kind !== 'exec.opaque' || found.targets[0]?.value !== null,
        )
      : fromStdin('other', command, context)
  }
}

const javaOptions = optionParser({
  values: '-cp -classpath --class-path -p --module-path -jar -m --module --add-modules --add-opens --add-exports',
  singleDash: true,
  stopsAtOperand: true,
})

/** java runs a jar, a class of the class path, or a source file. */
const java: Family = (command, context) => {
  const options = javaOptions.parse(command.argv.slice(1))
  if (options.has('-version', '--version', '-help', '--help') || command.argv.length === 1)
    return [effect('sys.read', command, 'asks `java` for its version')]
  const jar = options.value('-jar')
  const first = jar ?? options.operands[0]
  if (!first) return undefined
  if (jar || /\.java$/.test(first.text ?? ''))
    return runScript(first, context.path(first, command), options.operands, 'other', command, context).filter(
      (found) => found.kind !== 'exec.opaque',
    )
  return [
    effect('exec.local', command, `runs the class \`${shown(first)}\``, {
      targets: [{ type: 'script', value: first.text, raw: first.raw, area: 'project' }],
    }),
  ]
}

const names = (list: string, family: Family): Record<string, Family> =>
  Object.fromEntries(list.split(' ').map((name) => [name, family]))

export const interpreterPrograms: Readonly<Record<string, Family>> = {
  ...names('python python3 python2 pypy pypy3 ipython ipython3 bpython sage', python),
  ...names('node nodejs', node),
  ...names('tsx ts-node ts-node-esm esno vite-node babel-node zx jiti', tsx),
  ...names('ruby jruby', ruby),
  perl,
  php,
  ...names('lua luajit texlua', lua),
  julia,
  ...names('R Rscript littler', r),
  ...names('awk gawk mawk nawk original-awk', awk),
  java,
  ...names('elixir erl iex escript', unread('-e --eval -eval', '-r -S -pa -pz')),
  ...names('clojure clj bb', unread('-e --eval -M', '-i')),
  ...names('groovy scala kotlin jshell amm', unread('-e', '-cp -classpath')),
  ...names(
    'ocaml racket guile sbcl chicken csi gosh swipl octave matlab wolframscript tclsh wish nim crystal raku rakudo gforth bqn maxima gp ghci runghc runhaskell',
    unread('-e -c --eval -batch -code -g', '-l -r -I'),
  ),
}
