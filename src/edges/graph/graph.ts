import type { TokenCredential } from '@azure/identity';
import type { Workplace } from '../../migration/ports.js';
import type { Directory } from '../../roster/person.js';
import { callsOn } from './calls.js';
import { channelNameProblem, createChannel, findChannel } from './channels.js';
import { connect } from './connection.js';
import { directoryOn } from './directory.js';
import { addMembers, membersOf } from './members.js';
import { RUN, type Patience, type Report } from './patience.js';
import { createGroup, createTeam, findGroup, hasTeam, readTeam } from './teams.js';

export { graphCredential, type GraphSettings } from './credential.js';
export { RUN, TURN, type Patience } from './patience.js';

/**
 * Microsoft 365 as the directory and the workplace that Regroup needs, called as the application.
 * `sandboxUrl` is the simulated tenant, or null for the real one. `report` gets sentences for the log, free of personal data.
 * `patience` is `RUN` unless somebody waits for the answer: `TURN` then.
 */
export function openGraph(options: {
  readonly sandboxUrl: string | null;
  readonly credential: TokenCredential;
  readonly report: Report;
  readonly patience?: Patience;
}): { readonly directory: Directory; readonly workplace: Workplace } {
  const { patience = RUN, report } = options;
  const calls = callsOn(connect({ ...options, patience }), report);
  return {
    directory: directoryOn(calls),
    workplace: {
      team: (teamId) => readTeam(calls, teamId),
      createGroup: (group) => createGroup(calls, group),
      findGroup: (alias) => findGroup(calls, alias),
      hasTeam: (teamId) => hasTeam(calls, teamId),
      createTeam: (teamId) => createTeam(calls, teamId, patience.youngGroupMs),
      createChannel: (channel) => createChannel(calls, channel),
      findChannel: (teamId, name, reference) => findChannel(calls, teamId, name, reference),
      addMembers: (teamId, people, owners) => addMembers(calls, teamId, people, owners),
      members: (teamId) => membersOf(calls, teamId),
      channelNameProblem: (teamId, name) => channelNameProblem(calls, teamId, name),
    },
  };
}
