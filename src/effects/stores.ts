/** Secret stores and password managers: vault, op, bw, pass, sops, doppler, chamber, keyring, security, secret-tool ... */
import { act, acts, type Call, family, type Program } from './acts.js'
import { effect, type Family, listed, shown } from './context.js'
import type { Effect } from './effect.js'
import { optionParser } from './options.js'

const vault: Program = {
  read: 'sys.read',
  values:
    '-address -ca-cert -ca-path -client-cert -client-key -namespace -tls-server-name -format -field -mount -version -versions -method -path -policy -ttl -period -display-name -type -cas -key-shares -key-threshold -description -accessor -output -max-ttl -default-lease-ttl',
  singleDash: true,
  acts: {
    ...acts(
      'sys.read',
      [
        'status',
        'version',
        'policy list',
        'policy read',
        'secrets list',
        'auth list',
        'audit list',
        'kv list',
        'kv metadata get',
        'list',
        'token lookup',
        'token capabilities',
        'operator members',
        'operator raft list-peers',
        'print token',
        'path-help',
        'plugin list',
        'namespace list',
        'lease lookup',
        'monitor',
      ],
      undefined,
    ),
    read: act('secret.print', 'prints secret', ['secret']),
    'kv get': act('secret.print', 'prints secret', ['secret']),
    unwrap: act('secret.print', 'unwraps and prints a secret'),
    write: act('secret.write', 'writes secret', ['secret', null]),
    'kv put': act('secret.write', 'writes secret', ['secret', null]),
    'kv patch': act('secret.write', 'changes secret', ['secret', null]),
    'kv rollback': act('secret.write', 'sets back secret', ['secret']),
    'kv undelete': act('secret.write', 'brings back secret', ['secret']),
    'kv metadata put': act('secret.write', 'changes what is known of secret', ['secret']),
    delete: act('secret.delete', 'deletes secret', ['secret']),
    'kv delete': act('secret.delete', 'deletes secret', ['secret']),
    'kv destroy': act('secret.delete', 'destroys secret', ['secret'], ['force']),
    'kv metadata delete': act('secret.delete', 'destroys every version of secret', ['secret'], ['force', 'all']),
    login: act('auth.login', 'logs in'),
    'token create': act('secret.print', 'makes and prints a token'),
    'token revoke': act('secret.delete', 'revokes a token'),
    'token renew': act('auth.login', 'renews a token'),
    'policy write': act('cloud.iam', 'changes policy', ['resource', null]),
    'policy delete': act('cloud.iam', 'deletes policy', ['resource'], ['delete']),
    'auth enable': act('cloud.iam', 'turns on login', ['resource']),
    'auth disable': act('cloud.iam', 'turns off login', ['resource'], ['delete']),
    'secrets enable': act('secret.write', 'turns on store', ['resource']),
    'secrets disable': act('secret.delete', 'removes store with everything in it', ['resource'], ['all']),
    'secrets move': act('secret.write', 'moves store', ['resource']),
    'secrets tune': act('secret.write', 'changes store', ['resource']),
    'audit enable': act('cloud.change', 'turns on audit log', ['resource']),
    'audit disable': act('trust.weaken', 'turns off audit log', ['resource']),
    'lease revoke': act('secret.delete', 'revokes leases', ['secret']),
    'lease renew': act('auth.login', 'renews a lease'),
    'operator init': act('secret.print', 'starts the store and prints its keys'),
    'operator seal': act('cloud.control', 'seals the store', [], ['all']),
    'operator unseal': act('secret.read', 'unseals the store'),
    'operator generate-root': act('secret.print', 'makes a root token'),
    'operator rekey': act('secret.write', 'changes the keys of the store'),
    'operator raft snapshot save': act('secret.read', 'saves a snapshot of every secret', [], ['all']),
    'operator raft snapshot restore': act('secret.write', 'overwrites every secret', [], ['all']),
    'namespace delete': act('secret.delete', 'deletes namespace', ['resource'], ['all']),
    server: act('exec.serve', 'runs a store'),
    agent: act('exec.serve', 'runs an agent of the store'),
    ssh: act('remote.exec', 'opens a session', ['host']),
  },
  targets: { '-address': 'host', '-namespace': 'namespace' },
  variables: { VAULT_ADDR: 'host', VAULT_NAMESPACE: 'namespace' },
  flags: { '-tls-skip-verify': 'insecure', '-force': 'force', '-f': 'force' },
  pathWords: 2,
  otherwise: act('secret.write', 'runs a store command that is not known'),
}

const op: Program = {
  read: 'sys.read',
  values:
    '--vault --account --session --format --fields --field --category --title --tags --url --template --attribute --out-file -o --in-file -i --env-file --config --name --expires-in --permissions --user --group --note-plaintext --file-mode',
  acts: {
    ...acts(
      'sys.read',
      [
        'whoami',
        'account list',
        'account get',
        'vault list',
        'vault get',
        'item list',
        'item template list',
        'item template get',
        'document list',
        'user list',
        'user get',
        'group list',
        'events-api list',
        'connect server list',
        'plugin list',
        'update',
      ],
      undefined,
    ),
    read: act('secret.print', 'prints secret', ['secret']),
    'item get': act('secret.print', 'prints secret', ['secret']),
    'document get': act('secret.print', 'prints document', ['secret']),
    inject: act('secret.read', 'puts secrets into a file'),
    run: act('secret.read', 'gives secrets to a command'),
    'item create': act('secret.write', 'makes secret', ['secret']),
    'item edit': act('secret.write', 'changes secret', ['secret', null]),
    'item move': act('secret.write', 'moves secret', ['secret']),
    'item share': act('secret.print', 'shares secret with others', ['secret']),
    'document create': act('secret.write', 'stores a document', ['path']),
    'document edit': act('secret.write', 'changes document', ['secret']),
    'item delete': act('secret.delete', 'deletes secret', ['secret']),
    'document delete': act('secret.delete', 'deletes document', ['secret']),
    'vault create': act('secret.write', 'makes vault', ['secret']),
    'vault delete': act('secret.delete', 'deletes vault', ['secret'], ['all']),
    'vault edit': act('secret.write', 'changes vault', ['secret']),
    'vault user': act('cloud.iam', 'changes who may open a vault'),
    'vault group': act('cloud.iam', 'changes who may open a vault'),
    signin: act('auth.login', 'logs in'),
    signout: act('auth.logout', 'logs out'),
    'account add': act('auth.login', 'adds an account'),
    'account forget': act('auth.logout', 'forgets an account'),
    'user provision': act('cloud.iam', 'adds a user'),
    'user delete': act('cloud.iam', 'deletes user', ['user'], ['delete']),
    'user suspend': act('cloud.iam', 'suspends user', ['user']),
    'service-account create': act('secret.print', 'makes and prints a token'),
    'connect token': act('secret.print', 'makes and prints a token'),
  },
  targets: { '--vault': 'secret', '--account': 'account' },
  stops: (path) => (path === 'run' ? 'dashes' : undefined),
  pathWords: 2,
  otherwise: act('secret.write', 'runs a password command that is not known'),
  refine: (effect, call) => {
    const out = call.value('--out-file', '-o')
    if (out) return [{ ...effect, kind: effect.kind === 'secret.print' ? 'secret.read' : effect.kind }, call.write(out)]
    return [effect]
  },
}

const bw: Program = {
  read: 'sys.read',
  values:
    '--session --itemid --output --organizationid --folderid --collectionid --search --url --passwordenv --passwordfile --format --method --code',
  acts: {
    ...acts(
      'sys.read',
      [
        'status',
        'list folders',
        'list organizations',
        'list collections',
        'sync',
        'generate',
        'encode',
        'update',
        'config',
        'get template',
        'get exposed',
        'get fingerprint',
      ],
      undefined,
    ),
    get: act('secret.print', 'prints secret', [null, 'secret']),
    list: act('secret.print', 'prints secrets', ['secret'], ['all']),
    export: act('secret.read', 'exports every secret', [], ['all']),
    create: act('secret.write', 'makes secret', [null]),
    edit: act('secret.write', 'changes secret', [null, 'secret']),
    restore: act('secret.write', 'brings back secret', [null, 'secret']),
    import: act('secret.write', 'imports secrets'),
    delete: act('secret.delete', 'deletes secret', [null, 'secret']),
    send: act('secret.print', 'shares a text with others'),
    share: act('cloud.iam', 'shares secret', ['secret']),
    login: act('auth.login', 'logs in'),
    unlock: act('secret.print', 'opens the store and prints its key'),
    lock: act('auth.logout', 'locks the store'),
    logout: act('auth.logout', 'logs out'),
    serve: act('net.listen', 'serves the secrets', [], ['local']),
  },
  otherwise: act('secret.write', 'runs a password command that is not known'),
}

/** pass and gopass: a bare name prints. */
const pass: Program = {
  read: 'sys.read',
  values: '-p --path -c --clip -l --length',
  acts: {
    ...acts('sys.read', ['ls', 'list', 'find', 'search', 'version', 'help', 'audit', 'recipients']),
    show: act('secret.print', 'prints secret', ['secret']),
    grep: act('secret.search', 'searches the secrets'),
    otp: act('secret.print', 'prints a code of', ['secret']),
    insert: act('secret.write', 'writes secret', ['secret']),
    add: act('secret.write', 'writes secret', ['secret']),
    edit: act('secret.write', 'edits secret', ['secret']),
    generate: act('secret.write', 'makes secret', ['secret', null]),
    rm: act('secret.delete', 'deletes secret', ['secret']),
    remove: act('secret.delete', 'deletes secret', ['secret']),
    delete: act('secret.delete', 'deletes secret', ['secret']),
    mv: act('secret.write', 'renames secret', ['secret']),
    cp: act('secret.write', 'copies secret', ['secret']),
    init: act('trust.key', 'encrypts the store for', ['key']),
    git: act('vcs.push', 'runs git on the store'),
    sync: act('vcs.push', 'syncs the store'),
  },
  flags: { '-r': 'recursive', '--recursive': 'recursive', '-f': 'force', '--force': 'force' },
  otherwise: (words) => act('secret.print', `prints secret \`${words[0] ?? ''}\``, ['secret']),
}

const sopsParser = optionParser({
  values:
    '--output --input-type --output-type --extract --set --kms --pgp --age --gcp-kms --azure-kv --config --aws-profile --encryption-context --unencrypted-suffix',
})

const sops: Family = (command, context) => {
  const given = sopsParser.parse(command.argv.slice(1))
  const verbs = new Set([
    'decrypt',
    'encrypt',
    'edit',
    'set',
    'unset',
    'rotate',
    'updatekeys',
    'exec-env',
    'exec-file',
    'publish',
    'keyservice',
    'filestatus',
    'groups',
  ])
  const verb = verbs.has(given.operands[0]?.text ?? '')
    ? given.operands[0]!.text!
    : given.has('-d', '--decrypt')
      ? 'decrypt'
      : given.has('-e', '--encrypt')
        ? 'encrypt'
        : given.has('--set')
          ? 'set'
          : given.has('-r', '--rotate')
            ? 'rotate'
            : given.operands.length > 0
              ? 'edit'
              : 'help'
  const files = verbs.has(given.operands[0]?.text ?? '') ? given.operands.slice(1) : given.operands
  const targets = files.slice(0, 1).map((word) => context.path(word, command))
  const name = listed(files.slice(0, 1).map(shown))
  const output = given.value('--output')
  const writes = output
    ? [effect('fs.write', command, `writes \`${shown(output)}\``, { targets: [context.path(output, command)] })]
    : []
  switch (verb) {
    case 'decrypt': {
      const hidden = output !== undefined || given.has('-i', '--in-place')
      return [
        effect(hidden ? 'secret.read' : 'secret.print', command, `decrypts ${name}`, { targets }),
        ...writes,
        ...(given.has('-i', '--in-place')
          ? [effect('fs.write', command, `writes ${name} in the clear`, { targets, flags: ['in-place'] })]
          : []),
      ]
    }
    case 'exec-env':
    case 'exec-file':
      return [
        effect('secret.read', command, `gives the secrets in ${name} to a command`, { targets }),
        ...(files[1]
          ? files[1].text === null
            ? [effect('exec.opaque', command, 'runs a command that is not known before it runs')]
            : context.unfold(files[1].text, command)
          : []),
      ]
    case 'filestatus':
    case 'help':
      return [effect('sys.read', command, 'reads the state of an encrypted file')]
    case 'publish':
      return [effect('cloud.storage', command, `publishes ${name}`, { targets })]
    default:
      return [effect('secret.write', command, `changes the secrets in ${name}`, { targets }), ...writes]
  }
}

const doppler: Program = {
  read: 'sys.read',
  values:
    '-p --project -c --config -t --token --scope --format --name --command --fallback --mount --api-host --config-dir --environment -e',
  acts: {
    ...acts(
      'sys.read',
      [
        'me',
        'projects',
        'environments',
        'configs',
        'activity',
        'settings',
        'projects get',
        'configs get',
        'configs logs',
        'configure',
      ],
      undefined,
    ),
    secrets: act('secret.print', 'prints every secret', [], ['all']),
    'secrets get': act('secret.print', 'prints secret', ['secret']),
    'secrets download': act('secret.print', 'prints every secret', [], ['all']),
    'secrets substitute': act('secret.print', 'prints a text with secrets'),
    'secrets set': act('secret.write', 'sets secret', ['secret']),
    'secrets upload': act('secret.write', 'sets secrets', ['path']),
    'secrets delete': act('secret.delete', 'deletes secret', ['secret']),
    run: act('secret.read', 'gives secrets to a command'),
    login: act('auth.login', 'logs in'),
    logout: act('auth.logout', 'logs out'),
    setup: act('cluster.context', 'chooses a project'),
    'projects create': act('cloud.make', 'makes project', ['account']),
    'projects delete': act('secret.delete', 'deletes project', ['account'], ['all']),
    'configs delete': act('secret.delete', 'deletes configuration', ['environment'], ['all']),
    'configs create': act('cloud.make', 'makes configuration', ['environment']),
    'configs tokens': act('secret.print', 'makes and prints a token'),
    'environments delete': act('secret.delete', 'deletes environment', ['environment'], ['all']),
  },
  targets: {
    '-p': 'account',
    '--project': 'account',
    '-c': 'environment',
    '--config': 'environment',
    '-e': 'environment',
  },
  variables: { DOPPLER_CONFIG: 'environment', DOPPLER_PROJECT: 'account' },
  flags: { '-y': 'auto-approve', '--yes': 'auto-approve' },
  stops: (path) => (path === 'run' ? 'dashes' : undefined),
  otherwise: act('secret.write', 'runs a store command that is not known'),
  refine: filed,
}

/** Infisical, chamber, teller, berglas and their like. */
const smallStore: Program = {
  read: 'sys.read',
  values:
    '--env -e --path --projectId --token --domain --type --format -f --output-file -b --backend --retries --version --strict-value --config -c --project --location',
  acts: {
    ...acts('sys.read', ['list-services', 'history', 'folders', 'user', 'bootstrap-help', 'find']),
    list: act('sys.read', 'lists names of secrets of', ['secret']),
    read: act('secret.print', 'prints secret', ['secret']),
    get: act('secret.print', 'prints secret', ['secret']),
    access: act('secret.print', 'prints secret', ['secret']),
    env: act('secret.print', 'prints secrets of', ['secret'], ['all']),
    sh: act('secret.print', 'prints secrets', [], ['all']),
    show: act('secret.print', 'prints secrets', [], ['all']),
    export: act('secret.print', 'prints secrets of', ['secret'], ['all']),
    secrets: act('secret.print', 'prints secrets', [], ['all']),
    'secrets get': act('secret.print', 'prints secret', ['secret']),
    'secrets set': act('secret.write', 'sets secret', ['secret']),
    'secrets delete': act('secret.delete', 'deletes secret', ['secret']),
    write: act('secret.write', 'writes secret', ['secret']),
    create: act('secret.write', 'makes secret', ['secret']),
    update: act('secret.write', 'changes secret', ['secret']),
    put: act('secret.write', 'changes secret', ['secret']),
    import: act('secret.write', 'imports secrets'),
    delete: act('secret.delete', 'deletes secret', ['secret']),
    exec: act('secret.read', 'gives secrets to a command'),
    run: act('secret.read', 'gives secrets to a command'),
    login: act('auth.login', 'logs in'),
    init: act('fs.write', 'writes a configuration'),
    grant: act('cloud.iam', 'gives rights on secret', ['secret']),
    revoke: act('cloud.iam', 'takes rights on secret', ['secret'], ['delete']),
    scan: act('sys.read', 'looks for secrets in the repository'),
  },
  targets: { '--env': 'environment', '-e': 'environment', '--project': 'account' },
  stops: (path) => (path === 'run' || path === 'exec' ? 'dashes' : undefined),
  otherwise: act('secret.write', 'runs a store command that is not known'),
  refine: filed,
}

/** Printed into a file named by an option, it is read and written, not shown. */
function filed(found: Effect, call: Call): readonly Effect[] {
  const out = call.value('--output-file', '-o')
  return out && found.kind === 'secret.print' ? [{ ...found, kind: 'secret.read' }, call.write(out)] : [found]
}

const securityParser = optionParser({ values: '-a -s -l -D -c -r -t -j -P -d -k -p -T -o -f -m -u' })

/** macOS keychain. */
const security: Family = (command) => {
  const [verb, ...rest] = command.argv.slice(1)
  const given = securityParser.parse(rest)
  const named = given
    .values('-s', '-a', '-l')
    .map((word) => ({ type: 'secret' as const, value: word.text, raw: word.raw }))
  const text = verb?.text ?? ''
  if (/^(find-generic-password|find-internet-password)$/.test(text))
    return [
      effect(
        given.has('-w', '-g') ? 'secret.print' : 'secret.read',
        command,
        `reads the keychain entry ${listed(named.map((name) => name.raw))}`,
        { targets: named },
      ),
    ]
  if (/^(dump-keychain|export)$/.test(text))
    return [
      effect(given.has('-d') || text === 'export' ? 'secret.print' : 'secret.search', command, 'dumps the keychain', {
        targets: named,
        flags: ['all'],
      }),
    ]
  if (/^(add-generic-password|add-internet-password|set-generic-password-partition-list|import)$/.test(text))
    return [effect('secret.write', command, 'adds to the keychain', { targets: named })]
  if (/^delete-/.test(text)) return [effect('secret.delete', command, 'deletes from the keychain', { targets: named })]
  if (/trusted-cert|add-certificates|trust-settings-import|authorizationdb/.test(text))
    return [effect('trust.key', command, 'changes what this machine trusts')]
  if (/^(unlock-keychain|set-keychain|create-keychain|default-keychain|list-keychains|login-keychain)/.test(text))
    return [effect(text.startsWith('list') ? 'sys.read' : 'secret.read', command, `runs \`security ${text}\``)]
  return [effect('sys.read', command, `runs \`security ${text}\``)]
}

/** GNOME and other desktop keyrings. */
const secretTool: Family = (command) => {
  const words = command.argv.slice(1)
  const verb = words[0]?.text
  const targets = words
    .slice(2)
    .map((word) => ({ type: 'secret' as const, value: word.text, raw: word.raw }))
    .slice(0, 4)
  switch (verb) {
    case 'lookup':
    case 'get':
      return [
        effect('secret.print', command, `prints the keyring entry ${listed(words.slice(1).map(shown))}`, { targets }),
      ]
    case 'search':
      return [effect('secret.search', command, 'searches the keyring', { targets })]
    case 'store':
    case 'set':
      return [effect('secret.write', command, 'adds to the keyring', { targets })]
    case 'clear':
    case 'del':
      return [effect('secret.delete', command, 'deletes from the keyring', { targets })]
    case 'lock':
      return [effect('auth.logout', command, 'locks the keyring')]
    default:
      return [effect('sys.read', command, 'shows the help of the keyring')]
  }
}

export const storePrograms: Readonly<Record<string, Family>> = {
  vault: family('vault', vault),
  bao: family('bao', vault),
  op: family('op', op),
  bw: family('bw', bw),
  bws: family('bws', bw),
  pass: family('pass', pass),
  gopass: family('gopass', pass),
  passage: family('passage', pass),
  sops,
  doppler: family('doppler', doppler),
  infisical: family('infisical', smallStore),
  chamber: family('chamber', smallStore),
  berglas: family('berglas', smallStore),
  teller: family('teller', smallStore),
  security,
  'secret-tool': secretTool,
  keyring: secretTool,
  lpass: family('lpass', {
    ...smallStore,
    acts: {
      ...smallStore.acts,
      ls: act('sys.read', 'lists names of secrets'),
      status: act('sys.read', 'asks for the login'),
      show: act('secret.print', 'prints secret', ['secret']),
      rm: act('secret.delete', 'deletes secret', ['secret']),
      add: act('secret.write', 'writes secret', ['secret']),
      edit: act('secret.write', 'edits secret', ['secret']),
      share: act('cloud.iam', 'shares secrets'),
      logout: act('auth.logout', 'logs out'),
    },
  }),
}
