import { backOff, change, current, poll, step, type Decided, type Run } from './course.js';
import type { Facts } from './facts.js';
import { isPrivate } from './destination.js';
import { afterChannel, needsOfficer, OFFICER_WANTED } from './history.js';
import type { Destination } from './migration.js';
import { addOwner } from './membership.js';
import { WorkplaceProblem, type Channel } from './ports.js';

/** A team that is not ready after about a day of asking will not be without somebody's help. */
const MOST_POLLS = 33;

/**
 * The mail nickname of a new team's group. The organisation's retention policy can take in every team whose alias begins with
 * `waedu-`: owners can change a team's name, but not this.
 */
function aliasOf(migrationId: string): string {
  return `waedu-${migrationId.toLowerCase()}`;
}

/** The first step after the approval. */
export function beginWork(run: Run): Promise<number> {
  return change(run, 'begin', ({ state, draft, history }) => {
    const { destination } = draft;
    if (state !== 'approved' || destination === null) return null;
    if (needsOfficer(draft.history) && history.dpoApproved === null) return awaitOfficer(run);
    const teamId = destination.kind === 'existing-team' ? destination.teamId : null;
    return {
      to: 'provisioning',
      outcome: { teamId, problem: null },
      events: [{ what: 'migration.run-started', details: {} }],
    };
  });
}

/** Nothing is made before a data protection officer has agreed to what goes along. */
function awaitOfficer(run: Run): Decided {
  const problem = { step: 'approved', code: OFFICER_WANTED, who: 'person', correlationId: run.id } as const;
  const details = { step: 'approved', problem: OFFICER_WANTED, who: 'person' };
  return { outcome: { problem }, events: [{ what: 'migration.failed', details }] };
}

/** Makes what is not there yet: the group, its team, the channel. One thing at a time, so that a stop takes effect in between. */
export async function provision(run: Run, { teamId, isNewTeam, privately, owner }: Facts): Promise<number> {
  if (teamId === null) return makeGroup(run);
  if (isNewTeam && !run.memory.isTeamRequested) return requestTeam(run, teamId);
  if (!run.memory.isTeamReady) return awaitTeam(run, teamId, isNewTeam);
  if (privately?.isOwnerIn === false) return addOwner(run, teamId, owner);
  return makeChannel(run, teamId);
}

async function makeGroup(run: Run): Promise<number> {
  const { workplace } = run.world;
  const alias = aliasOf(run.id);
  const { teamId } = await run.durable.once('group', {
    find: () => workplace.findGroup(alias),
    do: async () => {
      const { owner, draft } = await current(run);
      const { destination } = draft;
      if (destination?.kind !== 'new-team') throw new Error(`${run.id} has no new team to make`);
      const description = 'Made by Regroup for a group that was on WhatsApp.';
      return workplace.createGroup({ alias, name: destination.teamName, description, owner });
    },
  });
  // Noted even when the move was stopped meanwhile: what was made is listed.
  return change(run, 'note the group', ({ outcome }) => {
    if (outcome.teamId !== null) return null;
    return { outcome: { teamId, problem: null }, events: [{ what: 'migration.group-created', details: { teamId } }] };
  });
}

async function requestTeam(run: Run, teamId: string): Promise<number> {
  const { workplace } = run.world;
  await run.durable.once('team', {
    find: async () => ((await workplace.hasTeam(teamId)) ? true : null),
    do: async () => {
      await workplace.createTeam(teamId);
      return true;
    },
  });
  run.memory.isTeamRequested = true;
  return 0;
}

async function awaitTeam(run: Run, teamId: string, isNewTeam: boolean): Promise<number> {
  const { memory, world } = run;
  const isReady = await step(run, 'is the team ready', async () => (await world.workplace.team(teamId)) !== null);
  if (!isReady && !isNewTeam) throw new WorkplaceProblem('team-missing', 'administrator', run.id);
  poll(run);
  if (!isReady && memory.polls <= MOST_POLLS) return backOff(memory.polls);
  memory.polls = 0;
  if (!isReady) throw new WorkplaceProblem('team-not-ready', 'administrator', run.id);
  memory.isTeamReady = true;
  if (!isNewTeam) return 0;
  return change(run, 'note the team', () => ({
    outcome: { problem: null },
    events: [{ what: 'migration.team-created', details: { teamId } }],
  }));
}

async function makeChannel(run: Run, teamId: string): Promise<number> {
  const { workplace } = run.world;
  const { id, url } = await run.durable.once('channel', {
    find: async () => {
      const found = await workplace.findChannel(teamId, await channelName(run), run.id);
      return found === null ? null : unnamed(found);
    },
    do: async () => {
      const name = await channelName(run);
      const description = 'Takes the place of a WhatsApp group.';
      const { owner, draft } = await current(run);
      const ofOwner = isPrivate(draft.destination) ? { owner } : {};
      return unnamed(await workplace.createChannel({ teamId, name, description, reference: run.id, ...ofOwner }));
    },
  });
  return change(run, 'note the channel', ({ state, draft, outcome }) => {
    if (outcome.channelId !== null) return null;
    return {
      ...(state === 'provisioning' ? { to: afterChannel(draft.history) } : {}),
      outcome: { channelId: id, channelUrl: url, problem: null },
      events: [{ what: 'migration.channel-created', details: { teamId, channelId: id } }],
    };
  });
}

/** What a run may remember of a channel: its name came from the WhatsApp group and stands in the migration alone. */
function unnamed({ id, url }: Channel): Pick<Channel, 'id' | 'url'> {
  return { id, url };
}

async function channelName(run: Run): Promise<string> {
  const destination: Destination | null = (await current(run)).draft.destination;
  if (destination === null) throw new Error(`${run.id} has no destination`);
  return destination.channelName;
}
