import assert from 'node:assert/strict';
import { Client } from 'pg';
import { audit } from '../../../src/commands/audit.js';
import { auditFindings } from '../../../src/commands/doctor-audit.js';
import { migrate } from '../../../src/edges/storage/migrate.js';
import { MigrationProblem } from '../../../src/edges/storage/problem.js';
import { openStore, type Database as Store } from '../../../src/edges/storage/store.js';
import { verify } from '../../../src/audit/verify.js';
import { emptyDatabase, type Database } from '../../support/database.js';
import { twoLogins, type Logins } from '../../support/logins.js';
import { terminal } from '../../support/terminal.js';
import { ADMIN } from '../../support/world.js';

describe('an owner of the tables apart from the bot', () => {
  let database: Database;
  let logins: Logins;
  let store: Store;

  before(async () => {
    database = await emptyDatabase();
    logins = await twoLogins(database);
    await migrate({ url: logins.owner, login: logins.botName });
    store = await openStore({ url: logins.bot, tell: async () => undefined, report: () => undefined });
    for (const n of [1, 2, 3]) await append(`q-${n}`);
  });
  after(async () => {
    await store.close();
    await database.drop();
  });

  const append = (subjectId: string) =>
    store.transact((tx) =>
      tx.record({
        who: ADMIN,
        what: 'question.cancelled',
        when: new Date('2026-11-25T03:00:00Z'),
        subjectType: 'question',
        subjectId,
        correlationId: 'c',
        details: {},
      }),
    );

  /** As the bot's user itself, without the role that the store takes on. */
  async function asBot(sql: string): Promise<void> {
    const client = new Client({ connectionString: logins.bot });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  it('lets the bot record and read, with a user that was given nothing but its role', async () => {
    assert.equal((await verify(store.entries())).result, 'intact');
    await asBot('reset role; select count(*) from regroup.audit_entry');
  });

  for (const sql of [
    `insert into regroup.audit_entry (seq, canonical, salt, commitment, subtrees) values (99, '{}', sha256('a'), sha256('b'), '')`,
    'update regroup.audit_entry set canonical = null, salt = null',
    'delete from regroup.audit_entry',
    'truncate regroup.audit_entry',
    'alter table regroup.audit_entry disable trigger all',
    'drop table regroup.audit_entry',
    'drop trigger audit_entry_only_grows on regroup.audit_entry',
    'delete from regroup.audit_checkpoint',
    'update regroup.audit_key set vkey = null',
    'create or replace function regroup.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
    `set session_replication_role = 'replica'`,
    `reset role; reset session authorization; delete from regroup.audit_entry`,
    'drop schema regroup cascade',
  ])
    it(`does not let its user ${sql.slice(0, 70)}`, () =>
      assert.rejects(asBot(sql), /permission denied|must be owner/));

  it('gives the role once, and again changes nothing', async () => {
    await migrate({ url: logins.owner, login: logins.botName });
    await append('q-again');
  });

  const owners = async (env: Readonly<Record<string, string>>) =>
    (await auditFindings(terminal(env), undefined)).find(({ name }) => name === 'audit owner')?.state;

  it('is what doctor sees, and that one user does both where it does', async () => {
    assert.equal(await owners({ DATABASE_URL: logins.bot, DATABASE_OWNER_URL: logins.owner }), 'ok');
    assert.equal(await owners({ DATABASE_URL: logins.owner }), 'optional');
  });

  it('is what doctor sees no more when somebody gives the bot’s user a right to change the record', async () => {
    await database.query(`grant delete on regroup.audit_entry to ${logins.botName}`);
    assert.equal(await owners({ DATABASE_URL: logins.bot }), 'optional');
    await database.query(`revoke delete on regroup.audit_entry from ${logins.botName}`);
    assert.equal(await owners({ DATABASE_URL: logins.bot }), 'ok');
  });

  it('redacts on the command line, which the bot’s user cannot', async () => {
    await assert.rejects(store.transact(({ log }) => log.redact(0)));
    const args = ['redact', '0', '--kind', 'other', '--why', 'court-order', '--by', ADMIN];
    await assert.rejects(audit.run(args, terminal({ DATABASE_URL: logins.bot })));
    assert.equal(await audit.run(args, terminal({ DATABASE_URL: logins.bot, DATABASE_OWNER_URL: logins.owner })), 0);
    const checked = await verify(store.entries());
    assert.equal(checked.result, 'intact');
    assert.ok('redacted' in ((await store.transact(({ log }) => log.entry(0))) ?? {}));
  });

  it('says what an administrator has to do where the owner may give nobody the role', async () => {
    const other = await emptyDatabase();
    try {
      const { owner, botName } = await twoLogins(other, false);
      await assert.rejects(migrate({ url: owner, login: botName }), (error) => {
        assert.ok(error instanceof MigrationProblem);
        assert.match(error.message, /DATABASE_OWNER_URL.*create role regroup_bot/);
        return true;
      });
    } finally {
      await other.drop();
    }
  });
});
