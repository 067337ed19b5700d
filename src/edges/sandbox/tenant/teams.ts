import { z } from 'zod';
import { body, boundId, found, selected, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { groupOf, newId, teamOf, type Office } from './office.js';
import { isEnabled, personOf } from './people.js';
import { folder, unmoved, type Channel, type TeamGroup } from './state.js';

export const TEAMS: readonly Route[] = [
  { method: 'POST', path: '/teams', needs: ['Team.Create', 'Group.ReadWrite.All'], handle: createTeam },
  {
    method: 'GET',
    path: '/teams/:team',
    needs: ['Team.ReadBasic.All', 'TeamSettings.Read.All', 'Group.ReadWrite.All'],
    handle: team,
  },
  {
    method: 'GET',
    path: '/teams/:team/operations/:operation',
    needs: ['Team.ReadBasic.All', 'Team.Create', 'Group.ReadWrite.All'],
    handle: operation,
  },
];

const NewTeam = z.strictObject({
  'template@odata.bind': z.literal("https://graph.microsoft.com/v1.0/teamsTemplates('standard')"),
  // Only a team from a group is simulated: name and members come from the group and are refused here, as Graph does.
  'group@odata.bind': z.string(),
});

/** 202 with the place to watch. A group that is too young is not found: Graph's replicas have not heard of it yet. */
function createTeam(call: Call): Reply {
  const { office } = call;
  const group = groupOf(office, boundId(body(call, NewTeam)['group@odata.bind'], 'groups'));
  if (group.createdAt + office.delays.group > office.now())
    throw new Refusal(404, 'NotFound', 'Failed to execute Templates backend request: the group was not found.');
  if (group.team !== null) throw new Refusal(409, 'Conflict', 'The group is already provisioned as a team.');
  if (!group.members.some(({ owner, person }) => owner && isEnabled(office, personOf(office, person))))
    throw new Refusal(403, 'Forbidden', 'Failed to execute Templates backend request: no owner with a licence.');
  const operationId = newId(office);
  const general = newChannel(office, { name: 'General', description: group.description });
  group.team = { operation: operationId, readyAt: office.now() + office.delays.team, channels: [general] };
  office.state.items.push(folder(group.id, general));
  office.happened('team.created', { team: group.id, name: group.name });
  return {
    status: 202,
    headers: {
      location: `/teams('${group.id}')/operations('${operationId}')`,
      'content-location': `/teams('${group.id}')`,
    },
  };
}

export function newChannel(office: Office, wanted: { readonly name: string; readonly description: string }): Channel {
  const id = `19:${newId(office).replaceAll('-', '')}@thread.tacv2`;
  return { id, ...wanted, ...unmoved(office.now()) };
}

function team(call: Call): Reply {
  const group = teamOf(call.office, call.params['team']);
  const all = {
    id: group.id,
    displayName: group.name,
    description: group.description,
    visibility: 'private',
    isArchived: false,
    webUrl: pageOf(call.office, group),
  };
  return { status: 200, body: selected(all, call.query.get('$select')?.split(',')) };
}

/** Where a person can look at what is simulated. Not an address of Teams: nothing simulated may look real. */
export function pageOf(office: Office, group: TeamGroup, channel?: Channel): string {
  const where = `${office.url()}/sandbox/teams/${group.id}`;
  return channel === undefined ? where : `${where}/channels/${encodeURIComponent(channel.id)}`;
}

function operation(call: Call): Reply {
  const { office, params } = call;
  const group = groupOf(office, params['team']);
  const state = found(group.team?.operation === params['operation'] ? group.team : null, 'The operation');
  const asked = office.polled.get(state.operation) ?? -Infinity;
  if (office.now() < asked + office.delays.poll)
    throw new Refusal(429, 'TooManyRequests', 'Operations are to be looked at no more than every 30 seconds.', {
      'retry-after': String(Math.ceil((asked + office.delays.poll - office.now()) / 1_000)),
    });
  office.polled.set(state.operation, office.now());
  const isReady = state.readyAt <= office.now();
  return {
    status: 200,
    body: {
      id: state.operation,
      operationType: 'createTeam',
      createdDateTime: new Date(state.readyAt - office.delays.team).toISOString(),
      status: isReady ? 'succeeded' : 'inProgress',
      targetResourceId: group.id,
      targetResourceLocation: `/teams('${group.id}')`,
      error: null,
    },
  };
}
