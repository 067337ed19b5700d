import { openReadings } from '../../src/conversation/readings.js';
import type { Actor, Organisation, World } from '../../src/conversation/world.js';
import type { Policy } from '../../src/guidance/types.js';
import { openStore, type Database as StoreDatabase } from '../../src/edges/storage/store.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import type { Added } from '../../src/migration/migration.js';
import type { Channel, Team, Workplace } from '../../src/migration/ports.js';
import type { Directory, Person } from '../../src/roster/person.js';
import { emptyDatabase } from './database.js';

/** Ids of the invented people that tests act as; the same scheme goes on for the others: `person(n)`. */
export function personId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export const OWNER = personId(1);
export const APPROVER = personId(2);
export const OTHER_APPROVER = personId(3);
export const ADMIN = personId(4);
export const DPO = personId(5);
/** Has left: the account is blocked. */
export const LEAVER = personId(6);
export const GUEST = personId(7);
export const TEACHER = personId(8);
/** Two people with the same name. */
export const TWIN_A = personId(9);
export const TWIN_B = personId(10);
export const ADMINISTRATORS = '00000000-0000-4000-8001-000000000001';
export const APPROVERS = '00000000-0000-4000-8001-000000000002';
export const TEAM_PROVED = '00000000-0000-4000-8002-000000000001';
export const TEAM_NONE = '00000000-0000-4000-8002-000000000002';

export const PEOPLE: readonly Person[] = [
  made(OWNER, 'Nadia Fernsby', 'Year 6 teacher'),
  made(APPROVER, 'Ruth Oyelaran', 'Deputy head'),
  made(OTHER_APPROVER, 'Colm Hartigan', 'Head teacher'),
  made(ADMIN, 'Ines Castellan', 'IT lead'),
  made(DPO, 'Owain Tregarth', 'Data protection officer'),
  { ...made(LEAVER, 'Tom Hollisworth', 'Teacher'), enabled: false },
  { ...made(GUEST, 'Bea Quillfeather', 'Coach company'), kind: 'guest' },
  made(TEACHER, 'Gareth Jolliffe', 'PE teacher'),
  made(TWIN_A, 'Sam Okonjo', 'Teaching assistant'),
  made(TWIN_B, 'Sam Okonjo', 'Caretaker'),
];

export const ORGANISATION: Organisation = {
  name: 'Testwick School',
  administrators: ADMINISTRATORS,
  approvers: APPROVERS,
  dpo: [DPO],
  governedTeams: [TEAM_PROVED, TEAM_NONE],
  phones: { dsl: '01632 960177', office: '01632 960120', itSupport: '01632 960141' },
  parentMessaging: { name: 'parent messaging', url: 'https://messaging.testwick.example/' },
  daysToDecide: 3,
  daysToAttest: 10,
};

function made(id: string, displayName: string, jobTitle: string): Person {
  const [givenName = '', surname = ''] = displayName.split(' ');
  const mail = `${givenName}.${surname}@testwick.example`.toLowerCase();
  return { id, displayName, givenName, surname, jobTitle, mail, mobilePhone: null, enabled: true, kind: 'member' };
}

/** A directory of these people. */
export function directoryOf(people: readonly Person[], groups: Readonly<Record<string, readonly string[]>>): Directory {
  const person = async (id: string) => people.find((one) => one.id === id) ?? null;
  return {
    everyone: async () => people,
    person,
    inGroup: async (personId, groupId) => (groups[groupId] ?? []).includes(personId),
    membersOf: async (groupId) => people.filter(({ id }) => (groups[groupId] ?? []).includes(id)),
  };
}

/** A Microsoft 365 in memory, for tests of what is decided and recorded; `test/edges/graph` tests the real calls. */
export function workplaceInMemory(): Workplace & { readonly channels: Channel[]; readonly teams: Map<string, Team> } {
  const team = (id: string, name: string): Team => ({ id, name, url: null });
  const teams = new Map([
    [TEAM_PROVED, team(TEAM_PROVED, 'Year 6 staff')],
    [TEAM_NONE, team(TEAM_NONE, 'Site team')],
  ]);
  const members = new Map<string, Set<string>>();
  const channels: (Channel & { readonly teamId: string; readonly reference: string })[] = [];
  const groups = new Map<string, string>();
  const of = (teamId: string) => members.get(teamId) ?? members.set(teamId, new Set()).get(teamId)!;
  return {
    channels,
    teams,
    team: async (id) => teams.get(id) ?? null,
    createGroup: async ({ alias, name, owner }) => {
      const teamId = personId(9_000 + groups.size);
      groups.set(alias, teamId);
      teams.set(teamId, team(teamId, name));
      of(teamId).add(owner);
      return { teamId };
    },
    findGroup: async (alias) => (groups.has(alias) ? { teamId: groups.get(alias)! } : null),
    hasTeam: async (id) => teams.has(id),
    createTeam: async () => undefined,
    createChannel: async ({ teamId, name, reference }) => {
      const channel = { id: `19:channel${channels.length + 1}@thread.tacv2`, name, url: null, teamId, reference };
      channels.push(channel);
      return channel;
    },
    findChannel: async (teamId, name, reference) =>
      channels.find((one) => one.teamId === teamId && one.name === name && one.reference === reference) ?? null,
    addMembers: async (teamId, people) =>
      people.map((person): Added => {
        const already = of(teamId).has(person);
        of(teamId).add(person);
        return { person, result: already ? 'already' : 'added', problem: null };
      }),
    members: async (teamId) => [...of(teamId)].map((person) => ({ person, isOwner: false })),
    addToChannel: async (_, __, people) => people.map((person): Added => ({ person, result: 'added', problem: null })),
    channelMembers: async (teamId) => [...of(teamId)],
    channelNameProblem: async (teamId, name) =>
      channels.some((one) => one.teamId === teamId && one.name === name)
        ? 'There is a channel of that name already.'
        : null,
  };
}

/** A world on a real database of its own; `close` drops it. */
export async function testWorld(options: {
  readonly policy: Policy;
  readonly now?: () => Date;
}): Promise<
  World & { readonly store: StoreDatabase; readonly url: string; readonly told: string[]; close(): Promise<void> }
> {
  const database = await emptyDatabase();
  await migrate({ url: database.url });
  const told: string[] = [];
  const tell = async (_: unknown, id: string) => void told.push(id);
  const store = await openStore({ url: database.url, tell, report: () => undefined });
  let made = 0;
  return {
    store,
    url: database.url,
    /** Migrations whose run was woken. */
    told,
    directory: directoryOf(PEOPLE, {
      [ADMINISTRATORS]: [ADMIN, DPO],
      [APPROVERS]: [APPROVER, OTHER_APPROVER, OWNER],
    }),
    workplace: workplaceInMemory(),
    policy: options.policy,
    organisation: ORGANISATION,
    now: options.now ?? (() => new Date('2026-11-24T10:00:00Z')),
    newId: (kind) => `${kind}-TEST${String((made += 1)).padStart(4, '0')}`,
    readings: openReadings(),
    attachPage: null,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** Somebody who acts in their own chat with Regroup. */
export function actor(person: string, place: Actor['place'] = 'personal'): Actor {
  return { person, correlationId: 'test-correlation', place };
}

/** The audit log as events, in order. */
export async function recorded(world: World): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const events: Record<string, unknown>[] = [];
  for await (const entry of world.store.entries()) if ('canonical' in entry) events.push(JSON.parse(entry.canonical));
  return events;
}

/** What some work answers, and what it adds to the record. */
export async function during<T>(world: World, work: () => Promise<T>) {
  const before = (await recorded(world)).length;
  const result = await work();
  const events = (await recorded(world)).slice(before);
  return { result, events, whats: events.map(({ what }) => what) };
}
