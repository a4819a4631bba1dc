/**
 * Where credentials are kept and how they look: files, variables, literal shapes. Whole payloads are scanned elsewhere;
 * the shapes here are few and linear, for what stands in a command itself.
 */

/** Files and directories below the home by kind; a slash at the end takes in everything below. */
const inHome: Readonly<Record<string, string>> = {
  aws: '.aws/credentials .aws/sso/ .aws/cli/cache/ .aws/login/ .boto .s3cfg',
  gcp: '.config/gcloud/',
  azure: '.azure/',
  kubeconfig: '.kube/config .kube/cache/',
  docker: '.docker/config.json .dockercfg',
  netrc: '.netrc _netrc',
  git: '.git-credentials .config/git/credentials',
  npm: '.npmrc .yarnrc.yml .config/configstore/',
  pypi: '.pypirc .config/pip/pip.conf .pip/pip.conf .config/pypoetry/auth.toml',
  rubygems: '.gem/credentials .local/share/gem/credentials',
  cargo: '.cargo/credentials .cargo/credentials.toml',
  maven: '.m2/settings.xml .m2/settings-security.xml .gradle/gradle.properties',
  composer: '.composer/auth.json .config/composer/auth.json',
  github: '.config/gh/hosts.yml .config/hub .config/github-copilot/',
  gitlab: '.config/glab-cli/config.yml',
  database: '.pgpass .my.cnf .mylogin.cnf .mongorc.js .config/rediscli',
  gpg: '.gnupg/',
  vault:
    '.vault-token .config/op/ .op/ .config/Bitwarden#CLI/ .password-store/ .config/doppler/ .doppler/ .config/sops/ .config/age/ .config/chamber/',
  terraform: '.terraform.d/credentials.tfrc.json .terraformrc .pulumi/credentials.json',
  keyring: '.local/share/keyrings/ .local/share/kwalletd/ Library/Keychains/',
  browser:
    '.config/google-chrome/ .config/chromium/ .mozilla/firefox/ .config/BraveSoftware/ Library/Cookies/ Library/Application#Support/Google/Chrome/ Library/Application#Support/Firefox/ .config/microsoft-edge/',
  cloud:
    '.config/doctl/config.yaml .config/hcloud/cli.toml .fly/config.yml .netlify/config.json .config/netlify/config.json .config/rclone/rclone.conf .config/configstore/firebase-tools.json .config/stripe/config.toml .config/heroku/ .local/share/heroku/ .config/scw/config.yaml .linode-cli .oci/config .oci/ .databrickscfg .snowsql/config .config/supabase/ .supabase/access-token .wrangler/config/ .config/.wrangler/ .vercel/auth.json .local/share/com.vercel.cli/auth.json .railway/config.json .config/ngrok/ngrok.yml .ngrok2/ngrok.yml .cloudflared/',
  token:
    '.kaggle/kaggle.json .huggingface/token .cache/huggingface/token .config/wandb/ .config/openai/ .openai/ .anthropic/ .claude/.credentials.json .codex/auth.json .gemini/oauth_creds.json .qwen/oauth_creds.json .local/share/opencode/auth.json .jira.d/ .config/sentry-cli .sentryclirc .config/slack/ .slack/ .config/snyk/ .circleci/cli.yml .travis/config.yml .config/linear/ .config/exercism/ .expo/state.json',
  wallet: '.bitcoin/ .ethereum/keystore/ .electrum/wallets/ .config/solana/id.json .config/solana/',
  history:
    '.bash_history .zsh_history .python_history .node_repl_history .psql_history .mysql_history .sqlite_history .rediscli_history .local/share/fish/fish_history .lesshst',
}

/** Absolute paths. */
const fromRoot: readonly (readonly [RegExp, string])[] = [
  [/^\/etc\/(?:shadow|gshadow)-?$/, 'system'],
  [/^\/etc\/ssh\/ssh_host_[a-z0-9]+_key$/, 'ssh-key'],
  [/^\/etc\/ssl\/private\//, 'private-key'],
  [/^\/etc\/kubernetes\/(?:admin|super-admin|controller-manager|scheduler|kubelet)\.conf$/, 'kubeconfig'],
  [/^\/etc\/(?:NetworkManager\/system-connections|wireguard|ppp\/(?:chap|pap)-secrets)/, 'network'],
  [/^(?:\/var)?\/run\/secrets\//, 'mounted-secret'],
  [/^\/proc\/[^/]+\/environ$/, 'environment'],
  [/^\/proc\/[^/]+\/mem$/, 'memory'],
]

const homeFiles = new Map<string, string>()
const homeTrees: (readonly [string, string])[] = []
for (const [kind, paths] of Object.entries(inHome)) {
  for (const path of paths.split(' ')) {
    const plain = path.replaceAll('#', ' ')
    if (plain.endsWith('/')) homeTrees.push([plain, kind])
    else homeFiles.set(plain, kind)
  }
}

/** What all names below have a part of: most names have none, and are done with one look. */
const suspicious =
  /env|vars|^id_|pem$|key|cred|secret|client_|account|firebase|pass|rc$|\.(?:p12|pfx|jks|kdbx?|ppk|ovpn|p8|dat)$|config/i

/** Names of key and credential files wherever they lie. Examples and public halves are none. */
function fileSecret(name: string): string | undefined {
  if (!suspicious.test(name)) return undefined
  if (
    name === '.env' ||
    name === '.env.fish' ||
    /^\.env\./.test(name) ||
    /^[\w-]+\.env$/.test(name) ||
    name === '.dev.vars' ||
    name === '.flaskenv'
  ) {
    return /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema|tpl|test|ci)(?:[._-]|$)/i.test(name.slice(1))
      ? undefined
      : 'env-file'
  }
  if (/^id_(?:rsa|dsa|ecdsa|ed25519|ecdsa_sk|ed25519_sk)[^.]*$/.test(name)) return 'ssh-key'
  if (/\.(?:p12|pfx|jks|keystore|kdbx?|ppk|ovpn|agekey|p8)$/i.test(name)) return 'private-key'
  if (/\.pem$/i.test(name))
    return /cert|chain|^ca|[-_.]ca|pub|bundle|crt|dhparam/i.test(name) ? undefined : 'private-key'
  if (/\.key$/i.test(name)) return /pub/i.test(name) ? undefined : 'private-key'
  if (
    /^(?:credentials?|client_secrets?|client_secret.*|service[-_]?account.*|application_default_credentials|gcp-key.*|firebase-adminsdk.*|secrets?)\.(?:json|ya?ml|toml|ini|properties|env|txt)$/i.test(
      name,
    )
  ) {
    return 'credentials'
  }
  if (
    /^(?:\.netrc|_netrc|\.pgpass|\.git-credentials|\.pypirc|\.htpasswd|\.vault_pass(?:word)?|vault[-_]pass(?:word)?(?:\.txt)?|\.dockerconfigjson|wallet\.dat)$/.test(
      name,
    )
  )
    return 'credentials'
  return undefined
}

/** Kind of credential that an absolute path holds (`aws`, `ssh-key`, `env-file` ...); undefined where none is known. */
export function pathSecret(path: string, home: string): string | undefined {
  const inside = path.startsWith(`${home}/`)
    ? path.slice(home.length + 1)
    : // Other people's homes and root's.
      path.slice(/^(?:\/home|\/Users)\/[^/]+\/|^\/root\//.exec(path)?.[0].length ?? path.length)
  const byPlace = inside === '' ? undefined : homeSecret(inside)
  if (byPlace) return byPlace
  const byName = fileSecret(path.slice(path.lastIndexOf('/') + 1))
  if (byName) return byName
  if (!/^\/(?:etc|run|var\/run|proc)\//.test(path)) return undefined
  for (const [pattern, kind] of fromRoot) if (pattern.test(path)) return kind
  return undefined
}

function homeSecret(path: string): string | undefined {
  const file = homeFiles.get(path)
  if (file) return file
  if (!path.startsWith('.') && !path.startsWith('Library/')) return undefined
  for (const [tree, kind] of homeTrees)
    if (path.startsWith(tree) || (path.length === tree.length - 1 && tree.startsWith(path))) return kind
  return undefined
}

/** Directories of the home that many things share, and that are no credential store for one file in them. */
const sharedDirectories = new Set([
  '',
  '.config',
  '.local',
  '.local/share',
  '.cache',
  '.claude',
  '.codex',
  '.gemini',
  '.qwen',
  '.cargo',
  '.m2',
  '.gradle',
  'Library',
])

const credentialDirectories = new Map<string, string>([['.ssh', 'ssh-key']])
for (const [file, kind] of homeFiles) {
  const directory = file.slice(0, Math.max(0, file.lastIndexOf('/')))
  if (!sharedDirectories.has(directory)) credentialDirectories.set(directory, kind)
}

/** Kind of credentials below an absolute directory, for acts on all that is in it; `home` for a whole home. */
export function directorySecret(path: string, home: string): string | undefined {
  const directory = path.replace(/\/(?:\*\*?|\.)?$/, '')
  if (directory === home) return 'home'
  return directory.startsWith(`${home}/`) ? credentialDirectories.get(directory.slice(home.length + 1)) : undefined
}

/** Parts of variable names that hold something secret. */
const secretParts = new Set([
  'TOKEN',
  'TOKENS',
  'SECRET',
  'SECRETS',
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'PASS',
  'PWD',
  'APIKEY',
  'KEY',
  'CREDENTIAL',
  'CREDENTIALS',
  'CREDS',
  'PAT',
  'DSN',
  'COOKIE',
  'JWT',
  'AUTH',
  'BEARER',
  'PRIVATEKEY',
])

/** Names that have such a part and hold none. */
const notSecret =
  /^(?:PWD|OLDPWD|SSH_AUTH_SOCK|XAUTHORITY|GPG_KEY|KEYMAP|.*PUBLIC_?KEY.*|.*_(?:PATH|FILE|DIR|SOCK|ID|NAME|TYPE|URL|HOST|PORT|TTL|LENGTH|COUNT|EXPIRY|EXPIRES|HEADER|ENABLED|METHOD))$/

/** Connection strings carry the password inside. */
const connection =
  /(?:^|_)(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|JDBC|SQLALCHEMY_DATABASE|BROKER)_(?:URL|URI|CONNECTION)|CONNECTION_STRING|(?:^|_)CS$|WEBHOOK_URL/

/** Kind of secret that a variable of this name holds (`token`, `password`, `key`, `connection`); undefined where none. */
export function variableSecret(name: string): string | undefined {
  const upper = name.toUpperCase()
  if (connection.test(upper)) return 'connection'
  if (notSecret.test(upper)) return undefined
  for (const part of upper.split('_')) {
    if (!secretParts.has(part)) continue
    if (part.startsWith('PASS') || part === 'PWD') return 'password'
    return part === 'KEY' || part === 'APIKEY' || part === 'PRIVATEKEY' ? 'key' : 'token'
  }
  return undefined
}

const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'aws'],
  [/\bgh[pousr]_[0-9A-Za-z]{30,}/, 'github'],
  [/\bgithub_pat_[0-9A-Za-z_]{22,}/, 'github'],
  [/\bglpat-[0-9A-Za-z_-]{20}/, 'gitlab'],
  [/\bxox[abeoprs]-[0-9A-Za-z-]{10,}/, 'slack'],
  [/\bsk-[0-9A-Za-z_-]{20,}/, 'token'],
  [/\b[rs]k_live_[0-9A-Za-z]{16,}/, 'stripe'],
  [/\bAIza[0-9A-Za-z_-]{35}/, 'gcp'],
  [/\bnpm_[0-9A-Za-z]{36}/, 'npm'],
  [/\bpypi-[0-9A-Za-z_-]{40,}/, 'pypi'],
  [/\bdop_v1_[0-9a-f]{64}/, 'cloud'],
  [/\bhv[sb]\.[0-9A-Za-z_-]{24,}/, 'vault'],
  [/\bSG\.[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{20,}/, 'token'],
  [/\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/, 'jwt'],
  [/-----BEGIN [A-Z ]{0,32}PRIVATE KEY/, 'private-key'],
  [/:\/\/[^/\s:@]{1,64}:[^/\s:@$]{3,128}@/, 'connection'],
]

/** Longest text looked at here, in UTF-16 units. */
const MAX_SCANNED = 16 * 1024

/** Kinds of secrets that stand literally in a text, none twice. */
export function textSecrets(text: string): readonly string[] {
  const scanned = text.length > MAX_SCANNED ? text.slice(0, MAX_SCANNED) : text
  if (scanned.length < 12) return []
  const found: string[] = []
  for (const [shape, kind] of shapes) if (!found.includes(kind) && shape.test(scanned)) found.push(kind)
  return found
}

/** Whether a search pattern looks for credentials. */
export function seeksSecrets(pattern: string): boolean {
  return /passw(?:or)?d|passphrase|secret|token|api[-_.\\s?[\]]*key|access[-_.]?key|private[-_ .]?key|credential|bearer|AKIA|gh[pousr[\]]{1,6}_|github_pat|xox[baprs[]|BEGIN[^|]{0,20}(?:RSA|OPENSSH|PRIVATE)|id_(?:rsa|ed25519)|\.pem\b|\.env\b|netrc|_KEY\b/i.test(
    pattern.slice(0, 2048),
  )
}
