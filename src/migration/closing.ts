import { workingDaysAfter } from '../calendar/words.js';
import type { Attestation } from './migration.js';
import { closingChange, joining, type Told } from './changed.js';
import { change, show, step, type Run } from './course.js';
import { open, type Asked, type Facts } from './facts.js';
import type { Showing } from './ports.js';

/** Asks every member about their phone, reminds those who say nothing, and closes when all have answered or time is up. */
export async function collectStatements(run: Run, facts: Facts): Promise<number> {
  if (!run.memory.hasAskedMembers) return askMembers(run);
  if (run.memory.isWoken) return reachLatecomers(run);
  const now = (await run.durable.now()).getTime();
  const { daysToAttest, schoolHolidays } = run.world.organisation;
  const end = facts.attestBy ?? workingDaysAfter(new Date(facts.closingSince), daysToAttest, schoolHolidays).getTime();
  if (facts.unanswered.length === 0 || now >= end) return close(run, end);
  const reminders = reminderTimes(run, facts.closingSince).filter((at) => at < end);
  const due = reminders.filter((at) => at <= now).length;
  if (due > run.memory.memberReminders) return remind(run, facts.unanswered, due);
  return (reminders[due] ?? end) - now;
}

/** Half-way, and one working day before the end. */
function reminderTimes(run: Run, since: number): readonly number[] {
  const { daysToAttest, schoolHolidays } = run.world.organisation;
  const days = new Set([Math.ceil(daysToAttest / 2), daysToAttest - 1]);
  return [...days]
    .filter((count) => count > 0)
    .map((count) => workingDaysAfter(new Date(since), count, schoolHolidays).getTime());
}

async function askMembers(run: Run): Promise<number> {
  await change(run, 'ask members', async (migration, at, tx) => {
    if (migration.state !== 'closing') return null;
    const asked = new Set((await tx.attestations(run.id)).map(({ person }) => person));
    const events: Told[] = [];
    for (const person of joining(migration).filter((one) => !asked.has(one))) {
      const reached = (await tx.acquaintance(person)) !== null;
      await tx.putAttestation(newAttestation(run.id, person, reached, at));
      events.push({ what: 'attestation.requested', details: { person, reached } });
    }
    return { events };
  });
  const asked = await step(run, 'who was asked', async () =>
    open(await run.world.store.transact((tx) => tx.attestations(run.id))),
  );
  for (const one of asked) await showCard(run, one, 'update');
  run.memory.hasAskedMembers = true;
  return 0;
}

function newAttestation(migrationId: string, person: string, reached: boolean, requestedAt: Date): Attestation {
  const unanswered = { state: 'asked', done: [], note: '', answeredAt: null } as const;
  return { migrationId, person, ver: 1, requestedAt, reached, ...unanswered };
}

/** Answers whether the person has the card, and corrects the record when it says otherwise. */
async function showCard(run: Run, asked: Asked, how: Showing): Promise<boolean> {
  const { person } = asked;
  const notice = { kind: 'attestation', migrationId: run.id, person } as const;
  const result = await show(run, notice, how);
  const reached = result === 'shown';
  if (result === 'failed' || reached === asked.reached) return reached;
  await change(run, 'note who was reached', async (_, __, tx) => {
    const attestation = (await tx.attestations(run.id)).find((one) => one.person === person);
    if (attestation?.state !== 'asked' || attestation.reached === reached) return null;
    await tx.putAttestation({ ...attestation, ver: attestation.ver + 1, reached });
    return { events: [{ what: 'attestation.requested', details: { person, reached } }] };
  });
  // The card in the chat shows the version before.
  if (reached) await show(run, notice);
  return reached;
}

/** Whoever opened Regroup only after they were asked gets their card now. */
async function reachLatecomers(run: Run): Promise<number> {
  run.memory.isWoken = false;
  const { store } = run.world;
  const late = await step(run, 'who can be reached now', () =>
    store.transact(async (tx) => {
      const found: Asked[] = [];
      for (const one of open(await tx.attestations(run.id)))
        if (!one.reached && (await tx.acquaintance(one.person)) !== null) found.push(one);
      return found;
    }),
  );
  for (const one of late) await showCard(run, one, 'update');
  return 0;
}

async function remind(run: Run, people: readonly Asked[], times: number): Promise<number> {
  run.memory.memberReminders = times;
  let shown = 0;
  for (const one of people) if (await showCard(run, one, 'reminder')) shown += 1;
  return change(run, 'note the reminders', () => ({
    events: [{ what: 'attestation.reminded', details: { people: shown, times } }],
  }));
}

function close(run: Run, end: number): Promise<number> {
  return change(run, 'close', async (migration, at, tx) => {
    const attestations = await tx.attestations(run.id);
    const isDue = at.getTime() >= end || attestations.every(({ state }) => state !== 'asked');
    return migration.state === 'closing' && isDue ? closingChange(migration, attestations) : null;
  });
}
