import { WorkplaceProblem, type Durable, type Messenger } from '../migration/ports.js';
import type { Store } from '../records/store.js';
import { ofLog, signLog, type Signing } from './signing.js';
import type { SignedCheckpoint } from './ports.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A week of hourly rounds: longer, and the summary has been saying for a week that nobody gets them. */
const ROUNDS = 168;
/** An officer who was away gets the newest ones; each of them vouches for all before it. */
const MOST_AT_ONCE = 3;
const HOURLY = /^chk-(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)$/;

/** Takes a checkpoint where the operator cannot change it; writing the same one again changes nothing. */
export type Folder = (checkpoint: SignedCheckpoint, keys: readonly string[]) => Promise<void>;

/** Everything that the run of a checkpoint needs from outside itself. */
export type CheckpointWorld = {
  readonly store: Store;
  readonly messenger: Messenger;
  /** Directory ids of the data protection officer and deputies. */
  readonly dpo: readonly string[];
  readonly signing: Signing;
  readonly folder: Folder | null;
  /** Gets sentences for the log. */
  readonly report: (message: string) => void;
};

/** `chk-20261125T03`: the run that signs for what is recorded in this hour, a minute after it has ended. In UTC. */
export function hourlyRun(now: Date): string {
  return `chk-${now.toISOString().slice(0, 13).replaceAll('-', '')}`;
}

/**
 * Signs for the record, once the hour in its id is over or at once, and brings the checkpoint to every data protection officer and
 * into the folder. What cannot be delivered is tried again every hour, until a later checkpoint's run does so.
 */
export async function runCheckpoint(durable: Durable, id: string, world: CheckpointWorld): Promise<void> {
  const when = await overdue(durable, dueAt(id));
  const signed = await durable.step('sign', () => signLog(world.store, world.signing, { when, correlationId: id }));
  if (signed === 'refused') world.report('the audit record does not go on from its last checkpoint: verify it');
  const mine = await durable.step('look', () => lastSize(world));
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (await deliverAll(durable, round, id, world)) return;
    await durable.receive('wake', HOUR_MS);
    if ((await durable.step(`${round} look`, () => lastSize(world))) > mine) return;
  }
}

/** Waits until then, and answers the time. Who waits for messages lets the process end; who sleeps holds it up. */
async function overdue(durable: Durable, due: number | null): Promise<Date> {
  for (;;) {
    const now = await durable.now();
    if (due === null || due <= now.getTime()) return now;
    await durable.receive('wake', due - now.getTime());
  }
}

/** Milliseconds since 1970; null for a run that signs at once. The minute is for what was begun before the hour was over. */
function dueAt(id: string): number | null {
  const { year, month, day, hour } = HOURLY.exec(id)?.groups ?? {};
  if (hour === undefined) return null;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour)) + HOUR_MS + MINUTE_MS;
}

async function lastSize({ store }: CheckpointWorld): Promise<number> {
  return (await store.transact((tx) => tx.log.lastCheckpoint()))?.size ?? 0;
}

/** Whether all of them are everywhere now. */
async function deliverAll(durable: Durable, round: number, id: string, world: CheckpointWorld): Promise<boolean> {
  let everywhere = true;
  for (const place of places(world)) {
    const sizes = await durable.step(`${round} ${place} due`, async () =>
      (await world.store.transact((tx) => tx.log.undelivered(place, MOST_AT_ONCE))).map(({ size }) => size),
    );
    for (const size of sizes) if (!(await deliverOne(durable, round, id, world, place, size))) everywhere = false;
  }
  return everywhere;
}

function places({ dpo, folder }: CheckpointWorld): readonly string[] {
  return [...dpo.map((person) => `dpo/${person}`), ...(folder === null ? [] : ['folder'])];
}

async function deliverOne(
  durable: Durable,
  round: number,
  id: string,
  world: CheckpointWorld,
  place: string,
  size: number,
): Promise<boolean> {
  const name = `${round} ${place} ${size}`;
  try {
    if ((await durable.step(`${name} deliver`, () => bring(world, place, size))) !== 'there') return false;
  } catch (error) {
    // The edge has tried and logged it; the next round tries again.
    if (error instanceof WorkplaceProblem) return false;
    throw error;
  }
  const when = await durable.now();
  await durable.step(`${name} note`, async () => {
    await world.store.transact(async (tx) => {
      if (!(await tx.log.noteDelivery(size, place, when))) return;
      const details = { size, to: place === 'folder' ? 'folder' : 'dpo' };
      await tx.record(ofLog({ what: 'checkpoint.delivered', details }, { when, correlationId: id }));
    });
    return size;
  });
  return true;
}

async function bring(world: CheckpointWorld, place: string, size: number): Promise<'there' | 'not-now'> {
  const { store, messenger, folder } = world;
  if (place !== 'folder') {
    const shown = await messenger.show({ kind: 'checkpoint', size, person: place.slice('dpo/'.length) });
    return shown === 'shown' ? 'there' : 'not-now';
  }
  const { checkpoint, keys } = await store.transact(async ({ log }) => ({
    checkpoint: await log.checkpoint(size),
    keys: await log.keys(),
  }));
  if (checkpoint === null || folder === null) return 'not-now';
  await folder(checkpoint, keys);
  return 'there';
}
