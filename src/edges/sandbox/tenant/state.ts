import { createHash } from 'node:crypto';
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
  /** People whose accounts were deleted since the start. */
  readonly gone: string[];
};

export type TeamGroup = {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly description: string;
  readonly createdAt: number;
  readonly members: Membership[];
  /** Ids of the apps that were installed in the team; absent for none. */
  apps?: readonly string[];
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
  /** When it was really made: its folder is there a while later. */
  readonly madeAt: number;
  /** Milliseconds; moved back when a migration starts. */
  createdAt: number;
  migration: 'inProgress' | 'completed' | null;
  /** The application that began the migration: no other may post or complete it. */
  startedBy: string | null;
  /** How many of the messages were there when the migration began: the others are not shown until it is completed. */
  shown: number;
  /** Its name stays taken, and it counts, for 30 days. */
  deletedAt: number | null;
  readonly messages: Message[];
  /** Of a private channel: who is in it. Absent for a standard one, which everybody in the team reads. */
  readonly members?: Membership[];
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
  /** The folder that it lies in; null for the folder of a channel. */
  readonly parent: string | null;
  readonly name: string;
  /** Base64; null for a folder. */
  content: string | null;
  /** Whoever reads sees it from `seenAt` on. */
  label: { readonly name: string; readonly at: number; readonly seenAt: number } | null;
};

/** A tenant on its first day. */
export function firstState(seed: Seed): State {
  const groups = seed.teams.map((team) => seeded(team));
  const items = groups.flatMap((group) => (group.team?.channels ?? []).map((channel) => folder(group.id, channel)));
  return { tenantId: seed.tenantId, ids: 0, journal: [], groups, items, accounts: {}, gone: [] };
}

/** What an earlier tenant kept in the file; null when there is no file, or one of an earlier form. Throws when it belongs to another tenant. */
export function keptState(file: string, seed: Seed): State | null {
  if (!existsSync(file)) return null;
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  if (state.tenantId !== seed.tenantId) throw new Error(`${file} holds the state of another simulated tenant`);
  return isComplete(state) ? state : null;
}

/** A file of a Regroup before this one lacks what channels and files have now: that tenant begins anew. */
function isComplete(state: Partial<State>): boolean {
  const channels = (state.groups ?? []).flatMap(({ team }) => team?.channels ?? []);
  return state.gone !== undefined && channels.every((channel) => 'startedBy' in channel && 'deletedAt' in channel);
}

/** The file is replaced as a whole: a tenant that is killed while writing leaves the file before. */
export function keep(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** What a channel is when it is made. */
export function unmoved(now: number): Omit<Channel, 'id' | 'name' | 'description' | 'members'> {
  return { madeAt: now, createdAt: now, migration: null, startedBy: null, shown: 0, deletedAt: null, messages: [] };
}

export function folder(teamId: string, channel: Channel): DriveItem {
  const id = `01${createHash('sha256').update(channel.id).digest('hex').slice(0, 32).toUpperCase()}`;
  // A private channel has a site of its own.
  const driveId = channel.members === undefined ? `b!${teamId}` : `b!${id}`;
  return { id, driveId, parent: null, name: channel.name, content: null, label: null };
}

/** Years before anything else, so that everything about it is ready. */
const FOUNDED = Date.UTC(2024, 8, 2, 7, 30);

function seeded(team: SeedTeam): TeamGroup {
  const member = (owner: boolean) => (person: string) => ({ id: `${team.id}/${person}`, person, owner, visibleAt: 0 });
  const channels = ['General', ...team.channels].map((name, index): Channel => {
    const id = `19:${team.alias}-${index}@thread.tacv2`;
    return { id, name, description: '', ...unmoved(FOUNDED) };
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
