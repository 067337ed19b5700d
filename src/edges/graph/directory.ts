import { z } from 'zod';
import type { Directory, Person } from '../../roster/person.js';
import { isObjectId, type Calls } from './calls.js';

/** A list of everybody is used this long: one wizard step looks people up several times, and nobody joins within a minute. */
const EVERYONE_FOR_MS = 60_000;

const User = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  givenName: z.string().nullish(),
  surname: z.string().nullish(),
  jobTitle: z.string().nullish(),
  mail: z.string().nullish(),
  mobilePhone: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});

const FIELDS = Object.keys(User.shape).join(',');

/** The directory behind Microsoft Graph. Every call throws `WorkplaceProblem`: when in doubt, nobody is in a group. */
export function directoryOn(calls: Calls, everyoneForMs = EVERYONE_FOR_MS): Directory {
  const everyone = remembered(() => readEveryone(calls), everyoneForMs);
  return {
    everyone,
    person: (id) => readPerson(calls, id),
    inGroup: async (personId, groupId) => (await readMemberIds(calls, groupId)).has(personId.toLowerCase()),
    membersOf: async (groupId) => {
      const ids = await readMemberIds(calls, groupId);
      const people = (await everyone()).filter(({ id }) => ids.has(id.toLowerCase()));
      return people.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en-GB'));
    },
  };
}

async function readEveryone(calls: Calls): Promise<readonly Person[]> {
  const users = await calls.list({ path: `/users?$select=${FIELDS}&$top=999`, needs: 'User.Read.All' }, User);
  return users.map(asPerson);
}

async function readPerson(calls: Calls, id: string): Promise<Person | null> {
  if (!isObjectId(id)) return null;
  const user = await calls.get({ path: `/users/${id}?$select=${FIELDS}`, needs: 'User.Read.All' }, User);
  return user === null ? null : asPerson(user);
}

const Member = z.object({ id: z.string() });

/** Nested groups included. A group that does not exist is a problem, not an empty group: the settings name it. */
async function readMemberIds(calls: Calls, groupId: string): Promise<ReadonlySet<string>> {
  const path = `/groups/${encodeURIComponent(groupId)}/transitiveMembers?$select=id&$top=999`;
  const members = await calls.list({ path, needs: 'GroupMember.Read.All' }, Member);
  return new Set(members.map(({ id }) => id.toLowerCase()));
}

function asPerson(user: z.output<typeof User>): Person {
  return {
    id: user.id,
    displayName: user.displayName ?? '',
    givenName: user.givenName ?? null,
    surname: user.surname ?? null,
    jobTitle: user.jobTitle ?? null,
    mail: user.mail ?? null,
    mobilePhone: user.mobilePhone ?? null,
    enabled: user.accountEnabled !== false,
    kind: user.userType === 'Guest' ? 'guest' : 'member',
  };
}

/** The answer, asked for again when it is too old. Those who ask at the same time share one; a failure is not kept. */
function remembered<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let kept: { readonly at: number; readonly answer: Promise<T> } | null = null;
  return async () => {
    if (kept !== null && performance.now() - kept.at < forMs) return kept.answer;
    const mine = { at: performance.now(), answer: ask() };
    kept = mine;
    try {
      return await mine.answer;
    } catch (error) {
      if (kept === mine) kept = null;
      throw error;
    }
  };
}
