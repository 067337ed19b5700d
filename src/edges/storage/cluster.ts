import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import { programPath, type Binaries } from './binaries.js';
import { ServerProblem } from './problem.js';

const run = promisify(execFile);

/** A PostgreSQL data folder of ours and what belongs to it. */
export type Cluster = {
  /** Holds the rest; open to the server's account only. */
  readonly home: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly log: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
};

export const USER = 'regroup';

/** What stands in `postmaster.pid`; null when there is no such file or it is half written. */
export function postmaster(cluster: Cluster): { readonly pid: number; readonly port: number } | null {
  const file = pidFile(cluster);
  if (!existsSync(file)) return null;
  // Line 1 is the process, line 4 the port: https://www.postgresql.org/docs/18/storage-file-layout.html
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 ? { pid, port: port > 0 ? port : 0 } : null;
}

export function pidFile(cluster: Cluster): string {
  return join(cluster.data, 'postmaster.pid');
}

/**
 * Makes the data folder if there is none: in a folder beside it that is then renamed, so a kill in the middle leaves nothing
 * half made. Throws `ServerProblem` when the folder was made by another major version or has lost its password.
 */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const version = join(cluster.data, 'PG_VERSION');
  if (!existsSync(version)) return createCluster(cluster);
  const major = readFileSync(version, 'utf8').trim();
  if (major !== cluster.binaries.major)
    throw new ServerProblem(
      `The data in ${cluster.home} was written by PostgreSQL ${major}, but version ${cluster.binaries.major} is installed. ` +
        'Dump it with the old version and restore it with the new one, or set DATABASE_URL.',
    );
  if (!existsSync(cluster.passwordFile))
    throw new ServerProblem(`${cluster.passwordFile} is missing. Restore it from the backup of the data folder.`);
}

async function createCluster(cluster: Cluster): Promise<void> {
  const unfinished = `${cluster.data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(cluster.passwordFile, { force: true });
  writeFileSync(cluster.passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (cluster.account) chownSync(cluster.passwordFile, cluster.account.uid, cluster.account.gid);
  const options = ['-D', unfinished, '-U', USER, '--pwfile', cluster.passwordFile, '-A', 'scram-sha-256'];
  await call(cluster, 'initdb', [...options, '-E', 'UTF8', '--locale=C', '--data-checksums']);
  renameSync(unfinished, cluster.data);
}

/** Starts the server and waits until it answers. Rejects with what its log says when it does not start. */
export async function startCluster(cluster: Cluster): Promise<void> {
  keepLogSmall(cluster.log);
  const settings = [
    `-p ${await freePort()}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=100',
    '-c fsync=on',
    '-c full_page_writes=on',
    '-c synchronous_commit=on',
    // Leaves rows and keys, which may be personal data, out of the log.
    '-c log_error_verbosity=terse',
    '-c log_min_error_statement=panic',
  ];
  const options = ['-w', '-t', '60', '-D', cluster.data, '-l', cluster.log];
  await call(cluster, 'pg_ctl', ['start', ...options, '-o', settings.join(' ')]);
}

/** Ends the server: open transactions are rolled back, everything committed stays. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  await call(cluster, 'pg_ctl', ['stop', '-w', '-t', '60', '-m', 'fast', '-D', cluster.data]);
}

/** Where the server is reached once it runs. */
export function clusterUrl(cluster: Cluster, port: number): string {
  const password = readFileSync(cluster.passwordFile, 'utf8').trim();
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
}

async function call(cluster: Cluster, program: string, options: readonly string[]): Promise<void> {
  const { account, home, binaries } = cluster;
  const as = account === null ? {} : { uid: account.uid, gid: account.gid };
  try {
    await run(programPath(binaries.folder, program), [...options], { ...as, cwd: home, windowsHide: true });
  } catch (cause) {
    throw new ServerProblem(`${program} failed: ${lastWords(cause, cluster)}`, { cause });
  }
}

/** What the program said last and the end of the server's own log: enough for an administrator, and nothing personal. */
function lastWords(error: unknown, { log }: Cluster): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  const logged = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-3) : [];
  return [...said.split('\n').slice(-3), ...logged].filter((line) => line !== '').join(' | ');
}

function keepLogSmall(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 1_000_000) renameSync(log, `${log}.old`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
