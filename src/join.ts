import { randomUUID } from 'node:crypto';
import { runCheckpoint } from './audit/run.js';
import { signedFor } from './audit/watch.js';
import { ConfigProblem, type Config } from './config.js';
import { act } from './conversation/all.js';
import { severalFiles, takeFile } from './conversation/exports.js';
import { say } from './conversation/messages.js';
import { unknownPurpose } from './conversation/approver.js';
import type { World } from './conversation/world.js';
import { migrateDurable, openDurable, type Runtime } from './edges/durable/runtime.js';
import { takeSlot, type Slot } from './edges/durable/slot.js';
import { Circuit, RUN, TURN } from './edges/graph/graph.js';
import { putOakfield } from './edges/sandbox/put.js';
import { migrate } from './edges/storage/migrate.js';
import { openServer } from './edges/storage/server.js';
import { openStore, type Database, type Tell } from './edges/storage/store.js';
import { openBot } from './edges/teams/bot.js';
import { openChannel } from './edges/teams/channel.js';
import { openFiles } from './edges/teams/files.js';
import { startHost } from './edges/teams/host.js';
import { openMessenger } from './edges/teams/messenger.js';
import { postWelcome } from './edges/teams/poster.js';
import { openQueue, type Queue } from './edges/teams/queue.js';
import { openSignIn } from './edges/teams/sign-in.js';
import { runCorrections } from './correction/run.js';
import { runQuestion } from './escalation/run.js';
import { adoptPolicy } from './conversation/policy.js';
import { openPolicy } from './guidance/files.js';
import { policyCode } from './guidance/policy.js';
import type { Policy } from './guidance/types.js';
import { openCheckpoints, type Checkpoints } from './join/checkpoints.js';
import { clockOf, wakeWhenMoved } from './join/clock.js';
import { evidenceInto, evidenceRun, wakeEvidenceRuns } from './join/evidence.js';
import { openVaultFor, tendAgainAndAgain } from './join/history.js';
import { worldOf } from './join/world.js';
import type { Log } from './log.js';
import type { Welcoming } from './migration/course.js';
import { RUNNING, type Messenger } from './migration/ports.js';
import { runMigration } from './migration/run.js';
import type { Store } from './records/store.js';

/** The bot at work. */
export type Bot = {
  /** `http://127.0.0.1:3978` */
  readonly url: string;
  /** Resolves when this instance may not go on: another one may have taken over its runs. The process has to end at once. */
  readonly lost: Promise<void>;
  /** Ends what was begun, in the opposite order; unfinished runs are taken up by the next start. */
  stop(): Promise<void>;
};

/**
 * Joins everything and starts it. Throws `ConfigProblem`, `PolicyProblem`, `ServerProblem` or `MigrationProblem`, each with what
 * the administrator can do; nothing is left running then.
 */
export async function startBot(config: Config, log: Log): Promise<Bot> {
  const policy = policyFrom(config.policy);
  checkPurposes(config, policy);
  const ends: Ends = [];
  const stop = () => endAll(ends, log);
  try {
    const queue = openQueue();
    const clock = clockOf(config, log.warn);
    const { now } = clock;
    const { url, store: database, runtime, slot, lost } = await openRecords(config, log, ends, { queue, now });
    const checkpoints = await openCheckpoints(config);
    const store = signedFor(database, now);
    const vault = openVaultFor(config, url, log.warn);
    ends.push(() => vault.close());
    const shared = { config, log, store, policy, vault, now, circuit: new Circuit() };
    const world = worldOf(shared, TURN);
    const running = worldOf(shared, RUN);
    const teams = openTeams(config, log, world, queue);
    const { messenger } = teams;
    const { install } = running;
    const welcoming = install === null ? {} : { welcoming: { install, post: teams.post } };
    registerRuns(runtime, { ...running, ...welcoming, messenger, checkpoints, report: log.warn });
    if (config.sandbox !== null && config.organisation === null) await putOakfield(store);
    await store.transact((tx) => adoptPolicy(tx, policy, now(), randomUUID()));
    await noteStart(world, config.sandbox !== null);
    await runtime.launch();
    await wakeAll(store);
    ends.push(wakeWhenMoved(clock, () => wakeAll(store), log.warn));
    ends.push(tendAgainAndAgain(running, log.warn));
    const ready = { database: () => database.ready(), workflows: () => runtime.ready() };
    const host = await startHost({ ...config, ...teams, ready, evidence: evidenceInto(world), report: log.info });
    ends.push(() => host.stop());
    // The host waits for what it has begun, and a file may be on its way for longer than an end may take.
    ends.push(async () => teams.files.stop());
    log.info('the bot is ready', {
      port: Number(new URL(host.url).port),
      slot: slot.id,
      sandbox: config.sandbox !== null,
    });
    return { url: host.url, lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type RunWorld = World & {
  readonly welcoming?: Welcoming;
  readonly messenger: Messenger;
  readonly checkpoints: Checkpoints;
  readonly report: (message: string) => void;
};

/** One kind of run to the workflow library, which keeps its name with every run; the id says what it is about. */
function registerRuns(runtime: Runtime, world: RunWorld): void {
  const { store, messenger, organisation, checkpoints, report } = world;
  runtime.registerRun('migration', (durable, id) => {
    if (id.startsWith('ask-')) return runQuestion(durable, id, { store, messenger, dpo: organisation.dpo });
    if (id.startsWith('chk-'))
      return runCheckpoint(durable, id, { ...checkpoints, store, messenger, report, dpo: organisation.dpo });
    if (id.startsWith('cor-')) return runCorrections(durable, id, { store, messenger });
    return evidenceRun(durable, id, world) ?? runMigration(durable, id, world);
  });
}

/** What has been begun and has to be ended, the last one first. */
type Ends = (() => Promise<void>)[];

/** Ends everything, also when one of them fails. */
async function endAll(ends: Ends, log: Log): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop())
    await end().catch((error: unknown) =>
      log.warn('something did not end as it should', { error: error instanceof Error ? error.name : typeof error }),
    );
}

/** A purpose that the schedule does not have would send its moves to the wrong approvers without a word. */
function checkPurposes({ organisation }: Config, policy: Policy): void {
  const unknown = organisation === null ? null : unknownPurpose(organisation, policy);
  if (unknown === null) return;
  const advice = `In the file, "approversFor" names ${unknown}, which is not in the policy's schedule.`;
  throw new ConfigProblem('REGROUP_ORGANISATION', advice);
}

function policyFrom(files: readonly string[]): Policy {
  try {
    return openPolicy(files);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new ConfigProblem('REGROUP_POLICY', `The policy pack cannot be read (${String(error.code)}).`);
  }
}

type Records = {
  readonly url: string;
  readonly store: Database;
  readonly runtime: Runtime;
  readonly slot: Slot;
  readonly lost: Promise<void>;
};

/** The database, its tables, and the engine for runs on it. */
async function openRecords(
  config: Config,
  log: Log,
  ends: Ends,
  { queue, now }: { readonly queue: Queue; readonly now: () => Date },
): Promise<Records> {
  const server = await openServer({ dataDir: config.dataDir, url: config.databaseUrl ?? undefined });
  ends.push(() => server.stop());
  const { url } = server;
  log.info('the database is there', { how: server.how });
  const owner = config.databaseOwnerUrl;
  const login = owner === null ? null : decodeURIComponent(new URL(url).username);
  await migrate({ url: owner ?? url, login, also: () => migrateDurable(owner ?? url) });
  let runtime: Runtime | null = null;
  const tell: Tell = async (client, id, topic, key) => {
    if (runtime === null) throw new Error('the workflows are not there yet');
    await runtime.tell(client, id, topic, {}, key);
  };
  const store = await openStore({ url, tell, report: log.warn });
  ends.push(() => store.close());
  const { slot, lost } = await holdSlot(url, log);
  ends.push(() => slot.release());
  // A card that is on its way when the engine ends is noted before the store closes; else the next start would send it again.
  ends.push(() => queue.idle());
  const clock = config.sandbox === null ? undefined : now;
  runtime = await openDurable({ url, slot, begin: (effect) => store.begin(effect), report: log.warn, clock });
  ends.push(() => runtime.shutdown());
  return { url, store, runtime, slot, lost };
}

async function holdSlot(url: string, log: Log): Promise<Pick<Records, 'slot' | 'lost'>> {
  let onLost = (_why: string): void => undefined;
  const lost = new Promise<void>((resolve) => {
    onLost = (why) => {
      log.warn('the slot of this instance is lost', { why });
      resolve();
    };
  });
  return { slot: await takeSlot({ url, onLost: (why) => onLost(why) }), lost };
}

/** The Teams edge: who may come in, what takes activities in, and what shows cards later. */
function openTeams({ app, sandbox }: Config, log: Log, world: World, queue: Queue) {
  const signIn = openSignIn(app, sandbox?.signIn ?? null);
  const shared = {
    world,
    channel: openChannel(signIn, app.id),
    sandbox: sandbox !== null,
    queue,
    report: log.warn,
  };
  const messenger = openMessenger(shared);
  const files = openFiles({ sandbox, report: log.warn });
  const receive = openBot({
    ...shared,
    messenger,
    files,
    conversation: { say, act, takeFile, severalFiles },
    door: { tenantId: app.tenantId, loopbackOnly: sandbox !== null },
    newCorrelationId: () => randomUUID(),
  });
  return { signIn, messenger, files, receive, post: (migrationId: string) => postWelcome(shared, migrationId) };
}

async function noteStart({ store, policy, now }: World, sandbox: boolean): Promise<void> {
  const correlationId = randomUUID();
  const details = { policy: policyCode(policy), sandbox };
  await store.transact((tx) =>
    tx.record({
      who: 'regroup',
      what: 'bot.started',
      when: now(),
      subjectType: 'bot',
      subjectId: 'regroup',
      correlationId,
      details,
    }),
  );
}

/** Lets every run look again at what it is about, and starts those that were never started: harmless for all others. */
async function wakeAll(store: Store): Promise<void> {
  const key = `again/${randomUUID()}`;
  await store.transact(async (tx) => {
    for (const id of await tx.migrationsIn(RUNNING)) await tx.tell(id, 'wake', key);
    for (const { id } of await tx.queue()) await tx.tell(id, 'wake', key);
    for (const id of await tx.batchesDue()) await tx.tell(id, 'wake', key);
    await wakeEvidenceRuns(tx, key);
  });
}
