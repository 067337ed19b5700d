import type { Activity } from 'botbuilder';
import { readAction } from '../../conversation/actions.js';
import { nowReachable } from '../../conversation/reachable.js';
import type { View } from '../../conversation/view.js';
import type { World } from '../../conversation/world.js';
import type { SentCard, Tx } from '../../records/store.js';
import { referenceOf } from './channel.js';
import type { Visit, Visitor } from './door.js';
import { keyOf, noticeAfter, noticeIn } from './notices.js';

/**
 * Notes that somebody has come. True the first time the activity is seen, false when it is delivered again. From an admitted
 * person's own chat it also notes how to reach them and, before anything is done, which card their button was on: what a run
 * shows from then on appears in that card.
 */
export async function noteArrival(
  world: World,
  { visit, activity, admitted }: { readonly visit: Visit; readonly activity: Activity; readonly admitted: boolean },
): Promise<boolean> {
  const { person, place, conversationId, activityId } = visit.from;
  return world.store.transact(async (tx) => {
    const isNew = activityId === null || (await tx.firstSight(`${conversationId} ${activityId}`));
    if (!admitted || place === 'shared') return isNew;
    // What could not be sent to them before is sent now.
    if ((await tx.acquaintance(person)) === null) await nowReachable(tx, person);
    await tx.putAcquaintance({ person, reference: referenceOf(activity), seenAt: world.now() });
    if (visit.kind === 'action' && isNew) await noteButton(tx, visit);
    return isNew;
  });
}

async function noteButton(tx: Tx, { verb, data, cardId, from }: Extract<Visit, { readonly kind: 'action' }>) {
  const action = readAction(verb, data);
  const notice = action === null ? null : noticeAfter(action.verb, action.id, from.person);
  if (notice === null || cardId === null) return;
  await tx.putSentCard({ key: keyOf(notice), activityId: cardId, conversationId: from.conversationId });
}

/** Notes that a card which runs update now stands in a chat. */
export async function noteCard(world: World, from: Visitor, view: View, activityId: string): Promise<void> {
  const shown = from.place === 'personal' ? noticeIn(view, from.person) : null;
  if (shown === null) return;
  const card: SentCard = { key: keyOf(shown.notice), activityId, conversationId: from.conversationId };
  await world.store.transact((tx) => tx.putSentCard(card));
}

/** Records that something was turned away at the door. */
export async function noteRefusal(
  world: World,
  { who, reason, correlationId }: { readonly who: string; readonly reason: string; readonly correlationId: string },
): Promise<void> {
  await world.store.transact((tx) =>
    tx.record({
      who,
      what: 'activity.refused',
      when: world.now(),
      subjectType: 'activity',
      subjectId: correlationId,
      correlationId,
      details: { reason },
    }),
  );
}
