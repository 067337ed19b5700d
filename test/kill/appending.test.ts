import assert from 'node:assert/strict';
import { migrate } from '../../src/edges/storage/migrate.js';
import { appendAtOnce } from '../support/appenders.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { assertOneLog } from '../support/one-log.js';

describe('four processes that append 20,000 entries at once, of which two are killed', function () {
  this.timeout(600_000);
  let database: Database;

  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
  });

  after(() => database.drop());

  it('leave one order without a gap, valid proofs, and everything that was answered', async () => {
    // The two that live append 7,500 each; the others are killed on their way and would have.
    const { answered, killed } = await appendAtOnce({ url: database.url, processes: 4, entries: 7_500, killed: 2 });
    assert.equal(killed, 2);
    assert.ok(answered.size >= 19_000, `${answered.size} were answered`);

    const subjects = await assertOneLog(database.url, 500);

    const recorded = new Set(subjects);
    assert.equal(recorded.size, subjects.length, 'an entry is there twice');
    assert.deepEqual(
      [...answered].filter((one) => !recorded.has(one)),
      [],
    );
    // What a killed process had begun may be there or not: at most one for each of its connections.
    assert.ok(subjects.length - answered.size <= 2 * 10);
  });
});
