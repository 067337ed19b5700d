import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listen, readBody } from './loopback.js';
import { OAKFIELD } from './oakfield.js';
import type { Seed } from './seed.js';
import { authorise, control, json, setAccount, token, type Controls, type RequestRecord } from './tenant/control.js';
import { dispatch } from './tenant/dispatch.js';
import type { Reply } from './tenant/exchange.js';
import { Refusal } from './tenant/refusal.js';
import { planFaults, type FaultPlan } from './tenant/faults.js';
import type { JournalEntry } from './tenant/journal.js';
import { DELAYS, idOf, openOffice, type Delays, type Office } from './tenant/office.js';
import { firstState, keptState, type State } from './tenant/state.js';

export type { JournalEntry, RequestRecord, State, Delays };

/** The application permissions that the tenant has granted unless a test says otherwise: what Regroup's README asks for. */
export const GRANTED: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Group.Create',
  'Team.Create',
  'Team.ReadBasic.All',
  'TeamMember.ReadWrite.All',
  'Channel.ReadBasic.All',
  'Channel.Create',
];

/** A simulated Microsoft 365 tenant that answers as Microsoft Graph v1.0 does, as far as Regroup uses it. */
export type Tenant = {
  /** `http://127.0.0.1:N`: stands where https://graph.microsoft.com would. */
  readonly url: string;
  /** Every effect so far, in order. */
  journal(): readonly JournalEntry[];
  state(): Readonly<State>;
  /** Every request for Graph so far, in order. */
  requests(): readonly RequestRecord[];
  readonly faults: FaultPlan;
  /** The permissions granted to the application. A change holds at once, not only with the next token. */
  readonly grants: Set<string>;
  setAccount(person: string, enabled: boolean): void;
  close(): Promise<void>;
};

export type TenantOptions = {
  /** 0, when left out, takes a free one. */
  readonly port?: number;
  readonly data?: Seed;
  /** How much faster than usual things get ready. */
  readonly speed?: number;
  /** Delays in milliseconds, where `speed` is too coarse. */
  readonly delays?: Partial<Delays>;
  readonly largestPage?: number;
  /** Each effect is appended here at once, one JSON object a line. */
  readonly journalFile?: string;
  /** The tenant is kept here, and taken up again from here. */
  readonly stateFile?: string;
  readonly now?: () => number;
};

/** Starts a tenant on loopback. Throws when the port is taken, or when `stateFile` belongs to another tenant. */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const address = { url: '' };
  const office = officeOf(options, () => address.url);
  const controls: Controls = { office, faults: planFaults(), grants: new Set(GRANTED), requests: [] };
  const server = createServer((request, response) => {
    answer(controls, request, response).catch((error: unknown) => {
      // A fault of the simulation itself: it must be seen, and not be taken for something Graph does.
      send(response, { status: 599, body: `the simulated tenant failed: ${String(error)}` }, idOf('failure'));
    });
  });
  const listening = await listen(server, options.port ?? 0);
  address.url = listening.url;
  return {
    url: listening.url,
    journal: () => office.state.journal,
    state: () => office.state,
    requests: () => controls.requests,
    faults: controls.faults,
    grants: controls.grants,
    setAccount: (person, enabled) => void setAccount(office, { person, enabled }),
    close: listening.close,
  };
}

function officeOf(options: TenantOptions, url: () => string): Office {
  const { data: seed = OAKFIELD, speed = 1, journalFile = null, stateFile = null } = options;
  const { group, team, member } = DELAYS;
  return openOffice({
    seed,
    state: (stateFile === null ? null : keptState(stateFile, seed)) ?? firstState(seed),
    delays: { group: group / speed, team: team / speed, member: member / speed, ...options.delays },
    largestPage: options.largestPage ?? 25,
    url,
    now: options.now ?? Date.now,
    journalFile,
    stateFile,
  });
}

async function answer(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: target = '/' } = request;
  const { pathname } = new URL(target, 'http://127.0.0.1');
  const text = (await readBody(request))?.toString('utf8') ?? null;
  const id = idOf(`request/${controls.requests.length + 1}`);
  if (text === null) return send(response, { status: 413 }, id);
  if (pathname.startsWith('/sandbox/')) {
    const { origin } = request.headers;
    return send(
      response,
      refusing(id, () => control(controls, { method, pathname, text, origin })),
      id,
    );
  }
  if (/^\/[^/]+\/oauth2\/v2\.0\/token$/.test(pathname))
    return send(
      response,
      refusing(id, () => token(controls, text)),
      id,
    );
  const { authorization } = request.headers;
  await graph(controls, { method, target, pathname, text, authorization, id }, response);
}

type GraphRequest = {
  readonly method: string;
  readonly target: string;
  readonly pathname: string;
  readonly text: string;
  readonly authorization: string | undefined;
  readonly id: string;
};

/** A request for Graph, with whatever was planned to go wrong with it. */
async function graph(controls: Controls, request: GraphRequest, response: ServerResponse): Promise<void> {
  const { method, target, pathname, text, id } = request;
  const record: RequestRecord = { seq: controls.requests.length + 1, method, target, body: undefined, status: 0 };
  controls.requests.push(record);
  const fault = controls.faults.next(method, pathname);
  if (fault?.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
  if (fault?.kind === 'cut' && fault.when === 'before') return void response.destroy();
  const reply = refusing(id, () => {
    authorise(controls, request.authorization);
    record.body = json(text);
    if (fault?.kind === 'status') {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      throw new Refusal(fault.status, fault.code, 'A simulated fault.', headers);
    }
    if (!pathname.startsWith('/v1.0/')) throw new Refusal(400, 'BadRequest', 'Invalid version.');
    return dispatch(controls.office, controls.grants, { method, target, body: record.body });
  });
  if (fault?.kind === 'cut') return void response.destroy();
  record.status = reply.status;
  send(response, reply, id);
}

/** The reply, or the refusal in the form of Graph's errors. */
function refusing(id: string, work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const innerError = { date: new Date().toISOString(), 'request-id': id };
    return {
      status: error.status,
      headers: error.headers,
      body: { error: { code: error.code, message: error.message, innerError } },
    };
  }
}

function send(response: ServerResponse, reply: Reply & { readonly html?: string }, requestId: string): void {
  const type = reply.html === undefined ? 'application/json' : 'text/html; charset=utf-8';
  const content = reply.html ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const headers = { 'request-id': requestId, ...(content === '' ? {} : { 'content-type': type }), ...reply.headers };
  response.writeHead(reply.status, headers);
  response.end(content);
}
