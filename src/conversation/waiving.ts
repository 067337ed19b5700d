import { retentionFor, wantedDays } from '../migration/proving.js';
import { isProved } from '../retention/state.js';
import { act, refuseMove } from './acting.js';
import { isApproverFor } from './approver.js';
import type { Target } from './handlers.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/**
 * The approver lets the move go on although retention is not proved. The record says who, and what was proved at that moment;
 * nothing is called proved by it.
 */
export async function waive(world: World, actor: Actor, target: Target): Promise<View> {
  // Whoever is not an approver any more must not decide, even where the record still names them.
  const found = await world.store.transact((tx) => tx.migration(target.id));
  const isApprover = found !== null && (await isApproverFor(world, found, actor.person));
  if (!isApprover) return refuseMove(world, actor, 'approval.waive', target.id);
  return act(world, actor, target, {
    verb: 'approval.waive',
    may: ({ owner, approver }) => approver === actor.person && owner !== actor.person,
    decide: async (migration, at, tx) => {
      const { teamId, retentionWaivedBy } = migration.outcome;
      if (migration.state !== 'retention-pending' || teamId === null || retentionWaivedBy !== null) return null;
      const days = wantedDays(migration, world.policy);
      const { messages, files } = retentionFor(migration, await tx.evidence([teamId]), days, at);
      if (isProved(messages.level) && isProved(files.level)) return null;
      const details = { teamId, messages: messages.level, files: files.level };
      return { outcome: { retentionWaivedBy: actor.person }, events: [{ what: 'retention.waived', details }] };
    },
    show: (migration, notice) => ({ kind: 'approval', migration, mode: 'decide', notice }),
  });
}
