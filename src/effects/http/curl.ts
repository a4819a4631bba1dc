/** curl. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { type OptionParser, type Options, optionParser, wordFrom } from '../options.js'
import { fileSources, hostTarget, pathSource, textSources } from '../payload.js'
import { requestEffects } from './request.js'

const parser: OptionParser = optionParser({
  values:
    '--abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath -E --cert --cert-type --ciphers -K --config --connect-timeout --connect-to -C --continue-at -b --cookie -c --cookie-jar --create-file-mode --crlfile --curves -d --data --data-ascii --data-binary --data-raw --data-urlencode --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers --doh-url -D --dump-header --ech --egd-file --engine --etag-compare --etag-save --expect100-timeout -F --form --form-string --ftp-account --ftp-alternative-to-user --ftp-method -P --ftp-port --ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip -H --header --hostpubmd5 --hostpubsha256 --hsts --interface --ip-tos --ipfs-gateway --json --keepalive-cnt --keepalive-time --key --key-type --krb --libcurl --limit-rate --local-port --login-options --mail-auth --mail-from --mail-rcpt --max-filesize --max-redirs -m --max-time --netrc-file --noproxy --oauth2-bearer -o --output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proto-redir -x --proxy --proxy-cacert --proxy-capath --proxy-cert --proxy-cert-type --proxy-ciphers --proxy-crlfile --proxy-header --proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name --proxy-tls13-ciphers --proxy-tlsauthtype --proxy-tlspassword --proxy-tlsuser -U --proxy-user --proxy1.0 --pubkey -Q --quote --random-file -r --range --rate -e --referer -X --request --request-target --resolve --retry --retry-delay --retry-max-time --sasl-authzid --service-name --socks4 --socks4a --socks5 --socks5-gssapi-service --socks5-hostname -Y --speed-limit -y --speed-time --stderr -t --telnet-option --tftp-blksize -z --time-cond --tls-max --tls13-ciphers --tlsauthtype --tlspassword --tlsuser --trace --trace-ascii --trace-config --unix-socket -T --upload-file --url --url-query -u --user -A --user-agent --variable --vlan-priority -w --write-out',
  long: '--insecure --proxy-insecure --head --get --remote-name --remote-name-all --netrc --netrc-optional --next --location --location-trusted --fail --silent --show-error --compressed --help --version --manual --parallel --append --remote-header-name --skip-existing',
})

const dataOptions = ['-d', '--data', '--data-ascii', '--data-binary', '--json'] as const

/** Bytes of a configuration file that are read. */
const MAX_CONFIG_BYTES = 32 * 1024

/** Effects of one curl call: each transfer between `--next`s by itself. */
export function curl(command: Command, context: Context): readonly Effect[] {
  const found: Effect[] = []
  let words: Word[] = []
  for (const word of [...command.argv.slice(1), literal('--next')]) {
    if (word.text === '--next' || word.text === '-:') {
      if (words.length > 0) found.push(...transfer(words, command, context))
      words = []
    } else words.push(word)
  }
  return found
}

function transfer(words: readonly Word[], command: Command, context: Context): readonly Effect[] {
  const given = parser.parse(words)
  if (given.has('-h', '--help', '-V', '--version', '-M', '--manual'))
    return [effect('shell.none', command, 'shows the help of `curl`', { flags: ['dry-run'] })]
  const configs = given.values('-K', '--config')
  if (configs.length > 0) return configured(words, configs, command, context)
  const urls = [...given.values('--url'), ...given.operands]
  const body = bodySources(given, command, context)
  const uploads = given.values('-T', '--upload-file')
  const headers = credentialSources(given, command, context)
  const method = methodOf(given, body.length > 0, uploads.length > 0)
  const flags: readonly Flag[] = given.has('-k', '--insecure', '--proxy-insecure') ? ['insecure'] : []
  const socket = given.value('--unix-socket', '--abstract-unix-socket')
  const sent: readonly Source[] = [
    ...body,
    ...uploads.flatMap((word) => fileSources(word, command, context)),
    ...given.values('--url-query').flatMap((word) => textSources(word)),
  ]
  const through = detours(given)
  const requests = urls.flatMap((url) =>
    requestEffects(
      {
        url,
        method,
        body: sent,
        headers,
        flags,
        through,
        ...(socket ? { socket: context.path(socket, command) } : {}),
      },
      command,
      context,
    ),
  )
  return [...requests, ...writes(given, urls, command, context)]
}

function methodOf(given: Options, hasBody: boolean, uploads: boolean): string | null {
  const named = given.value('-X', '--request')
  if (named) return named.text === null ? null : named.text.toUpperCase()
  if (given.has('-G', '--get')) return 'GET'
  if (given.has('-I', '--head')) return 'HEAD'
  if (uploads) return 'PUT'
  return hasBody || given.has('--mail-rcpt', '-Q', '--quote') ? 'POST' : 'GET'
}

function bodySources(given: Options, command: Command, context: Context): readonly Source[] {
  const found: Source[] = []
  for (const word of given.values(...dataOptions)) {
    if (startOf(word).startsWith('@')) found.push(...fileSources(wordFrom(word, 1), command, context))
    else found.push(...textSources(word))
  }
  for (const word of given.values('--data-raw', '--form-string')) found.push(...textSources(word))
  for (const word of given.values('--data-urlencode')) {
    // `name@file`, `@file`, `name=content`, `content`
    const at = startOf(word).search(/[@=]/)
    if (at >= 0 && startOf(word)[at] === '@') found.push(...fileSources(wordFrom(word, at + 1), command, context))
    else found.push(...textSources(word))
  }
  for (const word of given.values('-F', '--form')) {
    const value = /^[^=]*=[@<]/.exec(startOf(word))
    if (value)
      for (const file of partFiles(wordFrom(word, value[0].length))) found.push(...fileSources(file, command, context))
    else found.push(...textSources(word))
  }
  for (const word of given.values('--variable')) {
    const file = /^[^@=]*@/.exec(startOf(word))
    if (file) found.push(...fileSources(wordFrom(word, file[0].length), command, context))
  }
  return found
}

/** `-F 'a=@one,two;type=text/plain'` names two files. */
function partFiles(word: Word): readonly Word[] {
  if (word.text === null) return [word]
  return word.text
    .split(';')[0]!
    .split(',')
    .map((name) => literal(name.replace(/^"|"$/g, '')))
}

/** Only what carries or may carry a secret: other headers say nothing. */
function credentialSources(given: Options, command: Command, context: Context): readonly Source[] {
  const found: Source[] = []
  for (const word of given.values('-H', '--header', '--proxy-header', '-A', '--user-agent', '-e', '--referer')) {
    if (startOf(word).startsWith('@')) found.push(...fileSources(wordFrom(word, 1), command, context))
    else found.push(...textSources(word).filter((source) => source.type !== 'text' || source.secrets))
    if (/^(authorization|x-api-key|cookie|private-token|x-auth-token|proxy-authorization)\s*:/i.test(startOf(word)))
      found.push({ type: 'secret', value: startOf(word).split(':')[0]!.toLowerCase(), secrets: ['header'] })
  }
  for (const word of given.values('-b', '--cookie')) {
    if (startOf(word).includes('=')) found.push(...textSources(word))
    else found.push(...fileSources(word, command, context))
  }
  for (const word of given.values('-u', '--user', '--oauth2-bearer', '-U', '--proxy-user')) {
    found.push(...textSources(word).filter((source) => source.type !== 'text' || source.secrets), {
      type: 'secret',
      value: 'login',
      secrets: ['login'],
    })
  }
  for (const word of given.values('-E', '--cert', '--key')) found.push(...fileSources(word, command, context))
  for (const word of given.values('--netrc-file')) found.push(...fileSources(word, command, context))
  if (given.has('-n', '--netrc')) found.push(pathSource(context.path(literal('~/.netrc'), command)))
  return found
}

/** Where the request really goes: names pinned to other addresses, proxies, name servers. */
function detours(given: Options): readonly Target[] {
  const found: Target[] = []
  for (const word of given.values('--connect-to', '--resolve')) {
    const parts = (word.text ?? '').split(':')
    const host = given.values('--resolve').includes(word) ? parts.slice(2).join(':').split(',')[0] : parts[2]
    if (word.text === null || host)
      found.push({
        type: 'host',
        value: word.text === null ? null : host!.replace(/^\[|\]$/g, ''),
        raw: word.raw,
        role: 'destination',
      })
  }
  for (const word of given.values(
    '-x',
    '--proxy',
    '--preproxy',
    '--socks4',
    '--socks4a',
    '--socks5',
    '--socks5-hostname',
    '--proxy1.0',
    '--doh-url',
  )) {
    if (word.text !== '') found.push({ ...hostTarget(word), role: 'remote' })
  }
  return found
}

/** Files that curl writes. */
function writes(given: Options, urls: readonly Word[], command: Command, context: Context): readonly Effect[] {
  const found: Effect[] = []
  const dir = given.value('--output-dir')
  const write = (word: Word) => {
    const inDir =
      dir?.text && word.text !== null && !word.text.startsWith('/') ? literal(`${dir.text}/${word.text}`) : word
    found.push(effect('fs.write', command, `writes \`${shown(inDir)}\``, { targets: [context.path(inDir, command)] }))
  }
  for (const word of given.values(
    '-o',
    '--output',
    '-D',
    '--dump-header',
    '-c',
    '--cookie-jar',
    '--trace',
    '--trace-ascii',
    '--stderr',
    '--libcurl',
    '--etag-save',
    '--hsts',
    '--alt-svc',
  ))
    if (word.text !== '-' && word.text !== '%' && word.text !== '') write(word)
  if (given.has('-O', '--remote-name', '--remote-name-all')) for (const url of urls) write(remoteName(url))
  for (const word of given.values('-w', '--write-out')) {
    const output = /%output\{(?:>>)?([^}]*)\}/.exec((word.text ?? '').slice(0, 4096))
    if (output) write(literal(output[1]!))
  }
  return found
}

/** Name that `-O` gives the file: the last part of the address. */
function remoteName(url: Word): Word {
  const text = url.text?.split(/[?#]/)[0]?.split('/').at(-1)
  return text ? literal(text) : { text: null, raw: url.raw, opaque: url.opaque ?? 'variable' }
}

/** A configuration file holds options, one a line; one that cannot be read could hold any. */
function configured(
  words: readonly Word[],
  files: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  const lines: Word[] = []
  for (const file of files) {
    const path = context.path(file, command).value
    const fed = file.text === '-' ? (command.stdin.kind === 'text' ? command.stdin.text.text : null) : null
    const text = fed ?? (path === null ? undefined : context.world.readText(path, MAX_CONFIG_BYTES))
    if (text === undefined || text === null) {
      return [
        effect('exec.opaque', command, `runs \`curl\` with options from \`${shown(file)}\`, which cannot be read`, {
          targets: [{ type: 'host', value: null }, context.path(file, command)],
        }),
      ]
    }
    lines.push(...configWords(text))
  }
  const own = parser.parse(words)
  const rest = words.filter(
    (word) => !own.values('-K', '--config').includes(word) && !/^(-K|--config)/.test(word.text ?? ''),
  )
  return transfer([...rest, ...lines.filter((word) => !/^(-K|--config)$/.test(word.text ?? ''))], command, context)
}

function configWords(text: string): readonly Word[] {
  const found: Word[] = []
  for (const line of text.split('\n')) {
    const match = /^(-{0,2}\w[\w-]*)[ \t]*[:=]?[ \t]*(.*)$/.exec(line.trim())
    if (!match || line.trimStart().startsWith('#')) continue
    const name = match[1]!.startsWith('-') ? match[1]! : `--${match[1]!}`
    found.push(literal(name))
    if (match[2]) found.push(literal(match[2].replace(/^"(.*)"$/, '$1')))
  }
  return found
}

function startOf(word: Word): string {
  return word.text ?? word.prefix ?? ''
}
