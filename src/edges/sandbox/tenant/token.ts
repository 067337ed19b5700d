import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from './refusal.js';

/**
 * Signs the tokens of every simulated tenant. It is no secret and has to be none: a tenant can only be reached on this
 * machine, and a bot may keep its token when the tenant is started again.
 */
const KEY = 'simulated tenant';
const LIFETIME_SECONDS = 3_600;

/** What an application may ask a token for. */
const Grant = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  scope: z.literal('https://graph.microsoft.com/.default'),
});

export type TokenReply = { readonly token_type: 'Bearer'; readonly expires_in: number; readonly access_token: string };

/** A token for the application, as `POST /{tenant}/oauth2/v2.0/token` answers it. Its `roles` are the permissions granted. */
export function issueToken(
  form: URLSearchParams,
  tenant: {
    readonly tenantId: string;
    /** The applications that there are in the tenant. */
    readonly apps: ReadonlySet<string>;
    readonly roles: readonly string[];
    readonly now: number;
  },
): TokenReply {
  const asked = Grant.safeParse(Object.fromEntries(form));
  if (!asked.success)
    throw new Refusal(400, 'invalid_request', 'A client credentials grant for Microsoft Graph is simulated.');
  const app = asked.data.client_id.toLowerCase();
  if (!tenant.apps.has(app)) throw new Refusal(401, 'invalid_client', 'This application is not in the tenant.');
  const claims = {
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${tenant.tenantId}/`,
    appid: app,
    tid: tenant.tenantId,
    roles: tenant.roles,
    exp: Math.floor(tenant.now / 1000) + LIFETIME_SECONDS,
  };
  const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return { token_type: 'Bearer', expires_in: LIFETIME_SECONDS, access_token: `${content}.${signature(content)}` };
}

/** The application that the token was issued to. Throws a 401 unless the header carries a token of ours that is still valid. */
export function checkToken(authorization: string | undefined, tenantId: string, now: number): string {
  const token = authorization?.startsWith('Bearer ') === true ? authorization.slice('Bearer '.length) : '';
  const [header = '', claims = '', signed = ''] = token.split('.');
  if (token === '') throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  if (signature(`${header}.${claims}`) !== signed)
    throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid signature.');
  const { exp, tid, appid } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Claims;
  if (exp * 1000 <= now) throw new Refusal(401, 'InvalidAuthenticationToken', 'Lifetime validation failed.');
  if (tid !== tenantId) throw new Refusal(401, 'InvalidAuthenticationToken', 'The token is for another tenant.');
  return appid;
}

type Claims = { readonly exp: number; readonly tid: string; readonly appid: string };

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(content: string): string {
  return createHmac('sha256', KEY).update(content).digest('base64url');
}
