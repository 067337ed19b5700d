import type { Entry } from './entry.js';

/** How entries are handed out, a line each. docs/log-format.md has examples; `infra/verify.mjs` takes no other form. */

/** A line of `log.jsonl`, without its line break. */
export function logLine(entry: Entry): string {
  if ('redacted' in entry) return JSON.stringify({ seq: entry.seq, commitment: entry.commitment, redacted: true });
  return JSON.stringify({ seq: entry.seq, salt: entry.salt, canonical: entry.canonical });
}

/** A line of `proofs.jsonl`: the entry, and its audit path to the checkpoint beside it. */
export function proofLine(entry: Entry, proof: readonly Buffer[]): string {
  return `${logLine(entry).slice(0, -1)},"proof":${JSON.stringify(proof.map(hex))}}`;
}

/** A line of `consistency.jsonl`: that the tree of `from` entries is the beginning of that of `to`. */
export function consistencyLine(from: number, to: number, proof: readonly Buffer[]): string {
  return JSON.stringify({ from, to, proof: proof.map(hex) });
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

/** The name of the `number`th checkpoint of a folder, from 1. */
export function checkpointName(number: number): string {
  return `${String(number).padStart(6, '0')}.txt`;
}
