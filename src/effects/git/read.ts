/** Subcommands that only read, and the few options by which even those write or start a program. */
import { shown } from '../context.js'
import type { Effect } from '../effect.js'
import { isShown } from '../flow.js'
import { isSink } from '../paths.js'
import { textSources } from '../payload.js'
import { pathSecret } from '../secrets.js'
import { act, type GitCall, reads, type Verb } from './call.js'

const verbs =
  'status log show diff blame annotate shortlog describe ls-files ls-tree cat-file rev-parse rev-list name-rev merge-base cherry diff-tree diff-index diff-files range-diff whatchanged show-ref for-each-ref for-each-repo ' +
  'count-objects check-ignore check-attr check-mailmap check-ref-format verify-commit verify-tag verify-pack var fsck show-branch show-index get-tar-commit-id stripspace column mailinfo mailsplit patch-id request-pull ' +
  'fmt-merge-msg version help last-modified diff-pairs refs repo unpack-file fsmonitor--daemon web--browse bugreport diagnose whatchanged'

const read: Verb = (call) => {
  const found: Effect[] = [...reads(call)]
  for (const [at, word] of call.args.entries()) {
    const text = word.text ?? word.prefix ?? ''
    const output = /^--output=/.test(text)
      ? { ...word, text: word.text === null ? null : text.slice(9), prefix: text.slice(9) }
      : text === '--output'
        ? call.args[at + 1]
        : undefined
    if (output) {
      const target = call.context.path(output, call.command)
      if (!isSink(target))
        found.push(
          act(call, 'fs.write', `writes \`${shown(output)}\``, {
            targets: [target],
            sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
          }),
        )
    }
  }
  if (call.args.some((word) => word.text === '--ext-diff'))
    found.push(act(call, 'exec.local', 'lets a configured program show the difference (`--ext-diff`)'))
  if (call.verb === 'diff' && call.args.some((word) => word.text === '--no-index')) {
    const paths = call.args
      .filter((word) => !(word.text ?? '').startsWith('-'))
      .map((word) => call.context.path(word, call.command))
    found.push(act(call, 'fs.read', 'compares files', { targets: paths }))
  }
  const secret = secretContent(call)
  return secret ? [...found, secret] : found
}

const contentVerbs = new Set(['show', 'diff', 'cat-file', 'blame', 'annotate', 'log', 'diff-tree'])

/** `git show HEAD~3:.env`, `git log -p -- config/prod.env`: credentials that history still holds. */
function secretContent(call: GitCall): Effect | undefined {
  if (!contentVerbs.has(call.verb)) return undefined
  if (call.verb === 'log' && !call.args.some((word) => /^-[a-z]*p$|^-u$|^--patch|^-[SG]/.test(word.text ?? '')))
    return undefined
  if (
    call.args.some((word) => /^--(?:stat|name-only|name-status|shortstat|numstat|summary|quiet)/.test(word.text ?? ''))
  )
    return undefined
  for (const word of call.args) {
    const text = word.text ?? ''
    if (text.startsWith('-')) continue
    const path = text.includes(':') && !text.startsWith(':') ? text.slice(text.indexOf(':') + 1) : text
    const kind = path ? pathSecret(`/${path.replace(/^\/+/, '')}`, call.context.place.home) : undefined
    if (!kind) continue
    const prints = isShown(call.command, call.context)
    return act(
      call,
      prints ? 'secret.print' : 'secret.read',
      `${prints ? 'prints' : 'reads'} credentials of \`${text}\` from history`,
      {
        targets: [{ type: 'secret', value: text }],
        sources: [{ type: 'secret', value: text, secrets: [kind] }],
      },
    )
  }
  return undefined
}

/** git grep: `-O` opens the files in a program. */
const grep: Verb = (call) => {
  const opens = call.args.find((word) => /^-O|^--open-files-in-pager/.test(word.text ?? ''))
  if (!opens) return reads(call)
  const program = opens.text!.replace(/^-O|^--open-files-in-pager=?/, '')
  return program === '' || program === 'less'
    ? reads(call)
    : [...reads(call), ...call.context.unfold(program, call.command)]
}

/** git archive and bundle write a copy of the repository into a file. */
const archive: Verb = (call) => {
  const [verb, path] = call.args
  const sources = [{ type: 'repo', value: call.command.cwd, area: 'project' } as const]
  if (call.verb === 'bundle') {
    if (verb?.text !== 'create' || !path) return reads(call)
    return [
      act(call, 'fs.write', `writes the repository into \`${shown(path)}\``, {
        targets: [call.context.path(path, call.command)],
        sources,
      }),
    ]
  }
  const found: Effect[] = [...reads(call)]
  for (const [at, word] of call.args.entries()) {
    const text = word.text ?? word.prefix ?? ''
    const output = /^(?:--output=|-o.)/.test(text)
      ? { ...word, text: word.text === null ? null : text.replace(/^(?:--output=|-o)/, ''), prefix: '' }
      : text === '-o' || text === '--output'
        ? call.args[at + 1]
        : undefined
    if (output)
      found.push(
        act(call, 'fs.write', `writes the tree into \`${shown(output)}\``, {
          targets: [call.context.path(output, call.command)],
          sources,
        }),
      )
  }
  return found
}

/** git format-patch writes one file a commit. */
const formatPatch: Verb = (call) => {
  if (call.args.some((word) => word.text === '--stdout')) return reads(call)
  const at = call.args.findIndex((word) => word.text === '-o' || word.text === '--output-directory')
  const directory = at >= 0 ? call.args[at + 1] : undefined
  const target = call.context.path(directory ?? { text: '.', raw: '.' }, call.command)
  return [
    act(call, 'fs.write', 'writes commits as patch files', {
      targets: [{ ...target, many: true }],
      sources: [{ type: 'repo', value: call.command.cwd, area: 'project' }],
    }),
  ]
}

/** difftool and mergetool start a program of the user's choosing. */
const tool: Verb = (call) => {
  const at = call.args.findIndex((word) => word.text === '-x' || word.text === '--extcmd')
  const program = at >= 0 ? call.args[at + 1] : call.args.find((word) => word.text?.startsWith('--extcmd='))
  if (!program)
    return [
      act(call, call.verb === 'mergetool' ? 'vcs.merge' : 'vcs.read', `opens the configured ${call.verb}`, {
        flags: ['interactive'],
      }),
    ]
  const text = program.text?.replace(/^--extcmd=/, '')
  return text === undefined
    ? [
        act(call, 'exec.opaque', 'runs a program that is not known', {
          targets: [{ type: 'program', value: null, raw: program.raw }],
        }),
      ]
    : [...reads(call), ...call.context.unfold(text, call.command)]
}

/** The credential protocol prints, keeps or forgets a password. */
const credential: Verb = (call) => {
  const verb = call.args.at(-1)?.text
  const sources = textSources({ text: 'git credential', raw: '' })
  if (verb === 'fill' || verb === 'get')
    return [
      act(
        call,
        isShown(call.command, call.context) ? 'secret.print' : 'secret.read',
        'reads a password from the credential helper',
        {
          targets: [{ type: 'secret', value: 'git credential' }],
          sources: [{ type: 'secret', value: 'git credential', secrets: ['git'] }],
        },
      ),
    ]
  if (verb === 'reject' || verb === 'erase')
    return [
      act(call, 'secret.delete', 'forgets a stored password', {
        targets: [{ type: 'secret', value: 'git credential' }],
      }),
    ]
  return [
    act(call, 'secret.write', 'stores a password', { targets: [{ type: 'secret', value: 'git credential' }], sources }),
  ]
}

export const readVerbs: Readonly<Record<string, Verb>> = {
  ...Object.fromEntries(verbs.split(' ').map((verb) => [verb, read])),
  grep,
  archive,
  bundle: archive,
  'format-patch': formatPatch,
  difftool: tool,
  mergetool: tool,
  credential,
  'credential-cache': credential,
  'credential-store': credential,
  'credential-osxkeychain': credential,
  'credential-manager': credential,
}
