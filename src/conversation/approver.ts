import type { Policy } from '../guidance/types.js';
import type { Complaint } from '../migration/complaint.js';
import type { Migration } from '../migration/migration.js';
import type { Person } from '../roster/person.js';
import type { Organisation, World } from './world.js';

/** What says who decides about a move: whose it is, and what the group is for. */
type Move = Pick<Migration, 'owner'> & { readonly draft: Pick<Migration['draft'], 'purpose'> };

/** The directory group whose members decide about moves for this purpose. */
export function groupFor({ approvers, approversFor = [] }: Organisation, purpose: string | null): string {
  return approversFor.find(({ purposes }) => purpose !== null && purposes.includes(purpose))?.group ?? approvers;
}

/** The first purpose with approvers of its own that the schedule does not have; null when all are there. Its moves would go to the wrong people. */
export function unknownPurpose(
  { approversFor = [] }: Organisation,
  { schedule }: Pick<Policy, 'schedule'>,
): string | null {
  const named = approversFor.flatMap(({ purposes }) => purposes);
  return named.find((one) => !schedule.some(({ id }) => id === one)) ?? null;
}

/** Whether this person is, at this moment, in the group that decides about moves for this purpose. */
export async function isApproverFor(
  { directory, organisation }: Pick<World, 'directory' | 'organisation'>,
  { draft }: Pick<Move, 'draft'>,
  person: string,
): Promise<boolean> {
  return directory.inGroup(person, groupFor(organisation, draft.purpose));
}

/** Everybody who may decide about this move: never its owner, no guest, no blocked account. */
export async function approversOf(world: World, { owner, draft }: Move): Promise<readonly Person[]> {
  const all = await world.directory.membersOf(groupFor(world.organisation, draft.purpose));
  return all.filter(({ id, enabled, kind }) => id !== owner && enabled && kind === 'member');
}

/** Why this person may not decide about the move; null when they may. The directory is asked at this moment. */
export async function approverProblem(
  world: World,
  move: Move,
  person: string,
): Promise<'owner' | 'no-approver' | null> {
  if (person === move.owner) return 'owner';
  if (person === '' || !(await isApproverFor(world, move, person))) return 'no-approver';
  return (await world.directory.person(person))?.enabled === true ? null : 'no-approver';
}

/** What to say about a chosen approver; null when the choice can be taken. */
export async function approverComplaint(world: World, move: Move, chosen: string): Promise<Complaint | null> {
  const complain = (text: string) => ({ field: 'approver', label: 'Approver', text });
  const problem = await approverProblem(world, move, chosen);
  if (problem === null) return null;
  if ((await approversOf(world, move)).length === 0) {
    const { itSupport } = world.organisation.phones;
    return complain(
      `nobody else is there yet who can decide about this. Ask IT support (${itSupport}) to add an approver.`,
    );
  }
  if (chosen === '') return complain('choose who decides.');
  if (problem === 'owner') return complain('choose somebody else. Nobody decides about their own move.');
  return complain('this person cannot decide about this move. Choose somebody else.');
}
