/**
 * A process with one workflow engine, for the tests of fail-over: `node --import tsx instance.ts URL`. It speaks by IPC.
 * The run works on the table `outside`, which stands for Microsoft 365.
 */
import { Client } from 'pg';
import { openDurable } from '../../../src/edges/durable/runtime.js';
import { takeSlot } from '../../../src/edges/durable/slot.js';
import { beginEffect } from '../../support/effects.js';

const [url = ''] = process.argv.slice(2);
const client = new Client({ connectionString: url });
await client.connect();
const query = async (sql: string, values: readonly unknown[] = []) => (await client.query(sql, [...values])).rows;

const slot = await takeSlot({ url, onLost: () => process.exit(3) });
const runtime = await openDurable({ url, slot, begin: beginEffect({ query }), report: () => undefined, sweepMs: 200 });

runtime.registerRun('migration', async (durable, id) => {
  await durable.once('create-group', {
    do: async () => {
      await query('insert into outside (run, slot) values ($1, $2)', [id, slot.id]);
      const [row] = await query(`select count(*)::int as n from outside where run = $1 and slot = 'crash'`, [id]);
      // Between the effect and the note that it is done: the test kills the process while it hangs here.
      if (row?.['n'] === 1) {
        process.send?.({ hangs: id });
        await new Promise(() => setInterval(() => undefined, 60_000));
      }
      return id;
    },
    find: async () =>
      (await query(`select run from outside where run = $1 and slot <> 'crash'`, [id]))[0]?.['run'] ?? null,
  });
  await durable.receive('wake', 600_000);
  await durable.step('end', async () => {
    await query('insert into finished (run, slot) values ($1, $2)', [id, slot.id]);
  });
});
await runtime.launch();
process.send?.({ ready: slot.id });
process.on('message', (message: { start?: string; tell?: string }) => {
  if (message.start !== undefined) void runtime.start(message.start);
  if (message.tell !== undefined) void runtime.tell(null, message.tell, 'wake', {}, 'decision');
});
