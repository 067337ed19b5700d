import assert from 'node:assert/strict';
import { migrate } from '../../../src/edges/storage/migrate.js';
import { appendAtOnce } from '../../support/appenders.js';
import { emptyDatabase, type Database } from '../../support/database.js';
import { assertOneLog } from '../../support/one-log.js';

describe('processes that append at once, one of which is killed', function () {
  this.timeout(60_000);
  let database: Database;

  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
  });

  after(() => database.drop());

  it('leave one order without a gap, and everything that was answered', async () => {
    const { answered, killed } = await appendAtOnce({ url: database.url, processes: 3, entries: 120, killed: 1 });
    assert.equal(killed, 1);

    const recorded = new Set(await assertOneLog(database.url, 20));

    assert.deepEqual(
      [...answered].filter((one) => !recorded.has(one)),
      [],
    );
    assert.ok(answered.size >= 240);
  });
});
