import { workingDaysAfter } from '../calendar/words.js';
import { WorkplaceProblem, type Durable, type Messenger, type Showing } from '../migration/ports.js';
import type { Store } from '../records/store.js';
import { stillHolds } from './lapses.js';

/** When the officers are reminded: so many working days after it was found. From then on every month. */
const REMINDERS = [1, 3] as const;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 86_400_000;

/** Everything that telling of a lapse needs from outside itself. */
export type TellingWorld = {
  readonly store: Store;
  readonly messenger: Messenger;
  /** Directory ids of the data protection officer and deputies. */
  readonly dpo: readonly string[];
};

/** What the run goes by: the workflow library keeps it. */
type Facts = {
  readonly open: boolean;
  readonly raisedAt: number;
  /** Whether the evidence of this moment still shows it. */
  readonly holds: boolean;
};

/**
 * Shows a team's lapse of retention to every officer, and again after one and three working days and then every month, for as long
 * as nobody has looked at it and the evidence still shows it. The database is the truth; a message only wakes the run.
 */
export async function runLapse(durable: Durable, id: string, world: TellingWorld): Promise<void> {
  let reminded = 0;
  for (let round = 1; ; round += 1) {
    const now = await durable.now();
    const facts = await durable.step(`${round} look`, () => look(world, id, now));
    if (facts === null) return;
    const shown = await showAll(durable, round, world, id, 'update');
    if (!facts.open && shown.failed === 0) return;
    const due = facts.open ? remindersDue(facts.raisedAt, now.getTime()) : reminded;
    if (due > reminded) {
      reminded = due;
      if (facts.holds) await remind(durable, round, world, id, due);
    }
    const pause = Math.max(nextReminder(facts.raisedAt, due) - now.getTime(), 1_000);
    await durable.receive('wake', shown.failed === 0 ? pause : Math.min(pause, HOUR_MS));
  }
}

async function look({ store }: TellingWorld, id: string, now: Date): Promise<Facts | null> {
  return store.transact(async (tx) => {
    const incident = await tx.incident(id);
    const lapse = incident?.retention ?? null;
    if (incident === null || lapse === null) return null;
    const holds = await stillHolds(tx, lapse, now);
    return { open: incident.state === 'open', raisedAt: incident.at.getTime(), holds };
  });
}

/** The end of the `n`th wait, from 0. */
function nextReminder(raisedAt: number, n: number): number {
  const days = REMINDERS[n];
  if (days !== undefined) return workingDaysAfter(new Date(raisedAt), days).getTime();
  return raisedAt + (n - REMINDERS.length + 1) * MONTH_MS;
}

function remindersDue(raisedAt: number, now: number): number {
  let due = 0;
  while (nextReminder(raisedAt, due) <= now) due += 1;
  return due;
}

async function showAll(
  durable: Durable,
  round: number,
  { messenger, dpo }: TellingWorld,
  incidentId: string,
  how: Showing,
): Promise<{ readonly people: number; readonly failed: number }> {
  let [people, failed] = [0, 0];
  for (const person of dpo) {
    try {
      const show = () => messenger.show({ kind: 'incident', incidentId, person }, how);
      if ((await durable.step(`${round} ${how} ${person}`, show)) === 'shown') people += 1;
    } catch (error) {
      // The edge has tried and logged it; the run comes back to it.
      if (!(error instanceof WorkplaceProblem)) throw error;
      failed += 1;
    }
  }
  return { people, failed };
}

async function remind(durable: Durable, round: number, world: TellingWorld, id: string, times: number): Promise<void> {
  const { people } = await showAll(durable, round, world, id, 'reminder');
  const when = await durable.now();
  const about = { subjectType: 'incident', subjectId: id, correlationId: id } as const;
  await durable.step(`${round} note the reminder`, async () => {
    const event = { who: 'regroup', what: 'incident.reminded', when, ...about, details: { people, times } } as const;
    await world.store.transact((tx) => tx.record(event, `run/${id}/reminder/${times}`));
    return people;
  });
}
