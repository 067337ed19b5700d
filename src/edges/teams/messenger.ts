import { z } from 'zod';
import type { View } from '../../conversation/view.js';
import type { World } from '../../conversation/world.js';
import type { Messenger, Notice, Showing } from '../../migration/ports.js';
import type { SentCard } from '../../records/store.js';
import type { Card } from './cards/template.js';
import { ChannelProblem, type Channel, type Reference } from './channel.js';
import type { Report } from './host.js';
import { forOneTurn } from './memory.js';
import { keyOf, viewOf } from './notices.js';
import { present } from './presenter.js';
import type { Queue } from './queue.js';

export type MessengerOptions = {
  readonly world: World;
  readonly channel: Channel;
  readonly sandbox: boolean;
  /** Shared with the bot: a person's turn and the cards that are shown to them do not cross. */
  readonly queue: Queue;
  readonly report: Report;
};

/** As much of a conversation reference as has to be there. */
const Least = z.object({ serviceUrl: z.string(), conversation: z.object({ id: z.string() }) });
/** A reference as it was kept; throws when it lacks what is needed to write to it. */
export const Stored = z.custom<Reference>((value) => Least.safeParse(value).success);

/** Shows cards to people in their own chat, each in the place of the one before it. */
export function openMessenger(options: MessengerOptions): Messenger {
  return { show: (notice, how = 'update') => options.queue.inTurn(notice.person, () => show(options, notice, how)) };
}

async function show(options: MessengerOptions, notice: Notice, how: Showing): Promise<'shown' | 'unreachable'> {
  const { store } = options.world;
  const key = keyOf(notice);
  const known = await store.transact(async (tx) => ({
    acquaintance: await tx.acquaintance(notice.person),
    sent: await tx.sentCard(key),
    view: await viewOf(tx, notice),
  }));
  if (known.view === null) throw new Error(`there is nothing to show for ${notice.kind}`);
  if (known.acquaintance === null) return 'unreachable';
  const reference = Stored.parse(known.acquaintance.reference);
  const card = await cardFor(options, known.view, notice.person);
  try {
    if (how === 'update' && known.sent !== null && (await updated(options, reference, known.sent, card)))
      return 'shown';
    await sendAnew(options, { reference, key, card, before: known.sent });
    return 'shown';
  } catch (error) {
    if (isGone(error)) return 'unreachable';
    throw error;
  }
}

function cardFor({ world, sandbox }: MessengerOptions, view: View, reader: string): Promise<Card> {
  return present(forOneTurn(world), view, { reader, place: 'personal', sandbox });
}

/** False when the card is no longer there: then it has to be sent anew. */
async function updated(
  { channel }: MessengerOptions,
  reference: Reference,
  { activityId, conversationId }: SentCard,
  card: Card,
): Promise<boolean> {
  try {
    await channel.update(inConversation(reference, conversationId), activityId, card);
    return true;
  } catch (error) {
    if (error instanceof ChannelProblem && error.status === 404) return false;
    throw error;
  }
}

async function sendAnew(
  { world, channel, report }: MessengerOptions,
  { reference, key, card, before }: { reference: Reference; key: string; card: Card; before: SentCard | null },
): Promise<void> {
  const activityId = await channel.send(reference, card);
  const conversationId = reference.conversation?.id ?? '';
  // Without an id it cannot be updated later; the next showing sends it anew.
  if (activityId !== null) await world.store.transact((tx) => tx.putSentCard({ key, activityId, conversationId }));
  if (before === null) return;
  try {
    await channel.remove(inConversation(reference, before.conversationId), before.activityId);
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    // An old card that stays is a nuisance only: its buttons answer with how things stand.
    if (error.status !== 404) report('an old card could not be taken away', { status: error.status });
  }
}

function inConversation(reference: Reference, id: string): Reference {
  return reference.conversation === undefined
    ? reference
    : { ...reference, conversation: { ...reference.conversation, id } };
}

/** 403: blocked or uninstalled (Learn, "send proactive messages": MessageWritesBlocked). 404: there is no such chat any more. */
function isGone(error: unknown): boolean {
  return error instanceof ChannelProblem && (error.status === 403 || error.status === 404);
}
