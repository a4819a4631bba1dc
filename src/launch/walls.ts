/** What the walls of a session let through, as the supervisor reads it (shims/exec/wall.h). */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toBytes } from '../broker/os-string.js'
import type { ConfineSettings } from '../config/boundary.js'
import { realPath } from '../watch/kept.js'
import { agentStateOf, cachesOf } from '../watch/state.js'
import { worktrees } from '../watch/surroundings.js'
import type { Place } from '../world.js'
import type { Environment } from './environment.js'

export interface WallOptions {
  readonly place: Place
  readonly env: Environment
  readonly settings: ConfineSettings
  /** Name of the agent, where gatesh knows it. */
  readonly agent: string | undefined
  /** Directory of the session, for the list. */
  readonly root: string
}

/** Below the home: keys, tokens, and what browsers and password managers keep. The running agent's own stay readable. */
const stores =
  '.ssh .aws .gnupg .kube .azure .config/gcloud .config/gh .config/glab-cli .config/op .config/sops .config/doctl .docker/config.json .netrc ' +
  '.git-credentials .config/git/credentials .pypirc .npmrc .yarnrc.yml .cargo/credentials .cargo/credentials.toml .gem/credentials ' +
  '.m2/settings.xml .gradle/gradle.properties .composer/auth.json .config/composer/auth.json .pgpass .my.cnf .vault-token .password-store ' +
  '.local/share/keyrings .terraform.d/credentials.tfrc.json .config/rclone .config/hub .mozilla .thunderbird .config/google-chrome ' +
  '.config/chromium .config/BraveSoftware .config/microsoft-edge .config/1Password .config/Bitwarden Library/Keychains'
const machineStores = '/etc/shadow /etc/gshadow /etc/krb5.keytab'

/** Writes the list and gives its path. Throws where it cannot be written. */
export function writeWallList(options: WallOptions): string {
  const { place, env, settings, agent, root } = options
  const own = agentStateOf(agent, place.home, env)
  makeState(own)
  const writable = [
    place.project,
    ...(place.roots ?? []),
    ...worktrees(place),
    ...place.temp,
    ...own,
    ...cachesOf(place.home, env),
    ...settings.writable.map((path) => (path.startsWith('~') ? `${place.home}${path.slice(1)}` : path)),
    ...(env.XDG_RUNTIME_DIR?.startsWith('/') ? [env.XDG_RUNTIME_DIR] : []),
  ]
  const hidden = settings.secrets
    ? [...stores.split(' ').map((path) => join(place.home, path)), ...machineStores.split(' ')]
    : []
  const cover = join(root, 'cover')
  writeFileSync(cover, '', { mode: 0 })
  const entries = [
    ...existing(writable).map((path) => `+${path}`),
    ...existing(hidden).map((path) => `-${path}`),
    `!${cover}`,
  ]
  const list = join(root, 'walls')
  writeFileSync(list, Buffer.concat(entries.map((entry) => Buffer.concat([toBytes(entry), Buffer.of(0)]))), {
    mode: 0o600,
  })
  return list
}

/** An agent that starts for the first time could not make its directory behind the walls. */
function makeState([first]: readonly string[]): void {
  if (first !== undefined) mkdirSync(first, { recursive: true, mode: 0o700 })
}

/** Resolved, since a mount goes where a link leads. */
function existing(paths: readonly string[]): string[] {
  return [...new Set(paths.filter((path) => path.startsWith('/') && existsSync(path)).map(realPath))]
}

/** What stands, in words for the user; undefined where nothing does. `present`: what the supervisor could install. */
export function sayWalls(present: readonly string[], { secrets }: ConfineSettings): string | undefined {
  const reads = secrets ? ', and credential stores cannot be read' : ''
  if (present.includes('wall-mounts'))
    return `walls stand: outside the project, temporary files, caches and the agent's own state nothing can be written${reads}`
  if (present.includes('wall-landlock'))
    return (
      "walls of Landlock stand: outside the project, temporary files, caches and the agent's own state nothing can be " +
      'written, but modes, owners and times can be changed, and sandboxes of agents do not start'
    )
  return undefined
}
