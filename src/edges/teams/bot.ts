import type { Activity } from 'botbuilder';
import type { AuthenticateRequestResult } from 'botframework-connector';
import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';
import { understand } from '../../guidance/understand.js';
import type { Messenger } from '../../migration/ports.js';
import { barred, turnAway } from './admission.js';
import { atOnce, taken, type Outcome } from './attached.js';
import { ChannelProblem, referenceOf, type Channel, type Reference } from './channel.js';
import type { Card } from './cards/template.js';
import { readActivity, type Door, type Visit, type Visitor } from './door.js';
import { factsOf, failureView } from './failure.js';
import type { Files } from './files.js';
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
  readonly files: Files;
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
  const { visit } = turn;
  const world = forOneTurn(options.world);
  const shown = await drawn(world, options, turn, () => outcomeOf(world, options, turn));
  if (shown === null) return { status: 200 };
  if (visit.kind === 'action') return inPlace(options, visit.from, shown);
  const cardId = await reply(options, turn, shown);
  const { later } = shown;
  if (later === null) return { status: 200 };
  // In line at once: what the person does next comes after it.
  const work = options.queue.inTurn(turn.actor.person, () => goOn(options, turn, cardId, later));
  return { status: 200, afterwards: () => work };
}

type Shown = { readonly view: View; readonly card: Card; readonly later: Outcome['later'] };

/** The card for what the work leads to, also when it fails; null when it leads to nothing that is shown. */
async function drawn(
  world: World,
  options: BotOptions,
  { visit, actor }: Turn,
  work: () => Promise<Outcome>,
): Promise<Shown | null> {
  const audience = { reader: actor.person, place: actor.place, sandbox: options.sandbox };
  try {
    const { view, later } = await work();
    return view === null ? null : { view, card: await present(world, view, audience), later };
  } catch (error) {
    options.report('a turn failed', { correlationId: actor.correlationId, turn: visit.kind, ...factsOf(error) });
    const view = failureView(error, actor.correlationId, world.organisation);
    return { view, card: await present(world, view, audience), later: null };
  }
}

/** What to show, and what is left to do. */
async function outcomeOf(world: World, options: BotOptions, { visit, actor, activity }: Turn): Promise<Outcome> {
  const reason = await barred(world, actor);
  const isNew = await noteArrival(world, { visit, activity, admitted: reason === null });
  if (!isNew && visit.kind !== 'action') return atOnce(null);
  if (reason !== null) return atOnce(await turnAway(world, actor, reason));
  if (visit.kind === 'installed') return atOnce({ kind: 'help', greeting: 'welcome' });
  if (visit.kind === 'message') return said(world, options, actor, visit);
  const { act } = options.conversation;
  return atOnce(await (isNew ? pressed(world, actor, visit, act) : again(world, actor, visit, act)));
}

async function said(
  world: World,
  options: BotOptions,
  actor: Actor,
  { text, files: [first, ...more] }: Extract<Visit, { readonly kind: 'message' }>,
): Promise<Outcome> {
  // Danger comes first, whatever else was sent: the file can be sent again.
  const isAboutWords = first === undefined || understand(text, world.policy).understood.danger;
  if (!isAboutWords) return taken(world, actor, [first, ...more], options);
  return atOnce(forEverybody(await options.conversation.say(world, actor, text), actor, world));
}

/** The card that takes the place of the one with the button: even for a refusal, because a client shows nothing else. */
function inPlace(options: BotOptions, from: Visitor, { view, card }: Shown): Answer {
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

/** Answers with a card; its id, or null when it did not arrive or Teams gave none. */
async function reply(options: BotOptions, turn: Turn, { view, card }: Shown): Promise<string | null> {
  const { activity, identity, actor, visit } = turn;
  try {
    const activityId = await options.channel.reply(identity, activity, card);
    if (activityId !== null) await noteCard(options.world, visit.from, view, activityId);
    return activityId;
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    // What was asked for is done and recorded; only the answer did not arrive.
    options.report('an answer did not arrive', { correlationId: actor.correlationId, ...factsOf(error) });
    return null;
  }
}

/** Does what was left to do after the answer, and puts what comes of it in the place of the card that said so. */
async function goOn(
  options: BotOptions,
  turn: Turn,
  cardId: string | null,
  later: NonNullable<Outcome['later']>,
): Promise<void> {
  const { channel, report, world } = options;
  const { actor, activity, visit } = turn;
  const then = forOneTurn(world);
  try {
    const shown = await drawn(then, options, turn, async () => atOnce(await later(then)));
    if (shown === null) return;
    const id = await instead(channel, referenceOf(activity), cardId, shown.card);
    if (id !== null) await noteCard(world, visit.from, shown.view, id);
  } catch (error) {
    report('what came of a file was not shown', { correlationId: actor.correlationId, ...factsOf(error) });
  }
}

/** Puts a card in the place of another, or at the end of the chat when that one is not there; the id of the activity. */
async function instead(
  channel: Channel,
  reference: Reference,
  cardId: string | null,
  card: Card,
): Promise<string | null> {
  if (cardId === null) return channel.send(reference, card);
  try {
    await channel.update(reference, cardId, card);
    return cardId;
  } catch (error) {
    if (!(error instanceof ChannelProblem && error.status === 404)) throw error;
    return channel.send(reference, card);
  }
}
