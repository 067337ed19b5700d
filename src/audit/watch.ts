import type { Store, Tx } from '../records/store.js';
import type { What } from './entry.js';
import { OF_ITSELF } from './log-details.js';
import { hourlyRun } from './run.js';

/** A move ends with its own checkpoint. */
const ENDS: readonly What[] = ['migration.closed', 'migration.stopped'];

/**
 * The same store, whose transactions also wake the run that will sign for them: the one of this hour, once for each process, and one of
 * its own at the end of a move. They wake it in the same transaction, so nothing is recorded that nobody will sign for.
 */
export function signedFor(store: Store, now: () => Date): Store {
  let told: string | null = null;
  return {
    entries: () => store.entries(),
    transact: async (work) => {
      const hour = hourlyRun(now());
      let tells = false;
      const result = await store.transact(async (tx) => {
        const seen = watched(tx);
        const result = await work(seen.tx);
        tells = seen.isBusy() && hour !== told;
        if (tells) await tx.tell(hour, 'wake', hour);
        for (const id of seen.ended) await tx.tell(`chk-${id}`, 'wake', `chk-${id}`);
        return result;
      });
      if (tells) told = hour;
      return result;
    },
  };
}

/** What is recorded through this transaction. What the record says of itself is no reason to sign again. */
function watched(tx: Tx): { readonly tx: Tx; readonly isBusy: () => boolean; readonly ended: readonly string[] } {
  let busy = false;
  const ended: string[] = [];
  const record: Tx['record'] = async (event, dedupe) => {
    await tx.record(event, dedupe);
    if (!OF_ITSELF.includes(event.what)) busy = true;
    if (ENDS.includes(event.what)) ended.push(event.subjectId);
  };
  return { tx: { ...tx, record }, isBusy: () => busy, ended };
}
