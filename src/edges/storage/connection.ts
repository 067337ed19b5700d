import { DrizzleQueryError } from 'drizzle-orm/errors';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { DatabaseError, Pool, type PoolClient, type QueryConfig } from 'pg';
import { StatementFailed } from './problem.js';

/** What queries are asked of: one connection inside a transaction, or the pool. */
export type Connection = NodePgDatabase;

/**
 * A pool whose sessions cannot hang: a statement, a wait for a lock and an idle transaction all end after a while. With a role they
 * have its rights only, and not those of the user in the address.
 */
export function openPool(url: string, report: (message: string) => void, role: string | null = null): Pool {
  const pool = new Pool({
    connectionString: url,
    ...(role === null ? {} : { options: `-c role=${role}` }),
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

/**
 * Runs the work in one transaction on one connection; rolls back and rethrows when it throws. `last` is asked for the statement that
 * comes last, if any. The transaction begins with the first statement, so that one statement alone needs no more than one round trip
 * to the server: by itself it is a transaction too.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  last: () => QueryConfig | null = () => null,
): Promise<T> {
  const client = await pool.connect();
  const late = beginningLate(client);
  let broken: Error | null = null;
  try {
    const result = await work(late.client);
    const final = last();
    if (final !== null) await client.query(final);
    if (late.hasBegun()) await commit(client);
    return result;
  } catch (error) {
    broken = late.hasBegun() ? await rollBack(client) : null;
    throw withoutData(error);
  } finally {
    client.release(broken ?? undefined);
  }
}

/** The same client, which begins a transaction before the first statement. */
function beginningLate(client: PoolClient): { readonly client: PoolClient; readonly hasBegun: () => boolean } {
  let begun: Promise<unknown> | null = null;
  const query = async (...given: Parameters<PoolClient['query']>) => {
    begun ??= client.query('begin');
    await begun;
    return client.query(...given);
  };
  const late = Object.create(client, { query: { value: query } }) as PoolClient;
  return { client: late, hasBegun: () => begun !== null };
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  // After a failed statement that somebody caught, PostgreSQL answers a commit with a rollback and no error.
  if (command !== 'COMMIT') throw new StatementFailed('25P02', null);
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
