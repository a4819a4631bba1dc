/** ssh-keygen, ssh-copy-id, ssh-add. */
import { effect, type Family, listed, literal, shown } from '../context.js'
import { optionParser } from '../options.js'
import { hostTarget } from '../payload.js'
import { files } from './files.js'

const keygenParser = optionParser({
  values: '-a -b -C -D -E -F -f -I -J -j -K -m -N -n -O -P -R -r -S -s -T -t -V -W -w -Y -z',
})

export const sshKeygen: Family = (command, context) => {
  const given = keygenParser.parse(command.argv.slice(1))
  const file = given.value('-f')
  const targets = file ? [context.path(file, command)] : []
  const name = file ? `\`${shown(file)}\`` : 'the default place'
  if (given.has('-R'))
    return [
      effect('fs.write', command, 'forgets a known host', {
        targets: [context.path(file ?? literal('~/.ssh/known_hosts'), command)],
      }),
    ]
  if (given.has('-l', '-F', '-B', '-H', '-L')) return [effect('fs.read', command, 'reads keys', { targets })]
  if (given.has('-y', '-e', '-i'))
    return [effect('secret.read', command, `reads the private key in ${name}`, { targets })]
  if (
    given.has('-Y') &&
    /^(verify|check-novalidate|find-principals|match-principals)$/.test(given.value('-Y')?.text ?? '')
  )
    return [effect('sys.read', command, 'checks a signature')]
  if (given.has('-s', '-k', '-Y'))
    return [
      effect('trust.key', command, 'signs with a key', {
        targets: given.values('-s', '-f').map((word) => context.path(word, command)),
      }),
    ]
  if (given.has('-p', '-c')) return [effect('secret.write', command, `changes the private key in ${name}`, { targets })]
  return [
    effect('trust.key', command, `makes a login key in ${name}`, { targets }),
    ...(file ? files('fs.write', [file], command, context) : []),
  ]
}

const copyIdParser = optionParser({ values: '-i -p -o -F -t' })

export const sshCopyId: Family = (command) => {
  const given = copyIdParser.parse(command.argv.slice(1))
  const host = given.operands[0]
  if (!host || given.has('-n', '-h', '-?'))
    return [effect('sys.read', command, 'tries out what would be copied', { flags: ['dry-run'] })]
  return [
    effect('trust.key', command, `lets a key of this machine log in to \`${shown(host)}\``, {
      targets: [hostTarget(host, 'destination'), { type: 'key', value: given.value('-i')?.text ?? null }],
    }),
  ]
}

const addParser = optionParser({ values: '-t -S -E -e -s -h -H -T' })

export const sshAdd: Family = (command, context) => {
  const given = addParser.parse(command.argv.slice(1))
  if (given.has('-l', '-L', '-T')) return [effect('sys.read', command, 'lists loaded keys')]
  if (given.has('-D', '-d', '-x')) return [effect('auth.logout', command, 'unloads keys')]
  return [
    effect('secret.read', command, `loads ${listed(given.operands.map(shown)) || 'the login keys'}`, {
      targets: given.operands.map((word) => context.path(word, command)),
    }),
  ]
}
