/** openssl: files in and out, private keys made or shown, connections. */
import { effect, type Family, shown } from '../context.js'
import type { Source } from '../effect.js'
import { isLocalHost } from '../hosts.js'
import { optionParser } from '../options.js'
import { fileSources, hostTarget, stdinSources } from '../payload.js'
import { files } from './files.js'

const opensslParser = optionParser({
  values:
    '-in -out -inform -outform -key -keyform -keyout -newkey -days -subj -config -extensions -addext -CA -CAkey -CAfile -CApath -cert -connect -servername -port -pass -passin -passout -k -K -iv -S -iter -md -inkey -name -certfile -signer -recip -certpbe -keypbe -caname -host -accept -rand -sigopt -verify -signature -pkeyopt -algorithm -paramfile -set_serial -CAserial -reqexts -enddate -startdate -starttls -proxy -cipher -alpn -keysig -kdfopt -untrusted -purpose -noct -status -inkey -url -issuer -VAfile -nonce -index -rkey -rsigner',
  singleDash: true,
})

export const openssl: Family = (command, context) => {
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
