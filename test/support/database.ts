import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openServer, type Server } from '../../src/edges/storage/server.js';

/** A database of its own for a test file, on the one server of the whole test run. */
export type Database = {
  readonly url: string;
  /** Runs one statement on a connection of its own. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
};

let shared: Promise<Server> | null = null;
let folder: string | null = null;

/** Makes an empty database; the server is started with the first one and stopped after the last test. */
export async function emptyDatabase(): Promise<Database> {
  shared ??= startServer();
  const server = await shared;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(server.url, `create database ${name}`);
  const at = new URL(server.url);
  at.pathname = `/${name}`;
  return {
    url: at.href,
    query: (sql, values) => query(at.href, sql, values),
    drop: async () => {
      await query(server.url, `drop database ${name} with (force)`);
    },
  };
}

/** A new folder that the server's account can reach. The caller removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

async function startServer(): Promise<Server> {
  folder = temporaryFolder();
  return openServer({ dataDir: folder });
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

async function stopServer(): Promise<void> {
  const server = await shared;
  shared = null;
  await server?.stop();
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
}

// Loaded by mocha with the first test file that needs a database: a root-level hook, so it runs after the last test of all.
after(stopServer);
