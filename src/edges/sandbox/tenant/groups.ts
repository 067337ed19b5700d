import { z } from 'zod';
import { body, boundId, equality, found, page, selected, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { newId, type Office } from './office.js';
import { peopleIn, personOf } from './people.js';
import type { TeamGroup } from './state.js';

const READ = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All', 'Group.ReadWrite.All'];

export const GROUPS: readonly Route[] = [
  { method: 'GET', path: '/groups', needs: READ, handle: groups },
  { method: 'POST', path: '/groups', needs: ['Group.Create', 'Group.ReadWrite.All'], handle: createGroup },
  { method: 'GET', path: '/groups/:id', needs: READ, handle: group },
  { method: 'GET', path: '/groups/:id/transitiveMembers', needs: READ, handle: transitiveMembers },
];

function asGroup(group: TeamGroup) {
  return {
    id: group.id,
    displayName: group.name,
    mailNickname: group.alias,
    description: group.description,
    mail: `${group.alias}@oakfield.example`,
    mailEnabled: true,
    securityEnabled: false,
    groupTypes: ['Unified'],
    visibility: 'Private',
    createdDateTime: new Date(group.createdAt).toISOString(),
    resourceProvisioningOptions: group.team === null ? [] : ['Team'],
  };
}

function allGroups(office: Office) {
  const directory = office.seed.groups.map(({ id, name, alias }) => ({
    id,
    displayName: name,
    mailNickname: alias,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    resourceProvisioningOptions: [],
  }));
  return [...directory, ...office.state.groups.map(asGroup)];
}

function groups(call: Call): Reply {
  const filter = equality(call);
  const all = allGroups(call.office);
  if (filter === null) return page(call, all);
  if (filter.property !== 'mailNickname' && filter.property !== 'displayName')
    throw new Refusal(400, 'Request_UnsupportedQuery', `Unsupported filter on ${filter.property}.`);
  const { property, value } = filter;
  return page(
    call,
    all.filter((one) => one[property]?.toLowerCase() === value.toLowerCase()),
  );
}

function group(call: Call): Reply {
  const one = found(
    allGroups(call.office).find(({ id }) => id === call.params['id']),
    'The group',
  );
  return { status: 200, body: selected(one, call.query.get('$select')?.split(',')) };
}

const NewGroup = z.strictObject({
  displayName: z.string().min(1).max(256),
  description: z.string().max(1024).optional(),
  mailNickname: z
    .string()
    .regex(/^[\x21-\x7E]{1,64}$/)
    .regex(/^[^@()\\[\]";:<>, ]+$/),
  mailEnabled: z.literal(true),
  securityEnabled: z.boolean(),
  groupTypes: z.tuple([z.literal('Unified')]),
  visibility: z.enum(['Private', 'Public', 'HiddenMembership']).optional(),
  'owners@odata.bind': z.array(z.string()).min(1).max(20),
  'members@odata.bind': z.array(z.string()).max(20).optional(),
});

function createGroup(call: Call): Reply {
  const { office } = call;
  const wanted = body(call, NewGroup);
  if (allGroups(office).some(({ mailNickname }) => mailNickname.toLowerCase() === wanted.mailNickname.toLowerCase()))
    throw new Refusal(
      400,
      'Request_BadRequest',
      'Another object with the same value for property mailNickname already exists.',
    );
  const owners = wanted['owners@odata.bind'].map((url) => personOf(office, boundId(url, 'users')).id);
  const others = (wanted['members@odata.bind'] ?? []).map((url) => personOf(office, boundId(url, 'users')).id);
  const people = [...new Set([...owners, ...others])];
  const created: TeamGroup = {
    id: newId(office),
    name: wanted.displayName,
    alias: wanted.mailNickname,
    description: wanted.description ?? '',
    createdAt: office.now(),
    members: people.map((person) => ({ id: newId(office), person, owner: owners.includes(person), visibleAt: 0 })),
    team: null,
  };
  office.state.groups.push(created);
  office.happened('group.created', { group: created.id, alias: created.alias, name: created.name });
  return { status: 201, body: asGroup(created) };
}

/** People, and the nested groups themselves, as Graph lists them. */
function transitiveMembers(call: Call): Reply {
  const { office } = call;
  const one = found(
    allGroups(office).find(({ id }) => id === call.params['id']),
    'The group',
  );
  const direct = office.seed.groups.find(({ id }) => id === one.id)?.members ?? [];
  const nested = office.seed.groups
    .filter(({ id }) => direct.includes(id))
    .map(({ id, name }) => ({ '@odata.type': '#microsoft.graph.group', id, displayName: name }));
  const users = peopleIn(office, one.id).map((id) => {
    const { displayName, mail } = personOf(office, id);
    return { '@odata.type': '#microsoft.graph.user', id, displayName, mail };
  });
  return page(call, [...nested, ...users]);
}
