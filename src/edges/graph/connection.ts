import {
  AuthenticationHandler,
  Client,
  TelemetryHandler,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import type { TokenCredential } from '@azure/identity';
import { Persistence, type Patience, type Report } from './patience.js';
import { GRAPH_SCOPE } from './permissions.js';

/** Where Graph is. The client sends a token to nobody else, and to no address without https. */
const GRAPH = 'https://graph.microsoft.com';
/** Asked for about once an hour; a managed identity takes its time the first time. */
const TOKEN_TIMEOUT_MS = 10_000;

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
}): Client {
  const { sandboxUrl, credential, patience, report } = options;
  const authentication = new AuthenticationHandler({ getAccessToken: () => accessToken(credential) });
  const persistence = new Persistence(patience, report);
  const telemetry = new TelemetryHandler();
  authentication.setNext(persistence);
  persistence.setNext(telemetry);
  telemetry.setNext(new Transport(sandboxUrl, patience.timeoutMs));
  return Client.initWithMiddleware({ middleware: authentication });
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
