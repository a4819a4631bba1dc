/** Mail, chat and payments from the command line. */
import type { Command } from '../shell/script.js'
import { act, acts, family, type Program } from './acts.js'
import { type Context, effect, type Family, listed, programName, shown } from './context.js'
import type { Effect, Source, Target } from './effect.js'
import { type OptionSpec, optionParser } from './options.js'
import { fileSources, hostTarget, stdinSources, textSources } from './payload.js'

interface Mailer {
  readonly options: OptionSpec
  readonly recipients: readonly string[]
  readonly attachments: readonly string[]
  readonly texts: readonly string[]
  readonly server?: readonly string[]
  /** Options with which nothing is sent. */
  readonly reads?: readonly string[]
}

const mailers: Readonly<Record<string, Mailer>> = {
  mail: {
    options: {
      values: '-a -A -b -c -q -r -s -S -u -T -X -Y --attach --subject --to --content-type --content-filename',
    },
    recipients: ['-b', '-c', '--to'],
    attachments: ['-a', '-A', '--attach', '-q'],
    texts: ['-s', '--subject', '-S'],
    reads: ['-e', '-H', '-f', '-p', '-L'],
  },
  mutt: {
    options: { values: '-a -A -b -c -e -f -F -H -i -m -Q -s' },
    recipients: ['-b', '-c'],
    attachments: ['-a', '-i', '-H'],
    texts: ['-s', '-e'],
    reads: ['-v', '-Q', '-p', '-D', '-f', '-y', '-Z'],
  },
  sendmail: {
    options: { values: '-f -F -r -o -O -C -X -B -N -R -V -L -q', attached: '-o -O -b' },
    recipients: [],
    attachments: [],
    texts: [],
    reads: [],
  },
  msmtp: {
    options: {
      values:
        '-a --account -C --file --host --port -f --from --tls --auth --user --passwordeval --logfile -X -N -R --proxy-host',
    },
    recipients: [],
    attachments: [],
    texts: [],
    server: ['--host'],
    reads: ['-P', '--pretend', '-S', '--serverinfo'],
  },
  swaks: {
    options: {
      values:
        '-t --to -f --from -s --server -p --port -h --helo --header --body --attach -d --data -a --auth -au --auth-user -ap --auth-password --h-Subject --h-From --attach-type --add-header -cc --cc -bcc --bcc',
      singleDash: true,
    },
    recipients: ['-t', '--to', '-cc', '--cc', '-bcc', '--bcc'],
    attachments: ['--attach'],
    texts: ['--body', '--header', '-d', '--data', '--h-Subject'],
    server: ['-s', '--server'],
    reads: ['--dump'],
  },
  sendemail: {
    options: { values: '-f -t -u -m -s -a -cc -bcc -xu -xp -o -l', singleDash: true },
    recipients: ['-t', '-cc', '-bcc'],
    attachments: ['-a'],
    texts: ['-u', '-m'],
    server: ['-s'],
  },
}

/** Mail programs: recipients, what is attached, and the text on standard input. */
function mailer(spec: Mailer): Family {
  const parser = optionParser(spec.options)
  return (command, context) => {
    const given = parser.parse(command.argv.slice(1))
    if (given.has('--help', '--version') || (spec.reads && given.has(...spec.reads) && given.operands.length === 0))
      return [effect('sys.read', command, `reads the state of \`${programName(command)}\``)]
    const people = [...given.operands, ...given.values(...spec.recipients)]
    if (people.length === 0 && !given.has('-t')) return [effect('sys.read', command, 'reads mail')]
    const targets: Target[] = people.map((word) => ({ type: 'recipient', value: word.text, raw: word.raw }))
    for (const word of given.values(...(spec.server ?? []))) targets.push(hostTarget(word, 'destination'))
    const sources: Source[] = [
      ...given.values(...spec.texts).flatMap((word) => textSources(word)),
      ...given.values(...spec.attachments).flatMap((word) => fileSources(word, command, context)),
      ...(command.stdin.kind === 'inherit' ? [] : stdinSources(command, context)),
    ]
    return [
      effect('msg.send', command, `sends mail to ${listed(people.map(shown)) || 'whom the text names'}`, {
        targets,
        sources,
      }),
    ]
  }
}

/** Chat programs: channel from options, text from operands, options or standard input. */
const chatParser = optionParser({
  values:
    '-c --channel -t --to --title -m --message --text -f --file -u --url --user -s --subject -r --recipient -g --group-id -H --header -p --priority --topic --token --config --room -b --body --tags --webhook --webhook-url --initial-comment --filename --attach -a --attachment',
})

/** Subcommands that only read. */
const chatReads =
  /^(list|ls|auth|channels|users|version|help|config|receive|status|whoami|history|search|members|devices|listContacts|listGroups|listAccounts|getUserStatus)$/

const chat: Family = (command, context) => {
  const name = programName(command)
  const given = chatParser.parse(command.argv.slice(1))
  const words = given.operands
  if (given.has('--help', '-h', '--version') || (words.length === 0 && command.stdin.kind === 'inherit'))
    return [effect('sys.read', command, `shows the help of \`${name}\``, { flags: ['dry-run'] })]
  if (chatReads.test(words[0]?.text ?? '') && !/^(send|post|message|upload)$/.test(words[1]?.text ?? ''))
    return [effect('sys.read', command, `reads with \`${name}\``)]
  const channels = given
    .values('-c', '--channel', '-t', '--to', '--room', '--topic', '-g', '--group-id', '-r', '--recipient')
    .map((word): Target => ({ type: 'channel', value: word.text, raw: word.raw }))
  const spoken = words.filter(
    (word) => !/^(send|post|message|chat|upload|snippet|publish|pub|files?)$/.test(word.text ?? ''),
  )
  const named =
    channels.length === 0 && spoken[0]
      ? [{ type: 'channel' as const, value: spoken[0].text, raw: spoken[0].raw }]
      : channels
  const hosts = given.values('-u', '--url', '--webhook', '--webhook-url').map((word) => hostTarget(word, 'destination'))
  const sources: Source[] = [
    ...spoken.flatMap((word) => textSources(word)),
    ...given
      .values('-m', '--message', '--text', '-b', '--body', '--title', '-s', '--subject', '--initial-comment')
      .flatMap((word) => textSources(word)),
    ...given
      .values('-f', '--file', '-a', '--attachment', '--attach')
      .flatMap((word) => fileSources(word, command, context)),
    ...(command.stdin.kind === 'inherit' ? [] : stdinSources(command, context)),
  ]
  return [
    effect(
      'msg.send',
      command,
      `sends a message with \`${name}\` to ${listed(named.map((target) => target.value ?? target.raw ?? '?')) || 'somebody'}`,
      { targets: [...named, ...hosts], sources },
    ),
  ]
}

/** `wall`, `write`: other people who are logged in. `notify-send` and its kin: this desktop. */
function local(kind: 'msg.send' | 'sys.notify'): Family {
  return (command: Command, context: Context): readonly Effect[] => [
    effect(
      kind,
      command,
      kind === 'msg.send' ? 'writes to everybody who is logged in' : 'shows a notice on this desktop',
      {
        sources: [
          ...command.argv.slice(1).flatMap((word) => textSources(word)),
          ...(command.stdin.kind === 'inherit' ? [] : stdinSources(command, context)),
        ],
      },
    ),
  ]
}

const stripe: Program = {
  read: 'sys.read',
  values:
    '-d --data -e --expand -l --limit -a --starting-after -b --ending-before -i --idempotency -v --stripe-version -s --stripe-account -p --project-name --api-key --config --device-name --forward-to -f --forward-connect-to --events --log-level --amount --currency --customer --headers -H --api-version --override --add --remove',
  acts: {
    ...acts('sys.read', [
      'version',
      'status',
      'config',
      'help',
      'open',
      'resources',
      'samples',
      'feedback',
      'whoami',
      'logs tail',
      'events list',
      'get',
    ]),
    login: act('auth.login', 'logs in'),
    logout: act('auth.logout', 'logs out'),
    listen: act('net.connect', 'receives events'),
    trigger: act('pay.act', 'makes test events', ['resource']),
    fixtures: act('pay.act', 'makes what a file says', ['path']),
    post: act('pay.act', 'posts to', ['resource']),
    delete: act('pay.act', 'deletes', ['resource'], ['delete']),
    'events resend': act('pay.act', 'sends event again', ['resource']),
    serve: act('exec.serve', 'serves on this machine'),
  },
  targets: {
    '-s': 'account',
    '--stripe-account': 'account',
    '-p': 'account',
    '--project-name': 'account',
    '--customer': 'recipient',
  },
  flags: { '--live': 'production', '-c': 'auto-approve', '--confirm': 'auto-approve' },
  pathWords: 2,
  otherwise: (words) =>
    /^(list|retrieve|search|get)$/.test(words[1] ?? '')
      ? act('sys.read', `reads \`${words.join(' ')}\``, ['resource'])
      : act(
          'pay.act',
          `runs \`${words.join(' ')}\` on`,
          ['resource'],
          /^(delete|cancel|void|detach)$/.test(words[1] ?? '') ? ['delete'] : [],
        ),
}

export const messagePrograms: Readonly<Record<string, Family>> = {
  mail: mailer(mailers.mail!),
  mailx: mailer(mailers.mail!),
  's-nail': mailer(mailers.mail!),
  mutt: mailer(mailers.mutt!),
  neomutt: mailer(mailers.mutt!),
  sendmail: mailer(mailers.sendmail!),
  msmtp: mailer(mailers.msmtp!),
  ssmtp: mailer(mailers.sendmail!),
  swaks: mailer(mailers.swaks!),
  sendemail: mailer(mailers.sendemail!),
  sendEmail: mailer(mailers.sendemail!),
  ...Object.fromEntries(
    [
      'slack',
      'slackcat',
      'slack-notify',
      'slack-cli',
      'discord.sh',
      'discord-webhook',
      'telegram-send',
      'telegram-cli',
      'signal-cli',
      'matrix-commander',
      'mattermost',
      'mmctl',
      'ntfy',
      'apprise',
      'pushover',
      'twilio',
      'zulip-send',
      'teams-notify',
      'rocketchat',
      'hangups',
      'xmpp-send',
      'sendxmpp',
      'toot',
      'tweet',
      'bsky',
    ].map((name) => [name, chat]),
  ),
  wall: local('msg.send'),
  write: local('msg.send'),
  'notify-send': local('sys.notify'),
  'terminal-notifier': local('sys.notify'),
  stripe: family('stripe', stripe),
}
