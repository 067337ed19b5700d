import { awaitsOfficer, OFFICER_DECIDES } from '../migration/history.js';
import type { Migration } from '../migration/migration.js';
import { holdOn } from '../migration/hold.js';
import { RUNNING } from '../migration/ports.js';
import type { Tx } from '../records/store.js';
import { isOfficer } from './officer.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** How long a question that went to the DPO stays in `status`: long enough to find the answer again after a holiday. */
const DAYS_SHOWN = 60;
const DAY_MS = 86_400_000;

/** Where the person's own moves and questions are, what waits for their decision or answer, and which statements are asked of them. */
export async function readStatus(world: World, actor: Actor): Promise<View> {
  const since = new Date(world.now().getTime() - DAYS_SHOWN * DAY_MS);
  return world.store.transact(async (tx) => {
    const moves = await tx.migrationsOf(actor.person);
    const questions = await tx.questionsOf(actor.person, since);
    return {
      kind: 'status',
      moves: moves.filter(({ state }) => state !== 'cancelled'),
      toDecide: await tx.waitingFor(actor.person),
      toAgree: isOfficer(world, actor) ? await awaitingOfficer(tx, actor.person) : [],
      onHold: isOfficer(world, actor) ? await heldOf(tx, actor.person) : [],
      toAttest: await tx.attestationsOf(actor.person),
      toAnswer: isOfficer(world, actor) ? await tx.queue() : [],
      asked: questions.filter(({ state }) => state === 'with-dpo' || state === 'dpo-answered'),
    };
  });
}

/** The moves of others that are on hold. */
async function heldOf(tx: Tx, officer: string): Promise<readonly Migration[]> {
  return (await running(tx)).filter((move) => move.owner !== officer && holdOn(move) !== null);
}

/** All moves that run. */
export async function running(tx: Tx): Promise<readonly Migration[]> {
  const found: Migration[] = [];
  for (const id of await tx.migrationsIn(RUNNING)) {
    const move = await tx.migration(id);
    if (move !== null) found.push(move);
  }
  return found;
}

/** Nobody agrees to a move of their own. */
async function awaitingOfficer(tx: Tx, officer: string): Promise<readonly Migration[]> {
  const found: Migration[] = [];
  for (const id of await tx.migrationsIn(OFFICER_DECIDES)) {
    const move = await tx.migration(id);
    if (move !== null && move.owner !== officer && awaitsOfficer(move)) found.push(move);
  }
  return found;
}
