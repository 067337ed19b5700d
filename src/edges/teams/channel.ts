import {
  ActivityTypes,
  CardFactory,
  Channels,
  CloudAdapter,
  TurnContext,
  type Activity,
  type ConversationParameters,
  type ConversationReference,
} from 'botbuilder';
import { AuthenticationConstants, type AuthenticateRequestResult } from 'botframework-connector';
import type { Card } from './cards/template.js';
import type { SignIn } from './sign-in.js';

/** Teams waits about 15 seconds for a turn; the connector has no time limit of its own. */
const PATIENCE_MS = 8_000;

/** The channel has not taken a card. */
export class ChannelProblem extends Error {
  override readonly name = 'ChannelProblem';
  constructor(
    /** HTTP status; 0 when there was no answer in time. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(status === 0 ? 'the channel did not answer in time' : `the channel answered ${status}`, options);
  }
}

/** Where a chat is: what Teams tells a bot that may write to it later. */
export type Reference = Partial<ConversationReference>;

/** What Regroup says to Teams. Every call ends within seconds and throws `ChannelProblem` when Teams does not take it. */
export type Channel = {
  /** Answers an activity with a card; the id of the new activity, or null when Teams gave none. */
  reply(identity: AuthenticateRequestResult, activity: Activity, card: Card): Promise<string | null>;
  /** Puts a card at the end of a chat. */
  send(reference: Reference, card: Card): Promise<string | null>;
  /** Begins a thread with the card in a channel of a team; `reference` says only where Teams is reached. */
  post(reference: Reference, channelId: string, card: Card): Promise<void>;
  /** Puts a card in the place of another. */
  update(reference: Reference, activityId: string, card: Card): Promise<void>;
  /** Takes a card away. */
  remove(reference: Reference, activityId: string): Promise<void>;
};

/** What Teams has to be told to write to this chat again. The person's name is not needed for it. */
export function referenceOf(activity: Activity): Reference {
  const { activityId: _, user, ...rest } = TurnContext.getConversationReference(activity);
  return user === undefined ? rest : { ...rest, user: { ...user, name: '' } };
}

export function openChannel(signIn: SignIn, appId: string, patienceMs = PATIENCE_MS): Channel {
  const adapter = new Adapter(signIn.framework);
  const within = <T>(work: Promise<T>) => inTime(work, patienceMs);
  const inChat = <T>(reference: Reference, work: (context: TurnContext) => Promise<T>): Promise<T> =>
    answered((done) =>
      adapter.continueConversationAsync(appId, reference, async (context) => {
        // botbuilder makes an id up, and the card would be sent as a reply to something that does not exist.
        context.activity.id = '';
        done(await work(context));
      }),
    );
  return {
    reply: (identity, activity, card) =>
      within(
        answered((done) =>
          adapter.turn(identity, activity, async (context) => done(idOf(await context.sendActivity(message(card))))),
        ),
      ),
    send: (reference, card) =>
      within(inChat(reference, async (context) => idOf(await context.sendActivity(message(card))))),
    post: ({ serviceUrl = '' }, channelId, card) =>
      within(
        adapter.createConversationAsync(
          appId,
          Channels.Msteams,
          serviceUrl,
          AuthenticationConstants.ToChannelFromBotOAuthScope,
          {
            isGroup: true,
            channelData: { channel: { id: channelId } },
            activity: message(card),
          } as ConversationParameters,
          async () => undefined,
        ),
      ),
    update: (reference, activityId, card) =>
      within(
        inChat(reference, async (context) => {
          await context.updateActivity({ ...message(card), id: activityId });
        }),
      ),
    remove: (reference, activityId) =>
      within(
        inChat(reference, (context) => context.deleteActivity({ ...reference, activityId } as ConversationReference)),
      ),
  };
}

/** `processActivity` as it is, opened for an identity that has been checked already. */
class Adapter extends CloudAdapter {
  turn(
    identity: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<unknown> {
    return this.processActivity(identity, activity, logic);
  }
}

/** What the logic of a turn answered; the adapter itself answers nothing, and its context is of no use after the turn. */
async function answered<T>(turn: (done: (answer: T) => void) => Promise<unknown>): Promise<T> {
  let answer: { readonly value: T } | null = null as { readonly value: T } | null;
  await turn((value) => {
    answer = { value };
  });
  if (answer === null) throw new Error('a turn ended without running');
  return answer.value;
}

function message(card: Card): Partial<Activity> {
  const attachments = [CardFactory.adaptiveCard(card)];
  // What a notification and the chat list say.
  return { type: ActivityTypes.Message, summary: card.fallbackText, attachments };
}

function idOf(response: { readonly id?: string } | undefined): string | null {
  return response?.id === undefined || response.id === '' ? null : response.id;
}

/** The work's result; a `ChannelProblem` when it fails or takes too long. Late work goes on, and nobody waits for it. */
async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ChannelProblem(0)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw asProblem(error);
  } finally {
    clearTimeout(timer);
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ChannelProblem) return error;
  if ('statusCode' in error && typeof error.statusCode === 'number')
    return new ChannelProblem(error.statusCode, { cause: error });
  // A connection that was refused or broke: the same as no answer.
  return 'code' in error && typeof error.code === 'string' ? new ChannelProblem(0, { cause: error }) : error;
}
