import { z } from 'zod';
import type { Calls } from './calls.js';
import { isProblem } from './problem.js';

const CATALOGUE = 'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps';

/** Installs the app with this id of the organisation's catalogue in the team. One that is there already is as good. */
export async function installApp(calls: Calls, teamId: string, app: string): Promise<void> {
  const path = `/teams/${teamId}/installedApps`;
  const body = { 'teamsApp@odata.bind': `${CATALOGUE}/${app}` };
  try {
    await calls.post({ path, needs: 'TeamsAppInstallation.ReadWriteSelfForTeam.All', body }, z.unknown());
  } catch (error) {
    // 409: it is installed. Whoever did that does not matter.
    if (!isProblem(error, 'name-taken')) throw error;
  }
}
