import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Process and port of the PostgreSQL server that a bot runs in its data folder. */
export function serverIn(dataDir: string): { readonly pid: number; readonly port: number } {
  const lines = readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** Asks that server, on a connection that is closed again: nothing of ours is open when it is killed. */
export async function ask(dataDir: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const password = readFileSync(join(dataDir, 'postgres', 'password'), 'utf8').trim();
  const { port } = serverIn(dataDir);
  const client = new Client({
    connectionString: `postgresql://regroup:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
