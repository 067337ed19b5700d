import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  consistencyProof,
  inclusionProof,
  provesConsistency,
  provesInclusion,
  rootAt,
  type ReadNodes,
} from '../../src/audit/proof.js';
import {
  commitmentOf,
  cover,
  EMPTY_ROOT,
  growTree,
  joined,
  leafHash,
  peaks,
  type Place,
} from '../../src/audit/tree.js';
import * as rfc from './rfc6962.js';

const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));
const hash = (text: string) => Buffer.from(text, 'hex');

/**
 * The tree of eight leaves that implementations of RFC 6962 are compared by: its leaves, and its root at each size (Certificate
 * Transparency's own test of the Merkle tree).
 */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  hash,
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
] as const;
const [A, B, AB, CD, ABCD, E, EF, GH, G] = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
] as const;
const EFGH = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';

/** Index, size, audit path. */
const PATHS: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [0, 8, [B, CD, EFGH]],
  [5, 8, [E, GH, ABCD]],
  [2, 3, [AB]],
  [1, 5, [A, CD, E]],
];
/** First size, second size, proof. */
const PROOFS: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [1, 8, [B, CD, EFGH]],
  [6, 8, [EF, GH, ABCD]],
  [2, 5, [CD, E]],
  [6, 7, [EF, G, ABCD]],
];

/** A tree that keeps every hash, as the database does, and counts how many are read. */
function stored(leaves: readonly Uint8Array[]) {
  const tree = growTree();
  const nodes = new Map<string, Buffer>();
  const key = ({ level, index }: Place) => `${level}/${index}`;
  let reads = 0;
  for (const [index, leaf] of leaves.entries()) {
    nodes.set(key({ level: 0, index }), leafHash(leaf));
    for (const [n, closed] of tree.push(leafHash(leaf)).entries())
      nodes.set(key({ level: n + 1, index: (index + 1) / 2 ** (n + 1) - 1 }), closed);
  }
  const read: ReadNodes = async (places) =>
    places.map((place) => {
      reads += 1;
      return nodes.get(key(place)) ?? assert.fail(`nobody has stored ${key(place)}`);
    });
  return { tree, read, reads: () => reads };
}

const some = (count: number) =>
  Array.from({ length: count }, (_, n) => createHash('sha256').update(`leaf ${n}`).digest());

describe('the tree', () => {
  for (const [size, root] of ROOTS.entries())
    it(`has the published root over the first ${size} of the reference leaves`, async () => {
      const { tree, read } = stored(LEAVES.slice(0, size));
      assert.equal(tree.size, size);
      assert.equal(tree.root().toString('hex'), root);
      assert.equal((await rootAt(size, read)).toString('hex'), root);
    });

  for (const [index, size, path] of PATHS)
    it(`has the published audit path of leaf ${index} in a tree of ${size}`, async () => {
      const { tree, read } = stored(LEAVES.slice(0, size));
      const proof = await inclusionProof(index, size, read);
      assert.deepEqual(hex(proof), path);
      assert.ok(provesInclusion({ leaf: leafHash(LEAVES[index]!), index, size, root: tree.root(), proof }));
    });

  for (const [first, second, published] of PROOFS)
    it(`has the published consistency proof from ${first} to ${second}`, async () => {
      const proof = await consistencyProof(first, second, stored(LEAVES).read);
      const [firstRoot, secondRoot] = [hash(ROOTS[first]!), hash(ROOTS[second]!)];
      assert.deepEqual(hex(proof), published);
      assert.ok(provesConsistency({ first, second, firstRoot, secondRoot, proof }));
    });

  it('agrees with the text of the RFC on every tree of up to 40 leaves, at every size, for every proof', async () => {
    const leaves = some(40);
    const { read } = stored(leaves);
    for (let size = 1; size <= leaves.length; size += 1) {
      const d = leaves.slice(0, size);
      const root = await rootAt(size, read);
      assert.deepEqual(root, rfc.mth(d));
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionProof(index, size, read);
        assert.deepEqual(proof, rfc.path(index, d));
        assert.ok(provesInclusion({ leaf: leafHash(d[index]!), index, size, root, proof }));
      }
      for (let first = 1; first <= size; first += 1) {
        const proof = await consistencyProof(first, size, read);
        const firstRoot = rfc.mth(d.slice(0, first));
        assert.deepEqual(proof, rfc.proof(first, d));
        assert.ok(provesConsistency({ first, second: size, firstRoot, secondRoot: root, proof }));
      }
    }
  });

  it('agrees with it on random trees, and takes no proof with a bit, a hash, a size or a place changed', async () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 200 });
    const cases = fc.tuple(leaves, fc.nat(), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(cases, async ([d, a, b, bit]) => {
        const [size, index, first] = [d.length, a % d.length, 1 + (b % d.length)];
        const { read } = stored(d);
        const root = rfc.mth(d);
        const included = {
          leaf: leafHash(d[index]!),
          index,
          size,
          root,
          proof: await inclusionProof(index, size, read),
        };
        const firstRoot = rfc.mth(d.slice(0, first));
        const proof = await consistencyProof(first, size, read);
        const grown = { first, second: size, firstRoot, secondRoot: root, proof };
        assert.deepEqual(included.proof, rfc.path(index, d));
        assert.deepEqual(proof, rfc.proof(first, d));
        assert.ok(provesInclusion(included) && provesConsistency(grown));

        for (const wrong of tampered(included.proof, bit)) assert.ok(!provesInclusion({ ...included, proof: wrong }));
        assert.ok(!provesInclusion({ ...included, leaf: flipped(included.leaf, bit) }));
        assert.ok(!provesInclusion({ ...included, root: flipped(root, bit) }));
        assert.ok(!provesInclusion({ ...included, index: size }));
        for (const wrong of tampered(proof, bit)) assert.ok(!provesConsistency({ ...grown, proof: wrong }));
        assert.ok(!provesConsistency({ ...grown, firstRoot: flipped(firstRoot, bit) }));
        assert.ok(!provesConsistency({ ...grown, secondRoot: flipped(root, bit) }));
        if (first < size) assert.ok(!provesConsistency({ ...grown, first: size, second: first }));
      }),
      { numRuns: 150 },
    );
  });

  it('goes on from what is known of its right edge', async () => {
    const leaves = some(300);
    const { read } = stored(leaves);
    for (const size of [0, 1, 7, 8, 255, 256, 257]) {
      const tree = growTree(size, await read(peaks(size)));
      for (const leaf of leaves.slice(size)) tree.push(leafHash(leaf));
      assert.deepEqual(tree.root(), rfc.mth(leaves));
    }
  });

  it('reads about two hashes for each level of the tree, however many entries there are', async () => {
    for (const size of [1_000, 1_023, 1_025, 20_000]) {
      const one = stored(some(size));
      const levels = Math.ceil(Math.log2(size));
      await inclusionProof(Math.floor(size / 3), size, one.read);
      assert.ok(one.reads() <= 2 * levels, `${one.reads()} reads in a tree of ${size}`);
      await consistencyProof(Math.floor(size / 3), size, one.read);
      assert.ok(one.reads() <= 5 * levels);
    }
  });

  it('covers a range with complete subtrees, side by side', () => {
    assert.deepEqual(cover(0, 7), [
      { level: 2, index: 0 },
      { level: 1, index: 2 },
      { level: 0, index: 6 },
    ]);
    assert.deepEqual(cover(4, 4), []);
    const far = 2 ** 40;
    assert.deepEqual(peaks(far + 1), [
      { level: 40, index: 0 },
      { level: 0, index: far },
    ]);
    assert.equal(joined([]), EMPTY_ROOT);
  });

  it('refuses to prove what is not so', async () => {
    const { read } = stored(some(5));
    assert.throws(() => inclusionProof(5, 5, read), RangeError);
    assert.throws(() => inclusionProof(-1, 5, read), RangeError);
    assert.throws(() => inclusionProof(0.5, 5, read), RangeError);
    assert.throws(() => consistencyProof(6, 5, read), RangeError);
    assert.deepEqual(await consistencyProof(0, 5, read), []);
    const nothing = { first: 0, second: 5, secondRoot: EMPTY_ROOT, proof: [] };
    assert.ok(provesConsistency({ ...nothing, firstRoot: EMPTY_ROOT }));
    assert.ok(!provesConsistency({ ...nothing, firstRoot: leafHash(EMPTY_ROOT) }));
  });
});

describe('commitmentOf()', () => {
  it('is the hash of salt and bytes, and tells nothing without the salt', () => {
    const salt = Buffer.alloc(32, 7);
    const expected = createHash('sha256')
      .update(Buffer.concat([salt, Buffer.from('{"é":1}')]))
      .digest();
    assert.deepEqual(commitmentOf('{"é":1}', salt), expected);
    assert.throws(() => commitmentOf('{}', Buffer.alloc(31)), /a salt is 32 bytes/);
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = bit % (copy.length * 8);
  copy[at >> 3] = copy[at >> 3]! ^ (1 << (at & 7));
  return copy;
}

/** Proofs that differ from a right one in one thing. */
function tampered(proof: readonly Buffer[], bit: number): readonly (readonly Buffer[])[] {
  const at = proof.length === 0 ? 0 : bit % proof.length;
  const changed =
    proof.length === 0 ? [] : [proof.with(at, flipped(proof[at]!, bit)), proof.slice(0, -1), proof.slice(1)];
  return [...changed, [...proof, EMPTY_ROOT], [EMPTY_ROOT, ...proof]];
}
