import assert from 'node:assert/strict';
import { migrate } from '../../../src/edges/storage/migrate.js';
import { openStore } from '../../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../../support/database.js';

describe('what has been seen', () => {
  let database: Database;

  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
  });

  after(() => database.drop());

  const open = () => openStore({ url: database.url, tell: async () => undefined, report: () => undefined });

  it('is forgotten after a week when it was an activity, and never when it was a step of a run', async () => {
    const before = await open();
    const keys = ['a:1 old', 'a:1 new', 'run/mov-7Q2FK3MX/3'];
    for (const key of keys) assert.equal(await before.transact((tx) => tx.firstSight(key)), true);
    await before.close();
    await database.query(`update regroup.sighting set at = now() - interval '8 days' where key <> 'a:1 new'`);

    const store = await open();
    const seen = [];
    for (const key of keys) seen.push(await store.transact((tx) => tx.firstSight(key)));
    await store.close();

    assert.deepEqual(seen, [true, false, false]);
  });
});
