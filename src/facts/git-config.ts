/** git's configuration format (git-config(1), "Syntax"), read without running git. */

/** Values by `section.key` or `section.subsection.key`: section and key in lower case, the subsection as it is written. */
export type GitConfig = ReadonlyMap<string, readonly string[]>

/** Total: lines that are no configuration are passed over, as there is nobody to tell. */
export function parseGitConfig(text: string): GitConfig {
  const values = new Map<string, string[]>()
  let section = ''
  // A backslash at the end of a line joins it with the next.
  for (const line of text.replace(/\\\r?\n/g, '').split('\n')) {
    const header = /^\s*\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*(.*)$/.exec(line)
    const rest = header ? (header[3] ?? '') : line
    if (header) section = sectionName(header[1] ?? '', header[2])
    const setting = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$/.exec(rest)
    if (!setting || section === '') continue
    const name = `${section}.${setting[1]?.toLowerCase()}`
    const known = values.get(name)
    // A key without `=` is true.
    const value = setting[2] === undefined ? 'true' : unquote(setting[2])
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return values
}

function sectionName(name: string, subsection: string | undefined): string {
  return subsection === undefined ? name.toLowerCase() : `${name.toLowerCase()}.${subsection.replace(/\\(.)/g, '$1')}`
}

/** Quotes removed, escapes resolved, a comment and the blanks around it cut off. */
function unquote(raw: string): string {
  let value = ''
  let quoted = false
  let end = 0
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at]
    if (character === '"') quoted = !quoted
    else if (character === '\\') value += escaped(raw[++at])
    else if (!quoted && (character === '#' || character === ';')) break
    else value += character
    if (quoted || !/\s/.test(character ?? '')) end = value.length
  }
  return value.slice(0, end)
}

function escaped(character: string | undefined): string {
  if (character === 'n') return '\n'
  if (character === 't') return '\t'
  return character ?? ''
}
