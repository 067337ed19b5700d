import { openGraph, graphCredential, type Patience } from '../../src/edges/graph/graph.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import type { Tenant, TenantOptions } from '../../src/edges/sandbox/tenant.js';
import { startTenant } from './tenant.js';

/** Patient enough to wait out what the tests let go wrong, quick enough to give up within a test. */
export const QUICK: Patience = {
  timeoutMs: 1_000,
  attempts: 4,
  firstWaitMs: 20,
  longestWaitMs: 1_500,
  youngGroupMs: 6_000,
};

/** How long things take in the tenant of a test: for ever, unless the test lets the time pass. */
const LONG_MS = 60_000;

/** A simulated tenant and Microsoft's client on it, with all that was reported. */
export async function graphOn(
  options: TenantOptions = {},
  patience: Patience = QUICK,
  edge: Pick<Parameters<typeof openGraph>[0], 'circuit' | 'clock' | 'pace'> = {},
): Promise<
  ReturnType<typeof openGraph> & {
    readonly tenant: Tenant;
    readonly reports: string[];
    /** The same tenant as another application sees it. */
    as(app: string): ReturnType<typeof openGraph>;
    /** Lets the tenant's clock pass over everything that takes time in it. */
    later(): void;
  }
> {
  let passed = 0;
  const tenant = await startTenant({
    delays: { group: LONG_MS, team: LONG_MS, member: LONG_MS, folder: LONG_MS, label: LONG_MS },
    now: () => Date.now() + passed,
    ...options,
  });
  const reports: string[] = [];
  const { appId, tenantId } = options.data ?? OAKFIELD;
  const as = (app: string) => {
    const credential = graphCredential({
      app: { id: app, type: 'SingleTenant', tenantId, password: null },
      sandbox: { graph: tenant.url },
    });
    const report = (message: string) => void reports.push(message);
    return openGraph({ sandboxUrl: tenant.url, credential, report, patience, ...edge });
  };
  const later = () => void (passed += LONG_MS);
  return { tenant, reports, later, as, ...as(appId) };
}
