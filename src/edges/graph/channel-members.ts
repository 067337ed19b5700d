import { z } from 'zod';
import type { Added } from '../../migration/migration.js';
import { WorkplaceProblem } from '../../migration/ports.js';
import type { Calls } from './calls.js';
import { memberBody, whyRefused } from './members.js';

const NEEDS = 'ChannelMember.ReadWrite.All';

const Member = z.object({ userId: z.string().nullish() });

/** Directory ids of everybody in a private channel. */
export async function channelMembers(calls: Calls, teamId: string, channelId: string): Promise<readonly string[]> {
  const members = await calls.list({ path: pathOf(teamId, channelId), needs: NEEDS }, Member);
  return members.flatMap(({ userId }) => userId ?? []);
}

/** Graph takes them one at a time; somebody whom it does not take is an answer about them, not the end of the others. */
export async function addToChannel(
  calls: Calls,
  teamId: string,
  channelId: string,
  people: readonly string[],
): Promise<readonly Added[]> {
  const present = new Set(await channelMembers(calls, teamId, channelId));
  const results: Added[] = [];
  for (const person of new Set(people))
    results.push(
      present.has(person)
        ? { person, result: 'already', problem: null }
        : await addOne(calls, pathOf(teamId, channelId), person),
    );
  return results;
}

async function addOne(calls: Calls, path: string, person: string): Promise<Added> {
  try {
    await calls.post({ path, needs: NEEDS, body: memberBody(person, false) }, Member);
    return { person, result: 'added', problem: null };
  } catch (error) {
    if (!(error instanceof WorkplaceProblem) || !ABOUT_THEM.includes(error.code)) throw error;
    return { person, result: 'refused', problem: await whyRefused(calls, person, '') };
  }
}

/** Of these, the person is to blame: an outage or a missing permission is nobody's own. */
const ABOUT_THEM: readonly string[] = ['not-found', 'other'];

function pathOf(teamId: string, channelId: string): string {
  return `/teams/${teamId}/channels/${encodeURIComponent(channelId)}/members`;
}
