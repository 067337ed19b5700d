import { z } from 'zod';
import { body, found, page, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { channelOf } from './standing.js';
import { personOf } from './people.js';
import type { Channel, Message } from './state.js';

const IMPORT = ['Teamwork.Migrate.All'];
const READ = ['ChannelMessage.Read.All'];
const CHANNEL = '/teams/:team/channels/:channel';

export const MESSAGES: readonly Route[] = [
  { method: 'POST', path: `${CHANNEL}/startMigration`, needs: IMPORT, handle: startMigration },
  { method: 'POST', path: `${CHANNEL}/completeMigration`, needs: IMPORT, handle: completeMigration },
  { method: 'POST', path: `${CHANNEL}/messages`, needs: IMPORT, handle: post },
  { method: 'POST', path: `${CHANNEL}/messages/:message/replies`, needs: IMPORT, handle: post },
  { method: 'GET', path: `${CHANNEL}/messages`, needs: READ, handle: messages },
  { method: 'GET', path: `${CHANNEL}/messages/:message/replies`, needs: READ, handle: replies },
];

const Start = z.strictObject({ conversationCreationDateTime: z.iso.datetime({ offset: true }).optional() });

/** From now on only the application can post, and may say when and by whom. */
function startMigration(call: Call): Reply {
  const { channel, group } = channelOf(call);
  const { conversationCreationDateTime } = body(call, Start);
  if (channel.migration === 'inProgress')
    throw new Refusal(400, 'BadRequest', 'The channel is already in migration mode.');
  const begins =
    conversationCreationDateTime === undefined ? call.office.now() : Date.parse(conversationCreationDateTime);
  if (conversationCreationDateTime !== undefined && begins >= channel.createdAt)
    throw new Refusal(400, 'BadRequest', 'The conversation must begin before the channel was created.');
  channel.createdAt = begins;
  channel.migration = 'inProgress';
  channel.startedBy = call.app;
  channel.shown = channel.messages.length;
  call.office.happened('migration.started', { team: group.id, channel: channel.id });
  return { status: 204 };
}

function completeMigration(call: Call): Reply {
  const { channel, group } = channelOf(call);
  if (channel.migration !== 'inProgress') throw new Refusal(400, 'BadRequest', 'The channel is not in migration mode.');
  refuseOthers(call, channel);
  channel.migration = 'completed';
  call.office.happened('migration.completed', { team: group.id, channel: channel.id });
  return { status: 204 };
}

/** The application that began a migration owns it. */
function refuseOthers(call: Call, { startedBy }: Channel): void {
  if (startedBy !== call.app)
    throw new Refusal(403, 'Forbidden', 'Only the application that started the migration may go on with it.');
}

const NewMessage = z.strictObject({
  createdDateTime: z.iso.datetime({ offset: true }),
  from: z.strictObject({
    user: z.strictObject({
      id: z.string(),
      displayName: z.string(),
      userIdentityType: z.literal('aadUser'),
    }),
  }),
  body: z.strictObject({ contentType: z.enum(['html', 'text']), content: z.string() }),
});

/** The most posts of one application to one channel in a second (Microsoft Graph throttling limits). */
const POSTS_A_SECOND = 4;

function post(call: Call): Reply {
  const { office, params } = call;
  const { channel, group } = channelOf(call);
  throttle(call, channel.id);
  if (channel.migration !== 'inProgress')
    throw new Refusal(403, 'Forbidden', 'Application permissions are only supported for migration.');
  refuseOthers(call, channel);
  const wanted = body(call, NewMessage);
  const createdAt = Date.parse(wanted.createdDateTime);
  const from = authorOf(call, wanted.from.user.id);
  if (bytesIn(wanted.body.content) > MOST_BYTES)
    throw new Refusal(413, 'RequestEntityTooLarge', 'Message size is too large.');
  const replyTo = params['message'] ?? null;
  if (replyTo !== null)
    found(
      channel.messages.find(({ id }) => id === replyTo),
      'The message',
    );
  if (createdAt > office.now() || createdAt <= channel.createdAt)
    throw new Refusal(400, 'BadRequest', 'createdDateTime is outside the life of the channel.');
  if (channel.messages.some((one) => one.createdAt === createdAt))
    throw new Refusal(409, 'Conflict', 'A message with the same createdDateTime exists in the channel.');
  const message: Message = { id: String(createdAt), replyTo, createdAt, from, content: wanted.body.content };
  channel.messages.push(message);
  office.happened('message.posted', { team: group.id, channel: channel.id, message: message.id });
  return { status: 200, body: asMessage(message) };
}

/**
 * Somebody of this tenant. Whether Microsoft 365 takes a guest is written nowhere; whoever needs to know has to be on the safe
 * side.
 */
function authorOf({ office }: Call, id: string): string {
  const person = personOf(office, id);
  if (person.kind === 'guest') throw new Refusal(400, 'BadRequest', 'The author is not a user of this tenant.');
  return person.id;
}

/** "Approximately 28 KB", without a word on how it is counted: the larger of the two ways. */
const MOST_BYTES = 28 * 1_024;

function bytesIn(text: string): number {
  return Math.max(Buffer.byteLength(text, 'utf8'), Buffer.byteLength(text, 'utf16le'));
}

function throttle(call: Call, channelId: string): void {
  const { posted, now } = call.office;
  const lately = (posted.get(channelId) ?? []).filter((at) => at > now() - 1_000);
  if (lately.length >= POSTS_A_SECOND)
    throw new Refusal(429, 'TooManyRequests', 'Too many requests to this channel.', { 'retry-after': '1' });
  posted.set(channelId, [...lately, now()]);
}

/** The most messages in a page, and of replies below one of them. */
const MOST_MESSAGES = 50;
const MOST_REPLIES = 1_000;

/** What was imported is not shown before the migration is completed. */
function visible(channel: Channel): readonly Message[] {
  return channel.migration === 'inProgress' ? channel.messages.slice(0, channel.shown) : channel.messages;
}

function messages(call: Call): Reply {
  const { channel } = channelOf(call);
  const expand = call.query.get('$expand');
  if (expand !== null && expand !== 'replies') throw new Refusal(400, 'BadRequest', 'Only replies can be expanded.');
  const topLevel = visible(channel).filter(({ replyTo }) => replyTo === null);
  const newestFirst = [...topLevel].sort((a, b) => b.createdAt - a.createdAt);
  const shown = newestFirst.map((one) => (expand === null ? asMessage(one) : withReplies(call, channel, one)));
  return page(call, shown, MOST_MESSAGES);
}

/** The first of its replies, and the link to the others. */
function withReplies(call: Call, channel: Channel, message: Message): Readonly<Record<string, unknown>> {
  const all = repliesTo(channel, message.id);
  const most = Math.min(MOST_REPLIES, call.office.largestPage);
  const { pathname } = new URL(call.target, 'https://graph.microsoft.com');
  const next = `https://graph.microsoft.com${pathname}/${message.id}/replies?$skiptoken=${most}`;
  const link = all.length > most ? { 'replies@odata.nextLink': next } : {};
  return { ...asMessage(message), ...link, replies: all.slice(0, most).map(asMessage) };
}

function replies(call: Call): Reply {
  const { channel } = channelOf(call);
  const { message } = call.params;
  found(
    visible(channel).find(({ id, replyTo }) => id === message && replyTo === null),
    'The message',
  );
  return page(call, repliesTo(channel, message).map(asMessage), MOST_MESSAGES);
}

function repliesTo(channel: Channel, id: string | undefined): readonly Message[] {
  const all = visible(channel).filter(({ replyTo }) => replyTo === id);
  return all.sort((a, b) => b.createdAt - a.createdAt);
}

function asMessage(message: Message) {
  return {
    id: message.id,
    replyToId: message.replyTo,
    messageType: 'message',
    createdDateTime: new Date(message.createdAt).toISOString(),
    deletedDateTime: null,
    from: { application: null, user: { id: message.from, userIdentityType: 'aadUser' } },
    body: { contentType: 'html', content: message.content },
  };
}
