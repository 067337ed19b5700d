/**
 * A process that appends to the record as fast as it can: `node --import tsx appender.ts URL NAME COUNT`. It says each number by IPC once
 * the store has answered, and nothing before.
 */
import { openStore } from '../../src/edges/storage/store.js';

const [url = '', name = '', count = ''] = process.argv.slice(2);
const store = await openStore({ url, tell: async () => undefined, report: () => undefined });
const AT_ONCE = 4;
let next = 0;

async function work(): Promise<void> {
  while (next < Number(count)) {
    const n = next;
    next += 1;
    const about = { subjectType: 'question', subjectId: `${name}-${n}`, correlationId: name } as const;
    await store.transact((tx) =>
      tx.record({ who: name, what: 'question.cancelled', when: new Date(), ...about, details: {} }),
    );
    process.send?.(n);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await store.close();
process.disconnect?.();
