import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Where the person's own moves are, which moves wait for their decision, and which statements are still asked of them. */
export async function readStatus(world: World, actor: Actor): Promise<View> {
  return world.store.transact(async (tx) => {
    const moves = await tx.migrationsOf(actor.person);
    return {
      kind: 'status',
      moves: moves.filter(({ state }) => state !== 'cancelled'),
      toDecide: await tx.waitingFor(actor.person),
      toAttest: await tx.attestationsOf(actor.person),
    };
  });
}
