import { z } from 'zod';
import { body, boundId, page, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { idOf, newId, teamOf, type Office } from './office.js';
import { isEnabled, personOf, there } from './people.js';
import type { Membership, TeamGroup } from './state.js';

const WRITE = ['TeamMember.ReadWrite.All', 'TeamMember.ReadWriteNonOwnerRole.All'];

export const MEMBERS: readonly Route[] = [
  { method: 'GET', path: '/teams/:team/members', needs: ['TeamMember.Read.All', ...WRITE], handle: members },
  { method: 'POST', path: '/teams/:team/members/add', needs: WRITE, handle: addMembers },
];

const TYPE = '#microsoft.graph.aadUserConversationMember';

function members(call: Call): Reply {
  const { office } = call;
  const { members: all } = teamOf(office, call.params['team']);
  const seen = all.filter(({ visibleAt, person }) => visibleAt <= office.now() && !office.state.gone.includes(person));
  return page(
    call,
    seen.map((one) => asMember(office, one)),
  );
}

/** A member as Graph shows them, of a team or of a private channel. */
export function asMember(office: Office, { id, person, owner }: Membership) {
  const { displayName, mail } = personOf(office, person);
  const roles = owner ? ['owner'] : [];
  return { '@odata.type': TYPE, id, userId: person, displayName, email: mail, roles, tenantId: office.seed.tenantId };
}

/** Somebody who is to be added. */
export const NewMember = z.strictObject({
  '@odata.type': z.literal([TYPE, TYPE.slice(1)]),
  roles: z.array(z.literal('owner')),
  'user@odata.bind': z.string(),
});

const Additions = z.strictObject({
  // No maximum here: more than 200 gets Graph's own sentence below.
  values: z.array(NewMember),
});

const MOST_AT_ONCE = 200;

/** A result for each person, in an order that promises nothing. 200 when all were added, 207 when some were. */
function addMembers(call: Call): Reply {
  const { office } = call;
  const group = teamOf(office, call.params['team']);
  const { values } = body(call, Additions);
  if (values.length === 0 || values.length > MOST_AT_ONCE)
    throw new Refusal(400, 'BadRequest', `Between 1 and ${MOST_AT_ONCE} members can be added in one request.`);
  if (group.team.channels.some(({ migration, deletedAt }) => migration === 'inProgress' && deletedAt === null))
    throw new Refusal(403, 'Forbidden', 'Members cannot be added while a channel is in migration mode.');
  const results = values.map((one) =>
    add(office, group, boundId(one['user@odata.bind'], 'users'), one.roles.length > 0),
  );
  const isComplete = results.every(({ error }) => error === null);
  return { status: isComplete ? 200 : 207, body: { value: shuffled(results) } };
}

type Result = { readonly userId: string; readonly error: { readonly code: string; readonly message: string } | null };

function add(
  office: Office,
  group: TeamGroup,
  id: string,
  owner: boolean,
): Result & { readonly '@odata.type': string } {
  const result = (code: string | null, message = '') => ({
    '@odata.type': '#microsoft.graph.aadUserConversationMemberResult',
    userId: id,
    error: code === null ? null : { code, message },
  });
  const person = there(office).find((one) => one.id === id || one.mail === id);
  if (person === undefined) return result('NotFound', 'The user was not found in the directory.');
  if (!isEnabled(office, person)) return result('Forbidden', 'The user account is disabled.');
  const had = group.members.find((one) => one.person === person.id);
  if (had !== undefined && (had.owner || !owner)) return result(null);
  const visibleAt = had?.visibleAt ?? office.now() + office.delays.member;
  const added = { id: had?.id ?? newId(office), person: person.id, owner, visibleAt };
  if (had === undefined) group.members.push(added);
  else group.members.splice(group.members.indexOf(had), 1, added);
  office.happened('member.added', { team: group.id, person: person.id, role: owner ? 'owner' : 'member' });
  return result(null);
}

/** The same disorder in every run. */
function shuffled<T extends { readonly userId: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => idOf(a.userId).localeCompare(idOf(b.userId)));
}
