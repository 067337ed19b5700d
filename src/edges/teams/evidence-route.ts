import type { Next, Request, Response, Server } from 'restify';
import type { Taken } from '../../conversation/evidence.js';
import type { Refusal } from '../../retention/intake.js';
import { refusalText } from '../../retention/remarks.js';

/** Takes what was posted: bytes, and the signature beside them; null for the one-file form, which carries it. */
export type TakePosted = (bytes: Uint8Array, signature: string | null) => Promise<Taken>;

/** Gets sentences for the log: our own words and codes. */
type Report = (message: string, facts?: Readonly<Record<string, string | number>>) => void;
type Answer = { readonly status: number; readonly body: object };

/** A tenant of a thousand teams makes about 1 MB, and a third more as one file. */
const MOST_BYTES = 5 * 1024 * 1024;
/** For each caller. A runbook comes once a day. */
const MOST_A_MINUTE = 20;
/** For all callers: each of them may fill `MOST_BYTES` of memory. */
const MOST_AT_ONCE = 4;
const MINUTE_MS = 60_000;

/** What is answered to whom the secret belongs; everybody else learns only that nothing was taken. */
const STATUS: Readonly<Record<Refusal, number>> = {
  'no-key': 503,
  'too-large': 413,
  unsigned: 401,
  forged: 401,
  malformed: 422,
  'other-tenant': 422,
  stale: 422,
  future: 422,
  replayed: 409,
};

/** `POST /api/evidence`: the way for a runbook that reads Purview by itself. */
export function addEvidenceRoute(server: Server, take: TakePosted, report: Report, now: () => number = Date.now): void {
  const gate = openGate(now);
  server.post('/api/evidence', (request: Request, response: Response, next: Next) => {
    const refused = refusedEarly(request) ?? gate.enter(request.socket.remoteAddress ?? '');
    if (refused !== null) {
      response.send(refused.status, refused.body);
      return next(false);
    }
    void answered(request, take, report)
      .finally(gate.leave)
      .then((answer) => {
        response.send(answer.status, answer.body);
        next(false);
      }, next);
  });
}

/** What the head alone says is wrong. A compressed body could grow without limit after its size was checked. */
function refusedEarly(request: Request): Answer | null {
  if (request.headers['content-encoding'] !== undefined)
    return { status: 415, body: { error: 'Send it uncompressed.' } };
  return request.getContentLength() > MOST_BYTES ? TOO_LARGE : null;
}

const TOO_LARGE: Answer = { status: 413, body: { error: `Send ${MOST_BYTES} bytes at most.` } };
const LATER: Answer = { status: 429, body: { error: 'Try again in a minute.' } };

async function answered(request: Request, take: TakePosted, report: Report): Promise<Answer> {
  try {
    const bytes = await bodyOf(request);
    if (bytes === null) return TOO_LARGE;
    const signature = request.headers['x-regroup-signature'];
    const taken = await take(bytes, typeof signature === 'string' ? signature : null);
    return taken.kind === 'taken' ? takenAnswer(taken) : refusedAnswer(taken.reason);
  } catch (error) {
    report('posted evidence failed', { error: error instanceof Error ? error.name : typeof error });
    return { status: 503, body: { error: 'Regroup cannot take it at the moment.' } };
  }
}

function takenAnswer({ sha256, readAt, teams, alarms }: Extract<Taken, { readonly kind: 'taken' }>): Answer {
  return {
    status: 200,
    body: { taken: sha256, readAt: readAt.toISOString(), teams: teams.length, alarms: alarms.length },
  };
}

function refusedAnswer(reason: Refusal): Answer {
  const status = STATUS[reason];
  if (status === 401) return { status, body: { error: 'Not signed with the secret of this Regroup.' } };
  return { status, body: { error: refusalText(reason) } };
}

/** The exact bytes, which are what is signed; null when there are too many, and then they are not kept. */
async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Lets in so many of each caller in a minute, and so many of all at once. */
function openGate(now: () => number): { enter(caller: string): Answer | null; leave(): void } {
  let since = Number.NEGATIVE_INFINITY;
  let inside = 0;
  const callers = new Map<string, number>();
  return {
    enter: (caller) => {
      if (now() - since >= MINUTE_MS) {
        since = now();
        callers.clear();
      }
      const count = (callers.get(caller) ?? 0) + 1;
      callers.set(caller, count);
      if (count > MOST_A_MINUTE || inside >= MOST_AT_ONCE) return LATER;
      inside += 1;
      return null;
    },
    leave: () => {
      inside -= 1;
    },
  };
}
