import { Client } from 'pg';

/** First key of the advisory locks; the second is the slot's number. */
const LOCK = 0x5265_6773;
const MOST_SLOTS = 64;
const NAME = /^slot-(\d+)$/;

/**
 * A number that no other living instance has. It is held by a lock of a database session, which goes when the process or its
 * connection goes: so a free slot that still has unfinished runs belonged to an instance that has died.
 */
export type Slot = {
  /** `slot-0`, `slot-1` …: the name under which DBOS notes who runs a workflow. */
  readonly id: string;
  /** Runs the work when nobody holds the slot of that name, and holds it meanwhile. False when somebody does. */
  ifFree(id: string, work: () => Promise<void>): Promise<boolean>;
  /** Whether our own lock is still held. */
  held(): Promise<boolean>;
  release(): Promise<void>;
};

/**
 * Takes the lowest free slot. `onLost` is called once when the lock is gone: from then on another instance may take over our
 * runs, so this process has to end at once.
 */
export async function takeSlot(options: {
  readonly url: string;
  readonly onLost: (why: string) => void;
}): Promise<Slot> {
  const client = new Client({
    connectionString: options.url,
    application_name: 'regroup slot',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // A query that takes this long stands for a network that has silently gone.
    query_timeout: 15_000,
  });
  let over = false;
  const lost = (why: string) => {
    if (over) return;
    over = true;
    options.onLost(why);
  };
  client.on('error', (error) => lost(error.name));
  client.on('end', () => lost('the connection was closed'));
  await client.connect();
  const number = await lowestFree(client);
  return {
    id: `slot-${number}`,
    ifFree: (id, work) => ifFree(client, id, work),
    held: async () => {
      if (over) return false;
      try {
        await client.query('select 1');
        return true;
      } catch (error) {
        lost(error instanceof Error ? error.name : 'unknown');
        return false;
      }
    },
    release: async () => {
      over = true;
      await client.end();
    },
  };
}

async function lowestFree(client: Client): Promise<number> {
  for (let number = 0; number < MOST_SLOTS; number += 1) if (await tryLock(client, number)) return number;
  await client.end();
  throw new Error(`${MOST_SLOTS} instances of Regroup use this database already; no more are supported`);
}

async function ifFree(client: Client, id: string, work: () => Promise<void>): Promise<boolean> {
  const number = NAME.exec(id)?.[1];
  if (number === undefined || !(await tryLock(client, Number(number)))) return false;
  try {
    await work();
    return true;
  } finally {
    await client.query('select pg_advisory_unlock($1, $2)', [LOCK, Number(number)]);
  }
}

async function tryLock(client: Client, number: number): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1, $2) as ok', [LOCK, number]);
  return rows[0]?.ok === true;
}
