/** What the programs that change files share. */
import type { Command } from '../../shell/script.js'
import { effect, programName } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import type { Options } from '../options.js'
import { isSink } from '../paths.js'
import { names } from './readers.js'

/** Whether only help is asked for. */
export const asksHelp = (options: Options) => options.has('--help', '--version')
/** The effect of asking for help. */
export const help = (command: Command) => [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]

/** A write of these files. Writes to /dev/null and the terminal change nothing. */
export function writes(
  targets: readonly Target[],
  command: Command,
  flags: readonly Flag[] = [],
  sources: readonly Source[] = [],
): readonly Effect[] {
  const real = targets.filter((target) => !isSink(target))
  if (real.length === 0) return [effect('shell.none', command, 'writes no file')]
  if (real.some((target) => target.area === 'device'))
    return [effect('sys.disk', command, `writes to the device ${names(real)}`, { targets: real, flags, sources })]
  return [effect('fs.write', command, `writes ${names(real)}`, { targets: real, flags, sources })]
}
