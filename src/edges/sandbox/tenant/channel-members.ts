import type { z } from 'zod';
import { body, boundId, page, type Call, type Reply, type Route } from './exchange.js';
import { asMember, NewMember } from './members.js';
import { newId, type Office } from './office.js';
import { isEnabled, personOf } from './people.js';
import { Refusal } from './refusal.js';
import { channelOf } from './standing.js';
import type { Membership, TeamGroup } from './state.js';

const WRITE = ['ChannelMember.ReadWrite.All'];
const MEMBERS_OF = '/teams/:team/channels/:channel/members';

export const CHANNEL_MEMBERS: readonly Route[] = [
  { method: 'GET', path: MEMBERS_OF, needs: ['ChannelMember.Read.All', ...WRITE], handle: members },
  { method: 'POST', path: MEMBERS_OF, needs: WRITE, handle: addMember },
];

/**
 * Who is in a private channel when it is made: an application has to name an owner, who is in the team already (Microsoft Graph
 * reference, "Create channel", example 2).
 */
export function firstMembers(
  office: Office,
  group: TeamGroup,
  wanted: readonly z.output<typeof NewMember>[],
): Membership[] {
  if (wanted.length !== 1 || wanted[0]?.roles.length !== 1)
    throw new Refusal(400, 'BadRequest', 'Exactly one owner has to be specified to create a private channel.');
  return wanted.map((one) => seat(office, group, boundId(one['user@odata.bind'], 'users'), true));
}

function seat(office: Office, group: TeamGroup, id: string, owner: boolean): Membership {
  const person = personOf(office, id);
  if (!isEnabled(office, person)) throw new Refusal(400, 'BadRequest', 'The user account is disabled.');
  if (!group.members.some((one) => one.person === person.id))
    throw new Refusal(400, 'BadRequest', 'The user is not a member of the team.');
  return { id: newId(office), person: person.id, owner, visibleAt: office.now() + office.delays.member };
}

/** Of a standard channel these are the members of its team. */
function members(call: Call): Reply {
  const { office } = call;
  const { group, channel } = channelOf(call);
  const all = channel.members ?? group.members;
  const inTeam = new Set(group.members.map(({ person }) => person));
  const seen = all.filter(
    ({ visibleAt, person }) => visibleAt <= office.now() && inTeam.has(person) && !office.state.gone.includes(person),
  );
  return page(
    call,
    seen.map((one) => asMember(office, one)),
  );
}

/** One at a time. */
function addMember(call: Call): Reply {
  const { office } = call;
  const { group, channel } = channelOf(call);
  const { roles, 'user@odata.bind': who } = body(call, NewMember);
  if (channel.members === undefined)
    throw new Refusal(400, 'BadRequest', 'Members can be added to private and shared channels only.');
  if (channel.migration === 'inProgress')
    throw new Refusal(403, 'Forbidden', 'Members cannot be added while a channel is in migration mode.');
  const id = boundId(who, 'users');
  const had = channel.members.find(({ person }) => person === id);
  if (had !== undefined) return { status: 201, body: asMember(office, had) };
  const added = seat(office, group, id, roles.length > 0);
  channel.members.push(added);
  office.happened('channel.member.added', { team: group.id, channel: channel.id, person: added.person });
  return { status: 201, body: asMember(office, added) };
}
