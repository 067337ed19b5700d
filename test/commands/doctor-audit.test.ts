import assert from 'node:assert/strict';
import { auditFindings, findingsOf } from '../../src/commands/doctor-audit.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';

describe('doctor on the audit record', () => {
  let database: Database;
  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
  });
  after(() => database.drop());

  const states = async () => {
    const found = await auditFindings(terminal({ DATABASE_URL: database.url }), undefined);
    return Object.fromEntries(found.map(({ name, state }) => [name, state]));
  };

  it('finds triggers and role in place, and says that the owner of the tables could take them away', async () => {
    assert.deepEqual(await states(), { 'audit triggers': 'ok', 'audit role': 'ok', 'audit owner': 'optional' });
  });

  it('finds a trigger that is switched off or gone', async () => {
    await database.query('alter table regroup.audit_entry disable trigger audit_entry_only_redacted');
    assert.equal((await states())['audit triggers'], 'wrong');
    await database.query('alter table regroup.audit_entry enable trigger audit_entry_only_redacted');
    await database.query('drop trigger audit_checkpoint_only_grows on regroup.audit_checkpoint');
    assert.equal((await states())['audit triggers'], 'wrong');
  });

  it('finds a role that may change what is recorded, and the next start takes that away', async () => {
    await database.query('grant update on regroup.audit_entry to regroup_bot');
    assert.equal((await states())['audit role'], 'wrong');
    await migrate({ url: database.url });
    assert.equal((await states())['audit role'], 'ok');
  });

  it('says what to do when the role is missing', () => {
    const [, role] = findingsOf({ open: [], role: 'missing', userOwns: false });
    assert.match(role?.advice ?? '', /create role regroup_bot/);
  });

  it('is open when there is no database', async () => {
    const found = await auditFindings(terminal({ REGROUP_DATA: '/nowhere' }), undefined);
    assert.deepEqual(
      found.map(({ state }) => state),
      ['open'],
    );
  });
});
