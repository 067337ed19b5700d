import { openGraph, graphCredential, type Patience } from '../../src/edges/graph/graph.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { startTenant, type Tenant, type TenantOptions } from '../../src/edges/sandbox/tenant.js';

/** Patient enough to wait out what the tests let go wrong, quick enough to give up within a test. */
export const QUICK: Patience = {
  timeoutMs: 1_000,
  attempts: 4,
  firstWaitMs: 20,
  longestWaitMs: 1_500,
  youngGroupMs: 6_000,
};

/** A simulated tenant and Microsoft's client on it, with all that was reported. */
export async function graphOn(
  options: TenantOptions = {},
  patience: Patience = QUICK,
): Promise<ReturnType<typeof openGraph> & { readonly tenant: Tenant; readonly reports: string[] }> {
  const tenant = await startTenant({ delays: { group: 300, team: 200, member: 150 }, ...options });
  const reports: string[] = [];
  const { appId, tenantId } = options.data ?? OAKFIELD;
  const credential = graphCredential({
    app: { id: appId, type: 'SingleTenant', tenantId, password: null },
    sandbox: { graph: tenant.url },
  });
  const report = (message: string) => void reports.push(message);
  return { tenant, reports, ...openGraph({ sandboxUrl: tenant.url, credential, report, patience }) };
}
