import type { Activity } from 'botbuilder';
import type { AuthenticateRequestResult } from 'botframework-connector';
import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';
import type { Messenger } from '../../migration/ports.js';
import { barred, turnAway } from './admission.js';
import { ChannelProblem, type Channel } from './channel.js';
import type { Card } from './cards/template.js';
import { readActivity, type Door, type Visit, type Visitor } from './door.js';
import { factsOf, failureView } from './failure.js';
import type { Answer, Receive, Report } from './host.js';
import { forOneTurn } from './memory.js';
import { noteArrival, noteCard, noteRefusal } from './notes.js';
import { noticeIn, versionOf, viewOf } from './notices.js';
import { present } from './presenter.js';
import type { Queue } from './queue.js';
import { again, pressed, type Conversation } from './pressed.js';
import { forEverybody } from './shared.js';

export type BotOptions = {
  readonly world: World;
  readonly conversation: Conversation;
  readonly channel: Channel;
  readonly messenger: Messenger;
  readonly queue: Queue;
  readonly door: Door;
  readonly sandbox: boolean;
  readonly newCorrelationId: () => string;
  readonly report: Report;
};

type Turn = {
  readonly visit: Visit;
  readonly actor: Actor;
  readonly activity: Activity;
  readonly identity: AuthenticateRequestResult;
};

/** The bot: takes an activity in, lets the conversation answer it, and shows the answer as a card. */
export function openBot(options: BotOptions): Receive {
  return async (activity, identity) => {
    const correlationId = options.newCorrelationId();
    const arrival = readActivity(activity, options.door);
    if (arrival.kind === 'refused') {
      options.report('an activity was refused', { reason: arrival.reason, correlationId });
      await noteRefusal(options.world, { who: 'regroup', reason: arrival.reason, correlationId });
      return { status: arrival.status, body: { error: `Refused: ${arrival.reason}.` } };
    }
    if (arrival.kind === 'nothing') return { status: 200 };
    const { person, place } = arrival.from;
    const turn = { visit: arrival, actor: { person, place, correlationId }, activity, identity };
    return options.queue.inTurn(person, () => take(options, turn));
  };
}

async function take(options: BotOptions, turn: Turn): Promise<Answer> {
  const { visit, actor } = turn;
  const world = forOneTurn(options.world);
  const audience = { reader: actor.person, place: actor.place, sandbox: options.sandbox };
  let view: View | null;
  let card: Card | null;
  try {
    view = await viewFor(world, options, turn);
    card = view === null ? null : await present(world, view, audience);
  } catch (error) {
    options.report('a turn failed', { correlationId: actor.correlationId, turn: visit.kind, ...factsOf(error) });
    view = failureView(error, actor.correlationId, world.organisation);
    card = await present(world, view, audience);
  }
  if (view === null || card === null) return { status: 200 };
  return visit.kind === 'action' ? inPlace(options, visit.from, view, card) : asReply(options, turn, view, card);
}

/** What to show; null when there is nothing more to say. */
async function viewFor(world: World, options: BotOptions, { visit, actor, activity }: Turn): Promise<View | null> {
  const reason = await barred(world, actor);
  const isNew = await noteArrival(world, { visit, activity, admitted: reason === null });
  if (!isNew && visit.kind !== 'action') return null;
  if (reason !== null) return turnAway(world, actor, reason);
  if (visit.kind === 'installed') return { kind: 'help', greeting: 'welcome' };
  if (visit.kind === 'message')
    return forEverybody(await options.conversation.say(world, actor, visit.text), actor, world);
  const { act } = options.conversation;
  return isNew ? pressed(world, actor, visit, act) : again(world, actor, visit, act);
}

/** The card that takes the place of the one with the button: even for a refusal, because a client shows nothing else. */
function inPlace(options: BotOptions, from: Visitor, view: View, card: Card): Answer {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
    afterwards: () => catchUp(options, view, from),
  };
}

/** Shows the card again when its record moved on while it was on its way: the older one would stay otherwise. */
async function catchUp({ world, messenger }: BotOptions, view: View, { person, place }: Visitor): Promise<void> {
  const shown = place === 'personal' ? noticeIn(view, person) : null;
  if (shown === null) return;
  const now = await world.store.transact((tx) => viewOf(tx, shown.notice));
  if (now !== null && versionOf(now) !== shown.shows) await messenger.show(shown.notice);
}

async function asReply(options: BotOptions, turn: Turn, view: View, card: Card): Promise<Answer> {
  const { activity, identity, actor, visit } = turn;
  try {
    const activityId = await options.channel.reply(identity, activity, card);
    if (activityId !== null) await noteCard(options.world, visit.from, view, activityId);
    return { status: 200 };
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    // What was asked for is done and recorded; only the answer did not arrive.
    options.report('an answer did not arrive', { correlationId: actor.correlationId, ...factsOf(error) });
    return { status: 200 };
  }
}
