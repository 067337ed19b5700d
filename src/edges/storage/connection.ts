import { DrizzleQueryError } from 'drizzle-orm/errors';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { StatementFailed } from './problem.js';

/** What queries are asked of: one connection inside a transaction, or the pool. */
export type Connection = NodePgDatabase;

/** A pool whose sessions cannot hang: a statement, a wait for a lock and an idle transaction all end after a while. */
export function openPool(url: string, report: (message: string) => void): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'regroup',
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    lock_timeout: 15_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => report(`a database connection was lost (${codeOf(error)})`));
  return pool;
}

/** Runs the work between `begin` and `commit` on one connection; rolls back and rethrows when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | null = null;
  try {
    await client.query('begin');
    const result = await work(client);
    const { command } = await client.query('commit');
    // After a failed statement that somebody caught, PostgreSQL answers a commit with a rollback and no error.
    if (command !== 'COMMIT') throw new StatementFailed('25P02', null);
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw withoutData(error);
  } finally {
    client.release(broken ?? undefined);
  }
}

/** The error of a rollback that failed: the connection is of no more use. */
async function rollBack(client: PoolClient): Promise<Error | null> {
  try {
    await client.query('rollback');
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The error without the statement, its parameters and PostgreSQL's details; errors of others are left as they are. */
export function withoutData(error: unknown): unknown {
  const inner = error instanceof DrizzleQueryError ? error.cause : error;
  if (inner instanceof DatabaseError) return new StatementFailed(codeOf(inner), inner.constraint ?? null);
  return error instanceof DrizzleQueryError ? new StatementFailed(codeOf(inner), null) : error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
