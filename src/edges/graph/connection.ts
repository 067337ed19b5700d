import {
  AuthenticationHandler,
  Client,
  TelemetryHandler,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import type { TokenCredential } from '@azure/identity';
import type { Clock } from '../../history/pace.js';
import type { Circuit } from './circuit.js';
import { Persistence, type Patience, type Report } from './patience.js';
import { GRAPH_SCOPE } from './permissions.js';

/** Where Graph is. The client sends a token to nobody else, and to no address without https. */
const GRAPH = 'https://graph.microsoft.com';
/** Asked for about once an hour; a managed identity takes its time the first time. */
const TOKEN_TIMEOUT_MS = 10_000;

/** The two ways to Microsoft 365. */
export type Connection = {
  readonly client: Client;
  /**
   * For the addresses that Graph gives out for the content of files: they work for whoever has them, so no token is sent there.
   * As patient as the client. Throws `TypeError` for an address that is not encrypted.
   */
  readonly direct: (method: 'GET' | 'PUT', url: string, part?: Part) => Promise<Response>;
};

/** A part of a file, and which: `bytes 0-327679/1000000`. */
export type Part = { readonly bytes: Buffer; readonly range: string };

/**
 * Microsoft's own Graph client, with a time-out on every attempt and with patience where its own retry handler gives up: that
 * one does not try again after 502 or a lost connection. `sandboxUrl` takes the place of Graph on this machine; it comes in
 * below the client's check for https, so that tokens, retries and headers are the same there as in production.
 */
export function connect(options: {
  readonly sandboxUrl: string | null;
  readonly credential: TokenCredential;
  readonly patience: Patience;
  readonly report: Report;
  readonly circuit: Circuit;
  readonly clock: Clock;
}): Connection {
  const { sandboxUrl, credential, patience, report, circuit, clock } = options;
  const authentication = new AuthenticationHandler({ getAccessToken: () => accessToken(credential) });
  const persistence = new Persistence(patience, report, circuit, clock);
  const telemetry = new TelemetryHandler();
  authentication.setNext(persistence);
  persistence.setNext(telemetry);
  telemetry.setNext(new Transport(sandboxUrl, patience.timeoutMs));
  return {
    client: Client.initWithMiddleware({ middleware: authentication }),
    direct: async (method, url, part) => {
      if (new URL(url).protocol !== 'https:' && sandboxUrl !== new URL(url).origin)
        throw new TypeError('the content of a file is sent over https only');
      const about =
        part === undefined ? {} : { 'content-type': 'application/octet-stream', 'content-range': part.range };
      // The client's own handlers expect headers to be there.
      const body = part === undefined ? {} : { body: part.bytes };
      const context: Context = { request: url, options: { method, headers: about, ...body } };
      await persistence.execute(context);
      if (context.response === undefined) throw new TypeError('there was no answer');
      return context.response;
    },
  };
}

async function accessToken(credential: TokenCredential): Promise<string> {
  const token = await credential.getToken(GRAPH_SCOPE, { abortSignal: AbortSignal.timeout(TOKEN_TIMEOUT_MS) });
  return token?.token ?? '';
}

/** Sends one attempt and reads the whole answer, so that an answer that breaks off is tried again like one that never came. */
class Transport implements Middleware {
  constructor(
    private readonly sandboxUrl: string | null,
    private readonly timeoutMs: number,
  ) {}

  async execute(context: Context): Promise<void> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const url = typeof context.request === 'string' ? context.request : context.request.url;
    const reply = await fetch(this.addressOf(url), { ...(context.options as RequestInit), signal });
    const content = await reply.arrayBuffer();
    const { status, statusText, headers } = reply;
    // A Response refuses a body, even an empty one, with these.
    const isBare = status === 204 || status === 304;
    context.response = new Response(isBare ? null : content, { status, statusText, headers });
  }

  private addressOf(url: string): string {
    if (this.sandboxUrl === null || !url.startsWith(`${GRAPH}/`)) return url;
    return this.sandboxUrl + url.slice(GRAPH.length);
  }
}
