import assert from 'node:assert/strict';
import { commitmentIn } from '../../src/audit/log.js';
import { consistencyProof, inclusionProof, provesConsistency, provesInclusion, rootAt } from '../../src/audit/proof.js';
import { growTree, leafHash } from '../../src/audit/tree.js';
import { openStore } from '../../src/edges/storage/store.js';

/**
 * Looks at a whole record: one order without a gap, the stored tree that the entries give, and proofs that hold, `samples` of them.
 * Answers the subject of each entry, in order.
 */
export async function assertOneLog(url: string, samples: number): Promise<readonly string[]> {
  const store = await openStore({ url, tell: async () => undefined, report: () => undefined });
  try {
    const subjects: string[] = [];
    const leaves: Buffer[] = [];
    const tree = growTree();
    const roots = [tree.root()];
    for await (const entry of store.entries()) {
      assert.equal(entry.seq, subjects.length);
      assert.ok('canonical' in entry);
      subjects.push(String((JSON.parse(entry.canonical) as { readonly subjectId: unknown }).subjectId));
      leaves.push(leafHash(commitmentIn(entry)));
      tree.push(leaves.at(-1)!);
      roots.push(tree.root());
    }
    const size = subjects.length;
    await store.transact(async ({ log }) => {
      assert.deepEqual(await rootAt(size, log.read), tree.root());
      for (let n = 0; n < samples; n += 1) {
        const index = Math.floor((size * n) / samples);
        const proof = await inclusionProof(index, size, log.read);
        assert.ok(provesInclusion({ leaf: leaves[index]!, index, size, root: tree.root(), proof }));
        const grown = await consistencyProof(index + 1, size, log.read);
        const both = { first: index + 1, second: size, firstRoot: roots[index + 1]!, secondRoot: tree.root() };
        assert.ok(provesConsistency({ ...both, proof: grown }));
      }
    });
    return subjects;
  } finally {
    await store.close();
  }
}
