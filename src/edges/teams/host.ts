import { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Activity } from 'botbuilder';
import type { AuthenticateRequestResult } from 'botframework-connector';
import { pino } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { z } from 'zod';
import { addEvidenceRoute, type TakePosted } from './evidence-route.js';
import { KeysUnreachable, Unauthorised, type SignIn } from './sign-in.js';

const MOST_BYTES = 256 * 1024;
const REQUEST_PATIENCE_MS = 30_000;

/**
 * restify replaces `writeHead` of every server in this process by one that answers nothing, where Node's answers the response
 * itself: `response.writeHead(200).end()` breaks elsewhere. This gives Node's answer back.
 */
const writeHead: (this: ServerResponse, ...given: never) => unknown = ServerResponse.prototype.writeHead;
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: never) {
  writeHead.apply(this, given);
  return this;
};

/** What the channel is answered, and what has to be done once it has the answer. */
export type Answer = {
  readonly status: number;
  readonly body?: object;
  readonly afterwards?: () => Promise<void>;
};

/** Takes in an activity that the channel has signed. */
export type Receive = (activity: Activity, identity: AuthenticateRequestResult) => Promise<Answer>;

/** Gets sentences for the log: our own words and codes. */
export type Report = (message: string, facts?: Readonly<Record<string, string | number>>) => void;

export type HostOptions = {
  readonly host: string;
  readonly port: number;
  readonly signIn: SignIn;
  readonly receive: Receive;
  /** Takes signed read-outs of Purview from `POST /api/evidence`; absent where there is no such address. */
  readonly evidence?: TakePosted;
  /** What has to work before activities should be sent here, by name. */
  readonly ready: Readonly<Record<string, () => Promise<boolean>>>;
  readonly report: Report;
};

export type Host = {
  /** `http://127.0.0.1:3978` */
  readonly url: string;
  /** Takes no more requests, waits for those that have begun, and for what they left to do. */
  stop(): Promise<void>;
};

/** Starts the web server: `POST /api/messages`, `POST /api/evidence`, `GET /healthz` (the process) and `GET /readyz` (all it needs). */
export async function startHost(options: HostOptions): Promise<Host> {
  // restify's own log is of another form than ours, and says nothing that ours does not.
  const quiet: object = { log: pino({ level: 'silent' }) };
  const server = restify.createServer({ name: 'regroup', ...quiet });
  const work = new Set<Promise<void>>();
  server.server.requestTimeout = REQUEST_PATIENCE_MS;
  server.get('/healthz', async (_: Request, response: Response) => void response.send(200, { ok: true }));
  server.get('/readyz', async (_: Request, response: Response) => {
    const found = await readiness(options.ready);
    response.send(Object.values(found).every(Boolean) ? 200 : 503, found);
  });
  server.post(
    '/api/messages',
    jsonOnly,
    restify.plugins.bodyReader({ maxBodySize: MOST_BYTES }),
    restify.plugins.jsonBodyParser({ mapParams: false }),
    (request: Request, response: Response, next: Next) => {
      void answered(request, options).then((answer) => {
        response.send(answer.status, answer.body);
        if (answer.afterwards !== undefined) keep(work, after(response, answer.afterwards, options.report));
        next(false);
      }, next);
    },
  );
  if (options.evidence !== undefined) addEvidenceRoute(server, options.evidence, options.report);
  await listen(server, options);
  return { url: addressOf(server), stop: () => stop(server, work) };
}

/** A compressed body could grow without limit after its size was checked, and Teams sends none. */
function jsonOnly(request: Request, response: Response, next: Next): void {
  const encoded = request.headers['content-encoding'] !== undefined;
  if (request.getContentLength() > MOST_BYTES) response.send(413, { error: `Send ${MOST_BYTES} bytes at most.` });
  else if (encoded || request.getContentType() !== 'application/json')
    response.send(415, { error: 'Send JSON, uncompressed.' });
  else return next();
  return next(false);
}

const Envelope = z.looseObject({ type: z.string().min(1) });

async function answered(request: Request, { signIn, receive, report }: HostOptions): Promise<Answer> {
  const body: unknown = request.body;
  if (!Envelope.safeParse(body).success) return { status: 400, body: { error: 'This is not an activity.' } };
  const activity = body as Activity;
  try {
    const identity = await signIn.check(request.headers.authorization ?? '', activity);
    return await receive(activity, identity);
  } catch (error) {
    if (error instanceof Unauthorised) {
      report('an activity was turned away', { reason: error.code });
      return { status: 401, body: { error: 'Not signed by the channel.' } };
    }
    if (error instanceof KeysUnreachable) {
      report("Microsoft's signing keys cannot be read", { reason: error.message });
      return { status: 503, body: { error: 'Signatures cannot be checked at the moment.' } };
    }
    report('an activity failed', { error: error instanceof Error ? error.name : typeof error });
    return { status: 503, body: { error: 'Regroup cannot answer at the moment.' } };
  }
}

async function readiness(ready: HostOptions['ready']): Promise<Record<string, boolean>> {
  const found = Object.entries(ready).map(async ([name, check]) => [name, await check()] as const);
  return Object.fromEntries(await Promise.all(found));
}

async function after(response: Response, work: () => Promise<void>, report: Report): Promise<void> {
  try {
    await finished(response);
    await work();
  } catch (error) {
    report('something was left undone after an answer', { error: error instanceof Error ? error.name : typeof error });
  }
}

function keep(all: Set<Promise<void>>, one: Promise<void>): void {
  all.add(one);
  void one.finally(() => all.delete(one));
}

function listen(server: Server, { host, port }: HostOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function addressOf(server: Server): string {
  const { address, port, family } = server.server.address() as AddressInfo;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

async function stop(server: Server, work: Set<Promise<void>>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.server.closeIdleConnections();
  await closed;
  await Promise.all(work);
}
