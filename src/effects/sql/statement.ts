/** What SQL text does, one entry a statement, whatever dialect or parser it was read with. */
import type { EffectKind, Flag, Target } from '../effect.js'

export interface Statement {
  readonly kind: Extract<EffectKind, `db.${string}`>
  /** Tables (lower-cased, without schema; the qualified spelling in `raw`), databases, schemas, users. */
  readonly names: readonly Target[]
  readonly flags: readonly Flag[]
  /** Verb phrase without the place: `deletes every row of users`. */
  readonly says: string
}

/** Longest SQL text that is read; what is longer is opaque. */
export const MAX_SQL_BYTES = 64 * 1024

/** Most statements told apart in one text; a dump has thousands, and the first ones already say what it is. */
export const MAX_STATEMENTS = 256

/** Functions that a plain SELECT can call and that do more than read rows, by what they do. Lower case. */
export const functionKinds: Readonly<Record<string, Statement['kind']>> = {
  pg_terminate_backend: 'db.admin',
  pg_cancel_backend: 'db.admin',
  pg_reload_conf: 'db.admin',
  pg_rotate_logfile: 'db.admin',
  pg_promote: 'db.admin',
  pg_switch_wal: 'db.admin',
  pg_drop_replication_slot: 'db.admin',
  pg_create_physical_replication_slot: 'db.admin',
  pg_create_logical_replication_slot: 'db.admin',
  pg_stat_reset: 'db.admin',
  pg_stat_statements_reset: 'db.admin',
  set_config: 'db.admin',
  setval: 'db.write',
  lo_unlink: 'db.delete',
  lo_export: 'db.program',
  lo_import: 'db.program',
  pg_read_file: 'db.program',
  pg_read_binary_file: 'db.program',
  pg_ls_dir: 'db.program',
  pg_file_write: 'db.program',
  dblink: 'db.program',
  dblink_exec: 'db.program',
  dblink_connect: 'db.program',
  query_to_xml: 'db.program',
  load_file: 'db.program',
  sys_exec: 'db.program',
  sys_eval: 'db.program',
  load_extension: 'db.program',
  readfile: 'db.program',
  writefile: 'db.program',
  edit: 'db.program',
  fts3_tokenizer: 'db.program',
  xp_cmdshell: 'db.program',
  xp_dirtree: 'db.program',
  xp_regwrite: 'db.program',
  sp_oacreate: 'db.program',
  sp_configure: 'db.admin',
  openrowset: 'db.program',
  getenv: 'db.program',
}

/** A table as a target: bare name lower-cased, the qualified spelling kept. */
export function table(...parts: readonly string[]): Target {
  const raw = parts.join('.')
  const value = (parts[parts.length - 1] ?? '').toLowerCase()
  return raw === value ? { type: 'table', value } : { type: 'table', value, raw }
}
