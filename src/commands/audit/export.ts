import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CSV_HEAD, csvRow } from '../../audit/csv.js';
import { OPERATOR, type AuditEvent, type Entry } from '../../audit/entry.js';
import { consistencyLine, logLine, proofLine } from '../../audit/lines.js';
import type { SignedCheckpoint } from '../../audit/ports.js';
import { consistencyProof, inclusionProof } from '../../audit/proof.js';
import { isAskedFor, toldBy, type Filter } from '../../audit/query.js';
import type { Store } from '../../records/store.js';
import { CommandProblem, type Terminal } from '../command.js';
import { withDatabase } from '../database.js';
import { newFolder, writeLines, writeLog, writeSigned, writeVerifier } from './folder.js';
import { entriesOf, snapshotOf, type Snapshot } from './live.js';

export type ExportOptions = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly subject: string | undefined;
  readonly migration: string | undefined;
  readonly format: string | undefined;
  readonly out: string | undefined;
  readonly data: string | undefined;
};

type Form = 'jsonl' | 'csv' | 'folder';

/**
 * Hands out the record, or a part of it: into a folder that can be verified, or as lines for a terminal. That it was handed out is
 * recorded before anything is.
 */
export async function exportLog(options: ExportOptions, terminal: Terminal): Promise<number> {
  const { from, to, subject, migration, out: dir } = options;
  const form = formOf(options);
  if (subject !== undefined && migration !== undefined)
    throw new CommandProblem('Say --subject or --migration, not both.');
  const filter = { from: dayOf(from, '--from'), to: dayOf(to, '--to'), mentions: subject ?? migration };
  if (dir !== undefined) newFolder(dir);
  return withDatabase(terminal, options.data, async (store) => {
    const taken = await chosen(store, await snapshotOf(store), filter);
    await store.transact((tx) => tx.record(exported(options, form, taken.length)));
    // The entry that was just recorded belongs to a whole log.
    const snapshot = await snapshotOf(store);
    const some = isWhole(filter) ? null : new Set(taken);
    if (dir === undefined) await print(picked(store, snapshot, some), form, terminal);
    else await writeFolder(dir, { store, snapshot, some, form }, terminal);
    return 0;
  });
}

function formOf({ format, out }: ExportOptions): Form {
  if (format !== undefined && format !== 'jsonl' && format !== 'csv')
    throw new CommandProblem('--format takes jsonl or csv.');
  return format ?? (out === undefined ? 'jsonl' : 'folder');
}

function dayOf(text: string | undefined, option: string): string | undefined {
  if (text !== undefined && !(/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))))
    throw new CommandProblem(`${option} takes a day: 2026-11-24.`);
  return text;
}

function isWhole({ from, to, mentions }: Filter): boolean {
  return from === undefined && to === undefined && mentions === undefined;
}

function exported({ from, to, subject, migration }: ExportOptions, form: Form, entries: number): AuditEvent {
  const kind = migration !== undefined ? 'migration' : subject !== undefined ? 'subject' : null;
  return {
    who: OPERATOR,
    what: 'log.exported',
    when: new Date(),
    subjectType: migration === undefined ? 'log' : 'migration',
    subjectId: migration ?? subject ?? 'log',
    correlationId: randomUUID(),
    details: { entries, from: from ?? null, to: to ?? null, subject: kind, form },
  };
}

/**
 * Numbers of the entries that are asked for. Content that is gone cannot be asked about: it goes along with the entry before it where a
 * period is asked for, and so does the entry that says why it is gone. Entries that name keys always go along.
 */
async function chosen(store: Store, snapshot: Snapshot, filter: Filter): Promise<readonly number[]> {
  const taken: number[] = [];
  const blank = new Set<unknown>();
  let isWithin = false;
  for await (const entry of entriesOf(store, snapshot)) {
    const told = toldBy(entry);
    if (told === null) {
      if (!isWithin || filter.mentions !== undefined) continue;
      blank.add(entry.seq);
      taken.push(entry.seq);
      continue;
    }
    isWithin = isAskedFor(told, filter);
    const isNeeded = told.what === 'key.rotated' || (told.what === 'entry.redacted' && blank.has(told.details['seq']));
    if (isWithin || isNeeded) taken.push(entry.seq);
  }
  return taken;
}

async function* picked(store: Store, snapshot: Snapshot, some: ReadonlySet<number> | null): AsyncGenerator<Entry> {
  for await (const entry of entriesOf(store, snapshot)) if (some === null || some.has(entry.seq)) yield entry;
}

async function print(entries: AsyncIterable<Entry>, form: Form, { out, drained }: Terminal): Promise<void> {
  if (form === 'csv') out(CSV_HEAD);
  for await (const line of form === 'csv' ? rowsOf(entries) : linesOf(entries)) {
    out(line);
    await drained?.();
  }
}

async function* linesOf(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const entry of entries) yield logLine(entry);
}

async function* rowsOf(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const entry of entries) {
    const told = toldBy(entry);
    if (told !== null) yield csvRow(told);
  }
}

type Export = {
  readonly store: Store;
  readonly snapshot: Snapshot;
  /** Numbers of the entries that are wanted; null for all. */
  readonly some: ReadonlySet<number> | null;
  readonly form: Form;
};

async function writeFolder(dir: string, all: Export, { out }: Terminal): Promise<void> {
  const { store, snapshot, some, form } = all;
  const { checkpoints, keys, size } = snapshot;
  const last = checkpoints.at(-1);
  if (some !== null && last === undefined)
    throw new CommandProblem('Nothing is signed for yet, so no part of the record can be proved. Export all of it.');
  if (some === null) await writeLog(dir, entriesOf(store, snapshot));
  else if (last !== undefined) await writePart(dir, all, last);
  const notes = checkpoints.map(({ note }) => note);
  writeSigned(dir, notes, keys);
  if (form === 'csv') await writeLines(join(dir, 'entries.csv'), headed(rowsOf(picked(store, snapshot, some))));
  writeVerifier(dir);
  const covered = last?.size ?? 0;
  const newer = some === null ? size - covered : [...some].filter((seq) => seq >= covered).length;
  out(
    `${dir} has ${some === null ? `the whole record, ${size} entries` : `a part of the record, ${some.size - newer} entries`}. Check it: node ${join(dir, 'verify.mjs')} ${dir}`,
  );
  if (newer > 0)
    out(
      `${newer} entries are newer than the last checkpoint${some === null ? ' and vouched for by nobody yet' : ', so they are left out'}. The next one is signed when the hour is over.`,
    );
}

async function* headed(rows: AsyncIterable<string>): AsyncGenerator<string> {
  yield CSV_HEAD;
  yield* rows;
}

/** Writes `proofs.jsonl`, and `consistency.jsonl` by which every older checkpoint can be compared with the last one. */
export async function writePart(
  dir: string,
  { store, snapshot, some }: Omit<Export, 'form'>,
  last: SignedCheckpoint,
): Promise<void> {
  await writeLines(join(dir, 'proofs.jsonl'), proofsOf(store, picked(store, snapshot, some), last.size));
  await writeLines(join(dir, 'consistency.jsonl'), bridgesTo(store, snapshot.checkpoints, last.size));
}

async function* proofsOf(store: Store, entries: AsyncIterable<Entry>, size: number): AsyncGenerator<string> {
  for await (const entry of entries) {
    if (entry.seq >= size) return;
    yield proofLine(entry, await store.transact(({ log }) => inclusionProof(entry.seq, size, log.read)));
  }
}

async function* bridgesTo(
  store: Store,
  checkpoints: readonly SignedCheckpoint[],
  size: number,
): AsyncGenerator<string> {
  for (const { size: from } of checkpoints) {
    if (from >= size) continue;
    yield consistencyLine(from, size, await store.transact(({ log }) => consistencyProof(from, size, log.read)));
  }
}
