/** wget, HTTPie and xh, aria2: other programs that make HTTP requests. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { type OptionParser, optionParser, wordFrom } from '../options.js'
import { fileSources, hostTarget, stdinSources, textSources } from '../payload.js'
import { requestEffects } from './request.js'

const wgetParser: OptionParser = optionParser({
  values:
    '-e --execute -o --output-file -a --append-output --report-speed -i --input-file -B --base --config --rejected-log -t --tries --retry-on-http-error -O --output-document --start-pos --progress -T --timeout --dns-timeout --connect-timeout --read-timeout -w --wait --waitretry -Q --quota --bind-address --limit-rate --restrict-file-names --prefer-family --user --password --use-askpass --local-encoding --remote-encoding -P --directory-prefix --cut-dirs --http-user --http-password --default-page --header --compression --proxy-user --proxy-password --referer -U --user-agent --load-cookies --save-cookies --post-data --post-file --method --body-data --body-file --secure-protocol --certificate --certificate-type --private-key --private-key-type --ca-certificate --ca-directory --crl-file --pinnedpubkey --ciphers --ftp-user --ftp-password --warc-file --warc-header --warc-max-size --warc-dedup --warc-tempdir -l --level --backups -A --accept -R --reject --accept-regex --reject-regex --regex-type -D --domains --exclude-domains --follow-tags --ignore-tags -I --include-directories -X --exclude-directories',
  long: '--no-check-certificate --recursive --mirror --spider --quiet --continue --delete-after --help --version --background --page-requisites --convert-links',
})

export function wget(command: Command, context: Context): readonly Effect[] {
  const given = wgetParser.parse(command.argv.slice(1))
  if (given.has('-h', '--help', '-V', '--version'))
    return [effect('shell.none', command, 'shows the help of `wget`', { flags: ['dry-run'] })]
  const body: Source[] = [
    ...given.values('--post-data', '--body-data').flatMap((word) => textSources(word)),
    ...given.values('--post-file', '--body-file').flatMap((word) => fileSources(word, command, context)),
  ]
  const headers: Source[] = [
    ...given
      .values('--header')
      .flatMap((word) => textSources(word).filter((source) => source.type !== 'text' || source.secrets)),
    ...given.values('--password', '--http-password').flatMap((word) => textSources(word)),
    ...given
      .values('--load-cookies', '--certificate', '--private-key')
      .flatMap((word) => fileSources(word, command, context)),
  ]
  const settings = given.values('-e', '--execute').map((word) => word.text ?? '')
  const named = given.value('--method')
  const method = named
    ? (named.text?.toUpperCase() ?? null)
    : given.has('--post-data', '--post-file')
      ? 'POST'
      : given.has('--spider')
        ? 'HEAD'
        : 'GET'
  const flags: Flag[] = []
  if (
    given.has('--no-check-certificate') ||
    settings.some((setting) => /check_certificate\s*=\s*(off|no|0)/i.test(setting))
  )
    flags.push('insecure')
  if (given.has('-r', '--recursive', '-m', '--mirror', '-p', '--page-requisites')) flags.push('recursive')
  const through = settings.flatMap((setting): readonly Target[] => {
    const proxy = /^\s*(?:https?|ftp)_proxy\s*=\s*(\S+)/i.exec(setting)
    return proxy ? [{ ...hostTarget(literal(proxy[1]!)), role: 'remote' }] : []
  })
  const lists = given.values('-i', '--input-file')
  const found = given.operands.flatMap((url) =>
    requestEffects({ url, method, body, headers, flags, through }, command, context),
  )
  for (const list of lists)
    found.push(
      effect('net.fetch', command, `fetches every address in \`${shown(list)}\``, {
        targets: [{ type: 'host', value: null }],
        flags,
        sources: fileSources(list, command, context),
      }),
    )
  for (const program of given.values('--use-askpass'))
    if (program.text !== '') found.push(...context.run([program], command))
  if (given.has('--spider') || found.length === 0) return found
  return [
    ...found,
    ...wgetWrites(
      given.values('-O', '--output-document'),
      given.value('-P', '--directory-prefix'),
      given.operands,
      command,
      context,
    ),
    ...given
      .values('-o', '--output-file', '-a', '--append-output', '--save-cookies', '--rejected-log')
      .map((word) => write(word, command, context)),
  ]
}

function wgetWrites(
  outputs: readonly Word[],
  dir: Word | undefined,
  urls: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  const output = outputs[0]
  if (output) return output.text === '-' ? [] : [write(output, command, context)]
  return urls.map((url) => {
    const name =
      url.text
        ?.split(/[?#]/)[0]
        ?.replace(/^[a-z]+:\/\//, '')
        .split('/')
        .slice(1)
        .at(-1) || 'index.html'
    const prefix = dir ? (dir.text === null ? undefined : `${dir.text}/`) : ''
    return write(
      url.text === null || prefix === undefined
        ? { text: null, raw: url.raw, prefix: dir?.prefix ?? '' }
        : literal(`${prefix}${name}`),
      command,
      context,
    )
  })
}

function write(word: Word, command: Command, context: Context): Effect {
  return effect('fs.write', command, `writes \`${shown(word)}\``, { targets: [context.path(word, command)] })
}

const httpieParser: OptionParser = optionParser({
  values:
    '-a --auth -A --auth-type --session --session-read-only --verify --cert --cert-key --cert-key-pass --ssl --ciphers --proxy --timeout --max-redirects --max-headers -o --output -p --print --pretty -s --style --format-options --response-charset --response-mime --raw --boundary --default-scheme --resolve --interface --http-version',
  long: '--json --form --multipart --download --ignore-stdin --offline --help --version --continue --follow --check-status',
})

/** `http METHOD URL name=value name==query name:header name:=json name@file name=@file`. */
export function httpie(command: Command, context: Context): readonly Effect[] {
  const given = httpieParser.parse(command.argv.slice(1))
  if (given.has('--help', '--version', '--offline'))
    return [
      effect('shell.none', command, `shows what \`${shown(command.argv[0]!)}\` would send`, { flags: ['dry-run'] }),
    ]
  const operands = [...given.operands]
  const named =
    operands[0]?.text && /^[A-Za-z]+$/.test(operands[0].text) && operands.length > 1
      ? operands.shift()!.text!.toUpperCase()
      : undefined
  const url = operands.shift()
  if (!url) return []
  const body: Source[] = given.values('--raw').flatMap((word) => textSources(word))
  const headers: Source[] = given
    .values('-a', '--auth')
    .flatMap((word) => [
      ...textSources(word).filter((source) => source.type !== 'text'),
      { type: 'secret' as const, value: 'login', secrets: ['login'] },
    ])
  for (const item of operands) {
    const start = item.text ?? item.prefix ?? ''
    const separator = /:=@|=@|:=|==|@|=|:/.exec(start)
    const rest = wordFrom(item, separator ? separator.index + separator[0].length : 0)
    if (!separator) continue
    if (separator[0].endsWith('@')) body.push(...fileSources(rest, command, context))
    else if (separator[0] === ':')
      headers.push(...textSources(item).filter((source) => source.type !== 'text' || source.secrets))
    else if (separator[0] !== '==') body.push(...textSources(rest))
  }
  if (
    !given.has('--ignore-stdin', '-I') &&
    (command.stdin.kind === 'text' || command.stdin.kind === 'file' || command.stdin.kind === 'pipe')
  )
    body.push(...stdinSources(command, context))
  const flags: readonly Flag[] = /^(no|false)$/.test(given.value('--verify')?.text ?? '') ? ['insecure'] : []
  const through = given
    .values('--proxy')
    .map((word): Target => ({ ...hostTarget(wordFrom(word, (word.text ?? '').indexOf(':') + 1)), role: 'remote' }))
  const target = url.text?.startsWith(':')
    ? literal(`http://localhost${url.text.startsWith(':/') ? url.text.slice(1) : url.text}`)
    : url
  const found = requestEffects(
    { url: target, method: named ?? (body.length > 0 ? 'POST' : 'GET'), body, headers, flags, through },
    command,
    context,
  )
  const output = given.value('-o', '--output')
  if (output) return [...found, write(output, command, context)]
  return given.has('-d', '--download')
    ? [...found, write(literal(url.text?.split(/[?#]/)[0]?.split('/').at(-1) || 'index.html'), command, context)]
    : found
}

const ariaParser: OptionParser = optionParser({
  values:
    '-d --dir -o --out -i --input-file -l --log -s --split -x --max-connection-per-server -j --max-concurrent-downloads -k --min-split-size --header -U --user-agent --all-proxy --http-proxy --https-proxy --http-user --http-passwd --load-cookies --save-cookies --certificate --private-key --conf-path --on-download-complete --on-download-start --on-download-error --on-download-stop --on-download-pause --on-bt-download-complete --rpc-listen-port --rpc-secret --checksum --timeout -t -m --max-tries --seed-time --seed-ratio -T --torrent-file -M --metalink-file --file-allocation --max-download-limit',
})

export function aria2(command: Command, context: Context): readonly Effect[] {
  const given = ariaParser.parse(command.argv.slice(1))
  if (given.has('-h', '--help', '-v', '--version'))
    return [effect('shell.none', command, 'shows the help of `aria2c`', { flags: ['dry-run'] })]
  const flags: readonly Flag[] = given.value('--check-certificate')?.text === 'false' ? ['insecure'] : []
  const headers = given
    .values('--header')
    .flatMap((word) => textSources(word).filter((source) => source.type !== 'text' || source.secrets))
  const found: Effect[] = []
  for (const url of given.operands) {
    found.push(...requestEffects({ url, method: 'GET', body: [], headers, flags }, command, context))
    const name = given.value('-o', '--out') ?? literal(url.text?.split(/[?#]/)[0]?.split('/').at(-1) || 'index.html')
    const dir = given.value('-d', '--dir')
    found.push(
      write(
        dir ? (dir.text !== null && name.text !== null ? literal(`${dir.text}/${name.text}`) : dir) : name,
        command,
        context,
      ),
    )
  }
  for (const hook of [
    '--on-download-complete',
    '--on-download-start',
    '--on-download-error',
    '--on-download-stop',
    '--on-download-pause',
    '--on-bt-download-complete',
  ]) {
    for (const program of given.values(hook)) found.push(...context.run([program], command))
  }
  if (given.has('--enable-rpc'))
    found.push(
      effect('net.listen', command, 'listens for remote control', {
        flags: given.has('--rpc-listen-all') ? ['listen-all'] : [],
      }),
    )
  return found
}
