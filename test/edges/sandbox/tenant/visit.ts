import { graphCredential } from '../../../../src/edges/graph/credential.js';
import { OAKFIELD } from '../../../../src/edges/sandbox/oakfield.js';
import type { Tenant } from '../../../../src/edges/sandbox/tenant.js';

const { appId, tenantId } = OAKFIELD;
const V1 = 'https://graph.microsoft.com/v1.0';

/** What a tenant answered. */
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Answer };
/** As much of Graph's answers as these tests look at. */
type Answer = {
  readonly id: string;
  readonly status: string;
  readonly name: string | null;
  readonly migrationMode: string | null;
  readonly createdDateTime: string;
  readonly value: readonly {
    readonly id: string;
    readonly displayName?: string;
    readonly userId?: string;
    readonly createdDateTime?: string;
    readonly error?: { readonly code: string } | null;
  }[];
  readonly '@odata.nextLink'?: string;
  readonly error: { readonly code: string; readonly innerError: { readonly 'request-id': string } };
};

/** Talks to a tenant as a program without any help would. */
export async function visit(tenant: Tenant, app = appId) {
  const credential = graphCredential({
    app: { id: app, type: 'SingleTenant', tenantId, password: null },
    sandbox: { graph: tenant.url },
  });
  const token = (await credential.getToken(`${V1}/.default`))?.token ?? '';
  const call = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const type = body instanceof Buffer ? 'application/octet-stream' : 'application/json';
    const asIs = typeof body === 'string' || body instanceof Buffer;
    const reply = await fetch(`${tenant.url}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(body === undefined ? {} : { body: asIs ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: (text === '' ? {} : JSON.parse(text)) as Answer };
  };
  return {
    token,
    get: (path: string) => call('GET', path),
    post: (path: string, body?: unknown) => call('POST', path, body),
    patch: (path: string, body: unknown) => call('PATCH', path, body),
    put: (path: string, body: Buffer) => call('PUT', path, body),
  };
}
