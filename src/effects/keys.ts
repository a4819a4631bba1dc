/** Keys and certificates: openssl, ssh-keygen, ssh-copy-id, ssh-add, gpg, age, keytool, certbot, mkcert. */
import type { Command, Word } from '../shell/script.js'
import { act, acts, family, type Program } from './acts.js'
import { type Context, effect, type Family, listed, literal, shown } from './context.js'
import type { Effect, Source } from './effect.js'
import { isLocalHost } from './hosts.js'
import { optionParser } from './options.js'
import { fileSources, hostTarget, stdinSources } from './payload.js'

function files(
  kind: 'fs.read' | 'fs.write',
  words: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  return words.map((word) =>
    effect(kind, command, `${kind === 'fs.read' ? 'reads' : 'writes'} \`${shown(word)}\``, {
      targets: [context.path(word, command)],
    }),
  )
}

const opensslParser = optionParser({
  values:
    '-in -out -inform -outform -key -keyform -keyout -newkey -days -subj -config -extensions -addext -CA -CAkey -CAfile -CApath -cert -connect -servername -port -pass -passin -passout -k -K -iv -S -iter -md -inkey -name -certfile -signer -recip -certpbe -keypbe -caname -host -accept -rand -sigopt -verify -signature -pkeyopt -algorithm -paramfile -set_serial -CAserial -reqexts -enddate -startdate -starttls -proxy -cipher -alpn -keysig -kdfopt -untrusted -purpose -noct -status -inkey -url -issuer -VAfile -nonce -index -rkey -rsigner',
  singleDash: true,
})

/** openssl: files in and out, private keys made or shown, connections. */
const openssl: Family = (command, context) => {
  const verb = command.argv[1]?.text ?? ''
  const given = opensslParser.parse(command.argv.slice(2))
  const reads = given.values('-in', '-key', '-inkey', '-CAkey', '-cert', '-CA')
  const writes = given.values('-out', '-keyout')
  const fileEffects = [...files('fs.read', reads, command, context), ...files('fs.write', writes, command, context)]
  const inputs: readonly Source[] = [
    ...given.values('-in').flatMap((word) => fileSources(word, command, context)),
    ...(given.has('-in') ? [] : stdinSources(command, context).filter((source) => source.type !== 'stdin')),
  ]
  switch (verb) {
    case 's_client': {
      const word = given.value('-connect', '-host') ?? given.operands[0]
      if (!word) return [effect('sys.read', command, 'shows the help of `openssl`')]
      const host = hostTarget(word, 'destination')
      const sends =
        command.stdin.kind === 'pipe' ||
        command.stdin.kind === 'file' ||
        (command.stdin.kind === 'text' &&
          (command.stdin.text.text ?? 'x').trim() !== '' &&
          !/^Q\s*$/.test(command.stdin.text.text ?? 'x'))
      const flags = host.value !== null && isLocalHost(host.value) ? (['local'] as const) : []
      return [
        effect(sends ? 'net.send' : 'net.connect', command, `connects to \`${shown(word)}\``, {
          targets: [host],
          flags,
          sources: sends ? stdinSources(command, context) : [],
        }),
      ]
    }
    case 's_server':
      return [
        effect('net.listen', command, 'listens for TLS connections', {
          targets: given
            .values('-accept', '-port')
            .map((word) => ({ type: 'port' as const, value: word.text, raw: word.raw })),
        }),
        ...fileEffects,
      ]
    case 'genrsa':
    case 'genpkey':
    case 'gendsa':
    case 'ecparam':
    case 'req':
      return makesKey(verb, given.has('-genkey', '-newkey', '-keyout', '-new') && !given.has('-key'))
        ? [
            effect(writes.length > 0 ? 'trust.key' : 'secret.print', command, 'makes a private key', {
              targets: writes.map((word) => context.path(word, command)),
            }),
            ...fileEffects,
          ]
        : fileEffects.length > 0
          ? fileEffects
          : [effect('sys.read', command, `runs \`openssl ${verb}\``)]
    case 'rsa':
    case 'ec':
    case 'pkey':
    case 'pkcs8':
    case 'pkcs12': {
      // These print the private key unless told otherwise.
      const shows = writes.length === 0 && !given.has('-pubout', '-noout', '-check', '-info', '-export', '-nokeys')
      return [
        ...(shows
          ? [
              effect('secret.print', command, 'prints a private key', {
                targets: given.values('-in').map((word) => context.path(word, command)),
              }),
            ]
          : []),
        ...fileEffects,
      ]
    }
    case 'enc':
    case 'aes-256-cbc':
    case 'base64':
    case 'smime':
    case 'cms':
    case 'rsautl':
    case 'pkeyutl':
      return [
        ...fileEffects,
        ...(fileEffects.length === 0
          ? [
              effect('sys.read', command, `encodes or decodes with \`openssl ${verb}\``, {
                sources: inputs,
                flags: ['encoded'],
              }),
            ]
          : []),
      ]
    case 'ca':
      return [effect('trust.key', command, 'signs a certificate', { sources: inputs }), ...fileEffects]
    default:
      return fileEffects.length > 0 ? fileEffects : [effect('sys.read', command, `runs \`openssl ${verb}\``)]
  }
}

function makesKey(verb: string, asked: boolean): boolean {
  return verb.startsWith('gen') || asked
}

const keygenParser = optionParser({
  values: '-a -b -C -D -E -F -f -I -J -j -K -m -N -n -O -P -R -r -S -s -T -t -V -W -w -Y -z',
})

const sshKeygen: Family = (command, context) => {
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

const sshCopyId: Family = (command) => {
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

const sshAdd: Family = (command, context) => {
  const given = addParser.parse(command.argv.slice(1))
  if (given.has('-l', '-L', '-T')) return [effect('sys.read', command, 'lists loaded keys')]
  if (given.has('-D', '-d', '-x')) return [effect('auth.logout', command, 'unloads keys')]
  return [
    effect('secret.read', command, `loads ${listed(given.operands.map(shown)) || 'the login keys'}`, {
      targets: given.operands.map((word) => context.path(word, command)),
    }),
  ]
}

const gpgParser = optionParser({
  values:
    '-o --output -r --recipient -u --local-user --homedir --keyserver --passphrase --passphrase-file --passphrase-fd --pinentry-mode --default-key --trust-model --cipher-algo --digest-algo --compress-algo --keyring --status-fd --command-fd --encrypt-to --hidden-recipient --options --sender --keyid-format --list-options --verify-options --default-new-key-algo -f --recipient-file --import-options --export-options --auto-key-locate --display-charset --max-cert-depth -z',
})

const gpg: Family = (command, context) => {
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

const age: Family = (command, context) => {
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

const ageKeygen: Family = (command, context) => {
  const given = ageParser.parse(command.argv.slice(1))
  const output = given.value('-o', '--output')
  if (given.has('-y')) return [effect('sys.read', command, 'prints a public key')]
  return [
    effect(output ? 'trust.key' : 'secret.print', command, output ? 'makes a key' : 'makes and prints a private key'),
    ...(output ? files('fs.write', [output], command, context) : []),
  ]
}

const keytool: Family = (command, context) => {
  const given = optionParser({
    values:
      '-alias -keystore -storepass -keypass -file -infile -outfile -dname -keyalg -keysize -validity -storetype -ext -sigalg -srckeystore -destkeystore -srcalias -destalias -srcstorepass -deststorepass -srcstoretype -deststoretype -provider -groupname',
    singleDash: true,
  }).parse(command.argv.slice(1))
  const stores = given.values('-keystore', '-destkeystore')
  const targets = [
    ...stores.map((word) => context.path(word, command)),
    ...given.values('-alias').map((word) => ({ type: 'key' as const, value: word.text, raw: word.raw })),
  ]
  if (given.has('-list', '-printcert', '-printcrl', '-printcertreq', '-certreq', '-showinfo'))
    return [effect('fs.read', command, 'reads a keystore', { targets })]
  if (given.has('-exportcert', '-export'))
    return [
      effect('fs.read', command, 'exports a certificate', { targets }),
      ...files('fs.write', given.values('-file'), command, context),
    ]
  const machineWide = given.has('-cacerts') || stores.some((word) => /cacerts$/.test(word.text ?? ''))
  const verb = given.has('-delete')
    ? 'deletes from'
    : given.has('-importcert', '-import', '-importkeystore')
      ? 'imports into'
      : 'changes'
  return [
    effect('trust.key', command, `${verb} ${machineWide ? 'what Java trusts on this machine' : 'a keystore'}`, {
      targets,
      flags: machineWide ? ['system'] : given.has('-delete') ? ['delete'] : [],
    }),
    ...files('fs.write', stores, command, context),
  ]
}

const certbot: Program = {
  read: 'sys.read',
  values:
    '-d --domains --domain -m --email -w --webroot-path --cert-name --server --config-dir --work-dir --logs-dir --preferred-challenges --manual-auth-hook --manual-cleanup-hook --pre-hook --post-hook --deploy-hook --key-type --rsa-key-size --cert-path --key-path --reason --dns-cloudflare-credentials -a --authenticator -i --installer --eab-kid --eab-hmac-key',
  acts: {
    ...acts('sys.read', ['certificates', 'plugins', 'show_account', 'help']),
    certonly: act('trust.key', 'gets a certificate'),
    run: act('trust.key', 'gets and installs a certificate'),
    renew: act('trust.key', 'renews certificates'),
    install: act('trust.key', 'installs a certificate'),
    enhance: act('trust.key', 'changes the server'),
    register: act('auth.login', 'registers an account'),
    unregister: act('auth.logout', 'removes the account'),
    update_account: act('auth.login', 'changes the account'),
    revoke: act('trust.key', 'revokes a certificate', [], ['delete']),
    delete: act('trust.key', 'deletes a certificate', [], ['delete']),
    rollback: act('trust.key', 'sets the server back'),
  },
  targets: { '-d': 'domain', '--domains': 'domain', '--domain': 'domain', '--cert-name': 'domain' },
  flags: { '--force-renewal': 'force', '-n': 'auto-approve', '--non-interactive': 'auto-approve' },
  dryRun: ['--dry-run'],
  otherwise: act('trust.key', 'gets a certificate'),
  refine: (found, call) => [
    ...[found],
    ...call
      .values('--manual-auth-hook', '--manual-cleanup-hook', '--pre-hook', '--post-hook', '--deploy-hook')
      .flatMap((word) =>
        word.text === null
          ? [effect('exec.opaque', call.command, 'runs a hook that is not known before it runs')]
          : call.context.unfold(word.text, call.command),
      ),
  ],
}

const mkcert: Family = (command, context) => {
  const given = optionParser({ values: '-cert-file -key-file -p12-file -csr', singleDash: true }).parse(
    command.argv.slice(1),
  )
  if (given.has('-install'))
    return [effect('trust.key', command, 'makes this machine trust a new authority', { flags: ['system'] })]
  if (given.has('-uninstall'))
    return [effect('trust.key', command, 'takes an authority out of trust', { flags: ['delete'] })]
  if (given.has('-CAROOT', '-help', '-version')) return [effect('sys.read', command, 'reads the setup of `mkcert`')]
  return [
    effect('fs.write', command, `writes a certificate for ${listed(given.operands.map(shown))}`, {
      targets: [context.path(given.value('-cert-file') ?? literal('.'), command)],
    }),
  ]
}

export const keyPrograms: Readonly<Record<string, Family>> = {
  openssl,
  'ssh-keygen': sshKeygen,
  'ssh-copy-id': sshCopyId,
  'ssh-add': sshAdd,
  gpg,
  gpg2: gpg,
  age,
  rage: age,
  'age-keygen': ageKeygen,
  keytool,
  certbot: family('certbot', certbot),
  mkcert,
  'update-ca-certificates': (command) => [
    effect('trust.key', command, 'changes what this machine trusts', { flags: ['system'] }),
  ],
  'update-ca-trust': (command) => [
    effect('trust.key', command, 'changes what this machine trusts', { flags: ['system'] }),
  ],
  'ssh-keyscan': (command) => {
    const hosts = optionParser({ values: '-f -O -p -T -t' }).parse(command.argv.slice(1)).operands
    return [
      effect('net.lookup', command, `asks for the host keys of ${listed(hosts.map(shown))}`, {
        targets: hosts.map((word) => hostTarget(word)),
      }),
    ]
  },
}
