/** `gatesh log` and its subcommands: what was decided, newest first. */
import { homedir } from 'node:os'
import { directories } from '../config/directories.js'
import { EXIT, Failure } from './failure.js'
import { list } from './log-list.js'
import { parseLog } from './log-options.js'
import { show } from './log-show.js'
import { stats } from './log-stats.js'
import { verify } from './log-verify.js'

/** Exit code; 0 where all that was asked for was done. */
export async function log(
  args: readonly string[],
  print: (text: string) => void,
  warn: (text: string) => void,
): Promise<number> {
  if (args[0] === 'replay') return (await import('./log-replay.js')).logReplay(args.slice(1), print, warn)
  const { values, positionals } = parseLog(args)
  const places = directories(process.env, homedir())
  const [verb, id, ...more] = positionals
  switch (positionals.length === 0 ? 'list' : verb) {
    case 'list':
      return list(places.log, values, warn)
    case 'show':
      if (id !== undefined && more.length === 0) return show(places, id, values, print)
      break
    case 'help':
      print((await import('./log-help.js')).logHelp)
      return EXIT.ok
    case 'play':
      if (id !== undefined && more.length === 0) return (await import('./log-play.js')).play(places, id, values, warn)
      break
    case 'suggest':
      if (id === undefined) return (await import('./log-suggest.js')).suggest(places, values, print)
      break
    case 'stats':
      if (id === undefined) return stats(places, values)
      break
    case 'verify':
      if (id === undefined) return verify(places, values)
      break
  }
  throw new Failure(`\`gatesh log ${positionals.join(' ')}\` is not known`, EXIT.usage, 'see `gatesh log help`')
}
