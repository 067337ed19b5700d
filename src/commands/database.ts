import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Teller } from '../edges/durable/teller.js';
import { openServer } from '../edges/storage/server.js';
import { openStore, type Database } from '../edges/storage/store.js';
import { StatementFailed } from '../edges/storage/problem.js';
import { CommandProblem, type Terminal } from './command.js';

/** The option that says where the data is when there is no `DATABASE_URL`. */
export const DATA = { data: { type: 'string' } } as const;

type OpenTeller = (url: string, report: (message: string) => void) => Promise<Teller>;

/** How a command meets the database: whether it wakes runs, and whether it needs the rights of the tables' owner. */
type Access = { readonly openTeller?: OpenTeller; readonly as?: 'bot' | 'owner' };

/**
 * Opens the database that the bot uses, and closes it again. A database of ours that does not run is started for as long as it
 * is needed; one that was never made is not made here.
 */
export async function withDatabase<T>(
  terminal: Terminal,
  dataDir: string | undefined,
  work: (store: Database) => Promise<T>,
  { openTeller = mute, as = 'bot' }: Access = {},
): Promise<T> {
  const given = terminal.env['DATABASE_URL']?.trim() ?? '';
  const folder = dataDir ?? terminal.env['REGROUP_DATA'] ?? './data';
  const url = dataDir === undefined && given !== '' ? given : undefined;
  if (url === undefined && !existsSync(join(folder, 'postgres', 'cluster', 'PG_VERSION')))
    throw new CommandProblem(
      `There is no database in ${folder}. Start Regroup once, name its folder with --data, or set DATABASE_URL.`,
    );
  const server = await openServer({ dataDir: folder, url });
  try {
    const owner = url === undefined ? '' : (terminal.env['DATABASE_OWNER_URL']?.trim() ?? '');
    return await inStore(as === 'owner' && owner !== '' ? owner : server.url, terminal, work, { openTeller, as });
  } catch (error) {
    throw explained(error);
  } finally {
    await server.stop();
  }
}

async function inStore<T>(
  url: string,
  terminal: Terminal,
  work: (store: Database) => Promise<T>,
  { openTeller, as }: Required<Access>,
): Promise<T> {
  const { tell, close } = await openTeller(url, terminal.err);
  try {
    const store = await openStore({ url, tell, report: terminal.err, as });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await close();
  }
}

async function mute(): Promise<Teller> {
  const tell = async () => {
    throw new Error('this command wakes no run');
  };
  return { tell, close: async () => undefined };
}

/** PostgreSQL's codes for what an administrator meets first (appendix A of its manual), and Node's for a server that is away. */
function explained(error: unknown): unknown {
  const code = error instanceof StatementFailed || isSystemError(error) ? error.code : null;
  if (code === '42P01' || code === '3F000')
    return new CommandProblem('The database has no tables of Regroup. Start Regroup once on it.', { cause: error });
  if (code === '28P01' || code === '28000')
    return new CommandProblem('The database does not accept the user or password in DATABASE_URL.', { cause: error });
  if (code === '3D000') return new CommandProblem('DATABASE_URL names a database that is not there.', { cause: error });
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ETIMEDOUT')
    return new CommandProblem(`The database in DATABASE_URL cannot be reached (${code}).`, { cause: error });
  return error;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
