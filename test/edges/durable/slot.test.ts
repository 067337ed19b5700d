import assert from 'node:assert/strict';
import { takeSlot } from '../../../src/edges/durable/slot.js';
import { emptyDatabase, type Database } from '../../support/database.js';
import { until } from '../../support/until.js';

describe('takeSlot()', () => {
  let database: Database;

  before(async () => {
    database = await emptyDatabase();
  });

  after(() => database.drop());

  const take = (lost: string[] = []) => takeSlot({ url: database.url, onLost: (why) => lost.push(why) });

  it('gives the lowest number that no other instance has', async () => {
    const a = await take();
    const b = await take();
    await a.release();
    const c = await take();

    assert.deepEqual([a.id, b.id, c.id], ['slot-0', 'slot-1', 'slot-0']);
    await b.release();
    await c.release();
  });

  it('works on another slot only while nobody holds it, and frees it afterwards', async () => {
    const a = await take();
    const b = await take();
    const worked: string[] = [];

    assert.equal(await b.ifFree(a.id, async () => void worked.push('held')), false);
    await a.release();
    await until(() => b.ifFree(a.id, async () => void worked.push('free')));
    await assert.rejects(
      b.ifFree(a.id, () => Promise.reject(new Error('no'))),
      /no/,
    );
    const again = await take();

    assert.deepEqual(worked, ['free']);
    assert.equal(again.id, a.id);
    await again.release();
    await b.release();
  });

  it('says once when the lock is lost, and not when it is released', async () => {
    const lost: string[] = [];
    const slot = await take(lost);
    assert.equal(await slot.held(), true);

    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'regroup slot' and datname = current_database()`,
    );
    await until(() => lost.length > 0);

    assert.equal(await slot.held(), false);
    assert.equal(lost.length, 1);

    const other: string[] = [];
    await (await take(other)).release();
    assert.deepEqual(other, []);
  });
});
