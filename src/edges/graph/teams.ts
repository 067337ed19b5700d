import { z } from 'zod';
import type { Clock } from '../../history/pace.js';
import { WorkplaceProblem, type NewGroup, type Team } from '../../migration/ports.js';
import { isObjectId, type Calls } from './calls.js';
import { isProblem } from './problem.js';

const V1 = 'https://graph.microsoft.com/v1.0';
const LONGEST_DESCRIPTION = 1_024;

const TeamReply = z.object({ id: z.string(), displayName: z.string(), webUrl: z.string().nullish() });

/** Null when there is no such team, or not yet. */
export async function readTeam(calls: Calls, teamId: string): Promise<Team | null> {
  if (!isObjectId(teamId)) return null;
  const path = `/teams/${teamId}?$select=id,displayName,webUrl`;
  const team = await calls.get({ path, needs: 'Team.ReadBasic.All' }, TeamReply);
  return team === null ? null : { id: team.id, name: team.displayName, url: team.webUrl ?? null };
}

const Group = z.object({ id: z.string() });

/** The group with this alias, or null. */
export async function findGroup(calls: Calls, alias: string): Promise<{ readonly teamId: string } | null> {
  const filter = encodeURIComponent(`mailNickname eq '${alias.replaceAll("'", "''")}'`);
  const path = `/groups?$filter=${filter}&$select=id`;
  const [group] = await calls.list({ path, needs: 'GroupMember.Read.All' }, Group);
  return group === undefined ? null : { teamId: group.id };
}

/** The alias is ours alone, so a group that has it already is one that an earlier attempt made. */
export async function createGroup(calls: Calls, group: NewGroup): Promise<{ readonly teamId: string }> {
  const owner = [`${V1}/users/${group.owner}`];
  const body = {
    displayName: group.name,
    description: group.description.slice(0, LONGEST_DESCRIPTION),
    mailNickname: group.alias,
    mailEnabled: true,
    securityEnabled: false,
    groupTypes: ['Unified'],
    visibility: 'Private',
    'owners@odata.bind': owner,
    // An owner who is not also a member is missing from the team's list of members.
    'members@odata.bind': owner,
  };
  try {
    const { id } = await calls.post({ path: '/groups', needs: 'Group.Create', body }, Group);
    return { teamId: id };
  } catch (error) {
    if (!isProblem(error, 'name-taken')) throw error;
    const made = await findGroup(calls, group.alias);
    if (made === null) throw error;
    return made;
  }
}

/** Between two attempts to make a team of a new group: from one second up to ten. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Asks for the team and answers when Microsoft has accepted. A new group is unknown to Teams for a while: it is asked again
 * for `youngGroupMs` before "not found" is believed.
 */
export async function createTeam(calls: Calls, teamId: string, youngGroupMs: number, clock: Clock): Promise<void> {
  const deadline = clock.now() + youngGroupMs;
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    const problem = await askForTeam(calls, teamId);
    if (problem === null) return;
    if (problem.code === 'name-taken' && (await hasTeam(calls, teamId))) return;
    if (problem.code !== 'not-found' || clock.now() + pause > deadline) throw problem;
    await clock.sleep(pause);
  }
}

async function askForTeam(calls: Calls, teamId: string): Promise<WorkplaceProblem | null> {
  const body = {
    'template@odata.bind': `${V1}/teamsTemplates('standard')`,
    'group@odata.bind': `${V1}/groups('${teamId}')`,
  };
  try {
    await calls.post({ path: '/teams', needs: 'Team.Create', body }, z.unknown());
    return null;
  } catch (error) {
    if (error instanceof WorkplaceProblem) return error;
    throw error;
  }
}

const Provisioning = z.object({ resourceProvisioningOptions: z.array(z.string()) });

/** Whether the group is a team already, or becomes one: an earlier attempt may have got through. */
export async function hasTeam(calls: Calls, teamId: string): Promise<boolean> {
  const path = `/groups/${teamId}?$select=resourceProvisioningOptions`;
  const group = await calls.get({ path, needs: 'GroupMember.Read.All' }, Provisioning);
  return group?.resourceProvisioningOptions.includes('Team') === true;
}
