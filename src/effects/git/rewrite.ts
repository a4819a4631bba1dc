/** Subcommands that change history that is there, or take away what would bring it back. */
import type { Effect, Flag } from '../effect.js'
import { optionParser } from '../options.js'
import { act, type GitCall, named, reads, refOf, tries, type Verb } from './call.js'
import { operandsOf, plainly } from './write.js'

const rebaseOptions = optionParser({
  values: '--onto -s --strategy -X --strategy-option -x --exec --empty -C --whitespace -S --gpg-sign',
  long: '--abort --continue --skip --quit --edit-todo --show-current-patch --interactive --onto --autosquash --autostash --root --exec --keep-base --no-verify --verify --update-refs --rebase-merges --force-rebase --strategy --strategy-option',
})

const rebase: Verb = (call) => {
  const parsed = rebaseOptions.parse(call.args)
  if (parsed.has('--show-current-patch')) return reads(call)
  if (parsed.has('--abort', '--quit')) return [act(call, 'vcs.merge', 'gives up the rebase')]
  if (parsed.has('--continue', '--edit-todo')) return [act(call, 'vcs.merge', 'goes on with the rebase')]
  const targets = [...parsed.values('--onto'), ...parsed.operands].map(refOf)
  const flags: Flag[] = []
  if (parsed.has('-i', '--interactive')) flags.push('interactive')
  if (parsed.has('--no-verify')) flags.push('no-verify')
  const found: Effect[] = [
    act(
      call,
      'vcs.rewrite',
      parsed.has('--skip')
        ? 'drops a commit from the rebase'
        : `rewrites the current branch on ${targets.length > 0 ? named(targets) : 'its upstream'}`,
      { targets, flags },
    ),
  ]
  for (const word of parsed.values('-x', '--exec')) {
    found.push(
      ...(word.text === null
        ? [act(call, 'exec.opaque', 'runs a command after each commit that is not known')]
        : call.context.unfold(word.text, call.command)),
    )
  }
  return found
}

/** filter-branch and filter-repo rewrite every commit; filter-branch runs shell text on each. */
const filter: Verb = (call) => {
  const found: Effect[] = [
    act(call, 'vcs.rewrite', 'rewrites the whole history', {
      flags: call.args.some((word) => /^(?:-f|--force)$/.test(word.text ?? '')) ? ['all', 'force'] : ['all'],
    }),
  ]
  for (const [at, word] of call.args.entries()) {
    const text = word.text ?? ''
    if (/^--[a-z]+-callback/.test(text))
      found.push(
        act(call, 'exec.opaque', 'runs code on every commit', {
          targets: [{ type: 'script', value: null, raw: text }],
        }),
      )
    if (
      !/^--(?:env|tree|index|msg|commit|parent|tag-name|setup)(?:-filter)?$/.test(text) ||
      call.verb !== 'filter-branch'
    )
      continue
    const script = call.args[at + 1]
    if (script)
      found.push(
        ...(script.text === null
          ? [act(call, 'exec.opaque', 'runs a filter that is not known')]
          : call.context.unfold(script.text, call.command)),
      )
  }
  return found
}

const reflog: Verb = (call) => {
  const verb = call.args.find((word) => !(word.text ?? '').startsWith('-'))?.text
  const dry = call.args.some((word) => /^(?:-n|--dry-run)$/.test(word.text ?? ''))
  if (verb !== 'expire' && verb !== 'delete' && verb !== 'drop') return reads(call)
  if (dry) return tries(call)
  return [
    act(call, 'vcs.purge', 'takes away the record of where branches were', {
      flags: call.args.some((word) => word.text === '--all') ? ['all'] : [],
    }),
  ]
}

/** gc keeps unreachable commits for two weeks unless it is told not to. */
const gc: Verb = (call) => {
  const purges =
    call.args.some((word) => /^--prune=/.test(word.text ?? word.prefix ?? '') && word.text !== '--prune=never') ||
    call.args.some((word) => word.text === '--prune=all')
  return purges
    ? [act(call, 'vcs.purge', 'deletes commits that no branch holds', { flags: ['prune'] })]
    : [act(call, 'vcs.maintain', 'tidies the object store')]
}

const prune: Verb = (call) =>
  call.args.some((word) => /^-[a-z]*n|^--dry-run$/.test(word.text ?? ''))
    ? tries(call)
    : [act(call, 'vcs.purge', 'deletes commits that no branch holds', { flags: ['prune'] })]

const updateRef: Verb = (call) => {
  const targets = operandsOf(call).slice(0, 1).map(refOf)
  const deletes = call.args.some((word) => word.text === '-d' || word.text === '--delete')
  if (deletes) return [act(call, 'vcs.purge', `deletes the ref ${named(targets)}`, { targets, flags: ['delete'] })]
  return [
    act(call, 'vcs.rewrite', `moves the ref ${targets.length > 0 ? named(targets) : 'that its input names'}`, {
      targets,
    }),
  ]
}

const symbolicRef: Verb = (call) => {
  const words = operandsOf(call)
  if (call.args.some((word) => word.text === '-d' || word.text === '--delete'))
    return [
      act(call, 'vcs.purge', 'deletes a symbolic ref', { targets: words.slice(0, 1).map(refOf), flags: ['delete'] }),
    ]
  return words.length < 2
    ? reads(call)
    : [
        act(call, 'vcs.branch', `points ${named(words.slice(0, 1).map(refOf))} elsewhere`, {
          targets: words.slice(1, 2).map(refOf),
          flags: ['edit'],
        }),
      ]
}

const replace: Verb = (call) => {
  if (call.args.length === 0 || call.args.some((word) => /^(?:-l|--list)$/.test(word.text ?? ''))) return reads(call)
  return [act(call, 'vcs.rewrite', 'puts another object in the place of one', { targets: operandsOf(call).map(refOf) })]
}

const maintain = plainly('vcs.maintain', 'tidies the object store')

export const rewriteVerbs: Readonly<Record<string, Verb>> = {
  rebase,
  'filter-branch': filter,
  'filter-repo': filter,
  replace,
  reflog,
  gc,
  prune,
  'update-ref': updateRef,
  'symbolic-ref': symbolicRef,
  'fast-import': plainly('vcs.rewrite', 'imports history over what is there'),
  'fast-export': reads,
  maintenance: (call: GitCall) =>
    /^(?:start|register)$/.test(call.args[0]?.text ?? '')
      ? [act(call, 'sys.persist', 'schedules maintenance of the repository')]
      : maintain(call),
  repack: maintain,
  'pack-refs': maintain,
  'pack-objects': maintain,
  'unpack-objects': maintain,
  'index-pack': maintain,
  'prune-packed': maintain,
  'multi-pack-index': maintain,
  'commit-graph': maintain,
  'update-server-info': maintain,
}
