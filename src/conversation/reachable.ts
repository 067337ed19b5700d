import type { Tx } from '../records/store.js';

/**
 * Wakes every move that waits for this person, and every question that waits for an officer, who they may be, so that the cards which could not be sent before reach them. To be called in the
 * transaction that first makes their acquaintance.
 */
export async function nowReachable(tx: Tx, person: string): Promise<void> {
  const toDecide = (await tx.waitingFor(person)).map(({ id }) => id);
  const toAttest = (await tx.attestationsOf(person)).map(({ migrationId }) => migrationId);
  const toAnswer = (await tx.queue()).map(({ id }) => id);
  const toSee = (await tx.lapses()).filter(({ state }) => state === 'open').map(({ id }) => id);
  for (const id of new Set([...toDecide, ...toAttest, ...toAnswer, ...toSee]))
    await tx.tell(id, 'wake', `${id}/reachable/${person}`);
}
