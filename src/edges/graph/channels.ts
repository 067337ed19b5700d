import { z } from 'zod';
import type { Channel, NewChannel } from '../../migration/ports.js';
import { isObjectId, type Calls } from './calls.js';
import { isSameName, nameProblem } from './channel-name.js';
import { memberBody } from './members.js';
import { isProblem } from './problem.js';

const LONGEST_DESCRIPTION = 1_024;

const ChannelReply = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string().nullish(),
  webUrl: z.string().nullish(),
});

/** "Planning for the residential. Reference: mov-7Q2FK3MX": how a channel is known as ours, and as this migration's. */
function described(description: string, reference: string): string {
  const end = `Reference: ${reference}`;
  return `${description.slice(0, LONGEST_DESCRIPTION - end.length - 1)} ${end}`.trimStart();
}

function isReferenced(channel: z.output<typeof ChannelReply>, reference: string): boolean {
  return (channel.description ?? '').trimEnd().endsWith(`Reference: ${reference}`);
}

function asChannel({ id, displayName, webUrl }: z.output<typeof ChannelReply>): Channel {
  return { id, name: displayName, url: webUrl ?? null };
}

async function readChannels(calls: Calls, teamId: string): Promise<readonly z.output<typeof ChannelReply>[]> {
  const path = `/teams/${teamId}/channels?$select=id,displayName,description,webUrl`;
  return calls.list({ path, needs: 'Channel.ReadBasic.All' }, ChannelReply);
}

/** The channel of this name that carries this reference; null when there is none, or no such team. */
export async function findChannel(
  calls: Calls,
  teamId: string,
  name: string,
  reference: string,
): Promise<Channel | null> {
  try {
    const channels = await readChannels(calls, teamId);
    const ours = channels.find((one) => isSameName(one.displayName, name) && isReferenced(one, reference));
    return ours === undefined ? null : asChannel(ours);
  } catch (error) {
    if (isProblem(error, 'not-found')) return null;
    throw error;
  }
}

/** A taken name is no problem when the channel carries our reference: then an earlier attempt got through. */
export async function createChannel(calls: Calls, channel: NewChannel): Promise<Channel> {
  const { teamId, name, description, reference, owner } = channel;
  const named = { displayName: name, description: described(description, reference) };
  const body =
    owner === undefined
      ? { ...named, membershipType: 'standard' }
      : { ...named, membershipType: 'private', members: [memberBody(owner, true)] };
  try {
    const path = `/teams/${teamId}/channels`;
    return asChannel(await calls.post({ path, needs: 'Channel.Create', body }, ChannelReply));
  } catch (error) {
    if (!isProblem(error, 'name-taken')) throw error;
    const made = await findChannel(calls, teamId, name, reference);
    if (made === null) throw error;
    return made;
  }
}

/** The most channels of a team; those deleted in the last 30 days count, and nobody can list them (limits of Microsoft Teams). */
const MOST_CHANNELS = 1_000;

/**
 * What is wrong with the name for a channel in that team, or in a new one; null when nothing is. The name of a channel that was
 * deleted in the last 30 days is taken as well, which is not known before the channel is made: Graph does not show deleted channels.
 */
export async function channelNameProblem(calls: Calls, teamId: string | null, name: string): Promise<string | null> {
  const problem = nameProblem(name);
  if (problem !== null) return problem;
  if (isSameName(name, 'General')) return 'Every team has a channel of that name already. Choose another one.';
  if (teamId === null || !isObjectId(teamId)) return null;
  const channels = await readChannels(calls, teamId);
  if (channels.some((one) => isSameName(one.displayName, name)))
    return 'The team has a channel of that name already. Choose another one.';
  return channels.length >= MOST_CHANNELS
    ? 'The team has as many channels as Teams allows. Choose another team.'
    : null;
}
