/** gpg and age. */
import { effect, type Family, listed, literal, shown } from '../context.js'
import { optionParser } from '../options.js'
import { fileSources, hostTarget } from '../payload.js'
import { files } from './files.js'

const gpgParser = optionParser({
  values:
    '-o --output -r --recipient -u --local-user --homedir --keyserver --passphrase --passphrase-file --passphrase-fd --pinentry-mode --default-key --trust-model --cipher-algo --digest-algo --compress-algo --keyring --status-fd --command-fd --encrypt-to --hidden-recipient --options --sender --keyid-format --list-options --verify-options --default-new-key-algo -f --recipient-file --import-options --export-options --auto-key-locate --display-charset --max-cert-depth -z',
})

export const gpg: Family = (command, context) => {
  const given = gpgParser.parse(command.argv.slice(1))
  const words = given.operands
  const targets = words.map((word) => ({ type: 'key' as const, value: word.text, raw: word.raw }))
  const output = given.value('-o', '--output')
  const writes = output && output.text !== '-' ? files('fs.write', [output], command, context) : []
  const names = listed(words.map(shown))
  if (given.has('--export-secret-keys', '--export-secret-subkeys', '--export-secret-key'))
    return [
      effect(output ? 'secret.read' : 'secret.print', command, `exports the private key ${names}`, {
        targets: [{ type: 'secret', value: 'gpg' }, ...targets],
        sources: [{ type: 'secret', value: 'gpg', secrets: ['gpg'] }],
      }),
      ...writes,
    ]
  if (
    given.has(
      '--delete-secret-keys',
      '--delete-secret-key',
      '--delete-secret-and-public-keys',
      '--delete-secret-and-public-key',
    )
  )
    return [effect('secret.delete', command, `deletes the private key ${names}`, { targets })]
  if (given.has('--delete-keys', '--delete-key'))
    return [effect('trust.key', command, `deletes the key ${names}`, { targets, flags: ['delete'] })]
  if (
    given.has(
      '--gen-key',
      '--generate-key',
      '--full-generate-key',
      '--full-gen-key',
      '--quick-generate-key',
      '--quick-gen-key',
      '--quick-add-key',
    )
  )
    return [effect('trust.key', command, 'makes a key', { targets })]
  if (
    given.has(
      '--import',
      '--recv-keys',
      '--receive-keys',
      '--recv-key',
      '--refresh-keys',
      '--fetch-keys',
      '--import-ownertrust',
    )
  )
    return [
      effect('trust.key', command, `takes in keys ${names}`, {
        targets: [...targets, ...given.values('--keyserver').map((word) => hostTarget(word))],
      }),
    ]
  if (given.has('--send-keys', '--send-key'))
    return [
      effect('net.send', command, `publishes the key ${names}`, {
        targets: [...targets, ...given.values('--keyserver').map((word) => hostTarget(word, 'destination'))],
        flags: ['public'],
      }),
    ]
  if (
    given.has(
      '--sign-key',
      '--lsign-key',
      '--quick-sign-key',
      '--edit-key',
      '--trusted-key',
      '--quick-set-expire',
      '--quick-revoke-uid',
      '--gen-revoke',
      '--change-passphrase',
      '--passwd',
    )
  )
    return [effect('trust.key', command, `changes trust in the key ${names}`, { targets })]
  const inputs = words.flatMap((word) => fileSources(word, command, context))
  const reads = files('fs.read', words, command, context)
  if (
    given.has('-d', '--decrypt', '--decrypt-files') ||
    (words.length === 1 &&
      /\.(gpg|asc|pgp)$/.test(words[0]!.text ?? '') &&
      given.names.every(
        (name) =>
          !/^(-e|-s|-c|-b|--verify|--dearmor|--list|--show|--import|--encrypt|--sign|--symmetric|--detach-sign|--clearsign|--clear-sign|--enarmor)/.test(
            name,
          ),
      ))
  ) {
    return [
      effect(output || command.pipesTo !== undefined ? 'secret.read' : 'secret.print', command, `decrypts ${names}`, {
        targets: words.map((word) => context.path(word, command)),
        sources: inputs.map((source) => ({ ...source, secrets: ['gpg'] })),
      }),
      ...writes,
    ]
  }
  if (
    given.has(
      '-e',
      '--encrypt',
      '-c',
      '--symmetric',
      '-s',
      '--sign',
      '-b',
      '--detach-sign',
      '--clearsign',
      '--clear-sign',
      '--dearmor',
      '--enarmor',
      '-a',
      '--armor',
      '--store',
    )
  ) {
    if (given.has('--export'))
      return [effect('sys.read', command, `exports the public key ${names}`, { targets }), ...writes]
    return [
      ...reads,
      ...writes,
      ...(output
        ? []
        : files(
            'fs.write',
            words
              .filter((word) => word.text !== null)
              .map((word) => literal(`${word.text}.${given.has('-a', '--armor', '--clearsign') ? 'asc' : 'gpg'}`)),
            command,
            context,
          )),
    ]
  }
  return [effect('sys.read', command, 'reads the keyring', { targets }), ...writes]
}

const ageParser = optionParser({ values: '-o --output -r --recipient -R --recipients-file -i --identity -j' })

export const age: Family = (command, context) => {
  const given = ageParser.parse(command.argv.slice(1))
  const output = given.value('-o', '--output')
  const writes = output ? files('fs.write', [output], command, context) : []
  if (given.has('-d', '--decrypt'))
    return [
      effect(
        output || command.pipesTo !== undefined ? 'secret.read' : 'secret.print',
        command,
        `decrypts ${listed(given.operands.map(shown))}`,
        { targets: given.operands.map((word) => context.path(word, command)) },
      ),
      ...files('fs.read', given.values('-i', '--identity'), command, context),
      ...writes,
    ]
  return [...files('fs.read', given.operands, command, context), ...writes, effect('sys.read', command, 'encrypts')]
}

export const ageKeygen: Family = (command, context) => {
  const given = ageParser.parse(command.argv.slice(1))
  const output = given.value('-o', '--output')
  if (given.has('-y')) return [effect('sys.read', command, 'prints a public key')]
  return [
    effect(output ? 'trust.key' : 'secret.print', command, output ? 'makes a key' : 'makes and prints a private key'),
    ...(output ? files('fs.write', [output], command, context) : []),
  ]
}
