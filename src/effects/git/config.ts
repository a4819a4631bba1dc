/** git config, and `-c key=value` before the verb: what a setting makes git do. */
import type { Word } from '../../shell/script.js'
import { shown } from '../context.js'
import type { Effect, Flag } from '../effect.js'
import { isShown } from '../flow.js'
import { optionParser } from '../options.js'
import { act, type GitCall, reads, type Verb } from './call.js'

const options = optionParser({
  values: '-f --file --blob --type --default --comment --url --value',
  long: '--global --system --local --worktree --file --get --get-all --get-regexp --get-urlmatch --replace-all --add --unset --unset-all --remove-section --rename-section --list --edit --name-only --show-origin --show-scope --bool --int --null --all --regexp --fixed-value',
})

const config: Verb = (call) => {
  const parsed = options.parse(call.args)
  const verb = parsed.operands[0]?.text
  const subcommand =
    verb !== undefined &&
    verb !== null &&
    /^(?:list|get|set|unset|rename-section|remove-section|edit|get-color|get-colorbool)$/.test(verb)
      ? verb
      : undefined
  const [key, value] = parsed.operands.slice(subcommand ? 1 : 0)
  const file = parsed.value('-f', '--file')
  const listing = parsed.has('-l', '--list') || subcommand === 'list'
  const getting =
    parsed.has('--get', '--get-all', '--get-regexp', '--get-urlmatch') ||
    subcommand?.startsWith('get') ||
    (!subcommand &&
      key !== undefined &&
      value === undefined &&
      !parsed.has(
        '--unset',
        '--unset-all',
        '--add',
        '--replace-all',
        '--remove-section',
        '--rename-section',
        '-e',
        '--edit',
      ))
  if (listing || getting) return readsConfig(call, key, listing)
  const flags: Flag[] = []
  if (parsed.has('--global')) flags.push('global')
  if (parsed.has('--system')) flags.push('system')
  if (parsed.has('--unset', '--unset-all', '--remove-section') || /^(?:unset|remove-section)$/.test(subcommand ?? ''))
    flags.push('delete')
  const name = key?.text ?? null
  const found: Effect[] = [
    act(call, 'vcs.config', `sets \`${key ? shown(key) : 'configuration'}\`${value ? ` to \`${shown(value)}\`` : ''}`, {
      targets: [
        {
          type: 'config',
          value: name === null ? null : name.toLowerCase(),
          ...(key ? { raw: value ? `${key.raw} ${value.raw}` : key.raw } : {}),
        },
      ],
      flags,
      sources: value
        ? value.text === null
          ? [{ type: 'unknown', value: null }]
          : [{ type: 'text', value: value.text }]
        : [],
    }),
  ]
  if (file)
    found.push(act(call, 'fs.write', `writes \`${shown(file)}\``, { targets: [call.context.path(file, call.command)] }))
  if (!flags.includes('delete')) found.push(...settingEffects(name, value, call))
  return found
}

/** Reading settings: plain, unless it is credentials that are asked for. */
function readsConfig(call: GitCall, key: Word | undefined, listing: boolean): readonly Effect[] {
  const seeks = !listing && /token|password|credential|extraheader|secret|oauth/i.test(key?.text ?? '')
  if (!seeks || /^credential\.helper$/i.test(key?.text ?? '')) return reads(call)
  const prints = isShown(call.command, call.context)
  return [
    act(call, prints ? 'secret.print' : 'secret.read', `reads credentials from git's configuration`, {
      targets: [{ type: 'secret', value: key?.text ?? null }],
      sources: [{ type: 'secret', value: 'git config', secrets: ['git'] }],
    }),
  ]
}

/** Keys whose value git runs as a program, or that make it take code from elsewhere. */
const runs =
  /^(?:core\.(?:hookspath|fsmonitor|sshcommand|pager|editor|askpass|gitproxy|alternaterefscommand|attributesfile|worktree)|pager\..+|sequence\.editor|diff\.(?:external|.+\.(?:command|textconv))|merge\..+\.driver|filter\..+\.(?:clean|smudge|process)|(?:diff|merge|guitool)tool\..+\.cmd|gpg\.(?:.+\.)?program|credential\.(?:.+\.)?helper|alias\..+|init\.templatedir|uploadpack\.packobjectshook|remote\..+\.(?:uploadpack|receivepack|proxy|vcs)|submodule\..+\.update|trailer\..+\.(?:command|cmd)|man\..+\.cmd|browser\..+\.cmd|web\.browser|help\.browser|include\.path|includeif\..+\.path|url\..+\.(?:pushinsteadof|insteadof)|http\.(?:.+\.)?proxy|protocol\.(?:.+\.)?allow|ssh\.variant|safe\.directory)$/

/** Values of such keys that do nothing harmful. */
const harmless =
  /^(?:|true|false|cat|less|more|vim?|nvim|nano|emacs|code --wait|delta|less -FRX|cache|store|osxkeychain|manager|manager-core|libsecret|wincred|:)$/

/** What a setting does beyond being set. */
export function settingEffects(key: string | null, value: Word | undefined, call: GitCall): readonly Effect[] {
  if (key === null)
    return [
      act(call, 'sys.env', 'sets git configuration that is not known', { targets: [{ type: 'config', value: null }] }),
    ]
  const name = key.toLowerCase()
  const text = value?.text ?? null
  const target = { type: 'config', value: name } as const
  if (name === 'core.hookspath' && (text === '/dev/null' || text === ''))
    return [
      act(call, 'trust.weaken', 'switches the hooks of the repository off', {
        targets: [target],
        flags: ['no-verify'],
      }),
    ]
  if (/^http\.(?:.+\.)?sslverify$/.test(name) && /^(?:false|no|off|0)$/i.test(text ?? 'false'))
    return [
      act(call, 'trust.tls', 'turns verification of certificates off', { targets: [target], flags: ['insecure'] }),
    ]
  if (/^(?:commit|tag|push)\.gpgsign$/.test(name) && /^(?:false|no|off|0)$/i.test(text ?? ''))
    return [act(call, 'trust.weaken', 'turns signing off', { targets: [target] })]
  if (/^http\.(?:.+\.)?extraheader$/.test(name))
    return [act(call, 'secret.write', 'adds a header to every request of git', { targets: [target] })]
  if (!runs.test(name)) return []
  if (text !== null && harmless.test(text)) return []
  if (text === 'never' && name.startsWith('protocol.')) return []
  // Given to a shell as it is: its commands say what it does.
  if (text !== null && name === 'core.alternaterefscommand')
    return call.context.unfold(text, call.command, { dialect: 'sh', via: { program: 'git' } })
  if (name.startsWith('alias.') && text !== null && !text.startsWith('!')) return []
  return [
    act(call, 'sys.env', `makes git use \`${value ? shown(value) : '?'}\` through \`${name}\``, {
      targets: [target],
      sources: text === null ? [{ type: 'unknown', value: null }] : [{ type: 'text', value: text }],
    }),
  ]
}

export const configVerbs: Readonly<Record<string, Verb>> = { config }
