/**
 * What bounds the reading of one text. Past a bound the rest is an opaque part with its reason, so a text made to be
 * slow or huge ends in a question to a person and never in a guess.
 */

/** Largest text that is parsed, in bytes of UTF-8; what agents write is far below it. */
export const MAX_SCRIPT_BYTES = 64 * 1024

/** Open brackets at once. The parser reads each nested substitution anew, so its cost grows with length times this. */
export const MAX_NESTING = 60

/** Texts inside texts (`bash -c "eval '...'"`, functions, sourced files), which also bounds recursive functions. */
export const MAX_DEPTH = 16

/** Syntax and texts together, counted along one path, so that the walk stays far below the stack's end. */
export const MAX_LEVEL = 120

/** Simple commands in one script, unrolled loops and called functions included. */
export const MAX_COMMANDS = 2000

/** Words that one word may expand to (braces, split variables, positional parameters). */
export const MAX_EXPANSION = 1000

/** Turns of a loop over known words; a longer one is walked once with its variable unknown. */
export const MAX_TURNS = 64

/** Length of one known value, in UTF-16 units. */
export const MAX_VALUE = 64 * 1024

/** Variables that are followed; beyond it new ones are unknown, since every branch copies them. */
export const MAX_VARIABLES = 256

/** Loops inside loops whose turns are followed; deeper ones are walked once, with no value known in them. */
export const MAX_LOOPS = 4

/** Steps of the walk (nodes, words, copies). About 0.5 us each, so a hostile text ends within its 50 ms. */
export const MAX_WORK = 60_000

/** Largest file whose text is read in place of a constant (`$(cat version)`), in bytes. */
export const MAX_VALUE_FILE = 4 * 1024
