/** Keys and certificates: what this machine, its stores and its servers trust. */
import { act, acts, family, type Program } from '../acts.js'
import { effect, type Family, listed, literal, shown } from '../context.js'
import { optionParser } from '../options.js'
import { hostTarget } from '../payload.js'
import { files } from './files.js'
import { age, ageKeygen, gpg } from './gpg.js'
import { openssl } from './openssl.js'
import { sshAdd, sshCopyId, sshKeygen } from './ssh-keys.js'

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
