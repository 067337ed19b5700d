import { cover, EMPTY_ROOT, joined, nodeHash, type Place } from './tree.js';

/**
 * Proofs that an entry is in a tree, and that a tree is the beginning of a later one: RFC 6962, sections 2.1.1 and 2.1.2. They are made
 * from stored hashes of complete subtrees, of which about 2 · log2(size) are read, and checked as RFC 9162 says in 2.1.3.2 and 2.1.4.2.
 */

/** Reads stored hashes, in the order in which they are asked for. */
export type ReadNodes = (places: readonly Place[]) => Promise<readonly Buffer[]>;

/** Leaves from `begin` to before `end`. */
type Range = { readonly begin: number; readonly end: number };

/** The root of the tree of the first `size` entries. */
export async function rootAt(size: number, read: ReadNodes): Promise<Buffer> {
  return joined(await read(cover(0, size)));
}

/** The audit path of the entry `index` in the tree of the first `size` entries. Throws `RangeError` when it is not in it. */
export function inclusionProof(index: number, size: number, read: ReadNodes): Promise<readonly Buffer[]> {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(`entry ${index} is not in a tree of ${size}`);
  return hashesOf(path(index, { begin: 0, end: size }), read);
}

/** Shows that the tree of `first` entries is the beginning of that of `second`. Throws `RangeError` unless 0 <= first <= second. */
export function consistencyProof(first: number, second: number, read: ReadNodes): Promise<readonly Buffer[]> {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second)
    throw new RangeError(`a tree of ${first} is not the beginning of one of ${second}`);
  const ranges = first === 0 ? [] : subproof(first, { begin: 0, end: second }, true);
  return hashesOf(ranges, read);
}

/** PATH(m, D[n]): from the leaf up, what stands beside it. */
function path(index: number, { begin, end }: Range): readonly Range[] {
  if (end - begin === 1) return [];
  const middle = begin + half(end - begin);
  return index < middle
    ? [...path(index, { begin, end: middle }), { begin: middle, end }]
    : [...path(index, { begin: middle, end }), { begin, end: middle }];
}

/** SUBPROOF(m, D[n], b). `whole` says that the subtree is one that the checker knows already. */
function subproof(first: number, { begin, end }: Range, whole: boolean): readonly Range[] {
  if (first === end) return whole ? [] : [{ begin, end }];
  const middle = begin + half(end - begin);
  return first <= middle
    ? [...subproof(first, { begin, end: middle }, whole), { begin: middle, end }]
    : [...subproof(first, { begin: middle, end }, false), { begin, end: middle }];
}

/** The largest power of two that is smaller than `count` (at least 2). */
function half(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** Reads what is stored for all ranges at once, and joins where a range at the right edge is no complete subtree. */
async function hashesOf(ranges: readonly Range[], read: ReadNodes): Promise<readonly Buffer[]> {
  const parts = ranges.map(({ begin, end }) => cover(begin, end));
  const hashes = await read(parts.flat());
  let from = 0;
  return parts.map((places) => joined(hashes.slice(from, (from += places.length))));
}

export type Inclusion = {
  /** Hash of the leaf: SHA-256(0x00 ‖ commitment). */
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
};

/** Whether the proof leads from the leaf to the root. */
export function provesInclusion({ leaf, index, size, root, proof }: Inclusion): boolean {
  if (index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(beside, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [halved(node), halved(last)];
    } else hash = nodeHash(hash, beside);
    [node, last] = [halved(node), halved(last)];
  }
  return last === 0 && hash.equals(root);
}

export type Consistency = {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Buffer;
  readonly secondRoot: Buffer;
  readonly proof: readonly Buffer[];
};

/** Whether the proof shows that the first tree is the beginning of the second. An empty first tree is the beginning of every tree. */
export function provesConsistency({ first, second, firstRoot, secondRoot, proof }: Consistency): boolean {
  if (first < 0 || first > second) return false;
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return proof.length === 0 && firstRoot.equals(EMPTY_ROOT);
  const [begin, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  if (begin === undefined) return false;
  let [node, last] = [first - 1, second - 1];
  while (node % 2 === 1) [node, last] = [halved(node), halved(last)];
  let [one, two] = [begin, begin];
  for (const beside of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [one, two] = [nodeHash(beside, one), nodeHash(beside, two)];
      while (node % 2 === 0 && node !== 0) [node, last] = [halved(node), halved(last)];
    } else two = nodeHash(two, beside);
    [node, last] = [halved(node), halved(last)];
  }
  return last === 0 && one.equals(firstRoot) && two.equals(secondRoot);
}

function halved(number: number): number {
  return Math.floor(number / 2);
}

function isPowerOfTwo(number: number): boolean {
  return number === 1 || half(number) * 2 === number;
}
