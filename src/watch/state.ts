/** Where programs and agents keep what counts for nothing to the watch: caches, histories, an agent's own state. Pure. */

/** Below the home; package managers', tools', and what shells and pagers remember. */
const caches =
  '.cache .npm .yarn .pnpm-store .local/share/pnpm/store .cargo/registry .cargo/git .cargo/.package-cache .cargo/.package-cache-mutate ' +
  '.cargo/.global-cache go/pkg .gradle/caches .gradle/daemon .gradle/native .gradle/notifications .m2/repository .ivy2 .sbt .nuget .gem ' +
  '.bundle/cache .composer/cache .pub-cache .deno .bun/install .node-gyp .electron .cypress .terraform.d/plugin-cache .kube/cache ' +
  '.docker/buildx .docker/.buildNodeID .ansible/tmp .aws/cli/cache .aws/sso/cache .config/configstore .config/nextjs-nodejs ' +
  '.config/gcloud/logs .local/share/Trash .local/share/recently-used.xbel .local/share/virtualenv .local/share/uv .nv ' +
  '.bash_history .zsh_history .zsh_sessions .python_history .node_repl_history .viminfo .lesshst .wget-hsts .sqlite_history ' +
  '.psql_history .mysql_history .rediscli_history .local/share/fish .local/state/nvim .local/share/nvim .gnupg/random_seed ' +
  '.gnupg/trustdb.gpg Library/Caches Library/Logs'

/** Paths that are exempt for every writer. `env`: the launcher's own. */
export function cachesOf(home: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const named = [env.XDG_CACHE_HOME, env.npm_config_cache, env.CARGO_HOME && `${env.CARGO_HOME}/registry`]
  return [
    ...caches.split(' ').map((path) => `${home}/${path}`),
    ...named.filter((path) => path !== undefined && path !== '' && path.startsWith('/')),
  ].filter((path) => path !== undefined)
}

const agentState: Readonly<Record<string, string>> = {
  'claude-code': '.claude .claude.json .claude.json.backup .local/share/claude .local/state/claude .config/claude',
  codex: '.codex',
  'gemini-cli': '.gemini',
  'qwen-code': '.qwen',
  opencode: '.local/share/opencode .local/state/opencode .config/opencode .opencode',
  pi: '.pi',
}
const stateVariables = ['CLAUDE_CONFIG_DIR', 'CODEX_HOME']

/** The state of the agent of that name; nothing for a program that is none. */
export function agentStateOf(
  agent: string | undefined,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const own = agent === undefined ? undefined : agentState[agent]
  if (own === undefined) return []
  const moved = stateVariables.map((name) => env[name]).filter((path) => path?.startsWith('/'))
  return [...own.split(' ').map((path) => `${home}/${path}`), ...moved.filter((path) => path !== undefined)]
}
