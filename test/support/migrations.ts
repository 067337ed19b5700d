import { workingDaysAfter } from '../../src/calendar/words.js';
import type { World } from '../../src/conversation/world.js';
import type { Class, Destination, Draft, Member, Migration } from '../../src/migration/migration.js';
import { newDraft } from '../../src/migration/wizard.js';
import type { Evidence } from '../../src/retention/evidence.js';
import { APPROVER, GUEST, LEAVER, OWNER, TEACHER, TEAM_PROVED } from './world.js';

/** A channel in this team, which exists. */
export function inTeam(teamId: string): Destination {
  return { kind: 'existing-team', teamId, channelName: 'Year 6 residential' };
}

export const NEW_TEAM: Destination = { kind: 'new-team', teamName: 'Residential', channelName: 'Year 6 residential' };

/** A member of the group, decided. */
export function member(n: number, person: string | null, kind: Class): Member {
  return { id: `p${n}`, label: '', suggested: null, person, class: kind, seen: null };
}

/** Owner, a teacher and a guest join; a leaver and an outsider do not. */
const MEMBERS: readonly Member[] = [
  member(1, OWNER, 'staff'),
  member(2, TEACHER, 'staff'),
  member(3, GUEST, 'guest'),
  member(4, LEAVER, 'leaver'),
  member(5, null, 'outsider'),
];

/** A move as it is handed to its approver. */
export function submittedMove(id: string, at: Date, draft: Partial<Draft> = {}): Migration {
  const start = newDraft(id, OWNER, at);
  return {
    ...start,
    state: 'submitted',
    draft: {
      ...start.draft,
      step: 'review',
      groupName: 'Year 6 residential',
      purpose: 'T-TRIP',
      gates: { openRequest: 'no', runBy: 'school' },
      members: MEMBERS,
      destination: inTeam(TEAM_PROVED),
      ...draft,
    },
    approver: APPROVER,
    decideBy: workingDaysAfter(at, 3),
    milestones: [...start.milestones, { state: 'submitted', at, by: OWNER }],
  };
}

/** Stores the move as its first version. */
export async function stored(world: Pick<World, 'store'>, migration: Migration): Promise<Migration> {
  await world.store.transact((tx) => tx.putMigration(migration));
  return migration;
}

/** The move as it stands; a test that asks for one that is not there fails. */
export async function read(world: Pick<World, 'store'>, id: string): Promise<Migration> {
  const migration = await world.store.transact((tx) => tx.migration(id));
  if (migration === null) throw new Error(`${id} is not there`);
  return migration;
}

/** Changes the stored move by hand, as a click that is not under test would. */
export async function edit(
  world: Pick<World, 'store'>,
  id: string,
  next: (migration: Migration) => Migration,
): Promise<Migration> {
  return world.store.transact(async (tx) => {
    const before = await tx.migration(id);
    if (before === null) throw new Error(`${id} is not there`);
    const after = next(before);
    await tx.putMigration(after);
    await tx.tell(id, 'wake', `${id}/test/${after.ver}`);
    return after;
  });
}

/** Read-outs that prove messages and files of the team at `at`: delivered ten days before, and read again today. */
export function proof(teamId: string, at: Date, days = 365): readonly Evidence[] {
  const full = { days, action: 'keep-and-delete', covers: true, enabled: true, distribution: 'success' } as const;
  return (['messages', 'files'] as const).flatMap((location) =>
    [10, 0].map((ago): Evidence => {
      const when = new Date(at.getTime() - ago * 86_400_000);
      const id = `evi-${teamId.slice(-4)}-${location}-${when.getTime()}`;
      return { id, teamId, location, kind: 'read-out', at: when, by: 'regroup', ...full, sha256: 'ab'.repeat(32) };
    }),
  );
}
