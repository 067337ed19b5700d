import type { Entry } from '../../audit/entry.js';
import type { LogTx, SignedCheckpoint } from '../../audit/ports.js';
import type { Store } from '../../records/store.js';

/** The record as it was at one moment: entries that come later do not count. */
export type Snapshot = {
  readonly size: number;
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly keys: readonly string[];
};

/** How many stored hashes are asked for at once. */
const PAGE = 1000;

/** What is signed of the record now. A key comes with its entry in one transaction, so where no key came in between all of it fits together. */
export async function snapshotOf(store: Store): Promise<Snapshot> {
  for (;;) {
    const keys = await store.transact(({ log }) => log.keys());
    const checkpoints = await store.transact(({ log }) => log.checkpoints());
    const size = await store.transact(({ log }) => log.size());
    const after = await store.transact(({ log }) => log.keys());
    if (after.length === keys.length) return { size, checkpoints, keys };
  }
}

/** The entries that the snapshot has. */
export async function* entriesOf(store: Store, { size }: Pick<Snapshot, 'size'>): AsyncGenerator<Entry, void, void> {
  if (size === 0) return;
  for await (const entry of store.entries()) {
    yield entry;
    if (entry.seq >= size - 1) return;
  }
}

/** The hashes of leaves that the database keeps beside the entries, hex. */
export async function storedLeaves(log: LogTx, size: number): Promise<readonly string[]> {
  const leaves: string[] = [];
  for (let from = 0; from < size; from += PAGE) {
    const places = Array.from({ length: Math.min(PAGE, size - from) }, (_, at) => ({ level: 0, index: from + at }));
    for (const hash of await log.read(places)) leaves.push(hash.toString('hex'));
  }
  return leaves;
}
