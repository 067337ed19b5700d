import type { z } from 'zod';
import type { Office } from './office.js';
import { Refusal } from './refusal.js';

/** A request as a handler sees it. */
export type Call = {
  readonly office: Office;
  /** `:team` in the route's path is `params.team` here. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The path and query as they were sent, for the link to the next page. */
  readonly target: string;
  /** Parsed JSON; undefined when nothing was sent. */
  readonly body: unknown;
  /** What was sent, where it is no JSON. */
  readonly bytes: Buffer;
  /** The application that asks. */
  readonly app: string;
};

export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body: the content of a file. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  /** Application permissions of which one is enough, the least first, as the page of the call in Microsoft's reference lists them. */
  readonly needs: readonly string[];
  readonly handle: (call: Call) => Reply;
};

/** The value, or a 404 when there is none. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value == null) throw new Refusal(404, 'NotFound', `${what} was not found.`);
  return value;
}

/** The body in the shape that the call takes; anything else, an unknown property too, is answered with 400 as Graph does. */
export function body<T extends z.ZodType>(call: Call, shape: T): z.output<T> {
  const read = shape.safeParse(call.body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Refusal(400, 'BadRequest', `Invalid body at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`);
}

/** The id in `https://graph.microsoft.com/v1.0/users('ID')`, in either of the two spellings that Graph takes. */
export function boundId(url: string, collection: string): string {
  const { pathname } = new URL(url, 'https://graph.microsoft.com');
  const [, id] =
    new RegExp(`^/v1\\.0/${collection}(?:/|\\(')([^/')]+)(?:'\\))?$`).exec(decodeURIComponent(pathname)) ?? [];
  if (id === undefined) throw new Refusal(400, 'BadRequest', `Not a link to one of ${collection}.`);
  return id;
}

/**
 * One page of a collection. A server may give fewer than `$top` asks for; this one does so on purpose, so that nobody
 * forgets to ask for the rest.
 */
export function page(call: Call, items: readonly Readonly<Record<string, unknown>>[], most = 999): Reply {
  const asked = Number(call.query.get('$top') ?? Math.min(100, most));
  if (!Number.isInteger(asked) || asked < 1 || asked > most)
    throw new Refusal(400, 'Request_BadRequest', 'Invalid page size specified.');
  const start = Number(call.query.get('$skiptoken') ?? 0);
  const end = start + Math.min(asked, call.office.largestPage);
  const select = call.query.get('$select')?.split(',');
  const value = items.slice(start, end).map((item) => selected(item, select));
  const next = new URL(call.target, 'https://graph.microsoft.com');
  next.searchParams.set('$skiptoken', String(end));
  const link = end < items.length ? { '@odata.nextLink': next.href } : {};
  return { status: 200, body: { ...link, value } };
}

/** The properties asked for, and those that Graph always sends. */
export function selected(item: Readonly<Record<string, unknown>>, select: readonly string[] | undefined): unknown {
  if (select === undefined) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key.startsWith('@') || select.includes(key)));
}

/** The two sides of `property eq 'text'`, the only filter that is simulated; null without a filter. */
export function equality(call: Call): { readonly property: string; readonly value: string } | null {
  const filter = call.query.get('$filter');
  if (filter === null) return null;
  const [, property, value] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? [];
  if (property === undefined || value === undefined)
    throw new Refusal(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
  return { property, value: value.replaceAll("''", "'") };
}
