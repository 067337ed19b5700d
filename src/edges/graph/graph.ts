import type { TokenCredential } from '@azure/identity';
import { Pace, type Clock } from '../../history/pace.js';
import type { HistoryPlace } from '../../history/ports.js';
import type { Workplace } from '../../migration/ports.js';
import type { Directory } from '../../roster/person.js';
import { applicationOn, type Application } from './application.js';
import { callsOn } from './calls.js';
import { installApp } from './apps.js';
import { addToChannel, channelMembers } from './channel-members.js';
import { channelNameProblem, createChannel, findChannel } from './channels.js';
import { Circuit } from './circuit.js';
import { connect } from './connection.js';
import { directoryOn } from './directory.js';
import { historyOn } from './history.js';
import { addMembers, membersOf } from './members.js';
import { REAL_TIME, RUN, type Patience, type Report } from './patience.js';
import { createGroup, createTeam, findGroup, hasTeam, readTeam } from './teams.js';

export { graphCredential, type GraphSettings } from './credential.js';
export type { Application, Expiry } from './application.js';
export { Circuit } from './circuit.js';
export { RUN, TURN, type Patience } from './patience.js';

/** Requests of one application to one team or channel in a second (Microsoft Graph throttling limits). */
const CHANNEL_REQUESTS_A_SECOND = 4;

/**
 * Microsoft 365 as the directory and the workplace that Regroup needs, called as the application.
 * `sandboxUrl` is the simulated tenant, or null for the real one. `report` gets sentences for the log, free of personal data.
 * `patience` is `RUN` unless somebody waits for the answer: `TURN` then. Those who share a `circuit` share what they know of an
 * outage.
 */
export function openGraph(options: {
  readonly sandboxUrl: string | null;
  readonly credential: TokenCredential;
  readonly report: Report;
  readonly patience?: Patience;
  readonly circuit?: Circuit;
  readonly clock?: Clock;
  readonly pace?: Pick<Pace, 'turn'>;
}): {
  readonly directory: Directory;
  readonly workplace: Workplace;
  readonly history: HistoryPlace;
  readonly application: Application;
  /** Installs the app with this id of the catalogue in the team. */
  readonly installApp: (teamId: string, app: string) => Promise<void>;
} {
  const { patience = RUN, report, clock = REAL_TIME } = options;
  const { circuit = new Circuit(clock.now), pace = new Pace(CHANNEL_REQUESTS_A_SECOND, clock) } = options;
  const calls = callsOn(connect({ ...options, patience, circuit, clock }), report);
  return {
    directory: directoryOn(calls),
    workplace: {
      team: (teamId) => readTeam(calls, teamId),
      createGroup: (group) => createGroup(calls, group),
      findGroup: (alias) => findGroup(calls, alias),
      hasTeam: (teamId) => hasTeam(calls, teamId),
      createTeam: (teamId) => createTeam(calls, teamId, patience.youngGroupMs, clock),
      createChannel: (channel) => createChannel(calls, channel),
      findChannel: (teamId, name, reference) => findChannel(calls, teamId, name, reference),
      addMembers: (teamId, people, owners) => addMembers(calls, teamId, people, owners),
      members: (teamId) => membersOf(calls, teamId),
      addToChannel: (teamId, channelId, people) => addToChannel(calls, teamId, channelId, people),
      channelMembers: (teamId, channelId) => channelMembers(calls, teamId, channelId),
      channelNameProblem: (teamId, name) => channelNameProblem(calls, teamId, name),
    },
    history: historyOn(calls, pace),
    application: applicationOn(calls),
    installApp: (teamId, app) => installApp(calls, teamId, app),
  };
}
