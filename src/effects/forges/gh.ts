/** gh, GitHub's command line. */
import { act, acts, type Call, type Program } from '../acts.js'
import type { Effect, Flag } from '../effect.js'
import { apiCall, sourcesOf } from './api.js'

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
