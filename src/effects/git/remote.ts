/** Subcommands that talk to other repositories, except push. */
import type { Word } from '../../shell/script.js'
import { shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { names } from '../files/readers.js'
import { optionParser } from '../options.js'
import {
  act,
  branchOf,
  type GitCall,
  named,
  reads,
  refOf,
  remoteHost,
  remoteTargets,
  tries,
  type Verb,
} from './call.js'
import { operandsOf } from './write.js'

const fetchOptions = optionParser({
  values:
    '--depth --deepen --shallow-since --shallow-exclude -j --jobs --upload-pack --refmap -o --server-option --negotiation-tip -s --strategy -X --strategy-option --filter --cleanup -S --gpg-sign',
  long: '--all --append --force --prune --prune-tags --tags --no-tags --dry-run --depth --unshallow --rebase --no-rebase --ff-only --no-ff --squash --multiple --quiet --verbose --set-upstream --recurse-submodules --autostash --no-edit --no-verify --upload-pack',
})

const fetch: Verb = (call) => {
  const parsed = fetchOptions.parse(call.args)
  if (parsed.has('--dry-run')) return tries(call)
  const [repository, ...specs] = parsed.operands
  const all = parsed.has('--all', '--multiple')
  const remote: readonly Target[] = all
    ? Object.keys(call.repo?.remotes ?? { origin: '' }).map((value) => ({ type: 'remote', value }))
    : remoteTargets(repository, call)
  const flags: Flag[] = []
  // Pruning drops remote-tracking names only; forcing, or a destination, moves branches of this repository.
  const into = specs.some((word) => /^\+?[^:]*:(?!refs\/remotes\/).+/.test(word.text ?? ''))
  if (parsed.has('-f', '--force') || (into && specs.some((word) => word.text?.startsWith('+')))) flags.push('force')
  if (parsed.has('-p', '--prune')) flags.push('prune')
  const fetched = act(call, 'vcs.fetch', `fetches from ${named(remote)}`, {
    targets: [...remote, ...specs.map(sourceRef)],
    flags,
  })
  const found = [fetched, ...startsProgram(parsed.value('--upload-pack'), call)]
  if (call.verb !== 'pull') return found
  const merged: readonly Flag[] = parsed.has('--no-verify') ? ['no-verify'] : []
  return [
    ...found,
    act(call, 'vcs.merge', `merges what it fetched from ${named(remote)}`, {
      targets: specs.map(sourceRef),
      flags: merged,
    }),
  ]
}

function sourceRef(word: Word): Target {
  if (word.text === null) return refOf(word)
  return refOf({ ...word, text: word.text.replace(/^\+/, '').split(':')[0]! })
}

/** The program that answers on the other side is the caller's to choose; for a path or ssh it is a command. */
function startsProgram(word: Word | undefined, call: GitCall): readonly Effect[] {
  if (!word) return []
  return word.text === null
    ? [
        act(call, 'exec.opaque', 'starts a program that is not known', {
          targets: [{ type: 'program', value: null, raw: word.raw }],
        }),
      ]
    : call.context.unfold(word.text, call.command)
}

const cloneOptions = optionParser({
  values:
    '-o --origin -b --branch -u --upload-pack --reference --reference-if-able --separate-git-dir --depth --shallow-since --shallow-exclude -c --config -j --jobs --template --filter --server-option --bundle-uri --revision',
  long: '--local --no-hardlinks --shared --quiet --verbose --no-checkout --bare --mirror --origin --branch --depth --single-branch --recurse-submodules --recursive --template --sparse --config',
})

const clone: Verb = (call) => {
  const parsed = cloneOptions.parse(call.args)
  const [repository, directory] = parsed.operands
  if (!repository) return reads(call)
  const from = remoteTargets(repository, call)
  const name =
    directory?.text ??
    repository.text
      ?.replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split(/[/:]/)
      .at(-1) ??
    null
  const to = call.context.path(directory ?? { text: name, raw: name ?? shown(repository) }, call.command, 'to')
  const hooks = parsed.has('--template')
    ? [
        act(call, 'exec.local', 'takes hooks from a template', {
          targets: [{ type: 'script', value: parsed.value('--template')?.text ?? null }],
        }),
      ]
    : []
  return [
    act(call, 'vcs.clone', `clones ${named(from)} into ${names([to])}`, {
      targets: [...from, { ...to, many: true }],
      flags: parsed.has('--recursive', '--recurse-submodules') ? ['recursive'] : [],
    }),
    ...startsProgram(parsed.value('-u', '--upload-pack'), call),
    ...hooks,
  ]
}

const remote: Verb = (call) => {
  const words = operandsOf(call)
  const [verb, name, url] = words
  if (!verb) return reads(call)
  switch (verb.text) {
    case 'show':
    case 'get-url':
      return reads(call)
    case 'update':
      return [act(call, 'vcs.fetch', 'fetches from every remote', { targets: remoteTargets(name, call) })]
    case 'prune':
      return [
        act(call, 'vcs.fetch', `forgets branches that ${named(remoteTargets(name, call))} no longer has`, {
          targets: remoteTargets(name, call),
          flags: ['prune'],
        }),
      ]
    default:
  }
  const target: readonly Target[] = name ? [{ type: 'remote', value: name.text, raw: name.raw }] : []
  const host = url?.text ? remoteHost(url.text) : undefined
  const to: readonly Target[] =
    url && (verb.text === 'add' || verb.text === 'set-url')
      ? [
          { type: 'url', value: url.text, raw: url.raw, role: 'to' },
          ...(host ? [{ type: 'host', value: host, role: 'destination' } as const] : []),
        ]
      : []
  const flag: Readonly<Record<string, Flag>> = {
    add: 'create',
    'set-url': 'edit',
    rename: 'rename',
    remove: 'delete',
    rm: 'delete',
    'set-head': 'edit',
    'set-branches': 'edit',
  }
  const what = flag[verb.text ?? '']
  return [
    act(call, 'vcs.remote', `changes remote ${named(target)} (\`${verb.text ?? verb.raw}\`)`, {
      targets: [...target, ...to],
      flags: what ? [what] : [],
    }),
  ]
}

const submodule: Verb = (call) => {
  const words = operandsOf(call)
  const verb = words[0]?.text
  if (verb === undefined || verb === 'status' || verb === 'summary') return reads(call)
  if (verb === 'foreach') {
    const start = call.args.findIndex((word) => word.text === 'foreach')
    const rest = call.args.slice(start + 1).filter((word) => word.text !== '--recursive' && word.text !== '--quiet')
    const [only] = rest
    if (rest.length === 1 && only!.text !== null)
      return [...reads(call), ...call.context.unfold(only!.text, call.command)]
    return [...reads(call), ...call.context.run(rest, call.command)]
  }
  const forced = call.args.some((word) => /^-[a-z]*f|^--force$/.test(word.text ?? ''))
  if (verb === 'deinit')
    return [
      act(call, forced ? 'vcs.discard' : 'vcs.submodule', 'takes submodules out of the working tree', {
        targets: words.slice(1).map((word) => call.context.path(word, call.command)),
        flags: forced ? ['force'] : [],
      }),
    ]
  const url = verb === 'add' ? words[1] : verb === 'set-url' ? words[2] : undefined
  const targets = url ? remoteTargets(url, call) : []
  return [
    act(
      call,
      'vcs.submodule',
      `changes submodules (\`${verb}\`)${targets.length > 0 ? ` from ${named(targets)}` : ''}`,
      { targets, flags: forced ? ['force'] : [] },
    ),
  ]
}

const subtree: Verb = (call) => {
  const words = operandsOf(call)
  const verb = words[0]?.text
  const [, repository, ref] = words
  if (verb === 'push')
    return [
      act(call, 'vcs.push', `pushes a subtree to ${named(remoteTargets(repository, call))}`, {
        targets: [...(ref ? [branchOf(ref)] : []), ...remoteTargets(repository, call)],
        sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
      }),
    ]
  if (verb === 'split') return [act(call, 'vcs.branch', 'makes a branch of a subtree', { flags: ['create'] })]
  return [
    act(call, 'vcs.fetch', `fetches from ${named(remoteTargets(repository, call))}`, {
      targets: remoteTargets(repository, call),
    }),
    act(call, 'vcs.merge', 'merges a subtree'),
  ]
}

const lfs: Verb = (call) => {
  const words = operandsOf(call)
  switch (words[0]?.text) {
    case 'push':
      return [
        act(call, 'vcs.push', `pushes large files to ${named(remoteTargets(words[1], call))}`, {
          targets: remoteTargets(words[1], call),
          sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
        }),
      ]
    case 'pull':
    case 'fetch':
    case 'clone':
      return [act(call, 'vcs.fetch', 'fetches large files', { targets: remoteTargets(words[1], call) })]
    case 'install':
    case 'uninstall':
    case 'track':
    case 'untrack':
    case 'update':
      return [act(call, 'vcs.config', `changes large-file settings (\`lfs ${words[0].text}\`)`)]
    case 'migrate':
      return words[1]?.text === 'info'
        ? reads(call)
        : [act(call, 'vcs.rewrite', 'rewrites history for large files', { flags: ['all'] })]
    case 'prune':
      return [act(call, 'vcs.purge', 'deletes local copies of large files')]
    case 'lock':
    case 'unlock':
      return [
        act(call, 'vcs.push', `${words[0].text}s a file for everybody`, {
          targets: [
            ...words.slice(1).map((word) => call.context.path(word, call.command)),
            ...remoteTargets(undefined, call),
          ],
        }),
      ]
    default:
      return reads(call)
  }
}

const svn: Verb = (call) => {
  const verb = operandsOf(call)[0]?.text
  if (verb === 'dcommit' || verb === 'commit-diff' || verb === 'submit')
    return [
      act(call, 'vcs.push', `sends commits to ${call.verb}`, {
        targets: [{ type: 'remote', value: call.verb }],
        sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
      }),
    ]
  if (verb === 'fetch' || verb === 'clone' || verb === 'sync')
    return [act(call, 'vcs.fetch', `fetches from ${call.verb}`, { targets: [{ type: 'remote', value: call.verb }] })]
  if (verb === 'rebase') return [act(call, 'vcs.rewrite', `rewrites the current branch on ${call.verb}`)]
  return reads(call)
}

/** Mails patches to people. */
const sendEmail: Verb = (call) => {
  if (call.args.some((word) => word.text === '--dry-run')) return tries(call)
  const recipients = call.args.flatMap((word, at) =>
    /^--(?:to|cc|bcc)$/.test(word.text ?? '') && call.args[at + 1]
      ? [call.args[at + 1]!]
      : /^--(?:to|cc|bcc)=/.test(word.text ?? '')
        ? [{ ...word, text: word.text!.replace(/^--\w+=/, '') }]
        : [],
  )
  return [
    act(call, 'msg.send', 'mails commits', {
      targets: recipients.map((word) => ({ type: 'recipient', value: word.text, raw: word.raw })),
      sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
    }),
  ]
}

const serve: Verb = (call) => [
  act(call, 'net.listen', `serves the repository with \`git ${call.verb}\``, {
    flags: call.verb === 'daemon' ? ['listen-all'] : [],
  }),
]

export const remoteVerbs: Readonly<Record<string, Verb>> = {
  fetch,
  pull: fetch,
  'fetch-pack': fetch,
  'remote-https': fetch,
  'ls-remote': (call) => [
    act(call, 'vcs.fetch', `lists the refs of ${named(remoteTargets(operandsOf(call)[0], call))}`, {
      targets: remoteTargets(operandsOf(call)[0], call),
    }),
  ],
  clone,
  remote,
  submodule,
  subtree,
  lfs,
  svn,
  p4: svn,
  'send-email': sendEmail,
  'imap-send': sendEmail,
  'send-pack': (call) => [
    act(call, 'vcs.push', 'sends commits', {
      targets: remoteTargets(operandsOf(call)[0], call),
      flags: call.args.some((word) => /^--(?:force|mirror|all)$/.test(word.text ?? '')) ? ['force'] : [],
    }),
  ],
  daemon: serve,
  'http-backend': serve,
  instaweb: serve,
  gitweb: serve,
}
