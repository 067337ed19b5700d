import { equality, page, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';

export const APPLICATIONS: readonly Route[] = [
  {
    method: 'GET',
    path: '/applications',
    needs: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'],
    handle: applications,
  },
];

/** Regroup's own registration alone, with its secret. */
function applications(call: Call): Reply {
  const filter = equality(call);
  if (filter?.property !== 'appId')
    throw new Refusal(400, 'Request_UnsupportedQuery', 'Only a filter on appId is simulated.');
  const { seed, secretEnds } = call.office;
  if (filter.value.toLowerCase() !== seed.appId) return page(call, []);
  const secret = { displayName: 'Regroup', endDateTime: new Date(secretEnds).toISOString() };
  return page(call, [{ id: seed.appId, appId: seed.appId, passwordCredentials: [secret], keyCredentials: [] }]);
}
