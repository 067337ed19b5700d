import type { Added } from '../../src/migration/migration.js';
import {
  WorkplaceProblem,
  type Channel,
  type Notice,
  type Showing,
  type Workplace,
} from '../../src/migration/ports.js';
import { personId } from './world.js';

/** A Microsoft 365 in memory that takes its time and refuses, as the real one does, with a journal of what it changed. */
export type SlowWorkplace = Workplace & {
  /** `group waedu-…`, `team <id>`, `channel <name>`, `member <id>`: one line for each thing that came to be. */
  readonly journal: string[];
  /** Members by team. */
  readonly members: Workplace['members'];
  /** Members by private channel. */
  readonly seated: Map<string, Set<string>>;
  /** People whom a private channel refuses, with the code. */
  readonly channelRefusals: Map<string, string>;
  /** People whom it refuses, with the code. */
  readonly refusals: Map<string, string>;
  /** People whom it takes and then does not show. */
  readonly hidden: Set<string>;
  /** Calls that fail next, by the name of the call; each failure is used up. */
  readonly failures: { readonly call: string; readonly problem: WorkplaceProblem }[];
  /** Sizes of the batches of members, in order. */
  readonly batches: number[];
  /** Owners that were asked for. */
  readonly owners: Set<string>;
};

/** How often a new team has to be asked for before it is there, and new members before they are shown. */
const READY_AFTER = 3;
const SHOWN_AFTER = 2;

/** Has one team already; with `number`, new teams get ids that no other one of these gives. */
export function slowWorkplace(existingTeamId: string, number = 0): SlowWorkplace {
  const teams = new Map([[existingTeamId, { name: 'Year 6 staff', asksLeft: 0 }]]);
  const groups = new Map<string, { readonly teamId: string; readonly name: string }>();
  const channels: (Channel & { readonly teamId: string; readonly reference: string })[] = [];
  const people = new Map<string, Set<string>>();
  const journal: string[] = [];
  const refusals = new Map<string, string>();
  const hidden = new Set<string>();
  const failures: { call: string; problem: WorkplaceProblem }[] = [];
  const batches: number[] = [];
  const allOwners = new Set<string>();
  const seated = new Map<string, Set<string>>();
  const channelRefusals = new Map<string, string>();
  let readsLeft = SHOWN_AFTER;

  function of(teamId: string): Set<string> {
    const known = people.get(teamId) ?? new Set<string>();
    people.set(teamId, known);
    return known;
  }

  function meet(call: string): void {
    const index = failures.findIndex((one) => one.call === call);
    if (index >= 0) throw failures.splice(index, 1)[0]!.problem;
  }

  function add(teamId: string, person: string): Added {
    const problem = refusals.get(person) ?? null;
    if (problem !== null) return { person, result: 'refused', problem };
    if (of(teamId).has(person)) return { person, result: 'already', problem: null };
    of(teamId).add(person);
    journal.push(`member ${person}`);
    return { person, result: 'added', problem: null };
  }

  return {
    journal,
    seated,
    channelRefusals,
    refusals,
    hidden,
    failures,
    batches,
    owners: allOwners,
    team: async (id) => {
      meet('team');
      const team = teams.get(id);
      if (team === undefined) return null;
      if (team.asksLeft > 0) team.asksLeft -= 1;
      return team.asksLeft > 0 ? null : { id, name: team.name, url: null };
    },
    createGroup: async ({ alias, name, owner }) => {
      meet('createGroup');
      if (groups.has(alias)) throw new WorkplaceProblem('name-taken', 'person', 'test');
      const teamId = personId(9_000 + number);
      groups.set(alias, { teamId, name });
      of(teamId).add(owner);
      allOwners.add(owner);
      journal.push(`group ${alias}`);
      return { teamId };
    },
    findGroup: async (alias) => {
      const found = groups.get(alias);
      return found === undefined ? null : { teamId: found.teamId };
    },
    hasTeam: async (teamId) => teams.has(teamId),
    createTeam: async (teamId) => {
      meet('createTeam');
      // The real one says no. A run that has looked before does not ask again.
      if (teams.has(teamId)) throw new Error('asked for a team that is being made');
      const group = [...groups.values()].find((one) => one.teamId === teamId);
      if (group === undefined) throw new WorkplaceProblem('not-found', 'us', 'test');
      teams.set(teamId, { name: group.name, asksLeft: READY_AFTER });
      journal.push(`team ${teamId}`);
    },
    createChannel: async ({ teamId, name, reference, owner }) => {
      meet('createChannel');
      const isTaken = channels.some((one) => one.teamId === teamId && one.name === name);
      if (isTaken) throw new WorkplaceProblem('name-taken', 'person', 'test');
      const url = `https://teams.example/${channels.length + 1}`;
      const channel = { id: `19:channel${channels.length + 1}@thread.tacv2`, name, url, teamId, reference };
      channels.push(channel);
      if (owner !== undefined && !of(teamId).has(owner)) throw new Error('the owner is not in the team');
      if (owner !== undefined) seated.set(channel.id, new Set([owner]));
      journal.push(`${owner === undefined ? '' : 'private '}channel ${name}`);
      return { id: channel.id, name, url };
    },
    findChannel: async (teamId, name, reference) =>
      channels.find((one) => one.teamId === teamId && one.name === name && one.reference === reference) ?? null,
    addMembers: async (teamId, batch, owners) => {
      meet('addMembers');
      batches.push(batch.length);
      for (const owner of owners) allOwners.add(owner);
      readsLeft = SHOWN_AFTER;
      return batch.map((person) => add(teamId, person));
    },
    members: async (teamId) => {
      meet('members');
      readsLeft -= 1;
      const known = [...of(teamId)].filter((person) => !hidden.has(person));
      const shown = readsLeft >= 0 ? known.slice(0, 1) : known;
      return shown.map((person) => ({ person, isOwner: allOwners.has(person) }));
    },
    addToChannel: async (teamId, channelId, batch) => {
      meet('addToChannel');
      const inside = seated.get(channelId) ?? new Set();
      seated.set(channelId, inside);
      return batch.map((person): Added => {
        const problem = channelRefusals.get(person) ?? null;
        if (problem !== null) return { person, result: 'refused', problem };
        if (!of(teamId).has(person)) throw new Error(`${person} is not in the team`);
        if (inside.has(person)) return { person, result: 'already', problem: null };
        inside.add(person);
        journal.push(`in channel ${person}`);
        return { person, result: 'added', problem: null };
      });
    },
    channelMembers: async (_, channelId) => {
      meet('channelMembers');
      return [...(seated.get(channelId) ?? [])].filter((person) => !hidden.has(person));
    },
    channelNameProblem: async () => null,
  };
}

/** Cards as they are shown, and who cannot be reached. */
export function messengerInMemory(): {
  readonly shown: (Notice & { readonly how: Showing })[];
  readonly unreachable: Set<string>;
  show(notice: Notice, how?: Showing): Promise<'shown' | 'unreachable'>;
} {
  const shown: (Notice & { readonly how: Showing })[] = [];
  const unreachable = new Set<string>();
  return {
    shown,
    unreachable,
    show: async (notice, how = 'update') => {
      if (unreachable.has(notice.person)) return 'unreachable';
      shown.push({ ...notice, how });
      return 'shown';
    },
  };
}
