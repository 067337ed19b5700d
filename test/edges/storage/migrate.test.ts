import assert from 'node:assert/strict';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { changes, migrate, type Change } from '../../../src/edges/storage/migrate.js';
import * as schema from '../../../src/edges/storage/schema.js';
import { emptyDatabase, type Database } from '../../support/database.js';

const change = (name: string, sql: string): Change => ({ name, sql, sha256: `hash of ${sql}` });

describe('migrate()', () => {
  let database: Database;

  beforeEach(async () => {
    database = await emptyDatabase();
  });

  afterEach(() => database.drop());

  it('applies every file once, in order, and then what comes with it', async () => {
    const url = database.url;
    const made = [change('0001_a.sql', 'create table a (n int)'), change('0002_b.sql', 'alter table a add m int')];
    const calls: string[] = [];
    const also = async () => void calls.push('also');

    assert.deepEqual(await migrate({ url, also, changes: made.slice(0, 1) }), ['0001_a.sql']);
    assert.deepEqual(await migrate({ url, also, changes: made }), ['0002_b.sql']);
    assert.deepEqual(await migrate({ url, also, changes: made }), []);

    assert.deepEqual(calls, ['also', 'also', 'also']);
    assert.deepEqual(await database.query('select n, m from a'), []);
  });

  it('serves several instances at once', async () => {
    let inside = 0;
    const also = async () => {
      inside += 1;
      assert.equal(inside, 1);
      await database.query('select pg_sleep(0.02)');
      inside -= 1;
    };

    const applied = await Promise.all([1, 2, 3].map(() => migrate({ url: database.url, also })));

    assert.deepEqual(
      applied.flat(),
      changes().map(({ name }) => name),
    );
  });

  it('refuses a file that was changed after it was applied', async () => {
    const url = database.url;
    await migrate({ url, changes: [change('0001_a.sql', 'create table a (n int)')] });

    await assert.rejects(
      migrate({ url, changes: [change('0001_a.sql', 'create table a (n bigint)')] }),
      /0001_a\.sql is not the file that was applied/,
    );
  });

  it('refuses a database that a newer version has changed', async () => {
    const url = database.url;
    await migrate({ url, changes: [change('0001_a.sql', 'select 1'), change('0002_b.sql', 'select 1')] });

    await assert.rejects(migrate({ url, changes: [change('0001_a.sql', 'select 1')] }), /Run the newer version/);
  });

  it('leaves nothing of a file that fails', async () => {
    const url = database.url;
    const broken = change('0001_a.sql', 'create table a (n int); select 1 / 0');

    await assert.rejects(migrate({ url, changes: [broken] }), /division by zero/);

    assert.deepEqual(await database.query(`select to_regclass('a') as a`), [{ a: null }]);
    assert.deepEqual(await migrate({ url, changes: [change('0001_a.sql', 'create table a (n int)')] }), ['0001_a.sql']);
  });

  it('gives moves and incidents from before there were exports what they lack', async () => {
    const all = changes();
    const before = all.filter(({ name }) => name < '0005');
    await migrate({ url: database.url, changes: before });
    const members = '[{"id": "p1", "label": ""}, {"id": "p2", "label": "Dave"}]';
    await database.query(`insert into regroup.migration
      (id, owner, state, ver, draft, outcome, milestones, started_at, changed_at)
      values ('mov-OLD00001', 'o', 'draft', 1, '{"step": "people", "members": ${members}}', '{}', '[]', now(), now())`);
    await database.query(`insert into regroup.incident
      (id, migration_id, kind, raised_by, at, outsiders, leavers, pupils, state)
      values ('inc-OLD00001', 'mov-OLD00001', 'outside-reader', 'o', now(), 1, 0, 0, 'open')`);
    await migrate({ url: database.url, changes: all });

    const [{ draft } = {}] = await database.query('select draft from regroup.migration');
    const [{ exposure } = {}] = await database.query('select exposure from regroup.incident');
    const filled = [
      { id: 'p1', label: '', seen: null },
      { id: 'p2', label: 'Dave', seen: null },
    ];
    assert.deepEqual([draft, exposure], [{ step: 'people', exported: null, members: filled }, null]);
  });

  it('keeps the record of before appending became faster as it was, redacted entries and keys included, and goes on from it', async () => {
    const before = changes().filter(({ name }) => name < '0010');
    await migrate({ url: database.url, changes: before });
    await database.query(
      `select regroup.audit_append(array_agg('{"subjectId":"s-' || n || '","what":"question.cancelled","when":"2026-11-25T03:00:00.000Z"}' order by n),
         array_agg(sha256(int8send(n)) order by n), array_agg(case when n = 2 then sha256('twice') end order by n))
       from generate_series(0::bigint, 8) as n`,
    );
    await database.query('update regroup.audit_entry set canonical = null, salt = null where seq = 4');
    const kept =
      'select seq, canonical, salt, dedupe, commitment, subtrees, what, at, subject from regroup.audit_entry order by seq';
    const old = await database.query(kept);

    await migrate({ url: database.url });

    assert.deepEqual(await database.query(kept), old);
    for (const once of ['twice', 'new'])
      await database.query(
        `select regroup.audit_append_one('{"what":"question.cancelled"}', sha256('salt'), sha256(convert_to($1, 'UTF8')))`,
        [once],
      );
    const all = await database.query(
      `select seq, subtrees = regroup.audit_subtrees(seq, commitment) as fits from regroup.audit_entry order by seq`,
    );
    assert.equal(all.length, 10, 'the one with a key that was there is not taken again');
    assert.ok(all.every(({ fits }) => fits === true));
    for (const sql of [
      `select regroup.audit_append_one('{}', sha256('a') || '\\x00'::bytea, null)`,
      `select regroup.audit_append_one(null, sha256('a'), null)`,
    ])
      await assert.rejects(database.query(sql), /bytes and a salt/);
  });

  it('makes the tables that the queries expect', async () => {
    await migrate({ url: database.url });
    const rows = await database.query(`
      select table_name || '.' || column_name || ' ' || data_type || case is_nullable when 'YES' then ' null' else '' end as words
      from information_schema.columns where table_schema = 'regroup'`);

    const tables = Object.values(schema).filter((value) => value instanceof PgTable);
    const expected = tables.flatMap((table) => {
      const { name, columns } = getTableConfig(table);
      return columns.map(
        (column) => `${name}.${column.name} ${sqlType(column.getSQLType())}${column.notNull ? '' : ' null'}`,
      );
    });

    assert.deepEqual(rows.map(({ words }) => words).sort(), expected.sort());
  });
});

function sqlType(type: string): string {
  return type === 'timestamp with time zone' ? type : type.replace(/^timestamp.*/, 'timestamp with time zone');
}
