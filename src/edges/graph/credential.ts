import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type AccessToken,
  type TokenCredential,
} from '@azure/identity';
import { z } from 'zod';
import { GRAPH_SCOPE } from './permissions.js';

/** What has to be known to sign in as the application; `Config` has it. */
export type GraphSettings = {
  readonly app: {
    readonly id: string;
    readonly type: 'SingleTenant' | 'UserAssignedMSI';
    readonly tenantId: string;
    readonly password: string | null;
    /** Path of a PEM file with certificate and private key. */
    readonly certificate?: string | null;
    /** Path of the platform's own token. */
    readonly tokenFile?: string | null;
  };
  readonly sandbox: { readonly graph: string } | null;
};

/**
 * How Regroup signs in to Microsoft Graph with these settings. Throws when a single-tenant app has nothing to sign in with. `now` is
 * for the simulated tenant, whose clock may be another one.
 */
export function graphCredential({ app, sandbox }: GraphSettings, now: () => number = Date.now): TokenCredential {
  if (sandbox !== null) return sandboxCredential(sandbox.graph, app, now);
  const { tokenFile: tokenFilePath = null, certificate = null } = app;
  if (tokenFilePath !== null)
    return new WorkloadIdentityCredential({ tenantId: app.tenantId, clientId: app.id, tokenFilePath });
  if (app.type === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: app.id });
  if (certificate !== null) return new ClientCertificateCredential(app.tenantId, app.id, certificate);
  if (app.password === null)
    throw new Error('a single-tenant application signs in with a secret or a certificate, and there is none');
  return new ClientSecretCredential(app.tenantId, app.id, app.password);
}

const TokenReply = z.object({ access_token: z.string(), expires_in: z.number() });

/** A token is renewed this long before it expires. */
const MARGIN_MS = 300_000;

/** Signs in to the simulated tenant, which issues tokens at the path that Microsoft's sign-in has. */
function sandboxCredential(url: string, app: GraphSettings['app'], now: () => number): TokenCredential {
  let token: AccessToken | null = null;
  return {
    getToken: async () => {
      if (token !== null && token.expiresOnTimestamp - MARGIN_MS > now()) return token;
      token = await freshToken(`${url}/${app.tenantId}/oauth2/v2.0/token`, app.id, now);
      return token;
    },
  };
}

async function freshToken(url: string, appId: string, now: () => number): Promise<AccessToken> {
  const reply = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, scope: GRAPH_SCOPE }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!reply.ok) throw new SignInRefused(`the simulated tenant answered ${reply.status} to a sign-in`);
  const { access_token, expires_in } = TokenReply.parse(await reply.json());
  return { token: access_token, expiresOnTimestamp: now() + expires_in * 1000 };
}

/** Has the name of the error that the real credentials throw. */
class SignInRefused extends Error {
  override readonly name = 'AuthenticationError';
}
