/** Forges by their command lines: gh, glab, tea, hub. `api` calls are read by method and path. */
import { act, acts, type Call, type Program, wordTarget } from './acts.js'
import type { Effect, EffectKind, Flag, Source, Target } from './effect.js'

const texts = ['-b', '--body', '-m', '--message', '-t', '--title', '-n', '--notes', '-d', '--description', '--subject']
const files = ['-F', '--body-file', '--notes-file']

export const gh: Program = {
  read: 'forge.read',
  values:
    '-R --repo --hostname -b --body -F --body-file -t --title -B --base -H --head -a --assignee -l --label -m --milestone -p --project -r --reviewer -T --template --recover --add-assignee --add-label --add-project --add-reviewer --remove-assignee --remove-label --remove-project --remove-reviewer --subject --match-head-commit -A --author-email --author -s --state -S --search -L --limit -q --jq --json -n --notes --notes-file --notes-start-tag --target --discussion-category -c --comment --reason --color -d --description --homepage --default-branch --source --remote --team -g --gitignore --license -e --env -o --org -u --user --app -f --field --raw-field -X --method --input --preview --cache -w --workflow --ref --branch --commit --event --created --job -D --dir --pattern -O --output --archive --filename -i --interval --duplicate-of --key --timeout --scopes --type --repository --machine --display-name --retention-period --idle-timeout --location --owner --language --sort --order --topic --visibility --add-topic --remove-topic',
  acts: {
    ...acts(
      'forge.read',
      [
        'status',
        'browse',
        'search',
        'help',
        'version',
        'completion',
        'pr list',
        'pr view',
        'pr status',
        'pr checks',
        'pr diff',
        'issue list',
        'issue view',
        'issue status',
        'repo list',
        'repo view',
        'release list',
        'release view',
        'run list',
        'run view',
        'run watch',
        'workflow list',
        'workflow view',
        'gist list',
        'gist view',
        'label list',
        'secret list',
        'variable list',
        'variable get',
        'ssh-key list',
        'gpg-key list',
        'ruleset list',
        'ruleset view',
        'ruleset check',
        'cache list',
        'project list',
        'project view',
        'project item-list',
        'project field-list',
        'org list',
        'auth status',
        'config get',
        'config list',
        'alias list',
        'extension list',
        'extension search',
        'codespace list',
        'codespace view',
        'codespace logs',
        'repo deploy-key list',
        'repo autolink list',
        'repo gitignore',
        'repo license',
        'attestation verify',
        'release verify',
        'release verify-asset',
        'agent-task list',
        'agent-task view',
        'preview',
      ],
      undefined,
    ),
    'pr create': act('forge.pr-open', 'opens a pull request'),
    'pr new': act('forge.pr-open', 'opens a pull request'),
    'pr edit': act('forge.pr-edit', 'edits pull request', ['pr']),
    'pr ready': act('forge.pr-edit', 'marks ready pull request', ['pr']),
    'pr reopen': act('forge.pr-edit', 'reopens pull request', ['pr']),
    'pr update-branch': act('forge.pr-edit', 'updates the branch of pull request', ['pr']),
    'pr lock': act('forge.pr-edit', 'locks pull request', ['pr']),
    'pr unlock': act('forge.pr-edit', 'unlocks pull request', ['pr']),
    'pr revert': act('forge.pr-open', 'opens a pull request that reverts', ['pr']),
    'pr merge': act('forge.pr-merge', 'merges pull request', ['pr']),
    'pr review': act('forge.comment', 'reviews pull request', ['pr']),
    'pr comment': act('forge.comment', 'comments on pull request', ['pr']),
    'pr close': act('forge.pr-close', 'closes pull request', ['pr']),
    'pr checkout': act('vcs.branch', 'checks out pull request', ['pr']),
    'issue create': act('forge.issue', 'opens an issue'),
    'issue new': act('forge.issue', 'opens an issue'),
    'issue edit': act('forge.issue', 'edits issue', ['issue']),
    'issue reopen': act('forge.issue', 'reopens issue', ['issue']),
    'issue pin': act('forge.issue', 'pins issue', ['issue']),
    'issue unpin': act('forge.issue', 'unpins issue', ['issue']),
    'issue develop': act('forge.write', 'makes a branch for issue', ['issue']),
    'issue comment': act('forge.comment', 'comments on issue', ['issue']),
    'issue close': act('forge.issue-close', 'closes issue', ['issue']),
    'issue delete': act('forge.issue-close', 'deletes issue', ['issue'], ['delete']),
    'issue lock': act('forge.issue-close', 'locks issue', ['issue']),
    'issue unlock': act('forge.issue', 'unlocks issue', ['issue']),
    'issue transfer': act('forge.issue-close', 'moves issue', ['issue', 'repo']),
    'release create': act('forge.release', 'publishes release', ['release', null]),
    'release edit': act('forge.release', 'edits release', ['release']),
    'release upload': act('forge.release', 'uploads files to release', ['release', null]),
    'release download': act('net.fetch', 'downloads release', ['release']),
    'release delete': act('forge.release-delete', 'deletes release', ['release']),
    'release delete-asset': act('forge.release-delete', 'deletes a file of release', ['release', null]),
    'repo create': act('forge.repo', 'creates repository', ['repo'], ['create']),
    'repo fork': act('forge.repo', 'forks repository', ['repo'], ['create']),
    'repo edit': act('forge.repo', 'changes settings of repository', ['repo']),
    'repo rename': act('forge.repo', 'renames repository to', ['repo'], ['rename']),
    'repo archive': act('forge.repo', 'archives repository', ['repo']),
    'repo unarchive': act('forge.repo', 'unarchives repository', ['repo']),
    'repo delete': act('forge.repo-delete', 'deletes repository', ['repo']),
    'repo clone': act('vcs.clone', 'clones', ['repo', null]),
    'repo sync': act('vcs.fetch', 'syncs repository', ['repo']),
    'repo set-default': act('vcs.config', 'sets the default repository', ['repo']),
    'repo deploy-key add': act('forge.protect', 'adds deploy key', ['path']),
    'repo deploy-key delete': act('forge.protect', 'deletes deploy key', ['key'], ['delete']),
    'repo autolink create': act('forge.repo', 'makes an autolink'),
    'repo autolink delete': act('forge.repo', 'deletes an autolink'),
    'run cancel': act('forge.workflow', 'cancels run', ['workflow']),
    'run delete': act('forge.workflow', 'deletes run', ['workflow'], ['delete']),
    'run rerun': act('forge.workflow', 'runs again', ['workflow']),
    'run download': act('net.fetch', 'downloads files of run', ['workflow']),
    'workflow run': act('forge.workflow', 'runs workflow', ['workflow']),
    'workflow enable': act('forge.workflow', 'turns on workflow', ['workflow']),
    'workflow disable': act('forge.workflow', 'turns off workflow', ['workflow'], ['delete']),
    'cache delete': act('forge.workflow', 'deletes cache', ['resource'], ['delete']),
    'gist create': act('forge.gist', 'publishes a gist'),
    'gist edit': act('forge.gist', 'edits gist', ['resource']),
    'gist rename': act('forge.gist', 'renames a file of gist', ['resource', null]),
    'gist delete': act('forge.write', 'deletes gist', ['resource'], ['delete']),
    'gist clone': act('vcs.clone', 'clones gist', ['repo']),
    'label create': act('forge.write', 'creates label', ['resource']),
    'label edit': act('forge.write', 'edits label', ['resource']),
    'label delete': act('forge.write', 'deletes label', ['resource'], ['delete']),
    'label clone': act('forge.write', 'copies labels of', ['repo']),
    'secret set': act('forge.secret', 'sets secret', ['secret']),
    'secret delete': act('forge.secret', 'removes secret', ['secret'], ['delete']),
    'secret remove': act('forge.secret', 'removes secret', ['secret'], ['delete']),
    'variable set': act('forge.secret', 'sets variable', ['variable']),
    'variable delete': act('forge.secret', 'removes variable', ['variable'], ['delete']),
    'ssh-key add': act('trust.key', 'adds a login key to the account', ['path']),
    'ssh-key delete': act('trust.key', 'deletes a login key of the account', ['key'], ['delete']),
    'gpg-key add': act('trust.key', 'adds a signing key to the account', ['path']),
    'gpg-key delete': act('trust.key', 'deletes a signing key of the account', ['key'], ['delete']),
    'auth login': act('forge.auth', 'logs in'),
    'auth logout': act('auth.logout', 'logs out'),
    'auth refresh': act('forge.auth', 'widens what the login may do'),
    'auth switch': act('forge.auth', 'switches account'),
    'auth setup-git': act('forge.auth', 'gives git the login'),
    'auth token': act('secret.print', 'prints the token of the forge'),
    'config set': act('forge.auth', 'changes setting', ['config', null]),
    'config clear-cache': act('pkg.cache', 'clears the cache'),
    'alias set': act('sys.persist', 'sets alias', ['program', null]),
    'alias import': act('sys.persist', 'sets aliases'),
    'alias delete': act('sys.persist', 'removes alias', ['program'], ['delete']),
    'extension install': act('pkg.install', 'installs extension', ['package'], ['user']),
    'extension upgrade': act('pkg.update', 'updates extension', ['package'], ['user']),
    'extension remove': act('pkg.remove', 'removes extension', ['package']),
    'extension exec': act('exec.unknown', 'runs extension', ['program']),
    'codespace create': act('cloud.make', 'makes a codespace'),
    'codespace delete': act('cloud.delete', 'deletes a codespace'),
    'codespace stop': act('cloud.control', 'stops a codespace'),
    'codespace ssh': act('remote.exec', 'runs a command in a codespace'),
    'codespace cp': act('remote.copy', 'copies files to or from a codespace'),
    'codespace ports': act('net.tunnel', 'opens ports of a codespace'),
    'codespace edit': act('cloud.change', 'changes a codespace'),
    'project create': act('forge.write', 'creates a project'),
    'project delete': act('forge.write', 'deletes project', ['resource'], ['delete']),
    'project item-delete': act('forge.write', 'deletes an item of project', ['resource'], ['delete']),
    'project close': act('forge.write', 'closes project', ['resource']),
    'agent-task create': act('agent.spawn', 'starts an agent on the forge', ['task']),
    'attestation download': act('net.fetch', 'downloads attestations'),
    copilot: act('exec.agent', 'runs an agent'),
    api: act('forge.write', 'calls the API at', ['url']),
  },
  targets: {
    '-R': 'repo',
    '--repo': 'repo',
    '--hostname': 'host',
    '-B': 'branch',
    '--base': 'branch',
    '-H': 'branch',
    '--head': 'branch',
    '-o': 'account',
    '--org': 'account',
    '-e': 'environment',
    '--env': 'environment',
    '--ref': 'branch',
    '--target': 'branch',
  },
  variables: { GH_REPO: 'repo', GH_HOST: 'host' },
  flags: {
    '--admin': 'admin',
    '--auto': 'auto',
    '--squash': 'squash',
    '--public': 'public',
    '-d': 'draft',
    '--draft': 'draft',
    '--yes': 'auto-approve',
    '-y': 'auto-approve',
    '--clobber': 'force',
    '--cleanup-tag': 'tags',
    '--all': 'all',
    '--force': 'force',
    '--delete-branch': 'delete',
  },
  dryRun: ['--dry-run'],
  valuesOf: (words) => ghValues(words),
  pathWords: 2,
  otherwise: act('forge.write', 'runs a forge command that is not known'),
  refine: refineGh,
}

/** `-d`, `-s`, `-F` and others mean different things under different subcommands. */
function ghValues(words: readonly string[]): string | undefined {
  const path = words.join(' ')
  if (path === 'api')
    return '-X --method -H --header -f --raw-field -F --field --input -q --jq -t --template --cache --hostname -p --preview'
  if (path === 'pr merge')
    return '-R --repo -b --body -F --body-file -t --subject --match-head-commit -A --author-email'
  if (path === 'gist create') return '-d --desc -f --filename'
  if (path === 'pr review') return '-R --repo -b --body -F --body-file'
  if (path === 'pr create' || path === 'pr new')
    return '-R --repo -a --assignee -B --base -b --body -F --body-file -H --head -l --label -m --milestone -p --project --recover -r --reviewer -T --template -t --title'
  if (path === 'release delete' || path === 'pr close') return '-R --repo -c --comment'
  if (path === 'release create' || path === 'release edit')
    return '-R --repo -n --notes -F --notes-file --notes-start-tag --target -t --title --discussion-category --tag'
  if (path === 'secret set' || path === 'variable set')
    return '-R --repo -b --body -e --env -f --env-file -o --org -r --repos -v --visibility -a --app'
  if (path === 'run view' || path === 'run watch')
    return '-R --repo -j --job -q --jq -t --template --json -i --interval -a --attempt'
  return undefined
}

function refineGh(effect: Effect, call: Call): readonly Effect[] {
  const payload = sourcesOf(call)
  const base: Effect = payload.length > 0 && effect.kind !== 'forge.read' ? { ...effect, sources: payload } : effect
  switch (call.path) {
    case 'api':
      return apiCall(base, call)
    case 'pr review': {
      const approves = call.has('-a', '--approve')
      return [approves ? { ...base, kind: 'forge.pr-approve', says: base.says.replace('reviews', 'approves') } : base]
    }
    case 'pr merge': {
      const flags = call.has('-d', '--delete-branch')
        ? [...base.flags.filter((flag) => flag !== 'draft'), 'delete' as const]
        : base.flags
      return [
        {
          ...base,
          flags: call.has('-s') ? [...flags, 'squash'] : flags,
          says: call.has('--disable-auto') ? base.says.replace('merges', 'turns off merging of') : base.says,
        },
      ]
    }
    case 'pr close':
      return [
        { ...base, flags: call.has('-d') ? [...base.flags.filter((flag) => flag !== 'draft'), 'delete'] : base.flags },
      ]
    case 'gist create': {
      const open: readonly Flag[] = call.has('-p', '--public')
        ? [...base.flags.filter((flag) => flag !== 'public'), 'public']
        : base.flags
      const published = call.args.flatMap((word) => call.file(word))
      return [{ ...base, flags: open, sources: published.length > 0 ? published : call.stdin() }]
    }
    case 'release create':
    case 'release upload':
      return [{ ...base, sources: [...payload, ...call.args.slice(1).flatMap((word) => call.file(word))] }]
    case 'repo edit':
    case 'repo create': {
      const open = call.has('--public') || call.text('--visibility') === 'public'
      return [open ? { ...base, flags: [...new Set([...base.flags, 'public' as const])] } : base]
    }
    case 'secret set':
    case 'variable set':
      return [
        {
          ...base,
          sources: [
            ...call.values('-b', '--body').flatMap((word) => call.payload(word)),
            ...call.values('-f', '--env-file').flatMap((word) => call.file(word)),
          ],
        },
      ]
    case 'auth status':
      return call.has('-t', '--show-token')
        ? [{ ...base, kind: 'secret.print', says: 'prints the token of the forge' }]
        : [base]
    case 'run download':
    case 'release download': {
      const dir = call.value('-D', '--dir', '-O', '--output')
      return dir ? [base, call.write(dir)] : [base]
    }
    default:
      return [base]
  }
}

/** Texts and files that are published with the call. */
function sourcesOf(call: Call): readonly Source[] {
  return [
    ...call.values(...texts).flatMap((word) => call.payload(word)),
    ...call.values(...files).flatMap((word) => call.file(word)),
  ]
}

/** Path patterns of forge APIs and what a changing call to them is. First match decides; GitHub and GitLab words both. */
const routes: readonly (readonly [RegExp, EffectKind, string])[] = [
  [/\/(pulls|merge_requests)\/[^/]+\/merge$/, 'forge.pr-merge', 'merges pull request'],
  [/\/(pulls\/[^/]+\/reviews|merge_requests\/[^/]+\/approve)/, 'forge.pr-approve', 'reviews pull request'],
  [/\/(pulls|merge_requests)\/[^/]+\/(comments|notes|discussions)/, 'forge.comment', 'comments on pull request'],
  [/\/(pulls|merge_requests)$/, 'forge.pr-open', 'opens a pull request'],
  [/\/(pulls|merge_requests)\/[^/]+/, 'forge.pr-edit', 'edits pull request'],
  [/\/issues\/[^/]+\/(comments|notes)|\/issues\/comments\//, 'forge.comment', 'comments on issue'],
  [/\/issues/, 'forge.issue', 'changes issue'],
  [
    /\/(branches\/.*\/protection|rulesets?|protected_branches|protected_tags|collaborators|keys|deploy_keys|hooks|members|teams|invitations|approval_rules|push_rule|outside_collaborators|installations|vulnerability-alerts|automated-security-fixes|access_tokens|environments)(\/|$)/,
    'forge.protect',
    'changes who may do what by',
  ],
  [/\/(secrets|variables|public-key)(\/|$)/, 'forge.secret', 'changes secret by'],
  [
    /\/(actions\/(workflows|runs|jobs|caches|artifacts|permissions|runners)|pipelines?|jobs|dispatches|deployments|trigger)(\/|$)/,
    'forge.workflow',
    'changes a workflow by',
  ],
  [/\/releases?(\/|$)/, 'forge.release', 'changes release by'],
  [
    /\/git\/refs|\/repository\/(branches|tags|files|commits)|\/contents\/|\/git\/(commits|trees|blobs|tags)|\/merges$/,
    'vcs.push',
    'changes the repository by',
  ],
  [/(^|\/)gists?(\/|$)|\/snippets/, 'forge.gist', 'publishes a gist by'],
  [/^\/?(repos\/[^/]+\/[^/]+|projects\/[^/]+)\/?$/, 'forge.repo', 'changes repository by'],
  [/^\/?(user|orgs\/[^/]+)\/repos$|^\/?projects$|\/(forks?|generate|transfer)$/, 'forge.repo', 'makes repository by'],
  [/^\/?user\/(keys|gpg_keys|ssh_signing_keys)/, 'trust.key', 'changes login keys by'],
]

/** `gh api PATH -X METHOD -f k=v`: fields make it a POST where no method is given. */
function apiCall(effect: Effect, call: Call): readonly Effect[] {
  const path = call.args[0]
  const fields = call.values('-f', '--raw-field', '-F', '--field')
  const input = call.values('--input')
  const given = call.value('-X', '--method')
  const method = given ? (given.text?.toUpperCase() ?? 'POST') : fields.length + input.length > 0 ? 'POST' : 'GET'
  const sources = [...fields.flatMap((word) => call.payload(word)), ...input.flatMap((word) => call.file(word))]
  const targets = [
    ...(path ? [wordTarget(path, 'url')] : []),
    ...repoOf(path?.text),
    ...effect.targets.filter((target) => target.type !== 'url'),
  ]
  const base: Effect = { ...effect, targets, sources, says: `calls \`${method} ${path?.raw ?? ''}\`` }
  if (path?.text === 'graphql' || path?.text === '/graphql')
    return [
      graphql(
        base,
        fields.map((word) => word.text ?? '').join(' '),
        fields.some((word) => word.text === null) || input.length > 0,
      ),
    ]
  if (method === 'GET' || method === 'HEAD') return [{ ...base, kind: 'forge.read' }]
  const route = routeOf(method, path?.text ?? '', path?.raw ?? '')
  const forced = /"?force"?[=:]\s*true/.test(fields.map((word) => word.text ?? '').join(' '))
  return [
    {
      ...base,
      kind: route.kind,
      says: route.says,
      flags: [...base.flags, ...route.flags, ...(forced ? (['force'] as const) : [])],
    },
  ]
}

interface Route {
  readonly kind: EffectKind
  readonly flags: readonly Flag[]
  readonly says: string
}

/** Longest path that is compared with the routes. */
const MAX_ROUTE = 512

/** What a changing call to an API path is. */
function routeOf(method: string, path: string, raw: string): Route {
  const plain = path
    .slice(0, MAX_ROUTE)
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/?api\/v\d\//, '')
    .replace(/\?.*$/, '')
  const route = routes.find(([pattern]) => pattern.test(plain))
  const kind = route?.[1] ?? 'forge.write'
  const says = `${route?.[2] ?? 'writes through the API by'} \`${method} ${raw}\``
  if (method !== 'DELETE') return { kind, flags: [], says }
  const flags: readonly Flag[] = ['delete']
  if (kind === 'forge.repo')
    return { kind: 'forge.repo-delete', flags, says: `deletes the repository by \`DELETE ${raw}\`` }
  return {
    kind: kind === 'forge.release' ? 'forge.release-delete' : kind,
    flags,
    says: says.replace(/^(changes|makes)/, 'deletes from'),
  }
}

/** A request of any HTTP client to a forge's API; undefined where the address is none or the call only reads. */
export function apiRoute(
  method: string,
  url: string,
  host: string,
): (Route & { readonly targets: readonly Target[] }) | undefined {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return undefined
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '')
  if (
    host !== 'api.github.com' &&
    !(/(^|\.)(gitlab|gitea|codeberg|forgejo)\b/.test(host) && /^\/api\/v\d\//.test(path))
  )
    return undefined
  return { ...routeOf(method, path, path), targets: repoOf(path) }
}

function graphql(effect: Effect, text: string, unknown: boolean): Effect {
  const mutation = /\bmutation\b/.test(text)
  if (!mutation && !unknown) return { ...effect, kind: 'forge.read', says: 'asks the API' }
  const kind: EffectKind = /mergePullRequest|enablePullRequestAutoMerge|enqueuePullRequest/.test(text)
    ? 'forge.pr-merge'
    : /addPullRequestReview|submitPullRequestReview/.test(text)
      ? 'forge.pr-approve'
      : /deleteRepository/.test(text)
        ? 'forge.repo-delete'
        : /(Protection|Ruleset|Collaborator)/.test(text)
          ? 'forge.protect'
          : /(addComment|Comment\()/.test(text)
            ? 'forge.comment'
            : /deleteRef/.test(text)
              ? 'vcs.push'
              : 'forge.write'
  return {
    ...effect,
    kind,
    flags: /\bdelete[A-Z]/.test(text) ? [...effect.flags, 'delete'] : effect.flags,
    says: mutation ? 'changes something through the API' : 'calls the API with a text that is not known before it runs',
  }
}

function repoOf(path: string | null | undefined): readonly Target[] {
  const match = /^\/?repos\/([^/{]+\/[^/?]+)/.exec(path ?? '')
  return match ? [{ type: 'repo', value: match[1]! }] : []
}

export const glab: Program = {
  read: 'forge.read',
  values:
    '-R --repo -g --group -t --title -d --description -l --label -a --assignee --reviewer -m --message --milestone -b --target-branch -s --source-branch -f --field -F --raw-field -X --method -H --header --input -v --value -k --key -e --environment -n --name --notes -N --notes-file --ref --variables --hostname -p --page -P --per-page --per_page --output -o --tag --branch --scope --squash-message --sha -w --weight --token --visibility --defaultBranch --filename -T --template --commit-message --asset-links',
  acts: {
    ...acts(
      'forge.read',
      [
        'mr list',
        'mr view',
        'mr show',
        'mr diff',
        'mr issues',
        'mr approvers',
        'issue list',
        'issue view',
        'issue show',
        'issue board',
        'repo view',
        'repo list',
        'repo contributors',
        'repo search',
        'project view',
        'project list',
        'ci list',
        'ci status',
        'ci view',
        'ci trace',
        'ci get',
        'ci lint',
        'ci config',
        'pipeline list',
        'pipeline status',
        'release list',
        'release view',
        'variable list',
        'label list',
        'snippet list',
        'auth status',
        'ssh-key list',
        'deploy-key list',
        'schedule list',
        'cluster',
        'version',
        'help',
        'completion',
        'check-update',
        'config get',
        'user',
        'incident list',
        'incident view',
        'iteration',
        'changelog',
        'milestone',
        'token list',
        'job',
        'stack list',
      ],
      undefined,
    ),
    'mr create': act('forge.pr-open', 'opens a merge request'),
    'mr new': act('forge.pr-open', 'opens a merge request'),
    'mr for': act('forge.pr-open', 'opens a merge request for issue', ['issue']),
    'mr update': act('forge.pr-edit', 'edits merge request', ['pr']),
    'mr rebase': act('forge.pr-edit', 'rebases merge request', ['pr']),
    'mr reopen': act('forge.pr-edit', 'reopens merge request', ['pr']),
    'mr subscribe': act('forge.pr-edit', 'subscribes to', ['pr']),
    'mr todo': act('forge.pr-edit', 'adds to the list', ['pr']),
    'mr merge': act('forge.pr-merge', 'merges merge request', ['pr']),
    'mr accept': act('forge.pr-merge', 'merges merge request', ['pr']),
    'mr approve': act('forge.pr-approve', 'approves merge request', ['pr']),
    'mr revoke': act('forge.pr-edit', 'takes back the approval of', ['pr']),
    'mr note': act('forge.comment', 'comments on merge request', ['pr']),
    'mr close': act('forge.pr-close', 'closes merge request', ['pr']),
    'mr delete': act('forge.pr-close', 'deletes merge request', ['pr'], ['delete']),
    'mr checkout': act('vcs.branch', 'checks out merge request', ['pr']),
    'issue create': act('forge.issue', 'opens an issue'),
    'issue new': act('forge.issue', 'opens an issue'),
    'issue update': act('forge.issue', 'edits issue', ['issue']),
    'issue reopen': act('forge.issue', 'reopens issue', ['issue']),
    'issue note': act('forge.comment', 'comments on issue', ['issue']),
    'issue close': act('forge.issue-close', 'closes issue', ['issue']),
    'issue delete': act('forge.issue-close', 'deletes issue', ['issue'], ['delete']),
    'repo create': act('forge.repo', 'creates repository', ['repo'], ['create']),
    'repo fork': act('forge.repo', 'forks repository', ['repo'], ['create']),
    'repo clone': act('vcs.clone', 'clones', ['repo', null]),
    'repo update': act('forge.repo', 'changes settings of repository', ['repo']),
    'repo transfer': act('forge.repo', 'moves repository', ['repo']),
    'repo archive': act('net.fetch', 'downloads repository', ['repo']),
    'repo delete': act('forge.repo-delete', 'deletes repository', ['repo']),
    'repo mirror': act('forge.repo', 'mirrors repository', ['repo']),
    'repo members': act('forge.protect', 'changes members of repository', ['user']),
    'ci run': act('forge.workflow', 'runs a pipeline'),
    'ci retry': act('forge.workflow', 'runs again job', ['workflow']),
    'ci trigger': act('forge.workflow', 'starts job', ['workflow']),
    'ci cancel': act('forge.workflow', 'cancels', [null, 'workflow']),
    'ci delete': act('forge.workflow', 'deletes pipeline', ['workflow'], ['delete']),
    'ci artifact': act('net.fetch', 'downloads files of a job'),
    'pipeline run': act('forge.workflow', 'runs a pipeline'),
    'schedule create': act('forge.workflow', 'makes a schedule'),
    'schedule run': act('forge.workflow', 'runs a schedule', ['workflow']),
    'schedule delete': act('forge.workflow', 'deletes schedule', ['workflow'], ['delete']),
    'job artifact': act('net.fetch', 'downloads files of a job'),
    'release create': act('forge.release', 'publishes release', ['release', null]),
    'release upload': act('forge.release', 'uploads files to release', ['release', null]),
    'release download': act('net.fetch', 'downloads release', ['release']),
    'release delete': act('forge.release-delete', 'deletes release', ['release']),
    'variable set': act('forge.secret', 'sets variable', ['variable', null]),
    'variable update': act('forge.secret', 'sets variable', ['variable', null]),
    'variable delete': act('forge.secret', 'removes variable', ['variable'], ['delete']),
    'variable get': act('secret.print', 'prints variable', ['variable']),
    'variable export': act('secret.print', 'prints the variables'),
    'snippet create': act('forge.gist', 'publishes a snippet'),
    'label create': act('forge.write', 'creates label'),
    'label delete': act('forge.write', 'deletes label', ['resource'], ['delete']),
    'deploy-key add': act('forge.protect', 'adds deploy key', ['path']),
    'deploy-key delete': act('forge.protect', 'deletes deploy key', ['key'], ['delete']),
    'ssh-key add': act('trust.key', 'adds a login key to the account', ['path']),
    'ssh-key delete': act('trust.key', 'deletes a login key', ['key'], ['delete']),
    'token create': act('secret.print', 'makes and prints a token'),
    'token revoke': act('secret.delete', 'revokes a token'),
    'token rotate': act('secret.print', 'makes and prints a token'),
    'auth login': act('forge.auth', 'logs in'),
    'auth logout': act('auth.logout', 'logs out'),
    'config set': act('forge.auth', 'changes setting', ['config', null]),
    'alias set': act('sys.persist', 'sets alias', ['program', null]),
    api: act('forge.write', 'calls the API at', ['url']),
    'securefile download': act('secret.read', 'downloads a secure file'),
    'securefile create': act('forge.secret', 'uploads a secure file'),
    'securefile remove': act('forge.secret', 'removes a secure file', [], ['delete']),
  },
  targets: {
    '-R': 'repo',
    '--repo': 'repo',
    '-g': 'account',
    '--group': 'account',
    '--hostname': 'host',
    '-b': 'branch',
    '--target-branch': 'branch',
    '-s': 'branch',
    '--source-branch': 'branch',
  },
  variables: { GITLAB_HOST: 'host' },
  flags: {
    '--remove-source-branch': 'delete',
    '--squash': 'squash',
    '-y': 'auto-approve',
    '--yes': 'auto-approve',
    '--draft': 'draft',
    '--auto-merge': 'auto',
    '--when-pipeline-succeeds': 'auto',
    '--public': 'public',
  },
  valuesOf: (words) =>
    words.join(' ') === 'mr merge'
      ? '-R --repo -m --message --squash-message --sha'
      : words[0] === 'api'
        ? '-X --method -H --header -f --raw-field -F --field --input --hostname'
        : undefined,
  pathWords: 2,
  otherwise: act('forge.write', 'runs a forge command that is not known'),
  refine: (effect, call) =>
    call.path === 'api'
      ? apiCall(effect, call)
      : [effect.kind === 'forge.read' ? effect : { ...effect, sources: sourcesOf(call) }],
}

/** Gitea's `tea` and the old `hub`. */
export const tea: Program = {
  read: 'forge.read',
  values:
    '-R --repo -r --remote -l --login -o --output -t --title -d --description -b --base --head -a --assignees -L --labels -m --message -F --file --note --tag --target --asset --state --page --limit -c -h -i -M -p',
  acts: {
    ...acts(
      'forge.read',
      [
        'issues list',
        'issues ls',
        'pulls list',
        'pulls ls',
        'releases list',
        'releases ls',
        'repos list',
        'repos ls',
        'notifications',
        'labels list',
        'milestones list',
        'logins list',
        'whoami',
        'open',
        'times',
        'pr list',
        'pr show',
        'issue show',
        'ci-status',
        'browse',
        'branches list',
      ],
      undefined,
    ),
    'issues create': act('forge.issue', 'opens an issue'),
    'issues edit': act('forge.issue', 'edits issue', ['issue']),
    'issues close': act('forge.issue-close', 'closes issue', ['issue']),
    'issues reopen': act('forge.issue', 'reopens issue', ['issue']),
    'issue create': act('forge.issue', 'opens an issue'),
    'pulls create': act('forge.pr-open', 'opens a pull request'),
    'pulls merge': act('forge.pr-merge', 'merges pull request', ['pr']),
    'pulls approve': act('forge.pr-approve', 'approves pull request', ['pr']),
    'pulls review': act('forge.comment', 'reviews pull request', ['pr']),
    'pulls close': act('forge.pr-close', 'closes pull request', ['pr']),
    'pulls checkout': act('vcs.branch', 'checks out pull request', ['pr']),
    'pull-request': act('forge.pr-open', 'opens a pull request'),
    'pulls clean': act('vcs.delete-ref', 'deletes the branch of pull request', ['pr']),
    comment: act('forge.comment', 'comments on', ['issue']),
    'releases create': act('forge.release', 'publishes release', ['release']),
    'releases delete': act('forge.release-delete', 'deletes release', ['release']),
    'release create': act('forge.release', 'publishes release', ['release']),
    'release delete': act('forge.release-delete', 'deletes release', ['release']),
    'repos create': act('forge.repo', 'creates repository', ['repo'], ['create']),
    'repos fork': act('forge.repo', 'forks repository', ['repo'], ['create']),
    'repos delete': act('forge.repo-delete', 'deletes repository', ['repo']),
    create: act('forge.repo', 'creates repository', ['repo'], ['create']),
    delete: act('forge.repo-delete', 'deletes repository', ['repo']),
    fork: act('forge.repo', 'forks the repository', [], ['create']),
    'gist create': act('forge.gist', 'publishes a gist', ['path']),
    'logins add': act('forge.auth', 'logs in'),
    'logins delete': act('auth.logout', 'logs out'),
    clone: act('vcs.clone', 'clones', ['repo', null]),
    'branches protect': act('forge.protect', 'protects branch', ['branch']),
    'branches unprotect': act('forge.protect', 'removes the protection of branch', ['branch'], ['delete']),
    'webhooks create': act('forge.protect', 'adds webhook', ['url']),
    'actions secrets': act('forge.secret', 'changes secrets'),
    api: act('forge.write', 'calls the API at', ['url']),
    push: act('vcs.push', 'pushes to', ['remote', 'branch']),
    sync: act('vcs.fetch', 'fetches and moves branches'),
  },
  targets: { '-R': 'repo', '--repo': 'repo' },
  pathWords: 2,
  otherwise: act('forge.write', 'runs a forge command that is not known'),
}
