/** find and fd: what they look at, and what their actions write or delete. What `-exec` starts is a command of its own. */
import type { Word } from '../../shell/script.js'
import { effect, type Family, shown } from '../context.js'
import type { Effect, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { hereTarget, names } from './readers.js'

/** Tests that take a value, so that it is not taken for a start. */
const writingActions = new Set(['-fprint', '-fprint0', '-fls', '-fprintf'])

/** Names that credentials go by. */
const credentialName =
  /^\*?(?:\.env(?:\..*|\*)?|id_(?:rsa|dsa|ecdsa|ed25519).*|.*\.(?:pem|key|p12|pfx|jks|kdbx|ppk|keystore)|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|.*credential.*|.*secret.*|.*passw.*|.*token.*|kubeconfig|wallet\.dat|\.aws)$/i

const find: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.some((word) => /^--?(?:help|version)$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'asks `find` for its help')]
  const starts: Word[] = []
  let at = 0
  while (at < words.length && /^-[HLP]$|^-O\d$|^-D$/.test(words[at]!.text ?? '')) at += words[at]!.text === '-D' ? 2 : 1
  for (; at < words.length; at++) {
    const text = words[at]!.text ?? words[at]!.prefix ?? ''
    if (/^[-(!,]/.test(text) && text !== '-') break
    starts.push(words[at]!)
  }
  const tests = words.slice(at)
  const targets: Target[] =
    starts.length > 0
      ? starts.map((word) => ({ ...context.path(word, command), many: true }))
      : [hereTarget(command, context)]
  const found: Effect[] = [effect('fs.list', command, `looks through ${names(targets)}`, { targets })]
  for (const [index, word] of tests.entries()) {
    const next = tests[index + 1]
    if (word.text === '-delete')
      found.push(
        effect('fs.delete', command, `deletes what it finds in ${names(targets)}`, {
          targets: narrowed(targets, tests),
          flags: ['recursive'],
        }),
      )
    else if (next && writingActions.has(word.text ?? '')) {
      const target = context.path(next, command)
      if (!isSink(target))
        found.push(
          effect('fs.write', command, `writes \`${shown(next)}\``, {
            targets: [target],
            sources: [{ type: 'output', value: null, command: command.index }],
          }),
        )
    } else if (word.text === null && index === 0 && word.splits) {
      found.push(
        effect('exec.opaque', command, 'has an action that is not known before it runs', {
          targets: [{ type: 'script', value: null, raw: word.raw }],
        }),
      )
    }
  }
  const sought = soughtCredentials(tests)
  const afar = targets.filter((target) => target.area !== 'project' && target.area !== 'temp')
  if (sought && afar.length > 0)
    found.push(
      effect('secret.search', command, `looks for credentials (\`${sought}\`) in ${names(afar)}`, { targets: afar }),
    )
  return found
}

/** With a name test the delete takes a pattern below the start, which a user names by either. */
function narrowed(targets: readonly Target[], tests: readonly Word[]): readonly Target[] {
  const name = tests.findIndex((word) => /^-i?name$/.test(word.text ?? ''))
  const pattern = name >= 0 ? tests[name + 1]?.text : undefined
  if (
    !pattern ||
    tests.some((word) => word.text === '-o' || word.text === '-or' || word.text === '!' || word.text === '-not')
  )
    return targets
  return targets.map((target) =>
    target.value === null
      ? target
      : { ...target, value: `${target.value === '/' ? '' : target.value}/**/${pattern}`, raw: pattern },
  )
}

function soughtCredentials(tests: readonly Word[]): string | undefined {
  for (let at = 0; at + 1 < tests.length; at++) {
    if (!/^-i?(?:name|path|wholename|regex)$/.test(tests[at]!.text ?? '')) continue
    const pattern = tests[at + 1]!.text ?? ''
    if (credentialName.test(pattern.slice(pattern.lastIndexOf('/') + 1).slice(0, 256))) return pattern
  }
  return undefined
}

const fdOptions = optionParser({
  values:
    '-d --max-depth --min-depth --exact-depth -t --type -e --extension -E --exclude --ignore-file -c --color -j --threads -S --size --changed-within --changed-before -o --owner --format --base-directory -C --search-path --path-separator --max-results --batch-size',
})

const fd: Family = (command, context) => {
  // What follows -x or -X is a command of its own.
  const end = command.argv.findIndex((word) => /^-[xX]$|^--exec(?:-batch)?$/.test(word.text ?? ''))
  const options = fdOptions.parse(command.argv.slice(1, end < 0 ? undefined : end))
  if (options.has('--help', '--version')) return [effect('sys.read', command, 'asks `fd` for its help')]
  const starts = [...options.operands.slice(1), ...options.values('--search-path', '--base-directory', '-C')]
  const targets =
    starts.length > 0
      ? starts.map((word) => ({ ...context.path(word, command), many: true }))
      : [hereTarget(command, context)]
  const pattern = options.operands[0]?.text ?? ''
  const afar = targets.filter((target) => target.area !== 'project' && target.area !== 'temp')
  const found = [effect('fs.list', command, `looks through ${names(targets)}`, { targets })]
  if (afar.length > 0 && credentialName.test(pattern.slice(0, 256)))
    found.push(
      effect('secret.search', command, `looks for credentials (\`${pattern}\`) in ${names(afar)}`, { targets: afar }),
    )
  return found
}

export const findingPrograms: Readonly<Record<string, Family>> = { find, gfind: find, bfs: find, fd, fdfind: fd }
