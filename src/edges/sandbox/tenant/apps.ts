import { z } from 'zod';
import { body, boundId, type Call, type Reply, type Route } from './exchange.js';
import { teamOf } from './office.js';
import { Refusal } from './refusal.js';

export const APPS: readonly Route[] = [
  {
    method: 'POST',
    path: '/teams/:team/installedApps',
    needs: [
      'TeamsAppInstallation.ReadWriteSelfForTeam.All',
      'TeamsAppInstallation.ReadWriteForTeam.All',
      'TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All',
    ],
    handle: install,
  },
];

const Installation = z.strictObject({ 'teamsApp@odata.bind': z.string() });

/** The catalogue has one app, under the application's own id. */
function install(call: Call): Reply {
  const { office, params } = call;
  const group = teamOf(office, params['team']);
  const id = boundId(body(call, Installation)['teamsApp@odata.bind'], 'appCatalogs/teamsApps');
  if (id !== office.seed.appId) throw new Refusal(404, 'NotFound', 'No app found with this id in the catalogue.');
  const real = office.state.groups.find((one) => one.id === group.id);
  if (real?.apps?.includes(id) === true)
    throw new Refusal(409, 'Conflict', 'An app installation with this id already exists in this team.');
  if (real !== undefined) real.apps = [...(real.apps ?? []), id];
  office.happened('app.installed', { team: group.id, app: id });
  return { status: 201 };
}
