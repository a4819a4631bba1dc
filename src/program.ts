/**
 * Which program an exec really is. argv[0] is the caller's to choose (`exec -a ls rm`), so the name comes from the file
 * that was loaded; only programs that serve many names by argv[0] are believed about it.
 */
import type { Request } from './request.js'
import type { Place } from './world.js'

type Exec = Extract<Request, { kind: 'exec' }>

/** Files that act by the name they are called by. */
const multicall = new Set([
  'busybox',
  'toybox',
  'coreutils',
  'uutils',
  'sbase-box',
  'ubase-box',
  'crunch',
  'gatesh-shim',
])

/** Search programs inside another program's file: called by one of these names it is that, and nothing of its own. */
const embedded: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['claude', new Set(['bfs', 'ugrep', 'rg'])],
  ['claude.exe', new Set(['bfs', 'ugrep', 'rg'])],
])

/** Interpreters whose script may itself be a well-known tool (`node /usr/lib/node_modules/npm/bin/npm-cli.js`). */
const interpreters =
  /^(?:node|nodejs|bun|deno|python\d*(?:\.\d+)?|pypy\d*|perl(?:5[\d.]*)?|ruby[\d.]*|php[\d.]*|lua[\d.]*|dash|bash|sh|zsh|ksh|env)$/

/** Entry files of tools whose own name does not tell the tool. */
const entryNames: Readonly<Record<string, string>> = {
  'npm-cli.js': 'npm',
  'npx-cli.js': 'npx',
  'npm-prefix.js': 'npm',
  'pnpm.cjs': 'pnpm',
  'pnpm.mjs': 'pnpm',
  'pnpx.cjs': 'pnpx',
  'yarn.js': 'yarn',
  'yarn.cjs': 'yarn',
  'corepack.js': 'corepack',
  'cli.js': '',
  'index.js': '',
  '__main__.py': '',
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * A tool that was installed, not something that the agent put down: below the system's directories, a version manager's
 * tree, or node_modules. A script of that name in the project, in a temporary directory or loose in the home is a script.
 */
function isInstalled(path: string, place: Place): boolean {
  if (place.temp.some((temp) => path.startsWith(`${temp}/`))) return false
  if (/\/node_modules\/(?:\.bin\/|[^/]+\/|@[^/]+\/[^/]+\/)/.test(path)) return true
  if (path.startsWith(`${place.project}/`)) return /\/(?:\.venv|venv)\/bin\//.test(path)
  if (path.startsWith(`${place.home}/`)) {
    return /^\/\.(?:nvm|volta|fnm|asdf|pyenv|rbenv|rvm|local\/(?:bin|share|lib|pipx)|local\/share\/mise|cargo\/bin|deno\/bin|bun\/bin|npm-global|yarn)\//.test(
      `${path.slice(place.home.length)}/`,
    )
  }
  return /^\/(?:usr|bin|sbin|lib|lib64|opt|snap|nix\/store|gnu\/store|run\/current-system)\//.test(path)
}

/** Name of the tool that an installed script is, or undefined where its file name does not tell. */
function toolName(script: string): string | undefined {
  const name = basename(script)
  const known = entryNames[name]
  if (known) return known
  if (known === undefined && !/\.(?:m?js|cjs|py|rb|pl|php)$/.test(name)) return name
  const packageName = /\/node_modules\/(?:\.bin\/)?(@[^/]+\/[^/]+|[^/]+)\//.exec(script)?.[1]
  return packageName?.slice(packageName.lastIndexOf('/') + 1)
}

/**
 * argv as the shell stage should read it: the program's true name first.
 * For an installed script tool the interpreter and its options are dropped: `node .../npm-cli.js run x` is `npm run x`.
 */
export function argvOf(request: Exec, place: Place): readonly string[] {
  const name = basename(request.exe)
  const rest = request.argv.slice(1)
  const called = request.argv[0] ?? name
  if (multicall.has(name)) return [basename(called), ...rest]
  if (embedded.get(name)?.has(called)) return [called, ...rest]
  const script = request.execfn
  if (script && script !== request.exe && interpreters.test(name) && isInstalled(script, place)) {
    const at = request.argv.indexOf(script)
    const tool = toolName(script)
    // execfn names the script only where the kernel followed a `#!` line; then it stands in argv as well.
    if (tool && at > 0) return [tool, ...request.argv.slice(at + 1)]
  }
  if (interpreters.test(name) && rest[0]?.startsWith('/') && isInstalled(rest[0], place)) {
    const tool = toolName(rest[0])
    if (tool && tool !== name) return [tool, ...rest.slice(1)]
  }
  return [request.exe, ...rest]
}
