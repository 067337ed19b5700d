import { z } from 'zod';
import type { Added } from '../../migration/migration.js';
import type { TeamMember } from '../../migration/ports.js';
import type { Calls } from './calls.js';
import { isAboutLicence } from './problem.js';

/** The most people in one request (Microsoft Graph reference, "Add members in bulk to team"). */
const BATCH = 200;
const USERS = 'https://graph.microsoft.com/v1.0/users';
const NEEDS = 'TeamMember.ReadWrite.All';

const Member = z.object({ userId: z.string().nullish(), roles: z.array(z.string()).nullish() });

/** Everybody in the team. */
export async function membersOf(calls: Calls, teamId: string): Promise<readonly TeamMember[]> {
  const members = await calls.list({ path: `/teams/${teamId}/members?$top=999`, needs: NEEDS }, Member);
  return members.flatMap(({ userId, roles }) =>
    userId == null ? [] : [{ person: userId, isOwner: roles?.includes('owner') === true }],
  );
}

/** Somebody as Graph wants to hear of them when they are added. */
export function memberBody(person: string, isOwner: boolean): object {
  return {
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: isOwner ? ['owner'] : [],
    'user@odata.bind': `${USERS}('${person}')`,
  };
}

/** A result for each of these people, in their order. */
export async function addMembers(
  calls: Calls,
  teamId: string,
  people: readonly string[],
  owners: readonly string[],
): Promise<readonly Added[]> {
  const present = await membersOf(calls, teamId);
  // A member who is to be an owner is not there yet.
  const there = new Set(
    present.flatMap(({ person, isOwner }) => (isOwner || !owners.includes(person) ? [person] : [])),
  );
  const wanted = [...new Set(people)];
  const missing = wanted.filter((person) => !there.has(person));
  const results = new Map<string, Added>();
  for (let start = 0; start < missing.length; start += BATCH)
    for (const added of await addBatch(calls, teamId, missing.slice(start, start + BATCH), owners))
      results.set(added.person, added);
  return wanted.map((person) => results.get(person) ?? { person, result: 'already', problem: null });
}

const Results = z.object({
  value: z.array(
    z.object({
      userId: z.string().nullish(),
      error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
    }),
  ),
});

/** Microsoft answers 200 when all were added and 207 when some were, and promises no order: people are told apart by id. */
async function addBatch(
  calls: Calls,
  teamId: string,
  people: readonly string[],
  owners: readonly string[],
): Promise<readonly Added[]> {
  const values = people.map((person) => memberBody(person, owners.includes(person)));
  const path = `/teams/${teamId}/members/add`;
  const { value } = await calls.post({ path, needs: NEEDS, body: { values } }, Results);
  const added: Added[] = [];
  for (const person of people) {
    const answer = value.find(({ userId }) => userId?.toLowerCase() === person.toLowerCase());
    // Nothing said about somebody is not a yes.
    const isAdded = answer !== undefined && answer.error == null;
    const problem = isAdded ? null : await whyRefused(calls, person, answer?.error?.message ?? '');
    added.push({ person, result: isAdded ? 'added' : 'refused', problem });
  }
  return added;
}

const Account = z.object({ accountEnabled: z.boolean().nullish() });

/** Microsoft's codes here are not documented, so the account itself is looked at. */
export async function whyRefused(calls: Calls, person: string, message: string): Promise<string> {
  const path = `/users/${person}?$select=accountEnabled`;
  const account = await calls.get({ path, needs: 'User.Read.All' }, Account);
  if (account === null) return 'not-found';
  if (account.accountEnabled === false) return 'account-blocked';
  return isAboutLicence(message) ? 'no-licence' : 'other';
}
