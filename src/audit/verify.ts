import type { Entry } from './entry.js';
import { commitmentIn } from './log.js';
import { growTree, leafHash } from './tree.js';

/** What a verification found. */
export type Verification =
  /** Every entry is there in order, and the roots of all checkpoints stand over them. */
  | { readonly result: 'intact'; readonly size: number; readonly root: string }
  /** `seq` is the first entry that does not fit, or the end of the first checkpoint that does not. */
  | { readonly result: 'altered'; readonly size: number; readonly seq: number; readonly why: AlteredWhy };

export type AlteredWhy =
  /** An entry is missing, doubled or out of order. */
  | 'sequence'
  /** The entries before `seq` do not have the root that was signed. */
  | 'root';

/** A root that is known from elsewhere. */
export type Known = { readonly size: number; readonly root: Buffer };

/** Reads the log from its first entry and says whether it is what the known roots stand over. */
export async function verify(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  known: readonly Known[] = [],
): Promise<Verification> {
  const tree = growTree();
  const roots = new Map(known.map(({ size, root }) => [size, root]));
  for await (const entry of entries) {
    const { size } = tree;
    if (entry.seq !== size) return { result: 'altered', size, seq: size, why: 'sequence' };
    tree.push(leafHash(commitmentIn(entry)));
    const expected = roots.get(tree.size);
    if (expected !== undefined && !expected.equals(tree.root()))
      return { result: 'altered', size, seq: size, why: 'root' };
  }
  const beyond = known.find(({ size }) => size > tree.size);
  if (beyond !== undefined) return { result: 'altered', size: tree.size, seq: tree.size, why: 'sequence' };
  return { result: 'intact', size: tree.size, root: tree.root().toString('hex') };
}
