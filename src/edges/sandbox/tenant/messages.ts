import { z } from 'zod';
import { body, found, page, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { channelOf } from './channels.js';
import { personOf } from './people.js';
import type { Message } from './state.js';

const IMPORT = ['Teamwork.Migrate.All'];
const CHANNEL = '/teams/:team/channels/:channel';

export const MESSAGES: readonly Route[] = [
  { method: 'POST', path: `${CHANNEL}/startMigration`, needs: IMPORT, handle: startMigration },
  { method: 'POST', path: `${CHANNEL}/completeMigration`, needs: IMPORT, handle: completeMigration },
  { method: 'POST', path: `${CHANNEL}/messages`, needs: IMPORT, handle: post },
  { method: 'POST', path: `${CHANNEL}/messages/:message/replies`, needs: IMPORT, handle: post },
  { method: 'GET', path: `${CHANNEL}/messages`, needs: ['ChannelMessage.Read.All'], handle: messages },
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
  call.office.happened('migration.started', { team: group.id, channel: channel.id });
  return { status: 204 };
}

function completeMigration(call: Call): Reply {
  const { channel, group } = channelOf(call);
  if (channel.migration !== 'inProgress') throw new Refusal(400, 'BadRequest', 'The channel is not in migration mode.');
  channel.migration = 'completed';
  call.office.happened('migration.completed', { team: group.id, channel: channel.id });
  return { status: 204 };
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
  const wanted = body(call, NewMessage);
  const createdAt = Date.parse(wanted.createdDateTime);
  const from = personOf(office, wanted.from.user.id).id;
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

function throttle(call: Call, channelId: string): void {
  const { posted, now } = call.office;
  const lately = (posted.get(channelId) ?? []).filter((at) => at > now() - 1_000);
  if (lately.length >= POSTS_A_SECOND)
    throw new Refusal(429, 'TooManyRequests', 'Too many requests to this channel.', { 'retry-after': '1' });
  posted.set(channelId, [...lately, now()]);
}

function messages(call: Call): Reply {
  const { channel } = channelOf(call);
  const topLevel = channel.messages.filter(({ replyTo }) => replyTo === null);
  const newestFirst = [...topLevel].sort((a, b) => b.createdAt - a.createdAt);
  return page(call, newestFirst.map(asMessage));
}

function asMessage(message: Message) {
  return {
    id: message.id,
    replyToId: message.replyTo,
    messageType: 'message',
    createdDateTime: new Date(message.createdAt).toISOString(),
    from: { user: { id: message.from, userIdentityType: 'aadUser' } },
    body: { contentType: 'html', content: message.content },
  };
}
