import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Post } from '../../history/history.js';
import type { Pace } from '../../history/pace.js';
import type { ChannelAt, HistoryPlace, PostSeen } from '../../history/ports.js';
import { WorkplaceProblem } from '../../migration/ports.js';
import { isObjectId, type Ask, type Calls } from './calls.js';
import { filesOn } from './files.js';
import { isProblem } from './problem.js';

const IMPORT = 'Teamwork.Migrate.All';

/**
 * Channels and their files as the places that a chat's history moves to. `pace` is asked before each request about a channel, with
 * the channel's id.
 */
export function historyOn(calls: Calls, pace: Pick<Pace, 'turn'>): HistoryPlace {
  const names = new Map<string, string>();
  const at = (channel: ChannelAt) => addressOf(channel, pace);
  return {
    startImport: async (channel, begins) => startImport(calls, at(channel), begins),
    importState: async (channel) => (await readChannel(calls, at(channel))).state,
    post: async (channel, one) => post(calls, at(channel), one, names),
    completeImport: async (channel) => completeImport(calls, at(channel)),
    posts: async (channel) => readPosts(calls, at(channel)),
    ...filesOn(calls),
  };
}

/** Where a channel is, and how fast it may be asked. */
type Address = Required<Pick<Ask, 'path' | 'turn'>>;

function addressOf({ teamId, channelId }: ChannelAt, pace: Pick<Pace, 'turn'>): Address {
  if (!isObjectId(teamId)) throw new WorkplaceProblem('not-found', 'administrator', randomUUID());
  return { path: `/teams/${teamId}/channels/${encodeURIComponent(channelId)}`, turn: () => pace.turn(channelId) };
}

const ChannelReply = z.object({ createdDateTime: z.string(), migrationMode: z.string().nullish() });

async function readChannel(
  calls: Calls,
  { path, turn }: Address,
): Promise<{ readonly state: Awaited<ReturnType<HistoryPlace['importState']>>; readonly created: number }> {
  const ask = { path: `${path}?$select=createdDateTime,migrationMode`, needs: 'Channel.ReadBasic.All', turn } as const;
  const channel = await calls.get(ask, ChannelReply);
  if (channel === null) throw new WorkplaceProblem('not-found', 'administrator', randomUUID());
  const { migrationMode: mode } = channel;
  const state = mode === 'inProgress' ? 'in-progress' : mode === 'completed' ? 'completed' : 'none';
  return { state, created: Date.parse(channel.createdDateTime) };
}

/** Graph says 400 to a channel that is in migration mode already, and to a beginning that is not before the channel's own. */
async function startImport(calls: Calls, { path, turn }: Address, begins: Date): Promise<void> {
  const begin = async (at: number) => {
    const body = { conversationCreationDateTime: new Date(at).toISOString() };
    await calls.post({ path: `${path}/startMigration`, needs: IMPORT, turn, body }, z.unknown());
  };
  try {
    await begin(begins.getTime());
  } catch (error) {
    if (!isProblem(error, 'other')) throw error;
    const { state, created } = await readChannel(calls, { path, turn });
    if (state === 'in-progress') return;
    if (begins.getTime() < created) throw error;
    // An import that was completed before everything was in has moved the channel's beginning back already.
    await begin(created - 1);
  }
}

/** Nothing to do is said with 400 as well: then the channel says that it is in no migration. */
async function completeImport(calls: Calls, { path, turn }: Address): Promise<void> {
  try {
    await calls.post({ path: `${path}/completeMigration`, needs: IMPORT, turn }, z.unknown());
  } catch (error) {
    if (!isProblem(error, 'other')) throw error;
    if ((await readChannel(calls, { path, turn })).state === 'in-progress') throw error;
  }
}

async function post(
  calls: Calls,
  { path, turn }: Address,
  { at, author, html }: Post,
  names: Map<string, string>,
): Promise<'posted' | 'already'> {
  const displayName = names.get(author) ?? (await nameOf(calls, author));
  names.set(author, displayName);
  const body = {
    createdDateTime: at.toISOString(),
    from: { user: { id: author, displayName, userIdentityType: 'aadUser' } },
    body: { contentType: 'html', content: html },
  };
  try {
    await calls.post({ path: `${path}/messages`, needs: IMPORT, turn, body }, z.unknown());
    return 'posted';
  } catch (error) {
    if (isProblem(error, 'name-taken')) return 'already';
    if (isProblem(error, 'permission-missing')) throw await whyRefused(calls, { path, turn }, error);
    // The channel is gone, or the author: an account can be deleted while an import goes on.
    if (isProblem(error, 'not-found')) names.set(author, await nameOf(calls, author));
    throw error;
  }
}

const User = z.object({ displayName: z.string().nullish() });

/** Microsoft wants the author's name beside the id. */
async function nameOf(calls: Calls, author: string): Promise<string> {
  const path = `/users/${encodeURIComponent(author)}?$select=displayName`;
  const user = isObjectId(author) ? await calls.get({ path, needs: 'User.Read.All' }, User) : null;
  if (user === null) throw new WorkplaceProblem('author-missing', 'administrator', randomUUID());
  return user.displayName ?? '';
}

/** 403 is also what a channel answers that is not in migration mode: then no permission is missing. */
async function whyRefused(calls: Calls, address: Address, problem: WorkplaceProblem): Promise<WorkplaceProblem> {
  const { state } = await readChannel(calls, address);
  return state === 'in-progress' ? problem : new WorkplaceProblem('import-not-open', 'us', problem.correlationId);
}

/** The most messages that Microsoft gives in a page. */
const PAGE = 50;

const Message = z.object({
  id: z.string(),
  messageType: z.string().nullish(),
  createdDateTime: z.string(),
  deletedDateTime: z.string().nullish(),
  from: z.object({ user: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
  body: z.object({ content: z.string().nullish() }).nullish(),
});
const Thread = Message.extend({
  replies: z.array(Message).nullish(),
  'replies@odata.nextLink': z.url().optional(),
});

/** What people and applications wrote, replies included; not what Teams itself notes, and nothing that was deleted. */
async function readPosts(calls: Calls, { path, turn }: Address): Promise<readonly PostSeen[]> {
  const ask = { needs: 'ChannelMessage.Read.All', turn } as const;
  const threads = await calls.list({ ...ask, path: `${path}/messages?$top=${PAGE}&$expand=replies` }, Thread);
  const all: z.output<typeof Message>[] = [];
  for (const { replies, 'replies@odata.nextLink': more, ...message } of threads) {
    all.push(message, ...(replies ?? []));
    if (more !== undefined) all.push(...(await calls.list({ ...ask, path: more }, Message)));
  }
  return all
    .filter(({ messageType, deletedDateTime }) => (messageType ?? 'message') === 'message' && deletedDateTime == null)
    .map(({ id, createdDateTime, from, body }) => ({
      id,
      at: new Date(createdDateTime),
      author: from?.user?.id ?? null,
      html: body?.content ?? '',
    }))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}
