import { z } from 'zod';
import { body, page, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { teamOf, type Office } from './office.js';
import { channelOf, standing } from './standing.js';
import { folder, type Channel, type TeamGroup } from './state.js';
import { firstMembers } from './channel-members.js';
import { NewMember } from './members.js';
import { newChannel, pageOf } from './teams.js';

const READ = ['Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'Group.ReadWrite.All'];

const FILES = [
  'Files.Read.All',
  'Files.ReadWrite.All',
  'Sites.Read.All',
  'Sites.ReadWrite.All',
  'Sites.FullControl.All',
];

export const CHANNELS: readonly Route[] = [
  { method: 'GET', path: '/teams/:team/channels', needs: READ, handle: channels },
  { method: 'GET', path: '/teams/:team/channels/:channel', needs: READ, handle: channel },
  {
    method: 'POST',
    path: '/teams/:team/channels',
    needs: ['Channel.Create', 'Group.ReadWrite.All', 'Teamwork.Migrate.All'],
    handle: createChannel,
  },
  {
    method: 'GET',
    path: '/teams/:team/channels/:channel/filesFolder',
    needs: FILES,
    handle: filesFolder,
  },
];

function asChannel(office: Office, group: TeamGroup, one: Channel) {
  return {
    id: one.id,
    displayName: one.name,
    description: one.description === '' ? null : one.description,
    membershipType: one.members === undefined ? 'standard' : 'private',
    isArchived: false,
    createdDateTime: new Date(one.createdAt).toISOString(),
    webUrl: pageOf(office, group, one),
    tenantId: office.seed.tenantId,
    migrationMode: one.migration,
  };
}

function channels(call: Call): Reply {
  const group = teamOf(call.office, call.params['team']);
  return page(
    call,
    standing(group).map((one) => asChannel(call.office, group, one)),
  );
}

function channel(call: Call): Reply {
  const { group, channel: one } = channelOf(call);
  return { status: 200, body: asChannel(call.office, group, one) };
}

const NewChannel = z.strictObject({
  displayName: z.string(),
  description: z.string().max(1024).optional(),
  membershipType: z.enum(['standard', 'private']).optional(),
  members: z.array(NewMember).optional(),
});

/** Characters and names that Teams refuses (limits and specifications for Microsoft Teams, "channel name"). */
const REFUSED = [
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[~#%&*{}+/\\:<>?|'",\u0000-\u001F\u0080-\u009F]|\.\./,
  /^[_.]|\.$/,
  /^(forms|con|conin\$|conout\$|prn|aux|nul|com[1-9]|lpt[1-9]|desktop\.ini)$|_vti_/i,
];

/** A channel that was deleted can be restored for this long, so its name is taken and it counts. */
const RESTORABLE_MS = 30 * 86_400_000;
/** The most channels of a team (limits and specifications for Microsoft Teams). */
const MOST_CHANNELS = 1_000;

function createChannel(call: Call): Reply {
  const { office } = call;
  const group = teamOf(office, call.params['team']);
  const { displayName: name, description = '', membershipType, members: wanted = [] } = body(call, NewChannel);
  const members = membershipType === 'private' ? firstMembers(office, group, wanted) : undefined;
  if (name.trim() === '' || name.length > 50 || REFUSED.some((pattern) => pattern.test(name)))
    throw new Refusal(400, 'BadRequest', 'Channel name is not valid.');
  const counted = group.team.channels.filter(({ deletedAt }) => (deletedAt ?? Infinity) + RESTORABLE_MS > office.now());
  if (counted.length >= MOST_CHANNELS)
    throw new Refusal(400, 'BadRequest', 'The team has reached the maximum number of channels.');
  if (counted.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal(400, 'NameAlreadyExists', 'Channel name already existed, please use other name.');
  const created = { ...newChannel(office, { name, description }), ...(members !== undefined && { members }) };
  group.team.channels.push(created);
  office.state.items.push(folder(group.id, created));
  const kind = members === undefined ? {} : { membership: 'private' };
  office.happened('channel.created', { team: group.id, channel: created.id, name, ...kind });
  return { status: 201, body: asChannel(office, group, created) };
}

function filesFolder(call: Call): Reply {
  const { group, channel: one } = channelOf(call);
  if (one.madeAt + call.office.delays.folder > call.office.now())
    throw new Refusal(404, 'NotFound', 'Folder location for channel is not ready yet, please try again later.');
  const item = folder(group.id, one);
  return { status: 200, body: { id: item.id, name: item.name, parentReference: { driveId: item.driveId } } };
}
