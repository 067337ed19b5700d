import type { Complaint } from '../migration/complaint.js';
import type { World } from './world.js';

/** Why this person may not decide about the owner's move; null when they may. The directory is asked at this moment. */
export async function approverProblem(
  world: World,
  owner: string,
  person: string,
): Promise<'owner' | 'no-approver' | null> {
  if (person === owner) return 'owner';
  const isApprover = person !== '' && (await world.directory.inGroup(person, world.organisation.approvers));
  if (!isApprover) return 'no-approver';
  return (await world.directory.person(person))?.enabled === true ? null : 'no-approver';
}

/** What to say about a chosen approver; null when the choice can be taken. */
export async function approverComplaint(world: World, owner: string, chosen: string): Promise<Complaint | null> {
  const complain = (text: string) => ({ field: 'approver', label: 'Approver', text });
  if (chosen === '') return complain('choose who decides.');
  const problem = await approverProblem(world, owner, chosen);
  if (problem === 'owner') return complain('choose somebody else. Nobody decides about their own move.');
  return problem === null ? null : complain('this person cannot decide about moves any more. Choose somebody else.');
}
