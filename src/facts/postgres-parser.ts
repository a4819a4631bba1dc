/** PostgreSQL's own parser (wasm, 1.8 MB), loaded only when something first asks for it. */

/** Parse tree of a text, undefined where it does not parse. See `World.parsePostgres`. */
export type PostgresParser = (text: string) => unknown

/** Loads the parser; about 20 ms, once a session. A machine where it does not load gets undefined: the cautious reader answers. */
export async function loadPostgresParser(): Promise<PostgresParser | undefined> {
  try {
    const { loadModule, parseSync } = await import('libpg-query')
    await loadModule()
    return (text) => {
      try {
        return parseSync(text)
      } catch {
        // A syntax error, or a text nested too deep for the parser's stack: for the reader to judge, not for us to guess.
        return undefined
      }
    }
  } catch {
    return undefined
  }
}

/**
 * The parser as it is now: the first question starts the loading and is answered by undefined, so that no command waits
 * for it.
 */
export function lazyPostgresParser(): () => PostgresParser | undefined {
  let parser: PostgresParser | undefined
  let asked = false
  return () => {
    if (!asked) {
      asked = true
      void loadPostgresParser().then((loaded) => {
        parser = loaded
      })
    }
    return parser
  }
}
