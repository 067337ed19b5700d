import { found, type Call } from './exchange.js';
import { teamOf } from './office.js';
import type { Channel, TeamGroup } from './state.js';

/** The channels that somebody can see. */
export function standing(group: TeamGroup): readonly Channel[] {
  return (group.team?.channels ?? []).filter(({ deletedAt }) => deletedAt === null);
}

/** 404 when the team or the channel is not there. */
export function channelOf(call: Call): { readonly group: TeamGroup; readonly channel: Channel } {
  const group = teamOf(call.office, call.params['team']);
  const one = standing(group).find(({ id }) => id === call.params['channel']);
  return { group, channel: found(one, 'The channel') };
}
