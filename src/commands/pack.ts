import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf, readCheckpoint } from '../audit/checkpoint.js';
import { OPERATOR } from '../audit/entry.js';
import type { SignedCheckpoint } from '../audit/ports.js';
import { toldBy, type Told } from '../audit/query.js';
import { count } from '../calendar/words.js';
import { readConfig } from '../config.js';
import { graphCredential, openGraph, TURN } from '../edges/graph/graph.js';
import { policyCode } from '../guidance/policy.js';
import { peopleIn, type PackSource } from '../pack/data.js';
import { packFiles, sealed, sha256 } from '../pack/files.js';
import type { Proof } from '../pack/how-to.js';
import { zip, type ZipEntry } from '../pack/zip.js';
import type { Store } from '../records/store.js';
import { retentionFor } from '../migration/proving.js';
import { writePart } from './audit/export.js';
import { newFolder, writeSigned, writeVerifier } from './audit/folder.js';
import { entriesOf, snapshotOf, type Snapshot } from './audit/live.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { DATA, withDatabase } from './database.js';
import { policyOf } from './policy.js';

export const pack: Command = {
  usage: [
    [
      'pack MIGRATION [--out FILE.zip] [--names] [--data DIR]',
      'Everything that proves what became of a move, as one zip that a stranger can verify',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...DATA,
      out: { type: 'string' },
      names: { type: 'boolean', default: false },
    });
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) throw new CommandProblem('Say "pack MIGRATION", with the id of one move.');
    const out = values.out ?? `${id}.zip`;
    if (existsSync(out)) throw new CommandProblem(`${out} is there already. Name another file with --out.`);
    const made = await withDatabase(terminal, values.data, (store) => make(store, id, values.names, terminal));
    writeNew(out, made.bytes);
    terminal.out(`${out}: ${made.files} files, ${made.bytes.length} bytes, SHA-256 ${sha256(made.bytes)}`);
    terminal.out(
      `It has ${made.proof.entries} entries of the audit record. To check it: unzip it, then node verify.mjs .`,
    );
    const { newer } = made.proof;
    if (newer > 0)
      terminal.out(
        `${count(newer, 'entry is', 'entries are')} newer than the last checkpoint and not in it. The next one is signed when the hour is over.`,
      );
    return 0;
  },
};

type Made = { readonly bytes: Buffer; readonly files: number; readonly proof: Proof };

/** Makes the pack, and records that before it is handed out. */
async function make(store: Store, id: string, withNames: boolean, terminal: Terminal): Promise<Made> {
  const snapshot = await snapshotOf(store);
  const last = snapshot.checkpoints.at(-1);
  if (last === undefined)
    throw new CommandProblem(
      'Nothing is signed for yet, so nothing can be proved. Make the pack when the hour is over.',
    );
  const sandbox = readCheckpoint(last.note.slice(0, last.note.lastIndexOf('\n\n') + 1)).origin === originOf(null);
  const read = { ...(await sourceOf(store, id, terminal)), sandbox };
  const source = { ...read, names: withNames ? await namesOf(read, terminal) : null };
  const { folder, proof } = await proofOf(store, snapshot, last, source);
  const files = sealed(source, [...packFiles(source, proof), ...folder]);
  const bytes = zip(files);
  const about = { subjectType: 'migration', subjectId: id, correlationId: randomUUID() } as const;
  const details = { sha256: sha256(bytes), bytes: bytes.length, names: withNames };
  const event = { who: OPERATOR, what: 'pack.made', when: source.now, ...about, details } as const;
  await store.transact((tx) => tx.record(event));
  return { bytes, files: files.length, proof };
}

type Read = Omit<PackSource, 'names' | 'sandbox'>;

/** All that the database has about the move, as of one moment. */
async function sourceOf(store: Store, id: string, terminal: Terminal): Promise<Read> {
  const policy = policyOf(terminal);
  const now = new Date();
  return store.transact(async (tx) => {
    const migration = await tx.migration(id);
    if (migration === null) throw new CommandProblem('There is no move with this id.');
    const { destination, purpose } = migration.draft;
    const teamId = migration.outcome.teamId ?? (destination?.kind === 'existing-team' ? destination.teamId : null);
    const evidence = teamId === null ? [] : await tx.evidence([teamId]);
    const line = policy.schedule.find((one) => one.id === purpose);
    const days = line?.days ?? null;
    const lapses = (await tx.lapses()).filter(({ retention }) => teamId !== null && retention?.teamId === teamId);
    return {
      migration,
      attestations: await tx.attestations(id),
      incidents: [...(await tx.incidentsOf(id)), ...lapses],
      evidence,
      wanted: line === undefined || days === null ? null : { label: line.label, days },
      retention: teamId === null || days === null ? null : retentionFor(migration, evidence, days, now),
      policy: policyCode(policy),
      now,
    };
  });
}

/** Display names, as the directory has them at this moment. */
async function namesOf(
  source: Omit<PackSource, 'names'>,
  { env, err }: Terminal,
): Promise<ReadonlyMap<string, string>> {
  const config = readConfig(env);
  const { directory } = openGraph({
    sandboxUrl: config.sandbox?.graph ?? null,
    credential: graphCredential(config),
    report: (message) => err(message),
    patience: TURN,
  });
  const names = new Map<string, string>();
  for (const id of peopleIn({ ...source, names: null })) {
    const person = await directory.person(id);
    if (person !== null) names.set(id, person.displayName);
  }
  return names;
}

/** The entries about the move, each with a proof, with all that it takes to check them. */
async function proofOf(
  store: Store,
  snapshot: Snapshot,
  last: SignedCheckpoint,
  source: PackSource,
): Promise<{ readonly folder: readonly ZipEntry[]; readonly proof: Proof }> {
  const isAbout = aboutMove(source);
  const some = new Set<number>();
  for await (const entry of entriesOf(store, snapshot)) {
    const told = toldBy(entry);
    if (told !== null && (told.what === 'key.rotated' || isAbout(told))) some.add(entry.seq);
  }
  const covered = [...some].filter((seq) => seq < last.size).length;
  const proof = { entries: covered, newer: some.size - covered, size: last.size, signedAt: last.signedAt };
  const dir = mkdtempSync(join(tmpdir(), 'regroup-pack-'));
  try {
    newFolder(dir);
    await writePart(dir, { store, snapshot, some }, last);
    writeSigned(
      dir,
      snapshot.checkpoints.map(({ note }) => note),
      snapshot.keys,
    );
    writeVerifier(dir);
    return { folder: filesIn(dir).filter(({ name }) => name !== 'SHA256SUMS'), proof };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Whether an entry is about the move, its incidents, or the retention of its team. */
function aboutMove({ migration, incidents, evidence }: PackSource): (told: Told) => boolean {
  const ids = new Set([migration.id, ...incidents.map(({ id }) => id), ...evidence.map(({ id }) => id)]);
  return ({ subjectId, correlationId, details }) =>
    [subjectId, correlationId, ...Object.values(details)].some((value) => typeof value === 'string' && ids.has(value));
}

function filesIn(dir: string): readonly ZipEntry[] {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return names.map((one) => {
    const path = join(one.parentPath, one.name);
    return { name: path.slice(dir.length + 1).replaceAll('\\', '/'), bytes: readFileSync(path) };
  });
}

/** Nothing is overwritten: the record speaks of each pack by its hash. */
function writeNew(file: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = error.code === 'EEXIST' ? 'is there already' : `cannot be written (${String(error.code)})`;
    throw new CommandProblem(`${file} ${why}. Name another file with --out.`, { cause: error });
  }
}
