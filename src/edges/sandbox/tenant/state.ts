import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Seed, SeedTeam } from '../seed.js';
import type { JournalEntry } from './journal.js';

/** Everything about a tenant that can change. Plain data: it is written to a file as it is. */
export type State = {
  readonly tenantId: string;
  /** How many ids were given out. */
  ids: number;
  readonly journal: JournalEntry[];
  /** Microsoft 365 groups; directory groups do not change and stay in the seed. */
  readonly groups: TeamGroup[];
  readonly items: DriveItem[];
  /** Accounts that were blocked or unblocked since the start, by person. */
  readonly accounts: Record<string, boolean>;
};

export type TeamGroup = {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly description: string;
  readonly createdAt: number;
  readonly members: Membership[];
  team: { readonly operation: string; readonly readyAt: number; readonly channels: Channel[] } | null;
};

export type Membership = {
  readonly id: string;
  readonly person: string;
  readonly owner: boolean;
  /** Membership takes a while to be seen. */
  readonly visibleAt: number;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Milliseconds; moved back when a migration starts. */
  createdAt: number;
  migration: 'inProgress' | 'completed' | null;
  readonly messages: Message[];
};

export type Message = {
  readonly id: string;
  readonly replyTo: string | null;
  readonly createdAt: number;
  readonly from: string;
  readonly content: string;
};

/** A folder or file in a team's document library. */
export type DriveItem = {
  readonly id: string;
  readonly driveId: string;
  readonly name: string;
  label: { readonly name: string; readonly at: number } | null;
};

/** A tenant on its first day. */
export function firstState(seed: Seed): State {
  const groups = seed.teams.map((team) => seeded(team));
  const items = groups.flatMap((group) => (group.team?.channels ?? []).map((channel) => folder(group.id, channel)));
  return { tenantId: seed.tenantId, ids: 0, journal: [], groups, items, accounts: {} };
}

/** What an earlier tenant kept in the file; null when there is no file. Throws when it belongs to another tenant. */
export function keptState(file: string, seed: Seed): State | null {
  if (!existsSync(file)) return null;
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  if (state.tenantId !== seed.tenantId) throw new Error(`${file} holds the state of another simulated tenant`);
  return state;
}

/** The file is replaced as a whole: a tenant that is killed while writing leaves the file before. */
export function keep(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

export function folder(teamId: string, channel: Channel): DriveItem {
  return { id: `item-${channel.id}`, driveId: `b!${teamId}`, name: channel.name, label: null };
}

/** Years before anything else, so that everything about it is ready. */
const FOUNDED = Date.UTC(2024, 8, 2, 7, 30);

function seeded(team: SeedTeam): TeamGroup {
  const member = (owner: boolean) => (person: string) => ({ id: `${team.id}/${person}`, person, owner, visibleAt: 0 });
  const channels = ['General', ...team.channels].map((name, index): Channel => {
    const id = `19:${team.alias}-${index}@thread.tacv2`;
    return { id, name, description: '', createdAt: FOUNDED, migration: null, messages: [] };
  });
  return {
    id: team.id,
    name: team.name,
    alias: team.alias,
    description: team.description,
    createdAt: FOUNDED,
    members: [...team.owners.map(member(true)), ...team.members.map(member(false))],
    team: { operation: `seeded-${team.alias}`, readyAt: 0, channels },
  };
}
