import { accessSync, chownSync, constants, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { assertReachable, serverAccount } from './account.js';
import { bundledBinaries } from './binaries.js';
import { placeFor, programsFor } from './elsewhere.js';
import { withClaim } from './claim.js';
import * as clusters from './cluster.js';
import type { Cluster } from './cluster.js';
import { occupantOf } from './processes.js';
import { ServerProblem } from './problem.js';

/** A PostgreSQL server that answers. */
export type Server = {
  readonly url: string;
  readonly how: How;
  /** Ends the server if it is ours and nobody else uses it. Close every connection of this process first. */
  stop(): Promise<void>;
};

export type How =
  /** Given by DATABASE_URL: not ours to start or stop. */
  | 'external'
  /** We started the bundled server. */
  | 'started'
  /** The bundled server was running already: another process uses it, or one that was killed has left it. */
  | 'adopted';

const KEEPER = 'regroup keeper';
const CLAIM_PATIENCE = 120_000;
const START_PATIENCE = 60_000;
/** A server that does not start for another reason than its predecessor's remains does not start later either. */
const MOST_FAILED_STARTS = 20;
const FAREWELL_PATIENCE = 3_000;

/**
 * The database: `url` when given, else a real PostgreSQL of our own in `dataDir`, which only this machine can reach.
 * Throws `ServerProblem` with what the administrator can do.
 */
export async function openServer(options: {
  readonly dataDir: string;
  readonly url?: string | undefined;
}): Promise<Server> {
  if (options.url !== undefined && options.url !== '')
    return { url: options.url, how: 'external', stop: async () => {} };
  const cluster = await prepare(options.dataDir);
  const { how, url, keeper } = await withClaim(cluster.home, CLAIM_PATIENCE, async () => {
    await clusters.ensureCluster(cluster);
    return bringUp(cluster);
  });
  return { url, how, stop: () => stop(cluster, url, keeper) };
}

async function prepare(dataDir: string): Promise<Cluster> {
  const installed = bundledBinaries();
  const account = await serverAccount();
  mkdirSync(resolve(dataDir), { recursive: true });
  const wanted = realpathSync(dataDir);
  const place = account === null ? wanted : placeFor(wanted, account);
  const binaries = account === null ? installed : programsFor(installed, place, account);
  const home = join(place, 'postgres');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account) {
    chownSync(home, account.uid, account.gid);
    assertReachable(home, account);
    assertReachable(binaries.folder, account);
  }
  assertOurs(home);
  const at = (name: string) => join(home, name);
  return { home, data: at('cluster'), passwordFile: at('password'), log: at('server.log'), binaries, account };
}

function assertOurs(home: string): void {
  try {
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new ServerProblem(
      `${home} belongs to another account. Run Regroup as the user who made it, or choose another data folder.`,
      { cause },
    );
  }
}

type Up = { readonly how: How; readonly url: string; readonly keeper: Client };

/** Starts the server or adopts a running one. Only a connection proves that it runs: the files may be of a dead one. */
async function bringUp(cluster: Cluster): Promise<Up> {
  const deadline = performance.now() + START_PATIENCE;
  let how: How = 'adopted';
  let failedStarts = 0;
  for (;;) {
    const up = await connect(cluster);
    if (up !== null) return { ...up, how };
    if (performance.now() > deadline)
      throw new ServerProblem(`The database in ${cluster.home} does not answer. Its log is ${cluster.log}.`);
    if (!isFree(cluster)) {
      await wait(100);
      continue;
    }
    try {
      await clusters.startCluster(cluster);
      how = 'started';
    } catch (error) {
      // The children of a killed server hold its memory for a moment, and a free port may be taken before we get it.
      failedStarts += 1;
      if (failedStarts >= MOST_FAILED_STARTS || !mayPass(error)) throw error;
      await wait(250);
    }
  }
}

/** Whether no server is using the data. Takes the file of a server away whose process number belongs to a stranger now. */
function isFree(cluster: Cluster): boolean {
  const holder = clusters.postmaster(cluster);
  if (holder === null) return true;
  const occupant = occupantOf(holder.pid, cluster.data);
  // PostgreSQL itself would only see that the number is in use, and refuse to start.
  if (occupant === 'stranger') rmSync(clusters.pidFile(cluster), { force: true });
  return occupant !== 'server';
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof ServerProblem &&
    /shared memory|lock file|Address already in use|could not bind/i.test(error.message)
  );
}

/** The keeper is one connection held for as long as this process uses the server, so that others see it is in use. */
async function connect(cluster: Cluster): Promise<{ readonly url: string; readonly keeper: Client } | null> {
  const port = runningPort(cluster);
  if (port === null) return null;
  const url = clusters.clusterUrl(cluster, port);
  const keeper = client(url, KEEPER);
  try {
    await keeper.connect();
    return { url, keeper };
  } catch (error) {
    if (isRefusal(error))
      throw new ServerProblem(`The server on port ${port} does not accept the password in ${cluster.passwordFile}.`);
    return null;
  }
}

/** The port of what is, or may be, our server. The port of a dead one may belong to another PostgreSQL by now. */
function runningPort(cluster: Cluster): number | null {
  const holder = clusters.postmaster(cluster);
  if (holder === null || holder.port === 0) return null;
  return occupantOf(holder.pid, cluster.data) === 'server' ? holder.port : null;
}

/** A connection whose loss is found out by the next statement on it, not by an event that ends the process. */
function client(url: string, name: string): Client {
  const made = new Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 5_000 });
  return made.on('error', () => undefined);
}

/** 28P01: wrong password. Anything else is a server that is not there, not yet there or about to go. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '28P01';
}

async function stop(cluster: Cluster, url: string, keeper: Client): Promise<void> {
  await withClaim(cluster.home, CLAIM_PATIENCE, async () => {
    await keeper.end();
    if (runningPort(cluster) === null || (await isInUse(url))) return;
    await clusters.stopCluster(cluster);
  });
}

/** Whether another process keeps the server, or somebody is connected who does not leave within a few seconds. */
async function isInUse(url: string): Promise<boolean> {
  const visitor = client(url, 'regroup visitor');
  try {
    await visitor.connect();
    for (const deadline = performance.now() + FAREWELL_PATIENCE; ; await wait(50)) {
      const names = await othersOn(visitor);
      if (names.length === 0) return false;
      if (names.includes(KEEPER) || performance.now() > deadline) return true;
    }
  } finally {
    await visitor.end();
  }
}

async function othersOn(visitor: Client): Promise<readonly string[]> {
  const { rows } = await visitor.query<{ application_name: string }>(
    `select application_name from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rows.map((row) => row.application_name);
}
