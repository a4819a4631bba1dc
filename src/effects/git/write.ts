/** Subcommands that add to the local repository: stage, commit, branch, tag, merge, worktree. */
import type { Word } from '../../shell/script.js'
import type { Effect, Flag, Target } from '../effect.js'
import { patchTargets } from '../files/patching.js'
import { names } from '../files/readers.js'
import { optionParser } from '../options.js'
import { pathSource, textSources } from '../payload.js'
import { act, branchOf, type GitCall, named, pathsOf, reads, refOf, treeTarget, tries, type Verb } from './call.js'

const addOptions = optionParser({
  values: '--chmod --pathspec-from-file',
  long: '--all --update --force --dry-run --patch --interactive --edit --intent-to-add --verbose --ignore-errors --renormalize --sparse',
})

const add: Verb = (call) => {
  const parsed = addOptions.parse(call.args)
  if (parsed.has('-n', '--dry-run')) return tries(call)
  const all = parsed.has('-A', '--all', '-u', '--update')
  const paths = parsed.operands.length > 0 ? pathsOf(parsed.operands, call) : all ? [treeTarget(call)] : []
  const flags: Flag[] = []
  if (parsed.has('-f', '--force')) flags.push('force')
  if (all) flags.push('all')
  return [act(call, 'vcs.stage', `stages ${names(paths)}`, { targets: paths, flags, sources: paths.map(pathSource) })]
}

const commitOptions = optionParser({
  values:
    '-m --message -F --file -C --reuse-message -c --reedit-message -t --template --author --date --fixup --squash --cleanup --trailer --pathspec-from-file -u --untracked-files',
  attached: '-S',
  long: '--all --amend --no-edit --edit --verify --no-verify --dry-run --allow-empty --allow-empty-message --message --signoff --no-gpg-sign --gpg-sign --reset-author --only --include --patch --quiet --verbose --short --porcelain --no-post-rewrite',
})

/** git commit. Its message is a mention of whatever it says, so it is payload and nothing else. */
const commit: Verb = (call) => {
  const parsed = commitOptions.parse(call.args)
  if (parsed.has('--dry-run', '--short', '--porcelain')) return tries(call)
  const flags: Flag[] = []
  if (parsed.has('--amend')) flags.push('amend')
  if (parsed.has('-n', '--no-verify')) flags.push('no-verify')
  if (parsed.has('-a', '--all')) flags.push('all')
  const messages = parsed.values('-m', '--message').flatMap((word) => textSources(word))
  const file = parsed.value('-F', '--file')
  const found = [
    act(call, 'vcs.commit', parsed.has('--amend') ? 'rewrites the last commit' : 'commits', {
      targets: pathsOf(parsed.operands, call),
      flags,
      sources: messages,
    }),
  ]
  if (file && file.text !== '-')
    found.push(
      act(call, 'fs.read', 'reads the commit message from a file', {
        targets: [call.context.path(file, call.command)],
      }),
    )
  return found
}

const branchOptions = optionParser({
  values: '-u --set-upstream-to --sort --format --contains --no-contains --points-at --column --abbrev --color',
  long: '--delete --move --copy --force --list --all --remotes --show-current --edit-description --unset-upstream --set-upstream-to --merged --no-merged --track --no-track --verbose --quiet --ignore-case --contains --no-contains --format --sort --points-at --create-reflog',
})

const branch: Verb = (call) => {
  const parsed = branchOptions.parse(call.args)
  const targets = parsed.operands.map(branchOf)
  if (parsed.has('-d', '-D', '--delete')) {
    const flags: readonly Flag[] = parsed.has('-D') || parsed.has('-f', '--force') ? ['force'] : []
    return [act(call, 'vcs.delete-ref', `deletes branch ${named(targets)}`, { targets, flags })]
  }
  if (parsed.has('-m', '-M', '--move', '-c', '-C', '--copy')) {
    const flags: Flag[] = ['rename']
    if (parsed.has('-M', '-C', '-f', '--force')) flags.push('force')
    return [act(call, 'vcs.branch', `renames ${named(targets)}`, { targets, flags })]
  }
  if (parsed.has('-u', '--set-upstream-to', '--unset-upstream', '--edit-description'))
    return [act(call, 'vcs.branch', 'sets what the branch follows', { targets, flags: ['edit'] })]
  if (
    targets.length === 0 ||
    parsed.has(
      '-l',
      '--list',
      '-a',
      '--all',
      '-r',
      '--remotes',
      '--contains',
      '--no-contains',
      '--merged',
      '--no-merged',
      '--points-at',
      '--show-current',
    )
  )
    return reads(call)
  const flags: readonly Flag[] = parsed.has('-f', '--force') ? ['force', 'create'] : ['create']
  return [
    act(call, 'vcs.branch', `makes branch ${named(targets.slice(0, 1))}`, { targets: targets.slice(0, 1), flags }),
  ]
}

const tagOptions = optionParser({
  values:
    '-m --message -F --file -u --local-user --cleanup --sort --format --contains --no-contains --points-at --merged --no-merged',
  attached: '-n',
  long: '--annotate --sign --delete --verify --force --list --message --create-reflog --contains --sort --format --points-at',
})

const tag: Verb = (call) => {
  const parsed = tagOptions.parse(call.args)
  const targets = parsed.operands.map((word): Target => ({ type: 'tag', value: word.text, raw: word.raw }))
  if (parsed.has('-d', '--delete')) return [act(call, 'vcs.delete-ref', `deletes tag ${named(targets)}`, { targets })]
  if (
    targets.length === 0 ||
    parsed.has(
      '-l',
      '--list',
      '-n',
      '-v',
      '--verify',
      '--contains',
      '--no-contains',
      '--points-at',
      '--merged',
      '--no-merged',
    )
  )
    return reads(call)
  return [
    act(call, 'vcs.tag', `makes tag ${named(targets.slice(0, 1))}`, {
      targets: targets.slice(0, 1),
      flags: parsed.has('-f', '--force') ? ['force'] : [],
    }),
  ]
}

const mergeOptions = optionParser({
  values:
    '-m --message -s --strategy -X --strategy-option -F --file --into-name --cleanup --log --mainline -S --gpg-sign',
  long: '--abort --continue --quit --skip --no-commit --no-ff --ff-only --squash --verify --no-verify --allow-unrelated-histories --strategy --strategy-option --edit --no-edit',
})

/** merge, cherry-pick and revert add commits; nothing that was there goes. */
const merge: Verb = (call) => {
  const parsed = mergeOptions.parse(call.args)
  const targets = parsed.operands.map(refOf)
  if (parsed.has('--abort', '--quit')) return [act(call, 'vcs.merge', `gives up the ${call.verb}`)]
  const flags: readonly Flag[] = parsed.has('--no-verify') ? ['no-verify'] : []
  return [
    act(
      call,
      'vcs.merge',
      targets.length > 0
        ? `${call.verb === 'merge' ? 'merges' : 'applies'} ${named(targets)}`
        : `goes on with the ${call.verb}`,
      { targets, flags },
    ),
  ]
}

const applyOptions = optionParser({
  values: '-p -C --directory --exclude --include --whitespace --build-fake-ancestor',
  long: '--check --stat --numstat --summary --index --cached --reverse --3way --reject --unsafe-paths --directory',
})

const apply: Verb = (call) => {
  const parsed = applyOptions.parse(call.args)
  if (parsed.has('--check', '--stat', '--numstat', '--summary') && !parsed.has('--apply')) return tries(call)
  const targets = parsed.has('--cached')
    ? []
    : patchTargets(parsed.operands[0], parsed.value('--directory'), call.command, call.context)
  return [
    act(call, 'vcs.merge', `applies a patch to ${names(targets)}`, {
      targets: parsed.has('--unsafe-paths') ? [{ type: 'path', value: null, raw: 'any path of the patch' }] : targets,
    }),
  ]
}

const mv: Verb = (call) => {
  const words = call.args.filter((word) => !(word.text ?? '').startsWith('-'))
  if (call.args.some((word) => /^-[a-z]*n|^--dry-run$/.test(word.text ?? ''))) return tries(call)
  const from = words.slice(0, -1).map((word) => call.context.entry(word, call.command, 'from'))
  const to = words.slice(-1).map((word) => call.context.path(word, call.command, 'to'))
  return [
    act(call, 'fs.move', `moves ${names(from)} to ${names(to)}`, {
      targets: [...from, ...to],
      flags: call.args.some((word) => word.text === '-f') ? ['force'] : [],
    }),
  ]
}

const worktreeOptions = optionParser({
  values: '-b -B --reason --expire',
  long: '--force --detach --checkout --lock --porcelain --orphan --verbose --dry-run',
})

const worktree: Verb = (call) => {
  const [verb, ...rest] = call.args
  const parsed = worktreeOptions.parse(rest)
  const paths = parsed.operands.slice(0, 1).map((word) => call.context.path(word, call.command))
  switch (verb?.text) {
    case undefined:
    case 'list':
      return reads(call)
    case 'add': {
      const made = parsed.value('-b', '-B')
      const flags: readonly Flag[] = parsed.has('-f', '--force') || parsed.has('-B') ? ['force'] : []
      return [
        act(call, 'vcs.branch', `adds a working tree at ${names(paths)}`, {
          targets: [...(made ? [branchOf(made)] : parsed.operands.slice(1, 2).map(refOf)), ...paths],
          flags: ['create', ...flags],
        }),
        act(call, 'fs.write', `writes ${names(paths)}`, { targets: paths.map((path) => ({ ...path, many: true })) }),
      ]
    }
    case 'remove':
      return [
        act(call, 'vcs.delete-ref', `removes the working tree ${names(paths)}`, {
          targets: paths.map((path) => ({ ...path, many: true })),
          flags: parsed.has('-f', '--force') ? ['force'] : [],
        }),
      ]
    case 'prune':
      return parsed.has('-n', '--dry-run')
        ? tries(call)
        : [act(call, 'vcs.maintain', 'forgets working trees that are gone')]
    case 'move': {
      const [from, to] = parsed.operands
      return [
        act(call, 'fs.move', 'moves a working tree', {
          targets: [
            ...(from ? [call.context.entry(from, call.command, 'from')] : []),
            ...(to ? [call.context.path(to, call.command, 'to')] : []),
          ],
        }),
      ]
    }
    case 'lock':
    case 'unlock':
    case 'repair':
      return [act(call, 'vcs.branch', `marks the working tree ${names(paths)}`, { targets: paths, flags: ['edit'] })]
    default:
      return undefined
  }
}

const notes: Verb = (call) => {
  const verb = call.args.find((word) => !(word.text ?? '').startsWith('-'))?.text
  if (verb === undefined || verb === 'list' || verb === 'show' || verb === 'get-ref') return reads(call)
  if (verb === 'remove' || verb === 'prune') return [act(call, 'vcs.delete-ref', 'removes notes of commits')]
  return [act(call, 'vcs.tag', 'adds a note to a commit')]
}

const bisect: Verb = (call) => {
  const [verb, ...rest] = call.args
  if (verb?.text === 'log' || verb?.text === 'view' || verb?.text === 'visualize' || !verb) return reads(call)
  const moves = act(call, 'vcs.branch', 'goes through history by bisection')
  return verb.text === 'run' ? [moves, ...call.context.run(rest, call.command)] : [moves]
}

/** A verb that is one plain act whatever its words. */
export const plainly =
  (kind: Effect['kind'], says: string): Verb =>
  (call) => [act(call, kind, says)]

/** Words of a verb that are no options. */
export function operandsOf(call: GitCall): readonly Word[] {
  return call.args.filter((word) => !(word.text ?? word.prefix ?? '').startsWith('-'))
}

export const writeVerbs: Readonly<Record<string, Verb>> = {
  add,
  stage: add,
  commit,
  branch,
  tag,
  merge,
  'cherry-pick': merge,
  revert: merge,
  am: merge,
  apply,
  mv,
  worktree,
  notes,
  bisect,
  'update-index': plainly('vcs.stage', 'changes the index'),
  'write-tree': plainly('vcs.stage', 'writes the index as a tree'),
  mktree: plainly('vcs.stage', 'writes a tree'),
  mktag: plainly('vcs.tag', 'makes a tag object'),
  'commit-tree': plainly('vcs.commit', 'makes a commit object'),
  'hash-object': plainly('vcs.stage', 'writes an object'),
  'merge-file': plainly('vcs.merge', 'merges a file'),
  'merge-index': plainly('vcs.merge', 'merges the index'),
  'merge-tree': plainly('vcs.read', 'tries out a merge'),
  rerere: plainly('vcs.merge', 'records how conflicts were resolved'),
  'sparse-checkout': (call) =>
    call.args[0]?.text === 'list'
      ? reads(call)
      : [act(call, 'vcs.branch', 'changes which files are checked out', { flags: ['edit'] })],
  init: (call) => [
    act(call, 'vcs.init', 'makes a repository', {
      targets: operandsOf(call)
        .slice(0, 1)
        .map((word) => call.context.path(word, call.command)),
    }),
  ],
}
