/** Tools that test, check, build or serve a project: known by name, with the options that make them something else. */
import type { Word } from '../../shell/script.js'
import { codeEffects } from '../code/code.js'
import { type Context, effect, type Family, programName } from '../context.js'
import type { Effect, EffectKind, Flag } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { frameworkMigration } from '../migrations.js'

const tests =
  'jest vitest mocha ava tap tape jasmine karma cypress playwright wtr web-test-runner nightwatch testcafe c8 nyc pytest py.test tox nox nose2 nosetests trial behave unittest coverage hypothesis locust rspec minitest cucumber phpunit pest codecept behat paratest ctest gtest-parallel bats shellspec prove k6 artillery newman pa11y lighthouse lhci backstop chromatic stryker testem busted ginkgo gotestsum robot xctest detox maestro gcovr lcov genhtml valgrind'
const lints =
  'eslint tslint standard xo stylelint prettier biome dprint oxlint tsc vue-tsc svelte-check jshint markdownlint markdownlint-cli2 commitlint cspell depcheck knip madge htmlhint pylint flake8 ruff black isort mypy pyright pyre bandit pydocstyle autopep8 yapf vulture autoflake pyupgrade djlint rubocop reek brakeman standardrb erb_lint sorbet srb phpcs phpcbf phpstan psalm php-cs-fixer rector phpmd golangci-lint gofmt goimports staticcheck revive gosec govulncheck clippy-driver rustfmt clang-format clang-tidy cppcheck cpplint ktlint detekt checkstyle spotbugs pmd scalafmt scalafix swiftlint swiftformat shellcheck shfmt hadolint yamllint actionlint ansible-lint tflint tfsec checkov terrascan kubeval kubeconform kube-linter sqlfluff sqlfmt buf protolint editorconfig-checker ec taplo credo mdl vale proselint lintr styler hlint ormolu fourmolu stylish-haskell nixfmt alejandra statix dotenv-linter jsonlint lint-staged publint attw size-limit bundlesize syncpack sort-package-json'
const builds =
  'webpack rollup esbuild swc babel parcel tsup tsdown unbuild microbundle ncc pkg rspack rsbuild turbo nx postcss tailwindcss tailwind stylus gcc cc g++ c++ clang clang++ cpp ld lld ranlib objcopy as nasm yasm gfortran nvcc rustc javac kotlinc scalac groovyc swiftc ghc ocamlc ocamlopt fpc gnatmake dmd ldc2 tsx-build cmake ninja meson autoconf automake autoreconf aclocal libtoolize configure scons bazel bazelisk buck buck2 pants bjam qmake xmake premake5 thrift flatc capnp swig bison flex yacc lex ragel antlr4 m4 gperf msgfmt xgettext sphinx-build mkdocs jekyll hugo eleventy gatsby typedoc jsdoc rustdoc doxygen javadoc quarto bookdown mdbook sassc coffee elm purs spago cython nuitka pyinstaller cxfreeze xcodebuild actool ibtool gn emcc em++ wasm-pack wasm-bindgen wasm-opt wat2wasm electron-builder electron-forge tauri godot openscad graphql-codegen openapi-generator swagger-codegen quicktype gcov ldd pkg-config pkgconf ccache sccache distcc fc-cache changeset dvc-build'
const serves =
  'http-server serve live-server browser-sync json-server nodemon ts-node-dev tsx-watch webpack-dev-server uvicorn gunicorn hypercorn daphne waitress-serve streamlit gradio jupyter jupyter-lab jupyter-notebook puma unicorn thin rackup passenger foreman overmind hivemind honcho air reflex storybook start-storybook ng-serve expo metro miniserve caddy-dev mailhog mailpit maildev ladle'

/** Programs that build and serve by subcommand; the first word says which. */
const byWord: Readonly<Record<string, EffectKind>> = {
  build: 'exec.build',
  dev: 'exec.serve',
  serve: 'exec.serve',
  start: 'exec.serve',
  preview: 'exec.serve',
  watch: 'exec.serve',
  test: 'exec.test',
  lint: 'exec.lint',
  check: 'exec.lint',
  generate: 'exec.build',
  g: 'exec.build',
  export: 'exec.build',
  info: 'pkg.read',
  telemetry: 'pkg.config',
  sync: 'exec.build',
  typecheck: 'exec.lint',
  e2e: 'exec.test',
  add: 'pkg.install',
  new: 'exec.build',
  prepare: 'exec.build',
  analyze: 'exec.build',
  optimize: 'exec.build',
  routes: 'pkg.read',
  run: 'exec.serve',
  shell: 'exec.code',
}
const frameworks =
  'vite next nuxt nuxi astro remix gatsby-cli ng vue-cli-service react-scripts svelte-kit webpack-cli ember quasar ionic docusaurus vitepress vuepress eleventy-cli nest medusa redwood rw blitz react-native expo-cli flask'

/** Options by which a server listens for everybody, not only for this machine. */
function listensForAll(words: readonly Word[]): boolean {
  return words.some((word, at) => {
    const text = word.text ?? ''
    if (/^(?:--host|--hostname|--bind|--ip|--address|-b|-a|-H|--listen)(?:=|$)/.test(text)) {
      const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : (words[at + 1]?.text ?? '')
      return (
        /^(?:0\.0\.0\.0|::|\[::\]|\*)(?::\d+)?$/.test(value) ||
        (/^--host$/.test(text) && (value === '' || value.startsWith('-')))
      )
    }
    return /^(?:0\.0\.0\.0|\[::\])(?::\d+)?$/.test(text)
  })
}

function fixed(kind: EffectKind): Family {
  return (command) => {
    const program = programName(command)
    const words = command.argv.slice(1)
    const only = words.length === 1 ? words[0]!.text : undefined
    if (only === '--version' || only === '--help' || only === '-h' || only === '-V')
      return [effect('sys.read', command, `asks \`${program}\` about itself`)]
    const flags: Flag[] = kind === 'exec.serve' && listensForAll(words) ? ['listen-all'] : []
    const verb = words.find((word) => !(word.text ?? '-').startsWith('-'))?.text ?? ''
    if (/^(?:gh-)?(?:deploy|publish|upload|release)$/.test(verb))
      return [
        effect('deploy.run', command, `runs \`${program} ${verb}\``, {
          flags: words.some((word) => word.text === '--force') ? ['force'] : [],
        }),
      ]
    return [effect(kind, command, `${verbs[kind] ?? 'runs'} with \`${program}\``, { flags })]
  }
}

const verbs: Partial<Record<EffectKind, string>> = {
  'exec.test': 'tests',
  'exec.lint': 'checks',
  'exec.build': 'builds',
  'exec.serve': 'serves',
}

const framework: Family = (command, context) => {
  const program = programName(command)
  const words = command.argv.slice(1)
  // The word behind an option is mostly its value (`--host 0.0.0.0`), unless it is a verb by itself.
  const verb = words.find((word, at) => {
    if ((word.text ?? '').startsWith('-')) return false
    return !(words[at - 1]?.text ?? '').startsWith('-') || (word.text !== null && Object.hasOwn(byWord, word.text))
  })?.text
  if (program === 'flask') {
    const migration = frameworkMigration('flask', words, command, context)
    if (migration) return migration
  }
  if (verb === 'deploy' || verb === 'publish') return [effect('deploy.run', command, `deploys with \`${program}\``)]
  const kind = (verb && byWord[verb]) || (verb === undefined ? 'exec.serve' : 'exec.build')
  const flags: Flag[] = kind === 'exec.serve' && listensForAll(words) ? ['listen-all'] : []
  return [effect(kind, command, `runs \`${program}${verb ? ` ${verb}` : ''}\``, { flags })]
}

/** `nx deploy app`, `turbo run build`: the task's name says what it is. */
const workspaceTasks: Family = (command) => {
  const words = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  const skip = /^(?:run|run-many|affected|exec)$/.test(words[0]?.text ?? '') ? 1 : 0
  const named = command.argv
    .slice(1)
    .flatMap((word, at, all) =>
      /^(?:-t|--target|--targets)$/.test(word.text ?? '')
        ? [all[at + 1]?.text ?? '']
        : /^--targets?=/.test(word.text ?? '')
          ? [word.text!.slice(word.text!.indexOf('=') + 1)]
          : [],
    )
  const names = named.length > 0 ? named : words.slice(skip, skip + 1).map((word) => word.text ?? '')
  if (names.length === 0) return [effect('pkg.read', command, `asks \`${programName(command)}\``)]
  return names.map((name): Effect => {
    const task = name.slice(name.lastIndexOf(':') + 1)
    const risky = /deploy|publish|release|destroy|migrate/i.test(name)
    return effect(
      risky
        ? /publish|release/i.test(name)
          ? 'pkg.publish'
          : /migrate/i.test(name)
            ? 'db.migrate'
            : /destroy/i.test(name)
              ? 'infra.destroy'
              : 'deploy.run'
        : (byWord[task] ?? 'exec.build'),
      command,
      `runs the task \`${name}\``,
      { targets: [{ type: 'script', value: name }] },
    )
  })
}

/** `manage.py` and `django-admin`, whether run by their path or by python. */
export function djangoEffects(
  words: readonly Word[],
  command: Parameters<Family>[0],
  context: Context,
): readonly Effect[] {
  const migration = frameworkMigration('django', words, command, context)
  if (migration) return migration
  const verb = words[0]?.text ?? ''
  if (/^(?:test|check)$/.test(verb)) return [effect('exec.test', command, 'runs the tests')]
  if (/^(?:runserver|runserver_plus)$/.test(verb))
    return [
      effect('exec.serve', command, 'serves the application', { flags: listensForAll(words) ? ['listen-all'] : [] }),
    ]
  if (
    /^(?:collectstatic|compilemessages|makemessages|startapp|startproject|compress|findstatic|diffsettings|show_urls|help|version|spectacular|)$/.test(
      verb,
    )
  )
    return [effect('exec.build', command, `runs \`manage.py ${verb}\``)]
  if (/^(?:shell|shell_plus)$/.test(verb)) {
    const flag = words.findIndex((word) => word.text === '-c' || word.text === '--command')
    const code = flag < 0 ? undefined : words[flag + 1]
    if (code?.text != null) {
      const environment = environmentFlags([context.world.env('DJANGO_SETTINGS_MODULE')])
      const reads = effect('db.read', command, 'reads the database of the application', { flags: environment })
      return [...codeEffects('python', code.text, command, context), reads]
    }
    return [
      effect('exec.opaque', command, 'runs code in the application', {
        targets: [{ type: 'script', value: code?.text ?? null, raw: code?.raw ?? 'shell' }],
      }),
    ]
  }
  return [
    effect('exec.local', command, `runs \`manage.py ${verb}\``, {
      targets: [{ type: 'script', value: verb, raw: `manage.py ${verb}` }],
    }),
  ]
}

function table(list: string, family: Family): Readonly<Record<string, Family>> {
  return Object.fromEntries(list.split(' ').map((name) => [name, family]))
}

export const developmentPrograms: Readonly<Record<string, Family>> = {
  ...table(tests, fixed('exec.test')),
  ...table(lints, fixed('exec.lint')),
  ...table(builds, fixed('exec.build')),
  ...table(serves, fixed('exec.serve')),
  ...table(frameworks, framework),
  nx: workspaceTasks,
  turbo: workspaceTasks,
  'manage.py': (command, context) => djangoEffects(command.argv.slice(1), command, context),
  'django-admin': (command, context) => djangoEffects(command.argv.slice(1), command, context),
}
