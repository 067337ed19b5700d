import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Where mocha's processes find the address of the one database server of the test run. */
export const SERVER = 'REGROUP_TEST_SERVER';

/** A database of its own for a test file, on the one server of the whole test run. */
export type Database = {
  readonly url: string;
  /** Runs one statement on a connection of its own. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
};

/** Makes an empty database on the server that `server.ts` has started for this test run. */
export async function emptyDatabase(): Promise<Database> {
  const server = process.env[SERVER];
  if (server === undefined) throw new Error('run mocha with the configuration of the project: it starts the database');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(server, `create database ${name}`);
  const at = new URL(server);
  at.pathname = `/${name}`;
  return {
    url: at.href,
    query: (sql, values) => query(at.href, sql, values),
    drop: async () => {
      await query(server, `drop database ${name} with (force)`);
    },
  };
}

/** A new folder that the server's account can reach. The caller removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

async function query(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
