/** Version control other than git, and data versioning: the same effects by other words. */
import { type Act, act, family, type Program } from './acts.js'
import type { Family } from './context.js'

const readActs = (words: string): Record<string, Act> =>
  Object.fromEntries(words.split(' ').map((word) => [word, act('vcs.read', `runs \`${word}\``)]))

const hg: Program = {
  read: 'vcs.read',
  values:
    '-R --repository --cwd -m --message -r --rev -u --user -b --branch -l --logfile -d --date -I -X --config -e --ssh',
  dryRun: ['-n', '--dry-run'],
  flags: { '-f': 'force', '--force': 'force', '--all': 'all', '-C': 'force', '--clean': 'force', '--amend': 'amend' },
  acts: {
    ...readActs(
      'status st log diff cat annotate blame branches tags heads parents summary paths incoming outgoing identify id files grep version help root manifest',
    ),
    commit: act('vcs.commit', 'commits'),
    ci: act('vcs.commit', 'commits'),
    add: act('vcs.stage', 'adds'),
    addremove: act('vcs.stage', 'adds and removes'),
    remove: act('vcs.stage', 'removes'),
    rename: act('vcs.stage', 'renames'),
    push: act('vcs.push', 'pushes to', ['remote']),
    pull: act('vcs.fetch', 'pulls'),
    clone: act('vcs.clone', 'clones', ['url']),
    update: act('vcs.branch', 'switches to', ['branch']),
    up: act('vcs.branch', 'switches to', ['branch']),
    checkout: act('vcs.branch', 'switches to', ['branch']),
    branch: act('vcs.branch', 'makes', ['branch']),
    bookmark: act('vcs.branch', 'makes', ['branch']),
    tag: act('vcs.tag', 'tags', ['tag']),
    merge: act('vcs.merge', 'merges'),
    graft: act('vcs.merge', 'grafts'),
    backout: act('vcs.merge', 'backs out'),
    revert: act('vcs.discard', 'discards changes of', ['path']),
    purge: act('vcs.discard', 'deletes untracked files', ['path'], ['untracked']),
    strip: act('vcs.rewrite', 'strips', ['commit']),
    rebase: act('vcs.rewrite', 'rebases'),
    histedit: act('vcs.rewrite', 'rewrites history'),
    rollback: act('vcs.rewrite', 'rolls back'),
    shelve: act('vcs.stash', 'shelves'),
    unshelve: act('vcs.stash', 'unshelves'),
    init: act('vcs.init', 'makes a repository'),
    config: act('vcs.config', 'sets'),
    serve: act('net.listen', 'serves the repository'),
  },
  otherwise: act('exec.unknown', 'runs a subcommand of `hg`'),
}

const svn: Program = {
  read: 'vcs.read',
  values: '-r --revision -m --message -F --file --username --password --depth --changelist --config-dir -c --change',
  flags: { '--force': 'force', '-R': 'recursive', '--recursive': 'recursive' },
  acts: {
    ...readActs('status st log diff di cat info list ls blame annotate praise proplist propget pget help'),
    update: act('vcs.fetch', 'updates'),
    up: act('vcs.fetch', 'updates'),
    checkout: act('vcs.clone', 'checks out', ['url']),
    co: act('vcs.clone', 'checks out', ['url']),
    add: act('vcs.stage', 'adds'),
    mkdir: act('vcs.stage', 'makes a directory'),
    // A commit goes to everybody at once.
    commit: act('vcs.push', 'commits to the server', ['path']),
    ci: act('vcs.push', 'commits to the server', ['path']),
    import: act('vcs.push', 'imports to the server', ['path']),
    copy: act('vcs.branch', 'copies', ['url']),
    cp: act('vcs.branch', 'copies', ['url']),
    delete: act('vcs.stage', 'removes', ['path']),
    rm: act('vcs.stage', 'removes', ['path']),
    move: act('vcs.stage', 'moves', ['path']),
    mv: act('vcs.stage', 'moves', ['path']),
    revert: act('vcs.discard', 'discards changes of', ['path']),
    cleanup: act('vcs.stage', 'cleans up'),
    merge: act('vcs.merge', 'merges'),
    switch: act('vcs.branch', 'switches to', ['url']),
    resolve: act('vcs.stage', 'resolves'),
    lock: act('vcs.config', 'locks', ['path']),
    unlock: act('vcs.config', 'unlocks', ['path']),
    propset: act('vcs.stage', 'sets a property'),
  },
  otherwise: act('exec.unknown', 'runs a subcommand of `svn`'),
}

const p4: Program = {
  read: 'vcs.read',
  values: '-p -u -c -P -C -d -H -x',
  flags: { '-f': 'force' },
  acts: {
    ...readActs(
      'opened diff diff2 changes describe files filelog print info status where have dirs depots clients users branches labels fstat annotate grep login help client-o describe',
    ),
    sync: act('vcs.fetch', 'syncs', ['path']),
    edit: act('vcs.stage', 'opens', ['path']),
    add: act('vcs.stage', 'adds', ['path']),
    delete: act('vcs.stage', 'marks for delete', ['path']),
    reconcile: act('vcs.stage', 'reconciles', ['path']),
    move: act('vcs.stage', 'moves', ['path']),
    shelve: act('vcs.push', 'shelves', ['path']),
    unshelve: act('vcs.stash', 'unshelves'),
    submit: act('vcs.push', 'submits', ['path']),
    revert: act('vcs.discard', 'discards changes of', ['path']),
    clean: act('vcs.discard', 'makes like the depot', ['path'], ['untracked']),
    obliterate: act('vcs.purge', 'obliterates', ['path']),
    integrate: act('vcs.merge', 'integrates', ['path']),
    resolve: act('vcs.merge', 'resolves', ['path']),
    change: act('vcs.stage', 'makes a changelist'),
    client: act('vcs.config', 'changes the client'),
    protect: act('forge.protect', 'changes who may do what'),
    user: act('sys.user', 'changes an account'),
  },
  otherwise: act('exec.unknown', 'runs a subcommand of `p4`'),
  // `revert -a` reverts only what is unchanged.
  refine: (found, call) =>
    found.kind === 'vcs.discard' && call.path === 'revert' && call.has('-a')
      ? [{ ...found, kind: 'vcs.stage', says: 'reverts unchanged files' }]
      : [found],
}

const dvc: Program = {
  read: 'vcs.read',
  values: '-r --remote -j --jobs -f --file -o --outs -m --metrics -p --params -n --name -d --deps -T --all-tags-x',
  flags: {
    '-f': 'force',
    '--force': 'force',
    '--all-branches': 'all',
    '-a': 'all',
    '-c': 'system',
    '--cloud': 'system',
  },
  acts: {
    ...readActs('status diff dag list metrics params plots data doctor version help root check-ignore stage'),
    repro: act('exec.build', 'runs the pipeline'),
    run: act('exec.build', 'runs a stage'),
    exp: act('exec.build', 'runs an experiment'),
    add: act('vcs.stage', 'adds', ['path']),
    commit: act('vcs.commit', 'records data'),
    checkout: act('vcs.branch', 'checks data out', ['path']),
    fetch: act('vcs.fetch', 'fetches data'),
    pull: act('vcs.fetch', 'pulls data'),
    push: act('cloud.storage', 'pushes data to the remote', ['path']),
    gc: act('vcs.purge', 'deletes unused data from the cache'),
    remove: act('vcs.stage', 'removes', ['path']),
    remote: act('vcs.remote', 'changes remotes', ['remote']),
    config: act('vcs.config', 'sets', ['config']),
    init: act('vcs.init', 'starts'),
    destroy: act('vcs.purge', 'removes all of dvc here'),
    import: act('net.fetch', 'imports', ['url']),
    get: act('net.fetch', 'gets', ['url']),
    unprotect: act('fs.mode', 'unprotects', ['path']),
    freeze: act('vcs.stage', 'freezes'),
    move: act('vcs.stage', 'moves', ['path']),
    install: act('vcs.config', 'installs hooks'),
  },
  otherwise: act('exec.unknown', 'runs a subcommand of `dvc`'),
}

const jj: Program = {
  read: 'vcs.read',
  values:
    '-R --repository -m --message -r --revision --revisions -d --destination -s --source -b --branch --bookmark --remote -A -B -o --onto --from --into --config',
  dryRun: ['--dry-run'],
  flags: { '--all': 'all', '--deleted': 'delete' },
  acts: {
    ...readActs('status st log show diff interdiff evolog op-log file-list help version root'),
    new: act('vcs.commit', 'starts a change'),
    commit: act('vcs.commit', 'commits'),
    describe: act('vcs.commit', 'describes'),
    desc: act('vcs.commit', 'describes'),
    edit: act('vcs.branch', 'switches to', ['commit']),
    squash: act('vcs.rewrite', 'squashes'),
    split: act('vcs.rewrite', 'splits'),
    rebase: act('vcs.rewrite', 'rebases'),
    abandon: act('vcs.discard', 'abandons', ['commit']),
    restore: act('vcs.discard', 'discards changes of', ['path']),
    undo: act('vcs.rewrite', 'undoes'),
    'git push': act('vcs.push', 'pushes'),
    'git fetch': act('vcs.fetch', 'fetches'),
    'git clone': act('vcs.clone', 'clones', ['url']),
    'bookmark set': act('vcs.branch', 'sets', ['branch']),
    'bookmark create': act('vcs.branch', 'creates', ['branch']),
    'bookmark delete': act('vcs.delete-ref', 'deletes', ['branch']),
    'op restore': act('vcs.rewrite', 'restores an operation'),
  },
  otherwise: act('vcs.read', 'asks `jj`'),
}

export const repositoryPrograms: Readonly<Record<string, Family>> = {
  hg: family('hg', hg),
  svn: family('svn', svn),
  p4: family('p4', p4),
  dvc: family('dvc', dvc),
  jj: family('jj', jj),
}
