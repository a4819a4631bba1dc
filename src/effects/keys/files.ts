/** Files that key programs read and write. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, shown } from '../context.js'
import type { Effect } from '../effect.js'

export function files(
  kind: 'fs.read' | 'fs.write',
  words: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] {
  return words.map((word) =>
    effect(kind, command, `${kind === 'fs.read' ? 'reads' : 'writes'} \`${shown(word)}\``, {
      targets: [context.path(word, command)],
    }),
  )
}
