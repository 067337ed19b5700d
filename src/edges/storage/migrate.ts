import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { MigrationProblem } from './problem.js';
import { grantBot } from './roles.js';

/** From src/edges/storage and from dist/edges/storage alike: the SQL files are not compiled, so they stay in src. */
const FOLDER = new URL('../../../src/edges/storage/migrations/', import.meta.url);

/** First key of the advisory lock; the second is 1. Any number does, as long as no other lock of ours has it. */
const LOCK = 0x5265_6772;
const PATIENCE = 300_000;

/** One numbered change of the tables. */
export type Change = { readonly name: string; readonly sql: string; readonly sha256: string };

/**
 * Brings the tables up to date, one instance at a time, and then runs `also` (the workflow library's own tables) under the
 * same lock. Each file is applied once, in a transaction of its own; then the bot's role is given what it needs. Throws `MigrationProblem` when a file that was applied has
 * been changed, or when the database was used by a newer version.
 */
export async function migrate(options: {
  readonly url: string;
  /** The user that the bot signs in as, where it is another one than this address's. */
  readonly login?: string | null;
  readonly also?: () => Promise<void>;
  readonly changes?: readonly Change[];
}): Promise<readonly string[]> {
  const client = new Client({ connectionString: options.url, application_name: 'regroup migrate', keepAlive: true });
  await client.connect();
  try {
    await takeTurn(client);
    const applied = await apply(client, options.changes ?? changes());
    await options.also?.();
    await grantBot(client, options.login ?? null);
    return applied;
  } finally {
    await client.end();
  }
}

/** The files of the migrations folder, in order. Line ends do not count: git may change them. */
export function changes(folder: URL = FOLDER): readonly Change[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Asks for the lock again and again. A session that waits for it inside PostgreSQL would hold a snapshot, and the workflow
 * library's CREATE INDEX CONCURRENTLY waits for every older snapshot: each would wait for the other.
 */
async function takeTurn(client: Client): Promise<void> {
  for (const deadline = performance.now() + PATIENCE; ; await wait(100)) {
    const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1, 1) as ok', [LOCK]);
    if (rows[0]?.ok === true) return;
    if (performance.now() > deadline)
      throw new MigrationProblem(
        'Another instance has been changing the tables for five minutes. End it and start again.',
      );
  }
}

async function apply(client: Client, wanted: readonly Change[]): Promise<readonly string[]> {
  await client.query('create schema if not exists regroup');
  await client.query(`create table if not exists regroup.schema_change (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<Omit<Change, 'sql'>>(
    'select name, sha256 from regroup.schema_change order by name',
  );
  assertKnown(rows, wanted);
  const missing = wanted.filter(({ name }) => !rows.some((row) => row.name === name));
  for (const change of missing) await applyOne(client, change);
  return missing.map(({ name }) => name);
}

function assertKnown(applied: readonly Omit<Change, 'sql'>[], wanted: readonly Change[]): void {
  for (const { name, sha256 } of applied) {
    const file = wanted.find((change) => change.name === name);
    if (file === undefined)
      throw new MigrationProblem(
        `The database has ${name}, which this version of Regroup does not know. Run the newer version.`,
      );
    if (file.sha256 !== sha256)
      throw new MigrationProblem(
        `${name} is not the file that was applied to this database. Restore it; changes need a new file.`,
      );
  }
}

async function applyOne(client: Client, { name, sql, sha256 }: Change): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into regroup.schema_change (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    // Raised by a file of ours, in a sentence for the administrator.
    if (error instanceof DatabaseError && error.code === 'P0001')
      throw new MigrationProblem(error.message, { cause: error });
    throw error;
  }
}
