import { createHash } from 'node:crypto';

/**
 * The tree of RFC 6962, written from the text of its section 2.1 and nothing else: over whole lists, with no regard for speed. Tests
 * compare the product with it.
 */

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** "k be the largest power of two smaller than n" */
function k(n: number): number {
  for (let power = 1; ; power *= 2) if (power < n && power * 2 >= n) return power;
}

/** MTH(D[n]), section 2.1. */
export function mth(d: readonly Uint8Array[]): Buffer {
  const n = d.length;
  if (n === 0) return sha256();
  if (n === 1) return sha256(Buffer.from([0x00]), d[0]!);
  return sha256(Buffer.from([0x01]), mth(d.slice(0, k(n))), mth(d.slice(k(n), n)));
}

/** PATH(m, D[n]), section 2.1.1. */
export function path(m: number, d: readonly Uint8Array[]): readonly Buffer[] {
  const n = d.length;
  if (n === 1) return [];
  return m < k(n)
    ? [...path(m, d.slice(0, k(n))), mth(d.slice(k(n), n))]
    : [...path(m - k(n), d.slice(k(n), n)), mth(d.slice(0, k(n)))];
}

/** PROOF(m, D[n]), section 2.1.2. */
export function proof(m: number, d: readonly Uint8Array[]): readonly Buffer[] {
  return subproof(m, d, true);
}

function subproof(m: number, d: readonly Uint8Array[], b: boolean): readonly Buffer[] {
  const n = d.length;
  if (m === n) return b ? [] : [mth(d)];
  return m <= k(n)
    ? [...subproof(m, d.slice(0, k(n)), b), mth(d.slice(k(n), n))]
    : [...subproof(m - k(n), d.slice(k(n), n), false), mth(d.slice(0, k(n)))];
}
