/**
 * Effects: what a command would do, as data. A rule never matches the text of a command line; two spellings of one act
 * have the same effects. All families speak this one vocabulary; tool calls have effects from it too.
 */

/** `family.act`. A kind says what happens; targets say to what; flags say how dangerously. */
export type EffectKind = keyof typeof effectVerbs

/**
 * Class of each kind, for the words in which a user asks for it, and for tiers that only care whether something changes.
 * read: changes nothing. make: creates or changes something. remove: takes something away. publish: makes something visible to others.
 * send: moves data off this machine. run: runs code. control: starts, stops, configures. grant: changes who may do what.
 */
export type VerbClass = 'read' | 'make' | 'remove' | 'publish' | 'send' | 'run' | 'control' | 'grant'

export const effectVerbs = {
  // files; targets: path
  'fs.read': 'read',
  'fs.list': 'read',
  'fs.write': 'make',
  'fs.delete': 'remove',
  'fs.move': 'make', // targets: [from, to] with roles
  'fs.copy': 'make',
  'fs.mode': 'grant', // chmod, chown, setfacl, chattr
  'fs.link': 'make',
  'fs.archive': 'make', // pack; sources name what goes in
  'fs.unpack': 'make',
  'fs.sync': 'make', // rsync between local trees; flag delete
  // version control; targets: branch, tag, ref, commit, remote, path
  'vcs.read': 'read',
  'vcs.stage': 'make',
  'vcs.commit': 'make', // flags amend, no-verify
  'vcs.branch': 'make', // create, switch, rename, set upstream
  'vcs.tag': 'make',
  'vcs.delete-ref': 'remove', // local branch, tag, worktree; flag force when unmerged would go
  'vcs.discard': 'remove', // loses uncommitted work: reset --hard, checkout -- ., restore, clean, stash drop/clear, switch -f
  'vcs.rewrite': 'make', // rebase, reset to older commit, filter-branch, filter-repo, replace
  'vcs.purge': 'remove', // reflog expire, gc --prune=now, update-ref -d
  'vcs.stash': 'make',
  'vcs.merge': 'make', // merge, cherry-pick, revert, am, apply
  'vcs.fetch': 'read',
  'vcs.clone': 'make',
  'vcs.push': 'publish', // targets: remote, branch/tag; flags force, force-with-lease, delete, mirror, all, tags, no-verify
  'vcs.remote': 'control', // add, set-url, remove
  'vcs.config': 'control', // targets: config; flags global, system
  'vcs.init': 'make',
  'vcs.submodule': 'make',
  'vcs.maintain': 'make', // gc, repack, commit-graph: nothing that is reachable is lost
  // network; targets: url, host (role destination); sources what is sent
  'net.fetch': 'read', // GET, HEAD; where it lands is an fs.write of its own
  'net.send': 'send', // POST, PUT, PATCH, upload, raw bytes
  'net.delete': 'remove', // HTTP DELETE
  'net.connect': 'control', // a connection without known payload (nc, telnet, ssh without command)
  'net.listen': 'control', // flags public
  'net.tunnel': 'grant', // ngrok, cloudflared, ssh -R/-D, bore
  'net.scan': 'read',
  'net.lookup': 'read',
  'net.config': 'control', // routes, DNS, hosts, proxies, interfaces
  'net.browse': 'read', // a browser or web tool that acts: flags submit
  // other machines
  'remote.exec': 'run', // ssh host cmd: the inner command has effects of its own with `where`
  'remote.copy': 'send', // scp, rsync, sftp upwards; downwards it is net.fetch
  // databases; targets: host, database, table
  'db.read': 'read',
  'db.write': 'make', // insert, update; flag no-where
  'db.delete': 'remove', // delete rows; flag no-where
  'db.drop': 'remove', // drop, truncate, flush, purge
  'db.schema': 'make', // create, alter, index
  'db.migrate': 'make', // a migration tool; flags reset, down, production
  'db.grant': 'grant',
  'db.dump': 'read',
  'db.restore': 'make',
  'db.program': 'run', // COPY TO PROGRAM, \!, LOAD_FILE, xp_cmdshell
  'db.admin': 'control', // kill sessions, reload, replication, configuration
  // running code
  'exec.code': 'run', // inline code or a script that was read; its own acts are effects beside this one
  'exec.opaque': 'run', // cannot be known before it runs
  'exec.unknown': 'run', // a program that we have no knowledge of
  'exec.fetched': 'run', // code that comes straight from the network
  'exec.local': 'run', // a program or script of the project
  'exec.test': 'run',
  'exec.build': 'run',
  'exec.lint': 'run', // also format, type check
  'exec.serve': 'run', // local development server
  'exec.agent': 'run', // another AI agent; flags skip-permissions
  'exec.elevate': 'grant', // sudo, doas, su, pkexec
  'exec.background': 'run', // nohup, setsid, disown, screen, tmux new -d
  'exec.drive': 'control', // typing into another terminal or program: tmux send-keys, expect, osascript
  'exec.debug': 'control', // ptrace and its kin
  // packages; targets: package, registry
  'pkg.sync': 'make', // from the manifest or lock file
  'pkg.install': 'make', // names new packages; flags global, system, url, dev, no-verify
  'pkg.remove': 'remove',
  'pkg.update': 'make',
  'pkg.publish': 'publish',
  'pkg.unpublish': 'remove',
  'pkg.run-remote': 'run', // npx, uvx, pipx run: fetch and run
  'pkg.config': 'control', // registry, auth, sources
  'pkg.read': 'read',
  'pkg.cache': 'remove', // clears a cache
  // containers and images
  'container.read': 'read',
  'container.run': 'run', // flags privileged, host-mount, host-net
  'container.exec': 'run',
  'container.start': 'control',
  'container.stop': 'control',
  'container.remove': 'remove', // flags volumes, all
  'container.build': 'make',
  'container.push': 'publish',
  'container.pull': 'read',
  'container.volume-remove': 'remove',
  'container.image-remove': 'remove',
  'container.prune': 'remove',
  'container.copy': 'make',
  'container.login': 'grant',
  // clusters; targets: cluster, namespace, resource
  'cluster.read': 'read',
  'cluster.apply': 'make',
  'cluster.delete': 'remove',
  'cluster.exec': 'run',
  'cluster.scale': 'control', // scale, rollout restart/undo, set image, autoscale
  'cluster.node': 'control', // drain, cordon, taint
  'cluster.context': 'control',
  'cluster.forward': 'control', // port-forward, proxy
  'cluster.release': 'make', // helm install/upgrade/rollback
  // infrastructure as code and cloud; targets: stack, resource, bucket, account, region
  'infra.plan': 'read',
  'infra.apply': 'make', // flags auto-approve, target
  'infra.destroy': 'remove',
  'infra.state': 'control', // state rm, mv, push, import, taint, force-unlock
  'cloud.read': 'read',
  'cloud.make': 'make',
  'cloud.change': 'make',
  'cloud.delete': 'remove',
  'cloud.control': 'control', // start, stop, reboot, invoke
  'cloud.storage': 'send', // copy or sync upwards; downwards net.fetch; flag delete
  'cloud.storage-delete': 'remove',
  'cloud.iam': 'grant', // roles, policies, keys
  'cloud.public': 'grant', // opens something to everybody: public bucket, 0.0.0.0/0
  'cloud.dns': 'control',
  'deploy.run': 'publish', // vercel, fly, heroku, serverless, gcloud run deploy, cap; flags production
  'deploy.rollback': 'publish',
  // forges (GitHub, GitLab); targets: repo, pr, issue, release, workflow, branch
  'forge.read': 'read',
  'forge.pr-open': 'publish',
  'forge.pr-edit': 'publish',
  'forge.pr-merge': 'publish', // flags admin, auto
  'forge.pr-approve': 'grant',
  'forge.pr-close': 'control',
  'forge.issue': 'publish', // open, edit
  'forge.issue-close': 'control', // close, delete, lock, transfer
  'forge.comment': 'publish',
  'forge.release': 'publish',
  'forge.release-delete': 'remove',
  'forge.repo': 'control', // create, edit, rename, archive; flags public
  'forge.repo-delete': 'remove',
  'forge.secret': 'grant', // set or remove CI secrets and variables
  'forge.protect': 'grant', // branch protection, rulesets, collaborators, deploy keys, webhooks
  'forge.workflow': 'control', // run, cancel, rerun, enable, disable
  'forge.gist': 'publish',
  'forge.write': 'publish', // any other write through an API
  'forge.auth': 'grant',
  // jobs and queues; targets: job, queue, topic
  'job.read': 'read',
  'job.submit': 'control',
  'job.cancel': 'remove',
  'job.control': 'control', // hold, requeue, priority, limits
  'queue.purge': 'remove',
  'queue.send': 'send',
  // this machine
  'sys.read': 'read',
  'sys.service': 'control', // start, stop, restart, reload
  'sys.persist': 'grant', // cron, at, systemd enable, launchd, rc files, autostart
  'sys.kill': 'remove', // targets: process (pid, name, port)
  'sys.user': 'grant',
  'sys.firewall': 'grant',
  'sys.mount': 'control',
  'sys.disk': 'remove', // mkfs, dd to a device, partitioning, wipefs
  'sys.power': 'control',
  'sys.config': 'control', // sysctl, defaults write, hostname, timedatectl
  'sys.log': 'remove', // journal vacuum, history -c, truncating logs, auditctl
  'sys.env': 'control', // variables that change what later programs run: PATH, LD_PRELOAD, GIT_SSH_COMMAND, NODE_OPTIONS ...
  'sys.clipboard': 'send',
  'sys.notify': 'make',
  // secrets and trust
  'secret.read': 'read', // reads a credential file, store or variable for use
  'secret.print': 'read', // shows it where the transcript and log keep it
  'secret.search': 'read', // looks for credentials that were not named
  'secret.write': 'grant', // writes into a store; makes or rotates keys and tokens
  'secret.delete': 'remove',
  'auth.login': 'grant', // logs in, switches account or profile
  'auth.logout': 'control',
  'trust.tls': 'grant', // turns verification off
  'trust.weaken': 'grant', // disables a check: SELinux, gatekeeper, lint gate, signing, sandbox, audit
  'trust.key': 'grant', // adds a key, certificate or authorised login
  // people and money; targets: recipient, channel
  'msg.send': 'publish',
  'pay.act': 'send', // orders, payments, refunds
  // agents and the gate itself
  'agent.spawn': 'run', // a sub-agent; payload is the task text
  'agent.config': 'grant', // settings, permissions, hooks, MCP servers of an agent
  'agent.memory': 'make', // CLAUDE.md, AGENTS.md, rules and memories that later sessions obey
  'agent.transcript': 'remove', // edits the record of a session
  'gate.use': 'read', // gatesh log, gatesh check
  'gate.tamper': 'grant', // stops, edits, unsets or talks to the gate
  'tool.read': 'read', // an MCP or other tool that only reads; targets: tool
  'tool.write': 'make',
  'tool.send': 'send',
  'tool.unknown': 'run',
  // nothing beyond the shell itself
  'shell.none': 'read', // cd, test, echo, arithmetic, assignment without reach
} as const satisfies Record<string, VerbClass>

export type TargetType =
  | 'path'
  | 'url'
  | 'host'
  | 'port'
  | 'remote'
  | 'branch'
  | 'tag'
  | 'ref'
  | 'commit'
  | 'stash'
  | 'config'
  | 'database'
  | 'table'
  | 'key'
  | 'package'
  | 'registry'
  | 'program'
  | 'script'
  | 'container'
  | 'image'
  | 'volume'
  | 'cluster'
  | 'namespace'
  | 'resource'
  | 'stack'
  | 'bucket'
  | 'account'
  | 'region'
  | 'domain'
  | 'environment'
  | 'repo'
  | 'pr'
  | 'issue'
  | 'release'
  | 'workflow'
  | 'service'
  | 'process'
  | 'user'
  | 'device'
  | 'job'
  | 'queue'
  | 'secret'
  | 'variable'
  | 'recipient'
  | 'channel'
  | 'tool'
  | 'agent'
  | 'task'

/** Where a path lies, links resolved. `guarded`: runs later outside the gate or guards something (hooks, CI, rc files, agent settings). */
export type Area = 'project' | 'temp' | 'home' | 'system' | 'outside' | 'device'

export interface Target {
  readonly type: TargetType
  /** Resolved value: absolute path, host name, branch without `refs/heads/`. Null when it cannot be known before it runs. */
  readonly value: string | null
  /** As written, where that differs from `value` and a user might say it so. */
  readonly raw?: string
  readonly role?: 'from' | 'to' | 'destination' | 'remote' | 'scope'
  readonly area?: Area
  /** Kind of guarded place, where it is one: `git-hook`, `git-config`, `ci`, `shell-rc`, `agent-settings`, `credentials`, `state-file`, `gate`, `cron`, `ssh`, `service` ... */
  readonly guarded?: string
  /** A pattern, a directory taken recursively, or "everything". */
  readonly many?: boolean
  /** Literal start where `value` is null (`/tmp/` of `/tmp/$x`). */
  readonly prefix?: string
}

/** How an effect is dangerous. A rule asks for the user's word on the flag as on the target. */
export type Flag =
  | 'force'
  | 'force-with-lease'
  | 'delete'
  | 'recursive'
  | 'all'
  | 'mirror'
  | 'tags'
  | 'amend'
  | 'hard'
  | 'prune'
  | 'no-verify'
  | 'skip-checks'
  | 'auto-approve'
  | 'insecure'
  | 'public'
  | 'admin'
  | 'auto'
  | 'squash'
  | 'untracked'
  | 'ignored'
  | 'no-where'
  | 'cascade'
  | 'reset'
  | 'down'
  | 'production'
  | 'staging'
  | 'global'
  | 'system'
  | 'user'
  | 'dev'
  | 'from-url'
  | 'no-scripts'
  | 'privileged'
  | 'host-mount'
  | 'host-net'
  | 'volumes'
  | 'draft'
  | 'dry-run'
  | 'world-writable'
  | 'executable'
  | 'setuid'
  | 'append'
  | 'truncate'
  | 'in-place'
  | 'skip-permissions'
  | 'encoded'
  | 'obfuscated'
  | 'interactive'
  | 'background'
  | 'elevated'
  | 'listen-all'
  | 'local'
  | 'unprotected'
  | 'default-branch'
  | 'rename'
  | 'create'
  | 'edit'
  | 'anonymous'
  | 'submit'
  | 'signal-kill'
  | 'self-made'

/** What is sent, written or fed. */
export interface Source {
  readonly type: 'path' | 'text' | 'output' | 'variable' | 'secret' | 'stdin' | 'url' | 'repo' | 'unknown'
  /** Path, variable name, url; for `text` the text itself (bounded, MAX_PAYLOAD); null when unknown. */
  readonly value: string | null
  readonly area?: Area
  /** Kinds of secrets found in the text, or known of the path or variable (`ssh-key`, `aws`, `env-file`, `token`). */
  readonly secrets?: readonly string[]
  /** Index of the command whose output it is. */
  readonly command?: number
}

export interface Effect {
  readonly kind: EffectKind
  readonly targets: readonly Target[]
  readonly flags: readonly Flag[]
  readonly sources: readonly Source[]
  /** Index of the command in the script; -1 for a tool call. */
  readonly command: number
  /** Program or tool that does it, by its plain name (`git`, `curl`, `Write`). */
  readonly program: string
  /** Where it happens if not here: ssh host, container, pod (null = unknown). */
  readonly where?: { readonly kind: 'host' | 'container' | 'pod' | 'namespace' | 'root'; readonly name: string | null }
  /** Reached only on a condition, or defined and not called. */
  readonly runs?: 'always' | 'maybe' | 'output' | 'defined'
  /** Short words for the reason, e.g. `deletes branch main on origin`. */
  readonly says: string
}

/** Class of the effect's kind. */
export function verbOf(effect: Effect): VerbClass {
  return effectVerbs[effect.kind]
}
