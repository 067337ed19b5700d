import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { WorkplaceProblem } from '../../migration/ports.js';
import type { Connection } from './connection.js';
import { withoutNames, type Report } from './patience.js';
import type { PermissionName } from './permissions.js';
import { isProblem, problemOf } from './problem.js';

/** One call: where to, and the permission that it takes. */
export type Ask = {
  readonly path: string;
  readonly needs: PermissionName;
  /** Waited for before each request, where Microsoft 365 allows only so many in a second. */
  readonly turn?: () => Promise<void>;
};

/** Microsoft Graph, answering in shapes that were checked. Every call throws `WorkplaceProblem`. */
export type Calls = {
  /** Null when Graph has no such thing. */
  get<T extends z.ZodType>(ask: Ask, shape: T): Promise<z.output<T> | null>;
  /** All items, whatever the number of pages. */
  list<T extends z.ZodType>(ask: Ask, item: T): Promise<readonly z.output<T>[]>;
  post<T extends z.ZodType>(ask: Ask & { readonly body?: object }, shape: T): Promise<z.output<T>>;
  patch<T extends z.ZodType>(ask: Ask & { readonly body: object }, shape: T): Promise<z.output<T>>;
  /** Sends the bytes as they are. */
  put<T extends z.ZodType>(ask: Ask & { readonly bytes: Buffer }, shape: T): Promise<z.output<T>>;
  /** The content of files; see `Connection`. Answers 5xx and the like as `outage`, everything else as it came. */
  direct(ask: Ask, ...request: Parameters<Connection['direct']>): Promise<Response>;
};

/** More pages than any school has people: a link that leads round in circles ends here. */
const MOST_PAGES = 1_000;

export function callsOn({ client, direct }: Connection, report: Report): Calls {
  return {
    get: async (ask, shape) => {
      try {
        return checked(ask, shape, await done(ask, 'GET', report, () => client.api(ask.path).get()), report);
      } catch (error) {
        if (isProblem(error, 'not-found')) return null;
        throw error;
      }
    },
    list: (ask, item) => readPages(client, ask, item, report),
    post: async (ask, shape) => {
      const answer = await done(ask, 'POST', report, () => client.api(ask.path).post(ask.body));
      return checked(ask, shape, answer, report);
    },
    patch: async (ask, shape) => {
      const answer = await done(ask, 'PATCH', report, () => client.api(ask.path).patch(ask.body));
      return checked(ask, shape, answer, report);
    },
    put: async (ask, shape) => {
      const request = client.api(ask.path).header('content-type', 'application/octet-stream');
      const answer = await done(ask, 'PUT', report, () => request.put(ask.bytes));
      return checked(ask, shape, answer, report);
    },
    direct: (ask, ...request) => sent(ask, report, () => direct(...request)),
  };
}

/** What the addresses outside Graph answer is not wrapped by Microsoft's client. Addresses are secrets: none is repeated. */
async function sent(ask: Ask, report: Report, send: () => Promise<Response>): Promise<Response> {
  const id = randomUUID();
  let why = 'no answer';
  try {
    const response = await send();
    if (response.status !== 429 && response.status < 500) return response;
    why = String(response.status);
  } catch (error) {
    why = error instanceof Error ? error.name : typeof error;
  }
  report(`the content of ${pathOf(ask)} ended with ${why}, ${id}`);
  throw new WorkplaceProblem('outage', 'us', id);
}

async function readPages<T extends z.ZodType>(
  client: Connection['client'],
  ask: Ask,
  item: T,
  report: Report,
): Promise<readonly z.output<T>[]> {
  const shape = z.object({ value: z.array(item), '@odata.nextLink': z.url().optional() });
  const items: z.output<T>[] = [];
  let path = ask.path;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const from = path;
    const page = checked(ask, shape, await done(ask, 'GET', report, () => client.api(from).get()), report);
    items.push(...page.value);
    const next = page['@odata.nextLink'];
    if (next === undefined) return items;
    path = next;
  }
  const id = randomUUID();
  report(`${pathOf(ask)} has no last page, ${id}`);
  throw new WorkplaceProblem('other', 'us', id);
}

/** Does the call. What goes wrong is reported, except that something does not exist: that is often the answer. */
async function done(ask: Ask, method: string, report: Report, call: () => Promise<unknown>): Promise<unknown> {
  await ask.turn?.();
  try {
    return await call();
  } catch (error) {
    const problem = problemOf(error, ask.needs);
    if (problem.code !== 'not-found')
      report(`${method} ${pathOf(ask)} ended with ${problem.code}, Microsoft's request ${problem.correlationId}`);
    throw problem;
  }
}

function checked<T extends z.ZodType>(ask: Ask, shape: T, answer: unknown, report: Report): z.output<T> {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  const id = randomUUID();
  // Where it is wrong, not what stood there.
  report(`the answer to ${pathOf(ask)} is not understood at ${read.error.issues[0]?.path.join('.') ?? ''}, ${id}`);
  throw new WorkplaceProblem('other', 'us', id);
}

/** Without the query, which may hold what people typed. */
function pathOf({ path }: Ask): string {
  return withoutNames(path.split('?')[0] ?? path);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether it can be the id of a person, group or team. Anything else is never put into an address. */
export function isObjectId(id: string): boolean {
  return GUID.test(id);
}
