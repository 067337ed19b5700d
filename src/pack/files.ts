import { createHash } from 'node:crypto';
import { attestationsOf, decisionsOf, evidenceOf, peopleOf, reconciliationOf, type PackSource } from './data.js';
import { howToVerify, type Proof } from './how-to.js';
import { summaryHtml } from './summary.js';
import type { ZipEntry } from './zip.js';

/** What a pack says about a move, beside the proof that the record says the same. */
export function packFiles(source: PackSource, proof: Proof): readonly ZipEntry[] {
  const { names } = source;
  return [
    text('summary.html', summaryHtml(source, proof)),
    json('decisions.json', decisionsOf(source)),
    json('people.json', peopleOf(source)),
    json('attestations.json', attestationsOf(source)),
    json('evidence.json', evidenceOf(source)),
    json('reconciliation.json', reconciliationOf(source)),
    ...(names === null ? [] : [json('names.json', Object.fromEntries(names))]),
    text('HOW-TO-VERIFY.md', howToVerify(source, proof)),
  ];
}

/** `manifest.json` and `SHA256SUMS` beside the files: what the pack consists of, for a program and for `sha256sum -c`. */
export function sealed(source: PackSource, files: readonly ZipEntry[]): readonly ZipEntry[] {
  const sums = files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes), bytes: bytes.length }));
  const about = { schema: 'regroup-pack/1', move: source.migration.id, madeAt: source.now, sandbox: source.sandbox };
  const all = [...files, json('manifest.json', { ...about, files: sums })];
  const lines = all
    .map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`)
    .toSorted((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1));
  return [...all, text('SHA256SUMS', lines.join(''))];
}

function text(name: string, content: string): ZipEntry {
  return { name, bytes: Buffer.from(content, 'utf8') };
}

function json(name: string, value: object): ZipEntry {
  return text(name, `${JSON.stringify(value, null, 2)}\n`);
}

/** Hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
