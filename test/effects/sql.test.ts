import { describe, expect, it, vi } from 'vitest'
import { readPostgres } from '../../src/effects/sql/postgres.js'
import { splitSession } from '../../src/effects/sql/psql.js'
import { readSql } from '../../src/effects/sql/reader.js'
import { lazyPostgresParser, loadPostgresParser } from '../../src/facts/postgres-parser.js'

const parse = await loadPostgresParser()

/** Statements with the kinds that PostgreSQL's own parse tree shows; the cautious reader must not see less. */
const statements: readonly (readonly [string, readonly string[]])[] = [
  ['select * from users where id = 1', ['db.read']],
  ['insert into users values (1)', ['db.write']],
  ['update users set a = 1 where id = 2', ['db.write']],
  ['delete from users where id = 2', ['db.delete']],
  ['truncate a, b cascade', ['db.drop']],
  ['drop table if exists public.users', ['db.drop']],
  ['drop database shop', ['db.drop']],
  ['drop index i', ['db.schema']],
  ['create table t (a int)', ['db.schema']],
  ['create index on t (a)', ['db.schema']],
  ['alter table t add column c int', ['db.schema']],
  ['alter table t drop column c', ['db.drop']],
  ['grant select on t to bob', ['db.grant']],
  ['create role bob superuser', ['db.grant']],
  ["copy t to program 'x'", ['db.program']],
  ["copy t from '/etc/passwd'", ['db.program']],
  ['with d as (delete from audit returning *) select * from d', ['db.delete']],
  ['with d as (update t set a = 1 returning *) select * from d', ['db.write']],
  ['do $$ begin delete from users; end $$', ['db.delete']],
  ['explain analyze delete from t', ['db.delete']],
  ['explain delete from t', ['db.read']],
  ['select pg_terminate_backend(1)', ['db.admin']],
  ["select pg_read_file('/etc/passwd')", ['db.program']],
  ["select lo_export(1, '/tmp/x')", ['db.program']],
  ['alter system set x = 1', ['db.admin']],
  ['create extension x', ['db.admin']],
  ['vacuum t', ['db.schema']],
  ['merge into t using s on t.a = s.a when matched then delete', ['db.delete']],
  ['call p()', ['db.admin']],
  ["select 'drop table users; delete from x'", ['db.read']],
  ['select 1 -- drop table users', ['db.read']],
  ['begin; select 1; commit', ['db.read']],
]

describe('statements', () => {
  it('loads the real parser here', () => {
    expect(parse).toBeDefined()
  })

  it('is there after the first question, which does not wait for it', async () => {
    const parser = lazyPostgresParser()
    expect(parser()).toBeUndefined()
    await vi.waitFor(() => expect(parser()).toBeDefined())
    expect(parser()?.('select 1')).toHaveProperty('stmts')
    expect(parser()?.('selec 1')).toBeUndefined()
  })

  it.each(statements)('%s', (sql, kinds) => {
    const real = readPostgres(sql, parse).map((one) => one.kind)
    const cautious = readSql(sql).map((one) => one.kind)
    for (const kind of kinds) {
      expect(real).toContain(kind)
      expect(cautious).toContain(kind)
    }
    if (kinds.every((kind) => kind === 'db.read')) {
      expect(new Set(real)).toEqual(new Set(['db.read']))
      expect(new Set(cautious)).toEqual(new Set(['db.read']))
    }
  })

  it('tells a limited delete from one of every row', () => {
    const flags = (sql: string) =>
      [...readPostgres(sql, parse), ...readSql(sql)].map((one) => one.flags.includes('no-where'))
    expect(flags('delete from t')).toEqual([true, true])
    expect(flags('delete from t where true')).toEqual([true, true])
    expect(flags('delete from t where 1 = 1')).toEqual([true, true])
    expect(flags('delete from t where a = 1')).toEqual([false, false])
  })

  it('reads quotes as each dialect does', () => {
    const sql = "select '\\'; drop table t; -- '"
    expect(readSql(sql, 'standard').map((one) => one.kind)).toContain('db.drop')
    expect(readSql(sql, 'mysql').map((one) => one.kind)).toEqual(['db.read'])
  })

  it('does not trust a comment that servers read differently, and trusts a plain one', () => {
    expect(readSql("select 1 /* /* */ ' */; drop table t; --'").map((one) => one.kind)).toContain('db.admin')
    expect(readSql('select 1 /* plain */').map((one) => one.kind)).toEqual(['db.read'])
  })

  it('does not stop at a NUL, as the parser would', () => {
    expect(readPostgres('select 1\0; drop table t', parse).map((one) => one.kind)).toContain('db.drop')
  })

  it('says so where a text is too long to read', () => {
    const long = `select 1; ${'-- x\n'.repeat(20_000)} drop table t`
    expect(readPostgres(long, parse).map((one) => one.kind)).toContain('db.admin')
  })
})

describe('psql sessions', () => {
  it('takes backslash commands out of the SQL, and only outside quotes', () => {
    expect(splitSession("select '\\! x';\n\\! ls\nselect 2")).toEqual({
      sql: "select '\\! x';\n;\nselect 2",
      commands: ['\\! ls'],
    })
    expect(splitSession('select 1').commands).toEqual([])
  })
})

describe('anything at all', () => {
  it('never throws and ends soon', () => {
    const seed = 4711
    let state = seed
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    const parts = [
      'select',
      'delete',
      ' from ',
      "'",
      '"',
      '$$',
      '$a$',
      '--',
      '/*',
      '*/',
      ';',
      '\n',
      '\\',
      '\\!',
      '(',
      ')',
      ',',
      'with',
      '\0',
      'é',
      'where',
      '1=1',
      "e'",
      'do',
      'drop table t',
    ]
    const started = performance.now()
    for (let round = 0; round < 4000; round++) {
      const text = Array.from({ length: next(40) }, () => parts[next(parts.length)]).join('')
      for (const dialect of ['standard', 'mysql'] as const)
        expect(Array.isArray(readSql(text, dialect)), `seed ${seed} round ${round}`).toBe(true)
      expect(Array.isArray(readPostgres(text, round % 4 === 0 ? parse : undefined))).toBe(true)
      splitSession(text)
    }
    for (const text of [
      '('.repeat(60_000),
      "'".repeat(60_000),
      '/*'.repeat(30_000),
      '$a'.repeat(30_000),
      'with '.repeat(12_000),
      `delete from t where ${'a and '.repeat(10_000)}`,
    ]) {
      const before = performance.now()
      readSql(text)
      expect(performance.now() - before).toBeLessThan(500)
    }
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
