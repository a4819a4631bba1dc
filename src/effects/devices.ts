/** Phones, boards and other devices: what is put on them, erased from them, or only asked of them. */
import type { Word } from '../shell/script.js'
import { effect, type Family, listed, programName } from './context.js'
import type { Effect, Flag, Target } from './effect.js'
import { optionParser } from './options.js'

const device = (word: Word | undefined, name?: string): readonly Target[] =>
  word ? [{ type: 'device', value: word.text, raw: word.raw }] : name ? [{ type: 'device', value: name }] : []

const operandTargets = (words: readonly Word[]): readonly Target[] =>
  words.slice(0, 4).map((word) => ({ type: 'resource', value: word.text, raw: word.raw }))

const adbParser = optionParser({ values: '-s -t -H -P -L', stopsAtOperand: true })

const adb: Family = (command) => {
  const options = adbParser.parse(command.argv.slice(1))
  const [verb, ...rest] = options.operands
  const on = device(options.value('-s', '-t'))
  const plain = rest.filter((word) => !(word.text ?? '').startsWith('-'))
  const act = verb?.text ?? 'help'
  const text = rest.map((word) => word.text ?? word.raw).join(' ')
  if (
    /^(?:devices|logcat|bugreport|version|help|get-state|get-serialno|wait-for-device|features|host-features|jdwp|start-server|forward|reverse|pull|connect|disconnect|kill-server)$/.test(
      act,
    )
  )
    return [effect('sys.read', command, `runs \`adb ${act}\``, { targets: on })]
  if (/^(?:install|install-multiple|push|sideload|sync)$/.test(act))
    return [
      effect('deploy.run', command, `puts ${listed(plain.map((word) => word.text ?? word.raw))} on a device`, {
        targets: [...on, ...operandTargets(plain)],
        flags: ['local'],
      }),
    ]
  if (act === 'uninstall')
    return [
      effect('pkg.remove', command, `removes an app from a device`, { targets: [...on, ...operandTargets(plain)] }),
    ]
  if (act === 'shell' || act === 'exec-out') {
    if (
      /\bpm (?:clear|uninstall)\b|\brm\b|\bwipe\b|\brecovery --wipe|settings (?:put|delete)|\bsqlite3\b.*(?:delete|drop)/i.test(
        text,
      )
    )
      return [
        effect('sys.disk', command, `erases data on a device: \`${text.slice(0, 80)}\``, {
          targets: [...on, ...operandTargets(plain.slice(-1))],
        }),
      ]
    if (/^(?:am|monkey|input|svc|cmd|setprop|reboot|stop|start)\b/.test(text))
      return [
        effect('exec.local', command, `runs \`${text.slice(0, 80)}\` on a device`, {
          targets: [...on, ...operandTargets(plain.slice(0, 1))],
        }),
      ]
    return [effect('sys.read', command, `looks at a device with \`${text.slice(0, 80)}\``, { targets: on })]
  }
  if (/^(?:reboot|root|unroot|remount|disable-verity|enable-verity|tcpip|usb)$/.test(act))
    return [effect('sys.power', command, `runs \`adb ${act}\``, { targets: on })]
  return undefined
}

const fastboot: Family = (command) => {
  const text = command.argv
    .slice(1)
    .map((word) => word.text ?? word.raw)
    .join(' ')
  if (/^(?:devices|getvar|help|-l)/.test(text)) return [effect('sys.read', command, 'asks a device')]
  const kind = /\b(?:erase|format|-w|wipe|oem unlock|flashing unlock)\b/.test(text) ? 'sys.disk' : 'deploy.run'
  return [
    effect(kind, command, `runs \`fastboot ${text.slice(0, 80)}\``, {
      targets: [{ type: 'device', value: null, raw: 'fastboot' }],
    }),
  ]
}

/** `xcrun simctl`, `simctl`: simulators on this machine. */
const simulator: Family = (command, context) => {
  const words = command.argv.slice(1)
  const at = words.findIndex((word) => word.text === 'simctl')
  if (programName(command) === 'xcrun' && at < 0) {
    const tool = words.findIndex((word) => !(word.text ?? '').startsWith('-'))
    return tool < 0 ? [effect('sys.read', command, 'asks `xcrun`')] : context.run(words.slice(tool), command)
  }
  const [verb, ...rest] = words.slice(at + 1)
  if (/^(?:erase|delete)$/.test(verb?.text ?? ''))
    return [
      effect('sys.disk', command, `runs \`simctl ${verb?.text}\``, {
        targets: rest.map((word) => ({
          type: 'device',
          value: word.text,
          raw: word.raw,
          ...(word.text === 'all' ? { many: true } : {}),
        })),
        flags: rest.some((word) => word.text === 'all') ? ['all'] : [],
      }),
    ]
  if (
    /^(?:install|launch|boot|shutdown|openurl|uninstall|addmedia|push|spawn|terminate|create|status_bar|ui|privacy)$/.test(
      verb?.text ?? '',
    )
  )
    return [effect('exec.local', command, `runs \`simctl ${verb?.text}\``, { targets: operandTargets(rest) })]
  return [effect('sys.read', command, 'asks the simulators')]
}

const flashParser = optionParser({
  values:
    '--port -p --baud -b --chip -c --upload-port --target -t -e --environment -d --project-dir -f -U -P -m -B -C -a --serial --connect-under-reset --address --fqbn --input-dir --runner -i --interface',
  singleDash: false,
})

/** Programs that write the flash of a board: the words of the call say whether they write, erase or read. */
const flasher: Family = (command) => {
  const program = programName(command)
  const options = flashParser.parse(command.argv.slice(1))
  const text = command.argv
    .slice(1)
    .map((word) => word.text ?? word.raw)
    .join(' ')
  const port = options.value('--port', '-p', '--upload-port', '-P', '--serial')
  const targets: Target[] = [...device(port)]
  if (targets.length === 0) targets.push({ type: 'device', value: null, raw: program })
  const flags: Flag[] = ['local']
  if (
    /\b(?:erase[_-]?flash|erase[_-]?region|erase|mass_erase|chip_erase|--erase-all|lock|burn_efuse|write_protect|rdp)\b/.test(
      text,
    )
  )
    return [effect('sys.disk', command, `erases or locks a board with \`${program}\``, { targets, flags })]
  if (/\b(?:write[_-]?flash|write_mem|program|upload|flash|write|load|-Uflash:w|download)\b|:w:/.test(text))
    return [effect('deploy.run', command, `flashes a board with \`${program}\``, { targets, flags })]
  return [effect('sys.read', command, `asks a board with \`${program}\``, { targets })]
}

/** Build systems that also flash: only `upload`, `flash` and `erase` reach the board. */
const boardBuilder: Family = (command, context) => {
  const text = command.argv
    .slice(1)
    .map((word) => word.text ?? word.raw)
    .join(' ')
  if (/\b(?:upload|flash|app-flash|erase|erase-flash|program)\b/.test(text)) return flasher(command, context)
  if (/\b(?:monitor|device|boards?|list|info|version|--version|help|search)\b/.test(text))
    return [effect('sys.read', command, `asks \`${programName(command)}\``)]
  if (/\b(?:lib|pkg|core|platform) (?:install|update|upgrade)\b/.test(text))
    return [
      effect('pkg.install', command, `installs packages with \`${programName(command)}\``, {
        targets: operandTargets(command.argv.slice(3)).map((target) => ({ ...target, type: 'package' })),
      }),
    ]
  return [
    effect(/\btest\b/.test(text) ? 'exec.test' : 'exec.build', command, `builds with \`${programName(command)}\``),
  ]
}

/** fastlane: a lane is a task of the project; names say whether it reaches a store. */
const fastlane: Family = (command): readonly Effect[] => {
  const lane = command.argv
    .slice(1)
    .find(
      (word) =>
        !(word.text ?? '').startsWith('-') && word.text !== 'ios' && word.text !== 'android' && word.text !== 'run',
    )
  const name = lane?.text ?? ''
  if (/^(?:lanes|list|action|actions|env|docs|--version|)$/.test(name))
    return [effect('pkg.read', command, 'asks `fastlane`')]
  if (/test|scan|lint|snapshot|screengrab/i.test(name))
    return [effect('exec.test', command, `runs the lane \`${name}\``)]
  if (/build|gym|gradle|compile/i.test(name)) return [effect('exec.build', command, `runs the lane \`${name}\``)]
  if (/match|cert|sigh|nuke|produce|pem/i.test(name))
    return [
      effect(
        /nuke/.test(name) ? 'secret.delete' : 'secret.write',
        command,
        `changes signing credentials with \`${name}\``,
        { targets: [{ type: 'secret', value: name }] },
      ),
    ]
  const production = /release|store|prod|deliver|supply|appstore|play/i.test(name)
  return [
    effect('deploy.run', command, `runs the lane \`${name}\``, {
      targets: [{ type: 'script', value: name || null, raw: `fastlane ${name}` }],
      flags: production ? ['production'] : [],
    }),
  ]
}

export const devicePrograms: Readonly<Record<string, Family>> = {
  adb,
  fastboot,
  simctl: simulator,
  xcrun: simulator,
  'ios-deploy': flasher,
  ideviceinstaller: flasher,
  'esptool.py': flasher,
  esptool: flasher,
  'espefuse.py': flasher,
  openocd: flasher,
  avrdude: flasher,
  'st-flash': flasher,
  STM32_Programmer_CLI: flasher,
  'dfu-util': flasher,
  flashrom: flasher,
  stm32flash: flasher,
  'rpi-imager': flasher,
  pyocd: flasher,
  'probe-rs': flasher,
  picotool: flasher,
  bossac: flasher,
  nrfjprog: flasher,
  JLinkExe: flasher,
  mpremote: flasher,
  ampy: flasher,
  teensy_loader_cli: flasher,
  pio: boardBuilder,
  platformio: boardBuilder,
  'arduino-cli': boardBuilder,
  'idf.py': boardBuilder,
  west: boardBuilder,
  fastlane,
}
