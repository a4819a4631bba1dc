/**
 * Places that run later outside the gate, or guard something. A table, since whoever reviews this gate should be able to
 * read it in one go. Patterns are whole path segments; `*` stands for one segment; a slash at the end takes in everything
 * below. `any`: wherever it lies; `home`: below the user's home; `root`: from the root.
 */
import type { Place } from '../world.js'

interface Row {
  readonly guarded: string
  readonly any?: string
  readonly home?: string
  readonly root?: string
}

// Earlier rows win: what is nearest to the gate and to credentials comes first, the general after the special.
const rows: readonly Row[] = [
  {
    guarded: 'gate',
    any: '.gatesh.jsonc .gatesh/ .config/gatesh/ .local/state/gatesh/ .local/share/gatesh/ .cache/gatesh/ node_modules/gatesh/',
    root: '/etc/gatesh/ /run/gatesh/ /run/user/*/gatesh/ /usr/lib/gatesh/ /usr/local/lib/gatesh/ /opt/gatesh/',
  },
  {
    guarded: 'agent-memory',
    any:
      'CLAUDE.md CLAUDE.local.md AGENTS.md AGENTS.override.md GEMINI.md QWEN.md .cursorrules .windsurfrules .clinerules .clinerules/ ' +
      '.cursor/rules/ .claude/rules/ .claude/projects/*/memory/ .claude/memory/ .github/copilot-instructions.md .github/instructions/ .codex/instructions.md .codex/memories/ .gemini/memory/',
  },
  {
    guarded: 'agent-transcript',
    any:
      '.claude/projects/ .claude/history.jsonl .claude/file-history/ .codex/sessions/ .codex/history.jsonl .codex/archived_sessions/ .gemini/tmp/ .gemini/history/ ' +
      '.qwen/tmp/ .local/share/opencode/ .pi/agent/sessions/ .cursor/projects/ .copilot/history-session-state/',
  },
  {
    guarded: 'agent-settings',
    any:
      '.claude/settings.json .claude/settings.local.json .claude/hooks/ .claude/agents/ .claude/commands/ .claude/skills/ .claude/plugins/ .claude/shell-snapshots/ ' +
      '.claude/output-styles/ .claude/keybindings.json .claude/statusline.sh .claude.json .mcp.json .codex/ .gemini/ .qwen/ .opencode/ .config/opencode/ opencode.json opencode.jsonc ' +
      '.cursor/ .pi/ .copilot/ .github/hooks/ .aider.conf.yml .continue/ .windsurf/ .roo/ .cline/ .amp/ .config/goose/ .config/crush/ .crush.json',
    root: '/etc/claude-code/ /etc/codex/ /etc/gemini-cli/',
    home: 'Library/Application#Support/ClaudeCode/',
  },
  {
    guarded: 'git-hook',
    any:
      '.git/hooks/ .git/modules/*/hooks/ .husky/ .githooks/ .git-hooks/ .lefthook/ lefthook.yml lefthook.yaml .lefthook.yml .pre-commit-config.yaml .pre-commit-config.yml ' +
      '.overcommit.yml .git/info/attributes',
    home: '.config/git/hooks/ .git-templates/ .git-template/',
    root: '/usr/share/git-core/',
  },
  {
    guarded: 'git-config',
    any: '.git/config .git/config.worktree .git/worktrees/*/config.worktree .git/modules/*/config .gitconfig .git/commondir .git/objects/info/alternates',
    home: '.config/git/',
    root: '/etc/gitconfig',
  },
  { guarded: 'git-modules', any: '.gitmodules' },
  {
    guarded: 'ci',
    any:
      '.github/workflows/ .github/actions/ .gitlab-ci.yml .gitlab-ci.yaml .gitlab/ci/ .circleci/ .travis.yml azure-pipelines.yml azure-pipelines.yaml .azure-pipelines/ .azuredevops/ ' +
      'Jenkinsfile bitbucket-pipelines.yml .buildkite/ .drone.yml .drone.star .woodpecker/ .woodpecker.yml .teamcity/ appveyor.yml .appveyor.yml cloudbuild.yaml cloudbuild.yml ' +
      'buildspec.yml .gitea/workflows/ .forgejo/workflows/ .semaphore/ .cirrus.yml .tekton/ CODEOWNERS .github/CODEOWNERS .github/settings.yml .ci/',
  },
  {
    guarded: 'shell-rc',
    any:
      '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .login .mkshrc .xprofile .xinitrc .xsession ' +
      '.xsessionrc .pam_environment .config/fish/ .config/nushell/ .oh-my-zsh/custom/ .config/environment.d/ .inputrc .tmux.conf .config/tmux/ .screenrc',
    root: '/etc/profile /etc/profile.d/ /etc/bash.bashrc /etc/bashrc /etc/zsh/ /etc/zshrc /etc/zshenv /etc/zprofile /etc/environment /etc/ld.so.preload /etc/ld.so.conf /etc/ld.so.conf.d/ /etc/inputrc',
  },
  {
    guarded: 'envrc',
    any: '.envrc .mise.toml mise.toml .mise/ .config/mise/ .direnvrc .config/direnv/ .autoenv .env.fish',
  },
  {
    guarded: 'package-rc',
    any:
      '.npmrc .yarnrc .yarnrc.yml .yarn/releases/ .yarn/plugins/ .pnpmrc .pnpmfile.cjs bunfig.toml .bunfig.toml .cargo/config.toml .cargo/config .gemrc .bundle/config .mvn/ .m2/settings.xml ' +
      '.gradle/init.gradle .gradle/init.d/ .gradle/gradle.properties gradle/wrapper/ .bazelrc .bazelversion .condarc NuGet.Config nuget.config sitecustomize.py usercustomize.py .pip/ .pydistutils.cfg',
    home: '.config/pip/ .config/uv/ .config/pypoetry/ .config/npm/ .config/yarn/ .composer/ .config/composer/ .config/pnpm/ .curlrc .wgetrc .config/curlrc .config/containers/ .docker/daemon.json .local/share/pnpm/',
    root: '/etc/npmrc /etc/pip.conf /etc/apt/ /etc/yum.repos.d/ /etc/dnf/ /etc/pacman.conf /etc/apk/ /etc/docker/',
  },
  {
    guarded: 'editor-settings',
    any:
      '.vscode/ .idea/ .devcontainer/ .devcontainer.json .vim/ .vimrc .gvimrc .nvimrc .exrc .config/nvim/ .emacs .emacs.d/ .config/emacs/ .dir-locals.el .zed/ .config/zed/ .config/Code/ .fleet/ ' +
      '.ripgreprc .lldbinit .gdbinit .pdbrc .irbrc .pryrc .Rprofile .ipython/ .jupyter/ .psqlrc .sqliterc .nanorc .lesskey',
  },
  {
    guarded: 'cron',
    root: '/etc/crontab /etc/cron.d/ /etc/cron.hourly/ /etc/cron.daily/ /etc/cron.weekly/ /etc/cron.monthly/ /etc/anacrontab /var/spool/cron/ /var/spool/at/ /var/at/ /usr/lib/cron/',
  },
  {
    guarded: 'service',
    home: '.config/systemd/ .local/share/systemd/ .config/autostart/ Library/LaunchAgents/ .config/upstart/ .local/share/dbus-1/services/ .local/share/applications/ .config/plasma-workspace/env/',
    root:
      '/etc/systemd/ /lib/systemd/ /usr/lib/systemd/ /run/systemd/system/ /usr/local/lib/systemd/ /etc/init.d/ /etc/rc.local /etc/rc.d/ /etc/init/ /etc/xdg/autostart/ /etc/supervisor/ /etc/supervisord.conf /etc/runit/ /etc/sv/ ' +
      '/Library/LaunchAgents/ /Library/LaunchDaemons/ /etc/udev/rules.d/ /etc/modprobe.d/ /etc/modules-load.d/ /etc/logrotate.d/ /etc/NetworkManager/dispatcher.d/ /etc/update-motd.d/',
  },
  {
    guarded: 'accounts',
    root: '/etc/passwd /etc/group /etc/sudoers /etc/sudoers.d/ /etc/doas.conf /etc/pam.d/ /etc/security/ /etc/login.defs /etc/polkit-1/ /etc/subuid /etc/subgid',
  },
  { guarded: 'ssh', any: '.ssh/', root: '/etc/ssh/' },
  {
    guarded: 'network',
    root: '/etc/hosts /etc/resolv.conf /etc/nsswitch.conf /etc/network/ /etc/netplan/ /etc/NetworkManager/ /etc/iptables/ /etc/nftables.conf /etc/ufw/ /etc/firewalld/ /etc/nginx/ /etc/apache2/ /etc/httpd/ /etc/haproxy/ /etc/wireguard/ /etc/ssl/certs/ /usr/local/share/ca-certificates/',
  },
  {
    guarded: 'state-file',
    any:
      'terraform.tfstate terraform.tfstate.backup .terraform/terraform.tfstate .terraform/environment terraform.tfstate.d/ .kube/config kubeconfig kubeconfig.yaml kubeconfig.yml .pulumi/ ' +
      '.vercel/project.json .netlify/state.json .firebaserc cdk.context.json .serverless/ .terragrunt-cache/ .vagrant/ .minikube/ .docker/contexts/ .helm/ .nomad/',
    root: '/var/lib/dpkg/ /var/lib/rpm/ /var/lib/docker/ /var/lib/containerd/ /var/lib/kubelet/ /var/lib/etcd/ /var/lib/postgresql/ /var/lib/mysql/ /var/lib/redis/ /var/lib/slurm/ /etc/kubernetes/',
  },
  {
    guarded: 'path-directory',
    home: '.local/bin/ bin/ .bin/ .cargo/bin/ go/bin/ .npm-global/ .deno/bin/ .bun/bin/ .rbenv/ .pyenv/ .nvm/ .asdf/ .volta/ .local/share/mise/ .krew/bin/ .rustup/toolchains/',
    root: '/usr/local/bin/ /usr/local/sbin/ /usr/bin/ /usr/sbin/ /bin/ /sbin/ /opt/homebrew/bin/ /usr/libexec/',
  },
  { guarded: 'git-dir', any: '.git/' },
]

/** What git itself, or people beside it, write inside `.git` every day and that runs nothing. */
const plainInGit = /\/\.git\/(?:info\/exclude|COMMIT_EDITMSG|MERGE_MSG|SQUASH_MSG|description)$/

/** Registries of jobs and services kept as plain files, which stand for things that run elsewhere. */
const registryFile =
  /\/(?:state|\.state|registry|run|var|inventory)\/(?:[^/]+\/)*(?:jobs?|services?|deployments?|instances?|queues?|workers?|leases?|registry|state)[^/]*\.(?:json|ya?ml|db|sqlite3?|toml)$/

interface Pattern {
  readonly guarded: string
  readonly rank: number
  readonly segments: readonly string[]
  /** Everything below counts too. */
  readonly below: boolean
}

type Index = ReadonlyMap<string, readonly Pattern[]>

/** Patterns by their first segment. None starts with `*`. */
function indexOf(base: 'any' | 'home' | 'root'): Index {
  const index = new Map<string, Pattern[]>()
  for (const [rank, row] of rows.entries()) {
    for (const text of row[base]?.split(' ') ?? []) {
      const below = text.endsWith('/')
      const segments = text
        .replaceAll('#', ' ')
        .split('/')
        .filter((segment) => segment !== '')
      const pattern = { guarded: row.guarded, rank, segments, below }
      const list = index.get(segments[0]!)
      if (list) list.push(pattern)
      else index.set(segments[0]!, [pattern])
    }
  }
  return index
}

const anywhere = indexOf('any')
const inHome = indexOf('home')
const fromRoot = indexOf('root')

function fits(pattern: Pattern, segments: readonly string[], from: number): boolean {
  const end = from + pattern.segments.length
  if (end > segments.length || (!pattern.below && end !== segments.length)) return false
  for (let at = 1; at < pattern.segments.length; at++) {
    const wanted = pattern.segments[at]!
    if (wanted !== '*' && wanted !== segments[from + at]) return false
  }
  return true
}

/**
 * Kind of guarded place that an absolute, normalised path lies in; undefined where it lies in none. Where several fit,
 * the one that stands first in the table.
 */
export function guardedPlace(path: string, place: Place): string | undefined {
  const segments = path.split('/')
  let best: Pattern | undefined
  const consider = (candidates: readonly Pattern[] | undefined, from: number) => {
    if (!candidates) return
    for (const pattern of candidates) {
      if ((!best || pattern.rank < best.rank) && fits(pattern, segments, from)) best = pattern
    }
  }
  for (let from = 1; from < segments.length; from++) consider(anywhere.get(segments[from]!), from)
  consider(fromRoot.get(segments[1] ?? ''), 1)
  if (path.startsWith(`${place.home}/`)) {
    const depth = place.home.split('/').length
    consider(inHome.get(segments[depth]!), depth)
  }
  if (best) return best.guarded === 'git-dir' && plainInGit.test(path) ? undefined : best.guarded
  if (path.endsWith('.tfstate') || path.endsWith('.code-workspace'))
    return path.endsWith('.tfstate') ? 'state-file' : 'editor-settings'
  return registryFile.test(path) ? 'state-file' : undefined
}

/** Directories of the gate itself, for acts on a tree that holds them. */
export function gateDirectories(place: Place): readonly string[] {
  return [`${place.home}/.config/gatesh`, `${place.home}/.local/state/gatesh`]
}
