/**
 * The handful of places that are worth a look wherever the watch cannot see everything: what runs later outside the gate,
 * and what guards something. Never a tree: watching twenty thousand directories costs ten seconds and 800 MB. Pure.
 */
import { directoryOf } from '../effects/paths.js'
import type { Place } from '../world.js'

export interface Places {
  /** Single files, existing or not. */
  readonly files: readonly string[]
  /** Directories, with what stands right in them. */
  readonly directories: readonly string[]
}

/** Below the home. A slash at the end: a directory. */
const home =
  '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .inputrc ' +
  '.xprofile .xsessionrc .xinitrc .pam_environment .tmux.conf .vimrc .gitconfig .config/git/config .git-credentials .npmrc .yarnrc ' +
  '.yarnrc.yml .pypirc .netrc .curlrc .wgetrc .gemrc .condarc .psqlrc .cargo/config.toml .config/pip/pip.conf .m2/settings.xml ' +
  '.gradle/init.gradle .claude/settings.json .claude/settings.local.json .codex/config.toml .codex/AGENTS.md .gemini/settings.json ' +
  '.qwen/settings.json .config/opencode/opencode.json .pi/agent/settings.json .cursor/mcp.json .claude/CLAUDE.md .crontab ' +
  '.ssh/ .aws/ .gnupg/ .kube/ .docker/ .azure/ .config/gcloud/ .config/gh/ .config/fish/ .config/fish/conf.d/ .config/environment.d/ ' +
  '.config/systemd/user/ .config/autostart/ .config/direnv/ .config/gatesh/ .claude/hooks/ .claude/commands/ .claude/agents/ ' +
  '.local/bin/ bin/ Library/LaunchAgents/'
const machine =
  '/etc/passwd /etc/shadow /etc/group /etc/sudoers /etc/crontab /etc/hosts /etc/profile /etc/bash.bashrc /etc/environment ' +
  '/etc/ld.so.preload /etc/gitconfig /etc/sudoers.d/ /etc/cron.d/ /etc/cron.daily/ /etc/cron.hourly/ /etc/profile.d/ /etc/ssh/ ' +
  '/etc/gatesh/ /etc/systemd/system/ /var/spool/cron/ /var/spool/cron/crontabs/ /Library/LaunchAgents/ /Library/LaunchDaemons/'
/** In the project. */
const project =
  '.git/config .git/hooks/ .github/workflows/ .gitlab-ci.yml .circleci/ .husky/ .githooks/ .pre-commit-config.yaml .envrc .npmrc .yarnrc.yml ' +
  '.mcp.json .claude/settings.json .claude/settings.local.json .claude/hooks/ .codex/config.toml .gemini/settings.json .gatesh.jsonc ' +
  '.cargo/config.toml .git/config.worktree .git/info/attributes'
/** In a project beside this one. */
const sibling = './ .git/config .git/hooks/'

/** What of these stands where is a matter of the machine; the caller says. */
export interface Around {
  readonly place: Place
  /** Directories on PATH in which this user may write. */
  readonly path: readonly string[]
  /** Roots of projects beside this one. */
  readonly siblings: readonly string[]
  /** Where links in the project lead that lead out of it. */
  readonly links: readonly string[]
  /** What the configuration adds. */
  readonly added: readonly string[]
}

export function watchedPlaces({ place, path, siblings, links, added }: Around): Places {
  const below = (root: string, list: string) => list.split(' ').map((entry) => `${root}/${entry}`.replace('/./', '/'))
  const all = [
    ...below(place.home, home),
    ...machine.split(' '),
    ...below(place.project, project),
    ...siblings.flatMap((root) => below(root, sibling)),
    ...path.map((directory) => `${directory}/`),
    // What a link leads to, file or directory.
    ...[...links, ...added].flatMap((target) => [target, `${target}/`]),
  ]
  const directories = all.filter((entry) => entry.endsWith('/')).map((entry) => entry.replace(/\/+$/, ''))
  return { files: [...new Set(all.filter((entry) => !entry.endsWith('/')))], directories: [...new Set(directories)] }
}

/** Whether a path is one of the places. */
export function isWatched({ files, directories }: Places): (path: string) => boolean {
  const names = new Set([...files, ...directories])
  const within = new Set(directories)
  return (path) => names.has(path) || within.has(directoryOf(path))
}
