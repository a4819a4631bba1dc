/** git push: where to, which refs, and what of the other side is lost. */
import type { Word } from '../../shell/script.js'
import type { Effect, Flag, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { type Options, optionParser, wordFrom } from '../options.js'
import { act, type GitCall, named, refTarget, remoteTargets, tries, type Verb } from './call.js'

const options = optionParser({
  values: '-o --push-option --repo --receive-pack --exec --recurse-submodules',
  long: '--all --branches --prune --mirror --dry-run --porcelain --delete --tags --follow-tags --signed --atomic --force --force-with-lease --force-if-includes --set-upstream --thin --no-thin --quiet --verbose --progress --verify --no-verify --ipv4 --ipv6',
})

interface Refspec {
  readonly target: Target
  readonly force: boolean
  readonly deletes: boolean
}

/** What a push does, in at most three effects: what it deletes, what it overwrites, what it adds. */
export const push: Verb = (call) => {
  const parsed = options.parse(call.args)
  if (parsed.has('-n', '--dry-run')) return tries(call)
  const [repository, ...specs] = parsed.operands
  const remote = remoteTargets(parsed.value('--repo') ?? repository, call)
  const common = commonFlags(parsed)
  const refspecs = refspecsOf(specs, parsed, call)
  const groups = [
    refspecs.filter((spec) => spec.deletes),
    refspecs.filter((spec) => !spec.deletes && spec.force),
    refspecs.filter((spec) => !spec.deletes && !spec.force),
  ]
  const found: Effect[] = []
  for (const [index, group] of groups.entries()) {
    if (group.length === 0) continue
    const flags = new Set<Flag>(common)
    if (index === 0) flags.add('delete')
    if (index === 1)
      flags.add(
        parsed.has('--force-with-lease') &&
          !parsed.has('-f', '--force') &&
          !group.some((spec) => spec.force && spec.target.raw?.startsWith('+'))
          ? 'force-with-lease'
          : 'force',
      )
    found.push(
      pushEffect(
        group.map((spec) => spec.target),
        remote,
        flags,
        call,
      ),
    )
  }
  const program = parsed.value('--receive-pack', '--exec')
  if (program)
    found.push(
      act(call, 'remote.exec', `starts \`${program.text ?? program.raw}\` on the other side`, { targets: remote }),
    )
  return found
}

function pushEffect(refs: readonly Target[], remote: readonly Target[], flags: Set<Flag>, call: GitCall): Effect {
  if (refs.some((target) => isDefaultBranch(target, call))) flags.add('default-branch')
  for (const flag of environmentFlags(refs.map((target) => target.value))) flags.add(flag)
  const verb = flags.has('delete')
    ? 'deletes'
    : flags.has('force') || flags.has('force-with-lease')
      ? 'overwrites'
      : 'pushes'
  const what = refs.length > 0 ? named(refs) : 'everything'
  return act(call, 'vcs.push', `${verb} ${what} ${verb === 'pushes' ? 'to' : 'on'} ${named(remote)}`, {
    targets: [...refs, ...remote],
    flags: [...flags],
    sources: flags.has('delete') ? [] : [{ type: 'repo', value: call.command.cwd, area: 'project' }],
  })
}

function commonFlags(parsed: Options): readonly Flag[] {
  const flags: Flag[] = []
  if (parsed.has('--no-verify')) flags.push('no-verify')
  if (parsed.has('--mirror')) flags.push('mirror')
  if (parsed.has('--all', '--branches', '--mirror')) flags.push('all')
  if (parsed.has('--tags', '--follow-tags')) flags.push('tags')
  if (parsed.has('--prune')) flags.push('prune')
  if (
    parsed
      .values('-o', '--push-option')
      .some((word) => word.text === null || /ci[.-]?skip|skip[.-]?ci|merge_request\.merge/.test(word.text))
  )
    flags.push('skip-checks')
  return flags
}

function refspecsOf(words: readonly Word[], parsed: Options, call: GitCall): readonly Refspec[] {
  const force = parsed.has('-f', '--force', '--force-with-lease') || parsed.has('--mirror')
  const deletes = parsed.has('-d', '--delete')
  const everything: Target = { type: 'branch', value: '*', many: true }
  if (words.length === 0) {
    if (parsed.has('--mirror'))
      return [
        { target: everything, force, deletes: false },
        { target: everything, force: false, deletes: true },
      ]
    const prunes: readonly Refspec[] = parsed.has('--prune')
      ? [{ target: everything, force: false, deletes: true }]
      : []
    if (parsed.has('--all', '--branches')) return [{ target: everything, force, deletes: false }, ...prunes]
    if (parsed.has('--tags'))
      return [{ target: { type: 'tag', value: '*', many: true }, force, deletes: false }, ...prunes]
    return [{ target: currentBranch(call), force, deletes: false }, ...prunes]
  }
  const found: Refspec[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word.text === 'tag' && words[at + 1]) {
      found.push({ target: { ...refTarget(words[++at]!.text ?? ''), type: 'tag' }, force, deletes })
      continue
    }
    found.push(refspecOf(word, force, deletes, call))
  }
  return found
}

/** `[+]source:destination`; without a destination the source names it. */
function refspecOf(word: Word, force: boolean, deletes: boolean, call: GitCall): Refspec {
  const text = word.text ?? word.prefix ?? ''
  const plus = text.startsWith('+')
  const body = plus ? wordFrom(word, 1) : word
  const known = body.text ?? body.prefix ?? ''
  const colon = known.indexOf(':')
  if (colon === 0) return { target: opaqueRef(wordFrom(body, 1)), force: false, deletes: true }
  const destination = colon > 0 ? wordFrom(body, colon + 1) : body
  if (destination.text === null) {
    // An unknown word may be `+x:y` or `:x` as a whole.
    return {
      target: opaqueRef(destination),
      force: force || plus || (colon < 0 && text === '' && word.splits === true),
      deletes,
    }
  }
  if (colon < 0 && (destination.text === 'HEAD' || destination.text === '@'))
    return { target: withPlus(currentBranch(call), plus, text), force: force || plus, deletes }
  return { target: withPlus(refTarget(destination.text), plus, text), force: force || plus, deletes }
}

function withPlus(target: Target, plus: boolean, raw: string): Target {
  return plus ? { ...target, raw } : target
}

function opaqueRef(word: Word): Target {
  if (word.text !== null) return refTarget(word.text)
  return { type: 'branch', value: null, raw: word.raw, ...(word.prefix ? { prefix: word.prefix } : {}) }
}

/** The branch that a push without refspecs is about. */
function currentBranch(call: GitCall): Target {
  const branch = call.repo?.branch
  return branch ? { type: 'branch', value: branch } : { type: 'branch', value: null, raw: 'HEAD' }
}

function isDefaultBranch(target: Target, call: GitCall): boolean {
  if (target.type !== 'branch' || target.value === null) return false
  const known = call.repo?.defaultBranch
  return known ? target.value === known : /^(?:main|master|trunk)$/.test(target.value)
}
