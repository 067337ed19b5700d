import { z } from 'zod';
import { isObjectId, type Calls } from './calls.js';

/** Something that the application can sign in with, and until when. */
export type Expiry = { readonly kind: 'secret' | 'certificate'; readonly endsAt: Date };

/** What Regroup can say about itself as an application of the tenant. */
export type Application = {
  /**
   * The secrets and certificates that Entra has for the application, the one that ends last first; none for a managed identity.
   * Which of them is in use is not known there. Throws `WorkplaceProblem`; needs `Application.Read.All`.
   */
  expiries(appId: string): Promise<readonly Expiry[]>;
};

const Ends = z.array(z.object({ endDateTime: z.string().nullish() })).nullish();
const Registered = z.object({ passwordCredentials: Ends, keyCredentials: Ends });

export function applicationOn(calls: Calls): Application {
  return { expiries: (appId) => readExpiries(calls, appId) };
}

async function readExpiries(calls: Calls, appId: string): Promise<readonly Expiry[]> {
  if (!isObjectId(appId)) return [];
  const filter = encodeURIComponent(`appId eq '${appId}'`);
  const path = `/applications?$filter=${filter}&$select=id,passwordCredentials,keyCredentials`;
  const apps = await calls.list({ path, needs: 'Application.Read.All' }, Registered);
  const dated = (kind: Expiry['kind'], ends: z.output<typeof Ends>) =>
    (ends ?? []).flatMap(({ endDateTime }) => (endDateTime == null ? [] : [{ kind, endsAt: new Date(endDateTime) }]));
  return apps
    .flatMap((app) => [...dated('secret', app.passwordCredentials), ...dated('certificate', app.keyCredentials)])
    .sort((one, other) => other.endsAt.getTime() - one.endsAt.getTime());
}

const GRAPH = 'https://graph.microsoft.com';
const PATIENCE_MS = 10_000;

/**
 * By how many milliseconds this machine's clock is ahead of Microsoft Graph's, to about a second: every answer of a server carries its
 * time. Needs no permission. Null when there is no answer.
 */
export async function clockAhead(sandboxUrl: string | null, now: () => number): Promise<number | null> {
  const before = now();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const reply = await fetch(`${sandboxUrl ?? GRAPH}/v1.0/organization`, { signal }).catch((error: unknown) => {
    if (error instanceof Error) return null;
    throw error;
  });
  await reply?.body?.cancel();
  const theirs = Date.parse(reply?.headers.get('date') ?? '');
  return Number.isNaN(theirs) ? null : Math.round((before + now()) / 2 - theirs);
}
