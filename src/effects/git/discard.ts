/** Subcommands that lose what is not committed: reset, checkout, switch, restore, clean, stash, rm. */
import type { Word } from '../../shell/script.js'
import type { Effect, Flag, Target } from '../effect.js'
import { names } from '../files/readers.js'
import { optionParser } from '../options.js'
import { act, branchOf, type GitCall, named, pathsOf, reads, refOf, treeTarget, tries, type Verb } from './call.js'

const resetOptions = optionParser({
  values: '--pathspec-from-file',
  long: '--hard --soft --mixed --merge --keep --quiet --patch --no-refresh',
})

const reset: Verb = (call) => {
  const parsed = resetOptions.parse(call.args)
  const loses = parsed.has('--hard', '--merge', '--keep')
  const paths = parsed.afterDashes ?? []
  const [first, ...rest] = parsed.operands.slice(0, parsed.operands.length - paths.length)
  if (paths.length > 0 || rest.length > 0) return [stages(call, [...rest, ...paths])]
  const moves = first !== undefined && !/^(?:HEAD|@)$/.test(first.text ?? '')
  if (!loses && first && !moves) return [stages(call, [])]
  if (!loses && (!first || looksLikePath(first, call))) return [stages(call, first ? [first] : [])]
  const found: Effect[] = []
  const ref = first ? [refOf(first)] : []
  if (loses)
    found.push(
      act(call, 'vcs.discard', `loses uncommitted changes${moves ? ` and goes to ${named(ref)}` : ''}`, {
        targets: [...ref, treeTarget(call)],
        flags: ['hard'],
      }),
    )
  if (moves)
    found.push(
      act(call, 'vcs.rewrite', `moves the current branch to ${named(ref)}`, {
        targets: ref,
        flags: loses ? ['hard'] : [],
      }),
    )
  return found
}

function stages(call: GitCall, words: readonly Word[]): Effect {
  return act(call, 'vcs.stage', 'takes changes out of the index', { targets: pathsOf(words, call) })
}

/** Whether an operand is a file rather than a branch: as the world says, else by its look. */
function looksLikePath(word: Word, call: GitCall): boolean {
  const { text } = word
  if (text === null) return false
  if (word.glob || /^\.{0,2}\/|^\.$|^:|\*/.test(text) || text.endsWith('/')) return true
  const path = call.context.path(word, call.command).value
  const kind = path === null ? 'unknown' : call.context.world.kind(path)
  if (text === call.repo?.branch || text === call.repo?.defaultBranch) return false
  if (kind === 'file' || kind === 'directory') return true
  return (
    kind === 'unknown' && /\.[A-Za-z][A-Za-z0-9]{0,5}$/.test(text) && !/^(?:v?\d|origin\/|release|feature\/)/.test(text)
  )
}

const checkoutOptions = optionParser({
  values: '-b -B --orphan --conflict --pathspec-from-file',
  long: '--force --ours --theirs --patch --merge --detach --track --no-track --orphan --quiet --progress --overlay --no-overlay --ignore-skip-worktree-bits',
})

const checkout: Verb = (call) => {
  const parsed = checkoutOptions.parse(call.args)
  const made = parsed.value('-b', '-B', '--orphan')
  const paths = parsed.afterDashes ?? []
  const before = parsed.operands.slice(0, parsed.operands.length - paths.length)
  if (made)
    return [
      act(call, 'vcs.branch', `makes branch ${named([branchOf(made)])}`, {
        targets: [branchOf(made)],
        flags: parsed.has('-B') || parsed.has('-f', '--force') ? ['force', 'create'] : ['create'],
      }),
    ]
  if (parsed.afterDashes) return [discards(call, paths)]
  if (parsed.has('--ours', '--theirs', '-p', '--patch', '--pathspec-from-file')) return [discards(call, before)]
  const [first, ...rest] = before
  if (first && (rest.length > 0 || looksLikePath(first, call)))
    return [discards(call, rest.length > 0 && !looksLikePath(first, call) ? rest : before)]
  return switches(call, first, parsed.has('-f', '--force'))
}

function discards(call: GitCall, words: readonly Word[], flags: readonly Flag[] = []): Effect {
  const paths = words.length > 0 ? pathsOf(words, call) : [treeTarget(call)]
  return act(call, 'vcs.discard', `loses uncommitted changes in ${names(paths)}`, { targets: paths, flags })
}

function switches(call: GitCall, to: Word | undefined, force: boolean): readonly Effect[] {
  const target: readonly Target[] = to ? [to.text === '-' ? { type: 'branch', value: '-' } : refOf(to)] : []
  const found = [
    act(call, 'vcs.branch', to ? `switches to ${named(target)}` : 'shows the state of the checkout', {
      targets: target,
    }),
  ]
  if (!to && !force) return reads(call)
  if (force)
    found.push(
      act(call, 'vcs.discard', 'loses uncommitted changes', {
        targets: [treeTarget(call), ...target],
        flags: ['force'],
      }),
    )
  return found
}

const switchOptions = optionParser({
  values: '-c -C --create --force-create --orphan --conflict',
  long: '--force --discard-changes --detach --track --no-track --guess --merge --quiet --create --force-create --orphan',
})

const switchBranch: Verb = (call) => {
  const parsed = switchOptions.parse(call.args)
  const made = parsed.value('-c', '-C', '--create', '--force-create', '--orphan')
  const force = parsed.has('-f', '--force', '--discard-changes')
  if (!made) return switches(call, parsed.operands[0], force)
  const target = branchOf(made)
  const found = [
    act(call, 'vcs.branch', `makes branch ${named([target])}`, {
      targets: [target],
      flags: parsed.has('-C', '--force-create') ? ['force', 'create'] : ['create'],
    }),
  ]
  return force ? [...found, discards(call, [], ['force'])] : found
}

const restoreOptions = optionParser({
  values: '-s --source --conflict --pathspec-from-file',
  long: '--staged --worktree --source --ours --theirs --patch --merge --quiet --overlay --no-overlay',
})

const restore: Verb = (call) => {
  const parsed = restoreOptions.parse(call.args)
  if (parsed.has('-S', '--staged') && !parsed.has('-W', '--worktree')) return [stages(call, parsed.operands)]
  return [discards(call, parsed.operands)]
}

const cleanOptions = optionParser({ values: '-e --exclude', long: '--force --dry-run --interactive --quiet --exclude' })

const clean: Verb = (call) => {
  const parsed = cleanOptions.parse(call.args)
  if (parsed.has('-n', '--dry-run')) return tries(call)
  const flags: Flag[] = ['untracked']
  if (parsed.has('-f', '--force')) flags.push('force')
  if (parsed.has('-d')) flags.push('recursive')
  if (parsed.has('-x', '-X')) flags.push('ignored')
  if (parsed.has('-i', '--interactive')) flags.push('interactive')
  const paths = parsed.operands.length > 0 ? pathsOf(parsed.operands, call) : [treeTarget(call)]
  const what = parsed.has('-X') ? 'ignored files' : parsed.has('-x') ? 'untracked and ignored files' : 'untracked files'
  return [
    act(call, 'vcs.discard', `deletes ${what} in ${names(paths)}`, {
      targets: paths.map((path) => ({ ...path, many: true })),
      flags: parsed.has('-X') ? flags.filter((flag) => flag !== 'untracked') : flags,
    }),
  ]
}

const stash: Verb = (call) => {
  const [verb, ...rest] = call.args
  const operands = rest.filter((word) => !(word.text ?? '').startsWith('-'))
  const entry: Target = operands[0]
    ? { type: 'stash', value: operands[0].text, raw: operands[0].raw }
    : { type: 'stash', value: 'stash@{0}' }
  switch (verb?.text) {
    case 'list':
    case 'show':
      return reads(call)
    case 'drop':
      return [act(call, 'vcs.discard', `drops ${named([entry])}`, { targets: [entry] })]
    case 'clear':
      return [
        act(call, 'vcs.discard', 'drops every stash', {
          targets: [{ type: 'stash', value: '*', many: true }],
          flags: ['all'],
        }),
      ]
    case 'pop':
    case 'apply':
      return [act(call, 'vcs.stash', `brings back ${named([entry])}`, { targets: [entry] })]
    case 'branch':
      return [
        act(call, 'vcs.branch', 'makes a branch of a stash', {
          targets: operands.slice(0, 1).map(branchOf),
          flags: ['create'],
        }),
      ]
    default:
      return [act(call, 'vcs.stash', 'puts changes away in a stash')]
  }
}

const rmOptions = optionParser({
  values: '--pathspec-from-file',
  long: '--cached --force --dry-run --quiet --ignore-unmatch --sparse',
})

/** git rm refuses to lose changes; only with -f does it. What it takes away stands in history. */
const rm: Verb = (call) => {
  const parsed = rmOptions.parse(call.args)
  if (parsed.has('-n', '--dry-run')) return tries(call)
  const paths = pathsOf(parsed.operands, call)
  const found = [act(call, 'vcs.stage', `removes ${names(paths)} from the next commit`, { targets: paths })]
  if (parsed.has('-f', '--force') && !parsed.has('--cached'))
    found.push(
      act(call, 'fs.delete', `deletes ${names(paths)} with any changes in them`, {
        targets: paths,
        flags: parsed.has('-r') ? ['force', 'recursive'] : ['force'],
      }),
    )
  return found
}

/** Plumbing that overwrites files of the working tree. */
const checkoutIndex: Verb = (call) => {
  const force = call.args.some((word) => /^-[a-z]*f|^--force$/.test(word.text ?? ''))
  return force ? [discards(call, [], ['force'])] : [act(call, 'vcs.stage', 'writes files of the index')]
}

const readTree: Verb = (call) => {
  const resets = call.args.some((word) => /^--reset$|^-[a-z]*u/.test(word.text ?? ''))
  return resets ? [discards(call, [], ['hard'])] : [act(call, 'vcs.stage', 'reads a tree into the index')]
}

export const discardVerbs: Readonly<Record<string, Verb>> = {
  reset,
  checkout,
  switch: switchBranch,
  restore,
  clean,
  stash,
  rm,
  'checkout-index': checkoutIndex,
  'read-tree': readTree,
}
