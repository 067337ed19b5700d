import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readBody } from '../loopback.js';
import { authorise, control, json, token, type Controls, type RequestRecord } from './control.js';
import { dispatch } from './dispatch.js';
import type { Reply } from './exchange.js';
import type { FaultEffect } from './faults.js';
import { idOf } from './office.js';
import { Refusal } from './refusal.js';
import { storage } from './storage.js';

/** Answers one request, whatever it is for. */
export async function answer(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: target = '/' } = request;
  const { pathname } = new URL(target, 'http://127.0.0.1');
  response.setHeader('date', new Date(controls.office.now()).toUTCString());
  const bytes = await readBody(request);
  const id = idOf(`request/${controls.requests.length + 1}`);
  if (bytes === null) return send(response, { status: 413 }, id);
  const isJson = !(request.headers['content-type'] ?? '').startsWith('application/octet-stream');
  const text = isJson ? bytes.toString('utf8') : '';
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
  const { authorization, 'content-range': range } = request.headers;
  const forMicrosoft = { method, target, pathname, text, bytes, authorization, range, id };
  if (pathname.startsWith('/storage/')) return stored(controls, forMicrosoft, response);
  await graph(controls, forMicrosoft, response);
}

type GraphRequest = {
  readonly method: string;
  readonly target: string;
  readonly pathname: string;
  readonly text: string;
  readonly bytes: Buffer;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
  readonly id: string;
};

/** A request for Graph, with whatever was planned to go wrong with it. */
async function graph(controls: Controls, request: GraphRequest, response: ServerResponse): Promise<void> {
  const { method, target, pathname, text, bytes, id } = request;
  const record: RequestRecord = { seq: controls.requests.length + 1, method, target, body: undefined, status: 0 };
  controls.requests.push(record);
  const reply = await faultily(controls, request, response, (fault) => {
    const app = authorise(controls, request.authorization);
    record.body = json(text);
    refuseFor(fault);
    if (!pathname.startsWith('/v1.0/')) throw new Refusal(400, 'BadRequest', 'Invalid version.');
    return dispatch(controls.office, controls.grants, { method, target, body: record.body, bytes, app });
  });
  if (reply === null) return;
  record.status = reply.status;
  send(response, reply, id);
}

/** A request for the content of a file, or with a part of one. It is none for Graph, and so not among the requests. */
async function stored(controls: Controls, request: GraphRequest, response: ServerResponse): Promise<void> {
  const reply = await faultily(controls, request, response, (fault) => {
    refuseFor(fault);
    return storage(controls.office, request);
  });
  if (reply !== null) send(response, reply, request.id);
}

/** The reply; null when the connection was cut. */
async function faultily(
  { faults }: Controls,
  { method, pathname, id }: GraphRequest,
  response: ServerResponse,
  work: (fault: FaultEffect | null) => Reply,
): Promise<Reply | null> {
  const fault = faults.next(method, pathname);
  if (fault?.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
  const isCut = fault?.kind === 'cut';
  const reply = isCut && fault.when === 'before' ? null : refusing(id, () => work(fault));
  if (isCut) response.destroy();
  return isCut ? null : reply;
}

function refuseFor(fault: FaultEffect | null): void {
  if (fault?.kind !== 'status') return;
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  throw new Refusal(fault.status, fault.code, 'A simulated fault.', headers);
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

/** Sends what is answered, with the id of the request as Graph gives it. */
export function send(response: ServerResponse, reply: Reply & { readonly html?: string }, requestId: string): void {
  const type = reply.bytes === undefined ? 'application/json' : 'application/octet-stream';
  const content = reply.html ?? reply.bytes ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const kind = { 'content-type': reply.html === undefined ? type : 'text/html; charset=utf-8' };
  const headers = { 'request-id': requestId, ...(content === '' ? {} : kind), ...reply.headers };
  response.writeHead(reply.status, headers);
  response.end(content);
}
