import { DBOS, DBOSClient, Error as DbosErrors } from '@dbos-inc/dbos-sdk';
import type { ClientBase } from 'pg';
import type { Durable, Topic } from '../../migration/ports.js';
import { describe, durablePort, type Begin, type Report } from './port.js';
import type { Slot } from './slot.js';

/**
 * DBOS notes this name and, with patching on, one version name for it in the database: another name would be refused there
 * for ever. See docs/decisions.
 */
export const APPLICATION = 'regroup';
const QUEUE = 'runs';

/** What a run does, from its first step to its last. It is called again from the start after a crash. */
export type Run = (durable: Durable, id: string) => Promise<void>;

/** The workflow engine of this process. There can be one at a time. */
export type Runtime = {
  /** Names the run; called once, before `launch`. */
  registerRun(name: string, run: Run): void;
  /** Begins to work: takes up the runs of this slot, and those of slots whose instance has died. */
  launch(): Promise<void>;
  /** Starts the run with this id. Starting it again changes nothing. */
  start(id: string): Promise<void>;
  /**
   * Sends a message to a run. With a client, through its open transaction: it is sent when that commits. A message with the same
   * key is sent once. A run that nobody has started yet is started by it.
   */
  tell(client: ClientBase | null, id: string, topic: Topic, message: object, key: string): Promise<void>;
  /** Whether the engine works and the slot is held. */
  ready(): Promise<boolean>;
  /** Ends work; unfinished runs are taken up by the next launch, here or elsewhere. */
  shutdown(): Promise<void>;
};

export type RuntimeOptions = {
  readonly url: string;
  readonly slot: Slot;
  readonly begin: Begin;
  readonly report: Report;
  /** How often to look for runs of instances that have died. */
  readonly sweepMs?: number;
  /** What time it is for runs; the engine's own clock when left out. */
  readonly clock?: (() => Date) | undefined;
};

/** Makes DBOS's own tables. To be called under the lock of our migrations. */
export async function migrateDurable(url: string): Promise<void> {
  await DBOS.migrate(url);
}

/** Prepares the engine; nothing runs before `launch`. */
export async function openDurable(options: RuntimeOptions): Promise<Runtime> {
  const client = await DBOSClient.create({
    systemDatabaseUrl: options.url,
    applicationName: APPLICATION,
    systemDatabasePoolSize: 2,
    logger: logger(options.report),
  });
  let name: string | null = null;
  let sweeping: Sweeping | null = null;
  const target = (id: string) => {
    if (name === null) throw new Error('registerRun has to be called first');
    return { workflowID: id, workflowName: name, queueName: QUEUE };
  };
  return {
    registerRun: (given, run) => {
      if (name !== null) throw new Error('a run is registered already');
      name = given;
      register(given, run, options);
    },
    launch: async () => {
      await launch(options);
      sweeping = sweep(options);
    },
    start: async (id) => {
      await client.enqueue(target(id), id);
    },
    tell: async (caller, id, topic, message, key) => {
      if (caller === null) {
        await client.enqueue(target(id), id);
        return client.send(id, message, topic, key);
      }
      const send = () => client.sendInTransaction(caller, id, message, topic, key);
      if (await reaches(caller, send)) return;
      await client.enqueueInTransaction(caller, target(id), id);
      await send();
    },
    ready: async () => DBOS.isInitialized() && (await options.slot.held()),
    shutdown: async () => {
      await sweeping?.end();
      await DBOS.shutdown({ deregister: true });
      await client.destroy();
    },
  };
}

/** False when the run does not exist yet; the caller's transaction is then as it was before. */
async function reaches(caller: ClientBase, send: () => Promise<void>): Promise<boolean> {
  await caller.query('savepoint tell');
  try {
    await send();
    await caller.query('release savepoint tell');
    return true;
  } catch (error) {
    if (!(error instanceof DbosErrors.DBOSNonExistentWorkflowError)) throw error;
    await caller.query('rollback to savepoint tell');
    return false;
  }
}

function register(name: string, run: Run, { begin, report, clock }: RuntimeOptions): void {
  const workflow = async (id: string): Promise<void> => {
    try {
      await run(durablePort(id, begin, report, clock), id);
    } catch (error) {
      // DBOS ends a run with errors of its own, for example when another instance has taken it over.
      if (error instanceof DbosErrors.DBOSError) throw error;
      report(`run ${id} ended with an error: ${describe(error)}`);
      // oxlint-disable-next-line preserve-caught-error -- DBOS keeps what is thrown, and the cause may hold what people typed
      throw new Error(`run ${id} failed`);
    }
  };
  // Counts every restart over weeks of waiting, so it must not be reached.
  DBOS.registerWorkflow(workflow, { name, maxRecoveryAttempts: 1_000_000_000 });
}

async function launch({ url, slot, report }: RuntimeOptions): Promise<void> {
  DBOS.setConfig({
    name: APPLICATION,
    systemDatabaseUrl: url,
    systemDatabasePoolSize: 10,
    executorID: slot.id,
    // Without it, runs that wait while the program changes would belong to an old version for ever.
    enablePatching: true,
    runMigrations: false,
    enableOTLP: false,
    tracingEnabled: false,
    logger: logger(report),
  });
  await DBOS.launch();
  // Runs that wait for people count as working ones, hence the high number.
  await DBOS.registerQueue(QUEUE, { workerConcurrency: 1_000, minPollingIntervalMs: 200 });
}

type Sweeping = { end(): Promise<void> };

/** Looks now, and then again and again, for unfinished runs of slots that nobody holds. */
function sweep({ slot, report, sweepMs = 10_000 }: RuntimeOptions): Sweeping {
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  const round = async () => {
    try {
      if (await slot.held()) await takeOver(slot);
    } catch (error) {
      report(`looking for runs to take over failed: ${error instanceof Error ? error.name : 'unknown'}`);
    }
    if (!ended) timer = setTimeout(() => (current = round()), sweepMs);
  };
  let current = round();
  return {
    end: async () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      await current;
    },
  };
}

async function takeOver(slot: Slot): Promise<void> {
  const owners = new Set((await unfinished()).map(({ executorId }) => executorId));
  for (const owner of owners) {
    if (owner === undefined || owner === slot.id) continue;
    await slot.ifFree(owner, async () => {
      // Its own queue has to be named, or DBOS moves it to an internal one.
      for (const { workflowID, queueName } of await unfinished(owner))
        await DBOS.resumeWorkflow(workflowID, { queueName: queueName ?? QUEUE });
    });
  }
}

function unfinished(owner?: string) {
  const whose = owner === undefined ? {} : { executorId: owner };
  return DBOS.listWorkflows({ status: 'PENDING', loadInput: false, loadOutput: false, ...whose });
}

/** DBOS's own notes: warnings and errors only, without the stack and the objects that come with them. */
export function logger(report: Report) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (entry: unknown) => report(`durable: ${String(entry)}`),
    error: (entry: unknown) => report(`durable: ${String(entry)}`),
  };
}
