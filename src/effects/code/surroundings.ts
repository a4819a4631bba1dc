/** What the acts of one program share while it is read. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, literal } from '../context.js'
import type { Effect } from '../effect.js'
import type { Connection } from '../sql/connection.js'
import type { Value } from './value.js'

/** What all calls of one program share. */
export interface Surroundings {
  readonly command: Command
  readonly context: Context
  /** The database that the program connected to, as far as it was said. */
  connection: Connection | undefined
  /** Reads code of the same language (`eval`), one level deeper. */
  readonly nested: (text: string) => readonly Effect[]
}

/** A word of which nothing is known. */
export const UNKNOWN_WORD: Word = { text: null, raw: '?', opaque: 'variable' }
/** A value that the call does not name. */
export const UNNAMED: Value = { word: UNKNOWN_WORD, from: [] }
/** The working directory. */
export const HERE: Value = { word: literal('.'), from: [] }
