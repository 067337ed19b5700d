import { changed, entryAbout, type Change } from '../migration/changed.js';
import type { Migration } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import type { Verb } from './actions.js';
import type { Target } from './handlers.js';
import { inPrivate, OUT_OF_DATE } from './moves.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** One thing that somebody can do with a running move. */
export type Act = {
  readonly verb: Verb;
  /** Whether this person may; from the record, never from the card. */
  readonly may: (migration: Migration) => boolean;
  /** The change; null when the move is not where this can be done, which changes nothing. */
  readonly decide: (migration: Migration, at: Date, tx: Tx) => Change | null | Promise<Change | null>;
  /** The card for the move as it stands afterwards. */
  readonly show: (migration: Migration, notice: string | null) => View;
};

/**
 * Does it in one transaction with its entries and wakes the run. A click on another version, or in another state, changes
 * nothing and shows the present one; whoever may not is refused, and that is recorded.
 */
export async function act(world: World, actor: Actor, { id, ver }: Target, what: Act): Promise<View> {
  if (actor.place === 'shared') return inPrivate(world, actor, id, what.verb);
  const at = world.now();
  const view = await world.store.transact(async (tx) => {
    const migration = await tx.migration(id);
    if (migration === null || !what.may(migration)) return null;
    if (migration.ver !== ver) return what.show(migration, OUT_OF_DATE);
    const change = await what.decide(migration, at, tx);
    if (change === null) return what.show(migration, OUT_OF_DATE);
    const next = changed(migration, change, actor.person, at);
    await tx.putMigration(next);
    for (const told of change.events) await tx.record(entryAbout(id, told, actor.person, at, actor.correlationId));
    await tx.tell(id, 'wake', `${id}/${next.ver}`);
    return what.show(next, null);
  });
  return view ?? refuseMove(world, actor, what.verb, id);
}

/** The same answer whether there is no such move or it is somebody else's: an id must not tell which. */
export function refuseMove(world: World, actor: Actor, action: Verb, id: string): Promise<View> {
  return refuse(
    world,
    actor,
    { action, reason: 'not-theirs', subjectType: 'migration', subjectId: id },
    {
      why: 'This is for the people of that move only.',
      next: 'To see your own moves, type “status”.',
    },
  );
}
