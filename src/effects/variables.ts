/** Environment variables that change what later programs run or whom they trust. */
import type { Assignment, Command } from '../shell/script.js'
import { type Context, effect, shown } from './context.js'
import type { Effect, EffectKind, Flag } from './effect.js'
import { absolute, areaOf } from './paths.js'

/** Programs that a pager, editor or helper variable may name without running anything of the project's or the agent's. */
const plainPrograms =
  /^(?:cat|less|more|most|bat|delta|true|:|vi|vim|nvim|nano|emacs|code|less -[A-Za-z]+|\/bin\/(?:cat|true)|\/usr\/bin\/(?:cat|true|less))?(?: (?:-w|--wait|--plain|-p))?$/

/** Variables that name a program to start. */
const programs = new Set([
  'PAGER',
  'GIT_PAGER',
  'MANPAGER',
  'SYSTEMD_PAGER',
  'GH_PAGER',
  'EDITOR',
  'VISUAL',
  'GIT_EDITOR',
  'GIT_SEQUENCE_EDITOR',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'SUDO_ASKPASS',
  'GIT_EXTERNAL_DIFF',
  'GIT_PROXY_COMMAND',
  'BROWSER',
  'LESSOPEN',
  'LESSCLOSE',
  'SHELL',
  'CONFIG_SHELL',
  'RUSTC_WRAPPER',
  'RUSTC',
  'CARGO',
  'PROMPT_COMMAND',
  'RSYNC_RSH',
  'CVS_RSH',
  'PYTHONBREAKPOINT',
  'DOCKER_HOST',
  'FZF_DEFAULT_COMMAND',
  'TAR_OPTIONS',
])

/** Variables that make programs load code, whatever the value. */
const loaders = new Set([
  'LD_PRELOAD',
  'LD_AUDIT',
  'DYLD_INSERT_LIBRARIES',
  'DYLD_LIBRARY_PATH',
  'BASH_ENV',
  'ENV',
  'PS4',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'PERL5OPT',
  'PERL5DB',
  'RUBYOPT',
  'GIT_EXEC_PATH',
  'GIT_TEMPLATE_DIR',
  'GCONV_PATH',
  'SHELLOPTS',
  'BASHOPTS',
  'ZDOTDIR',
  'VIMINIT',
  'EXINIT',
  'INPUTRC',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG',
  'HOSTALIASES',
  'OPENSSL_CONF',
  'GTK_MODULES',
  'QT_PLUGIN_PATH',
  'GST_PLUGIN_PATH',
  'MAVEN_CMD_LINE_ARGS',
  'CLAUDE_CODE_SHELL',
  'CLAUDE_CODE_SHELL_PREFIX',
])

/** Search paths: harmless while they stay inside the project, the system, or the usual places for tools in the home. */
const searchPaths = new Set([
  'PATH',
  'LD_LIBRARY_PATH',
  'PYTHONPATH',
  'NODE_PATH',
  'PERL5LIB',
  'RUBYLIB',
  'CLASSPATH',
  'LUA_PATH',
  'LUA_CPATH',
  'GOFLAGS_PATH',
  'MANPATH',
])

/** Options of runtimes, of which only those that load code or open a port matter. */
const runtimeOptions: Readonly<Record<string, RegExp>> = {
  NODE_OPTIONS: /--(?:require|import|loader|experimental-loader|inspect|eval|env-file)|(?:^|\s)-[re]\b/,
  JAVA_TOOL_OPTIONS: /-(?:javaagent|agentpath|agentlib|Xbootclasspath)|@/,
  _JAVA_OPTIONS: /-(?:javaagent|agentpath|agentlib|Xbootclasspath)|@/,
  JDK_JAVA_OPTIONS: /-(?:javaagent|agentpath|agentlib|Xbootclasspath)|@/,
  MAVEN_OPTS: /-(?:javaagent|agentpath|agentlib)/,
  DENO_FLAGS: /./,
  BUN_OPTIONS: /--(?:preload|require|import)/,
  RUSTFLAGS: /linker\s*=/,
  GOFLAGS: /-toolexec|-exec/,
  MAKEFLAGS: /--eval|SHELL=/,
  LESS: /\|/,
}

/** Names that turn verification off when they hold one of these values. */
const verification: Readonly<Record<string, RegExp>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  GIT_SSL_NO_VERIFY: /^(?:1|true|yes|on)$/i,
  PYTHONHTTPSVERIFY: /^0$/,
  CURL_CA_BUNDLE: /^$/,
  REQUESTS_CA_BUNDLE: /^$/,
  AWS_NO_VERIFY_SSL: /^(?:1|true)$/i,
  NPM_CONFIG_STRICT_SSL: /^(?:0|false)$/i,
  npm_config_strict_ssl: /^(?:0|false)$/i,
  GONOSUMDB: /./,
  GONOSUMCHECK: /./,
  GONOSUMVERIFY: /./,
  GOINSECURE: /./,
  GOSUMDB: /^off$/,
  PGSSLMODE: /^(?:disable|allow)$/,
}

/** Names that switch hooks or checks off. */
const checks: Readonly<Record<string, RegExp>> = {
  HUSKY: /^0$/,
  HUSKY_SKIP_HOOKS: /^(?:1|true)$/,
  LEFTHOOK: /^(?:0|false)$/,
  SKIP: /./,
  PRE_COMMIT_ALLOW_NO_CONFIG: /^1$/,
  OVERCOMMIT_DISABLE: /^1$/,
}

const proxies = /^(?:https?|all|ftp)_proxy$/i

/** Effects of the assignments that a command makes or is started with; each name and value once per script. */
export function variableEffects(command: Command, context: Context, seen: Set<string>): readonly Effect[] {
  if (command.assigns.length === 0 && command.env.length === 0) return []
  const found: Effect[] = []
  for (const assignment of command.assigns.length > 0 ? [...command.assigns, ...command.env] : command.env) {
    const key = `${assignment.name}=${assignment.value.text ?? assignment.value.raw}`
    if (seen.has(key)) continue
    seen.add(key)
    const effects = assignmentEffect(assignment, command, context)
    if (effects) found.push(effects)
  }
  return found
}

function assignmentEffect({ name, value }: Assignment, command: Command, context: Context): Effect | undefined {
  const make = (kind: EffectKind, says: string, flags: readonly Flag[] = []) =>
    effect(kind, command, says, {
      targets: [{ type: 'variable', value: name }],
      flags,
      sources:
        value.text === null ? [{ type: 'unknown', value: null }] : [{ type: 'text', value: value.text.slice(0, 1024) }],
    })
  // An agent's snapshot of its environment exports it again as it is; that changes nothing for anybody.
  if (value.text !== null && value.text === context.world.env(name)) return undefined
  if (name.startsWith('GATESH_')) return make('gate.tamper', `sets \`${name}\` of the gate`)
  const opaque = value.text === null
  const text = value.text ?? ''
  if (loaders.has(name) || name.startsWith('DYLD_') || /^GIT_CONFIG_(?:KEY|VALUE)_/.test(name)) {
    return opaque || text !== '' ? make('sys.env', `sets \`${name}\`, which makes programs load code`) : undefined
  }
  if (name === 'GIT_CONFIG_GLOBAL' || name === 'GIT_CONFIG_SYSTEM') {
    return text === '/dev/null' ? undefined : make('sys.env', `points git to another configuration with \`${name}\``)
  }
  if (programs.has(name)) {
    if (!opaque && (plainPrograms.test(text) || (name === 'SHELL' && /^\/(?:usr\/)?bin\/(?:ba|z|da)?sh$/.test(text))))
      return undefined
    if (name === 'GIT_SSH_COMMAND' && /^ssh(?: -o (?:BatchMode=yes|ConnectTimeout=\d+))*$/.test(text)) return undefined
    return make('sys.env', `sets \`${name}\` to \`${shown(value)}\`, which other programs start`)
  }
  if (searchPaths.has(name))
    return addsForeignPath(value, command, context)
      ? make('sys.env', `adds a directory to \`${name}\` that is neither the system's nor the project's`)
      : undefined
  if (Object.hasOwn(runtimeOptions, name))
    return opaque || runtimeOptions[name]!.test(text)
      ? make('sys.env', `sets \`${name}\`, which changes what a runtime loads`)
      : undefined
  if (Object.hasOwn(verification, name))
    return opaque || verification[name]!.test(text)
      ? make('trust.tls', `turns verification off with \`${name}\``, ['insecure'])
      : undefined
  if (Object.hasOwn(checks, name))
    return opaque || checks[name]!.test(text)
      ? make('trust.weaken', `skips checks with \`${name}\``, ['skip-checks'])
      : undefined
  if (proxies.test(name))
    return !opaque && (text === '' || /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)/.test(text))
      ? undefined
      : make('net.config', `sends traffic through the proxy \`${shown(value)}\``)
  return undefined
}

/** Places in a home where version managers and package managers put programs. */
const homeTools =
  /^\/(?:\.local\/(?:bin|share)|\.cargo\/bin|\.npm-global|\.nvm|\.volta|\.fnm|\.asdf|\.pyenv|\.rbenv|\.rvm|\.deno|\.bun|go|\.go|\.dotnet|\.poetry|\.yarn|\.pnpm|\.krew|\.rustup|\.sdkman|\.jenv|\.nix-profile|\.composer|\.config\/composer|\.gem|\.cabal|\.ghcup|\.opam|\.linuxbrew|\.mix|\.pub-cache|miniconda3?|anaconda3?|miniforge3?|mambaforge|bin|flutter|Android|sdk)(?:\/|$)/

function addsForeignPath(value: Assignment['value'], command: Command, context: Context): boolean {
  // The unknown part is mostly the old value; what is written around it can be judged.
  const pieces = value.text === null ? (value.pieces ?? [value.prefix ?? '', value.suffix ?? '']) : [value.text]
  if (value.text === null && !value.variables?.length && !value.outputOf?.length) return true
  const current = context.world.env('PATH')?.split(':')
  for (const piece of pieces) {
    for (const directory of piece.split(':')) {
      if (directory === '' || current?.includes(directory)) continue
      const path = absolute(directory, command.cwd, context.place.home)
      if (path === null) return true
      const area = areaOf(path, context.place)
      if (area === 'project' || area === 'system') continue
      if (area === 'home' && homeTools.test(path.slice(context.place.home.length))) continue
      return true
    }
  }
  return false
}
