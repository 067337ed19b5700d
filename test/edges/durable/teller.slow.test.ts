import assert from 'node:assert/strict';
import { Client } from 'pg';
import { migrateDurable, openDurable } from '../../../src/edges/durable/runtime.js';
import { takeSlot } from '../../../src/edges/durable/slot.js';
import { openTeller } from '../../../src/edges/durable/teller.js';
import { migratedDatabase } from '../../support/durable.js';
import { beginEffect } from '../../support/effects.js';
import { until } from '../../support/until.js';

describe('openTeller()', () => {
  it('wakes a run of another process when, and only when, the transaction commits', async () => {
    const database = await migratedDatabase(migrateDurable);
    const heard: unknown[] = [];
    const slot = await takeSlot({ url: database.url, onLost: () => undefined });
    const runtime = await openDurable({
      url: database.url,
      slot,
      begin: beginEffect(database),
      report: () => undefined,
    });
    runtime.registerRun('migration', async (durable) => {
      heard.push(await durable.receive('wake', 60_000));
      heard.push(await durable.receive('wake', 300));
    });
    await runtime.launch();
    const teller = await openTeller(database.url, () => undefined);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await runtime.start('mov-TELLER01');
      for (const [key, end] of [
        ['lost', 'rollback'],
        ['kept', 'commit'],
        ['kept', 'commit'],
      ] as const) {
        await client.query('begin');
        await teller.tell(client, 'mov-TELLER01', 'wake', key);
        await client.query(end);
      }

      await until(() => heard.length === 2);

      assert.notEqual(heard[0], null);
      assert.equal(heard[1], null);
    } finally {
      await client.end();
      await teller.close();
      await runtime.shutdown();
      await slot.release();
      await database.drop();
    }
  });
});
