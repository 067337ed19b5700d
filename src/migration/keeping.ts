import { show, step, type Run } from './course.js';
import type { Facts } from './facts.js';
import { officersFor } from './hold.js';

/** While a move is on hold it goes on until something of the chat would be moved or deleted. */
export function isHeldUp({ state, hold }: Facts): boolean {
  return hold?.isHeld === true && (state === 'importing' || state === 'closing');
}

/**
 * Tells everybody who has to know that the move is on hold, or no more: those who were asked to delete, and an officer, who alone can
 * end it. Once for each hold and each end of one.
 */
export async function tellOfHold(run: Run, facts: Facts): Promise<void> {
  const { hold } = facts;
  if (hold === undefined) return;
  const told = `${hold.times} ${hold.isHeld}`;
  if (run.memory.hold === told) return;
  run.memory.hold = told;
  await tellOfficer(run, facts, hold.by);
  const { store } = run.world;
  const asked = await step(run, 'who was asked to delete', async () =>
    (await store.transact((tx) => tx.attestations(run.id))).map(({ person }) => person),
  );
  for (const person of asked) await show(run, { kind: 'attestation', migrationId: run.id, person }, 'reminder');
  // Who has not attested has the whole time again, reminders included.
  if (!hold.isHeld) run.memory.memberReminders = 0;
}

/** The first officer who can be reached, unless it was one of them. Whoever has the card sees how it goes on. */
async function tellOfficer(run: Run, facts: Facts, by: string): Promise<void> {
  const officers = officersFor(facts, run.world.organisation.dpo);
  const { holder } = run.memory;
  if (holder !== '') {
    await show(run, { kind: 'progress', migrationId: run.id, person: holder });
    return;
  }
  if (officers.includes(by)) return;
  for (const person of officers)
    if ((await show(run, { kind: 'progress', migrationId: run.id, person }, 'reminder')) === 'shown') {
      run.memory.holder = person;
      return;
    }
}
