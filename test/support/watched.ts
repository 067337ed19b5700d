import assert from 'node:assert/strict';
import type { Store, Tx } from '../../src/records/store.js';

/** What one transaction did: the records that it wrote, and how many entries it made. */
export type Done = { readonly written: readonly string[]; readonly entries: number };

/** What changes a record of ours. How to reach somebody, and which card stands where, is nobody's act. */
const CHANGES = [
  'putQuestion',
  'putMigration',
  'putAttestation',
  'putIncident',
  'putEvidence',
  'orderCorrections',
  'noteCorrection',
] as const;

/** The same store, which notes what each transaction did. */
export function watched(store: Store, done: Done[]): Store {
  const transact: Store['transact'] = async (work) => {
    const written: string[] = [];
    let entries = 0;
    const result = await store.transact((tx) => {
      const watching: Partial<Record<keyof Tx, unknown>> = {
        record: (...given: Parameters<Tx['record']>) => ((entries += 1), tx.record(...given)),
      };
      for (const name of CHANGES)
        watching[name] = (value: never) => (written.push(name), (tx[name] as (value: never) => Promise<void>)(value));
      return work({ ...tx, ...watching } as Tx);
    });
    done.push({ written, entries });
    return result;
  };
  return { transact, entries: () => store.entries() };
}

/** The same store, for a run: a transaction of it that changes a record of ours and leaves no entry is a failure. */
export function alwaysRecorded(store: Store): Store {
  const done: Done[] = [];
  const watching = watched(store, done);
  return {
    entries: () => store.entries(),
    transact: async (work) => {
      const result = await watching.transact(work);
      for (const { written, entries } of done.splice(0))
        assert.ok(written.length === 0 || entries > 0, `${written.join(', ')} left no entry`);
      return result;
    },
  };
}
