/** Writes a rule into the user's own configuration, and leaves everything else in it as it stands, comments too. */
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { applyEdits, modify } from 'jsonc-parser'
import { parseDocument } from '../permissions/json-document.js'
import { sayFault } from '../permissions/rule.js'

const EMPTY = '{\n}\n'
const formattingOptions = { insertSpaces: true, tabSize: 2 }

/** Adds `rule` to `permissions.allow` of `file`; why it could not be, undefined where it is there now. */
export function addAllowRule(file: string, rule: string): string | undefined {
  try {
    const before = readIfThere(file) ?? EMPTY
    const document = parseDocument(before, file, { comments: true })
    if ('problem' in document) return sayFault(document)
    const { permissions } = (document.value ?? {}) as { permissions?: { allow?: unknown } }
    const allow = permissions?.allow
    if (allow !== undefined && !Array.isArray(allow)) return `${file}: \`permissions.allow\` is no list`
    if (allow?.includes(rule)) return undefined
    const edits = allow
      ? modify(before, ['permissions', 'allow', -1], rule, { formattingOptions, isArrayInsertion: true })
      : modify(before, ['permissions', 'allow'], [rule], { formattingOptions })
    replace(file, applyEdits(before, edits))
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * In one step: another session that reads it meanwhile has the old one or the new one. A link, as people have who keep
 * their configuration elsewhere, stays one.
 */
function replace(named: string, text: string): void {
  mkdirSync(dirname(named), { recursive: true, mode: 0o700 })
  const file = existsSync(named) ? realpathSync(named) : named
  const aside = `${file}.${process.pid}.new`
  writeFileSync(aside, text, { mode: modeOf(file), flag: 'wx' })
  renameSync(aside, file)
}

function modeOf(file: string): number {
  try {
    return statSync(file).mode & 0o777
  } catch {
    return 0o600
  }
}
