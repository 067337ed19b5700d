import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Folder } from '../../infra/verify.mjs';
import { readCheckpoint, writeCheckpoint } from '../../src/audit/checkpoint.js';
import type { Entry, KeptEntry } from '../../src/audit/entry.js';
import { checkpointName, logLine } from '../../src/audit/lines.js';
import { commitmentIn } from '../../src/audit/log.js';
import { signNote, writeKey, type Signer } from '../../src/audit/note.js';
import { passingSigner, sampleEntries, type Signed } from '../../src/audit/sample-log.js';
import { growTree, leafHash } from '../../src/audit/tree.js';

export const ORIGIN = 'regroup/sandbox';

/** A log, what was signed of it, and who could sign again: everything that a falsifier might have. */
export type Log = {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
  readonly keys: readonly string[];
  readonly signers: readonly [Signer, Signer];
};

/** An invented log whose keys are kept. Entry 0 names the first key; at 65 % the second one comes into use, 35 % is redacted. */
export async function sampleLog(count: number, seed = 7): Promise<Log> {
  const signers = [passingSigner(ORIGIN), passingSigner(ORIGIN)] as const;
  const signed: Signed = { notes: [], keys: [] };
  const salt = (seq: number) => createHash('sha256').update(`salt ${seed} ${seq}`).digest();
  const entries: Entry[] = [];
  for await (const entry of sampleEntries({ count, seed, origin: ORIGIN, signers, salt }, signed)) entries.push(entry);
  return { entries, ...signed, signers };
}

/** The files of a log, as an export has them. */
export type Files = Map<string, Buffer>;

export function filesOf({ entries, notes, keys }: Pick<Log, 'entries' | 'notes' | 'keys'>): Files {
  const files: Files = new Map();
  const put = (name: string, lines: readonly string[]) =>
    files.set(name, Buffer.from(lines.map((line) => `${line}\n`).join('')));
  put('log.jsonl', entries.map(logLine));
  put('leaves.txt', entries.map(leafOf));
  put('keys.txt', keys);
  for (const [at, note] of notes.entries()) files.set(`checkpoints/${checkpointName(at + 1)}`, Buffer.from(note));
  return files;
}

export function leafOf(entry: Entry): string {
  return leafHash(commitmentIn(entry)).toString('hex');
}

/** The same checkpoints signed anew over other entries, each at the size and time that it had; `by` says who signs which. */
export async function signedAnew(
  entries: readonly Entry[],
  notes: readonly string[],
  by: (size: number) => Signer,
): Promise<string[]> {
  const signed: string[] = [];
  for (const note of notes) {
    const { size, time } = headOf(note);
    const text = writeCheckpoint({ origin: ORIGIN, size, root: rootOf(entries.slice(0, size)), time });
    signed.push(await signNote(text, [by(size)]));
  }
  return signed;
}

export function headOf(note: string) {
  return readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
}

export function rootOf(entries: readonly Entry[]): Buffer {
  const tree = growTree();
  for (const entry of entries) tree.push(leafHash(commitmentIn(entry)));
  return tree.root();
}

/** The entry with another event. */
export function rewritten(entry: Entry | undefined, change: (canonical: string) => string): KeptEntry {
  if (entry === undefined || 'redacted' in entry) throw new Error('there is no such entry');
  const canonical = change(entry.canonical);
  if (canonical === entry.canonical) throw new Error('nothing was changed');
  return { ...entry, canonical };
}

export function renumbered(entries: readonly Entry[]): Entry[] {
  return entries.map((entry, seq) => ({ ...entry, seq }));
}

export function keyOf(signer: Signer): string {
  return writeKey(signer.key);
}

/** Files as the verifier reads them, without a disk. */
export function inMemory(files: Files): Folder {
  const bytes = (name: string) => files.get(name) ?? Buffer.alloc(0);
  return { names: () => [...files.keys()], bytes, chunks: (name) => [bytes(name)] };
}

export function onDisk(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), 'regroup-log-'));
  mkdirSync(join(dir, 'checkpoints'));
  for (const [name, bytes] of files) writeFileSync(join(dir, name), bytes);
  return dir;
}

export const VERIFIER = new URL('../../infra/verify.mjs', import.meta.url).pathname;

/** Runs the verifier as a stranger does: its own process, only its own file. */
export function spawned(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...args], {
    encoding: 'utf8',
    env: { NODE_OPTIONS: '' },
  });
  return { code: status, said: stdout + stderr };
}
