import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ServerProblem } from './problem.js';

const run = promisify(execFile);

/** The account that PostgreSQL's processes run as, when it is not our own. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root. As root: the `postgres` or `nobody` account; otherwise null, which means our own. */
export async function serverAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const uid = await idOf('-u', name);
    const gid = await idOf('-g', name);
    if (uid !== null && gid !== null && uid > 0) return { name, uid, gid };
  }
  throw new ServerProblem(
    'PostgreSQL does not run as root and this machine has neither a "postgres" nor a "nobody" account. Run Regroup as a normal user, or set DATABASE_URL.',
  );
}

/** The first folder on the way to `path` that the account may not enter; null when it may enter them all. */
export function closedFolder(path: string, account: Account): string | null {
  const folders = [path];
  while (dirname(folders[0] ?? '/') !== folders[0]) folders.unshift(dirname(folders[0] ?? '/'));
  return folders.find((folder) => !mayEnter(folder, account)) ?? null;
}

/** Throws `ServerProblem` naming the first folder on the way to `path` that the account may not enter. */
export function assertReachable(path: string, account: Account): void {
  const closed = closedFolder(path, account);
  if (closed === null) return;
  throw new ServerProblem(
    `Regroup runs as root, so PostgreSQL runs as "${account.name}", which may not enter ${closed}. ` +
      'Put Regroup and its data folder where that account can go, run Regroup as a normal user, or set DATABASE_URL.',
  );
}

function mayEnter(folder: string, { uid, gid }: Account): boolean {
  const found = statSync(folder);
  if (!found.isDirectory()) return true;
  if (found.uid === uid) return (found.mode & 0o100) !== 0;
  if (found.gid === gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | null> {
  try {
    return Number((await run('id', [flag, name])).stdout);
  } catch (error) {
    // `id` answers 1 for an account that does not exist; anything else is worth knowing.
    if (error instanceof Error && 'code' in error && error.code === 1) return null;
    throw error;
  }
}
