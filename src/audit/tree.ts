import { createHash } from 'node:crypto';

/**
 * The Merkle tree of the record, as RFC 6962 section 2.1 defines it: a leaf is hashed with 0x00 before it and an interior node with
 * 0x01, so that neither can be taken for the other. What is given to the tree as an entry is its commitment, 32 bytes.
 */

/** A complete subtree: it stands over the leaves from `index` · 2^`level` on, 2^`level` of them. Level 0 is the leaves. */
export type Place = { readonly level: number; readonly index: number };

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = sha256();

/** What the log says of an entry without telling it: SHA-256(salt ‖ canonical bytes). The salt has 32 bytes. */
export function commitmentOf(canonical: string, salt: Buffer): Buffer {
  if (salt.length !== 32) throw new RangeError('a salt is 32 bytes');
  return sha256(salt, Buffer.from(canonical, 'utf8'));
}

/** SHA-256(0x00 ‖ data). */
export function leafHash(data: Uint8Array): Buffer {
  return sha256(Buffer.of(0), data);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.of(1), left, right);
}

/** A tree that grows; it keeps the hashes of its complete subtrees only, at most one for each bit of its size. */
export type Tree = {
  readonly size: number;
  /** Adds a leaf by its hash. Answers the hashes of the subtrees that it completes, from level 1 upwards. */
  push(leaf: Buffer): readonly Buffer[];
  root(): Buffer;
};

/** A tree with so many leaves, of which only the hashes at `peaks(size)` are known. Without arguments an empty one. */
export function growTree(size = 0, known: readonly Buffer[] = []): Tree {
  const hashes = [...known];
  let leaves = size;
  return {
    get size() {
      return leaves;
    },
    push: (leaf) => {
      const closed: Buffer[] = [];
      let hash = leaf;
      for (let rest = leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
        hash = nodeHash(hashes.pop() ?? EMPTY_ROOT, hash);
        closed.push(hash);
      }
      hashes.push(hash);
      leaves += 1;
      return closed;
    },
    root: () => joined(hashes),
  };
}

/** The largest complete subtrees that stand side by side over the first `size` leaves, from the left. */
export function peaks(size: number): readonly Place[] {
  return cover(0, size);
}

/**
 * The complete subtrees that stand side by side over the leaves from `begin` to before `end`, from the left. For ranges that RFC 6962
 * splits a tree into: `begin` is a multiple of the largest power of two that fits.
 */
export function cover(begin: number, end: number): readonly Place[] {
  const places: Place[] = [];
  for (let at = begin; at < end;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The hash over subtrees that stand side by side, each larger than the next: the root of them all. */
export function joined(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

function sha256(...chunks: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}
