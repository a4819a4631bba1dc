/** Interpreters by name: node, ruby, perl, php, awk, R, java and the languages that are not read. */
import { codeEffects } from '../code/code.js'
import { effect, type Family, literal, programName, shown } from '../context.js'
import type { Effect } from '../effect.js'
import { runScript } from '../local.js'
import { optionParser } from '../options.js'
import { fromStdin, inlineCode, interpreter, opaqueCode, scriptFile, split } from './interpreter.js'
import { python } from './python.js'

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
