import { EMPTY_LINK, leafOf, linkOf } from './log.js';
import type { Entry } from './entry.js';

/** What a verification found. */
export type Verification =
  /** Every entry has the bytes it was recorded with, in order, without a gap. */
  | { readonly result: 'intact'; readonly size: number; readonly head: string }
  /** `seq` is the first entry that does not fit; everything before it does. */
  | { readonly result: 'altered'; readonly size: number; readonly seq: number; readonly why: AlteredWhy };

export type AlteredWhy =
  /** An entry is missing, doubled or out of order. */
  | 'sequence'
  /** The bytes or the salt of the entry do not give its leaf. */
  | 'leaf'
  /** The entry does not follow from the entry before it. */
  | 'link';

/** Reads the log from its first entry and says whether it is intact, or names the first entry that is not. */
export async function verify(entries: AsyncIterable<Entry> | Iterable<Entry>): Promise<Verification> {
  let size = 0;
  let head = EMPTY_LINK;
  for await (const entry of entries) {
    const why = problem(entry, size, head);
    if (why !== null) return { result: 'altered', size, seq: size, why };
    head = entry.link;
    size += 1;
  }
  return { result: 'intact', size, head };
}

function problem(entry: Entry, seq: number, previous: string): AlteredWhy | null {
  if (entry.seq !== seq) return 'sequence';
  const leaf = leafOf(entry.canonical, Buffer.from(entry.salt, 'hex'));
  if (leaf.toString('hex') !== entry.leaf) return 'leaf';
  if (linkOf(previous, leaf).toString('hex') !== entry.link) return 'link';
  return null;
}
