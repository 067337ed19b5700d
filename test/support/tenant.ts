import assert from 'node:assert/strict';
import { startTenant as start, type Tenant, type TenantOptions } from '../../src/edges/sandbox/tenant.js';
import { graphCheck, type SentRequest } from './graph-check.js';

/** Whose requests a tenant gets. */
export type Senders =
  /** Regroup's: each of them has to be one that Microsoft's metadata knows. */
  | 'regroup'
  /** A test's own, wrong on purpose where it wants to be refused: what the tenant took has to be one that the metadata knows. */
  | 'test';

/**
 * The only way to a simulated tenant in a test, which `test/house.test.ts` holds: when it is closed, the requests that it got are
 * held against Microsoft's metadata, and a request that the metadata does not know fails the test that closes it.
 */
export async function startTenant(options: TenantOptions = {}, senders: Senders = 'regroup'): Promise<Tenant> {
  const tenant = await start(options);
  const close = async () => {
    const requests = tenant.requests().filter(({ status }) => senders === 'regroup' || (status >= 200 && status < 300));
    await tenant.close();
    await assertKnown(requests);
  };
  return { ...tenant, close };
}

/** What was found in this process about one request of each shape: a sentence, or nothing. */
const found = new Map<string, readonly string[]>();

/** Throws when the metadata does not know one of these requests. Each shape is looked at once in a process. */
export async function assertKnown(requests: readonly SentRequest[]): Promise<void> {
  if (requests.length === 0) return;
  const check = await graphCheck();
  if (check === null) return;
  const shapes = new Map(requests.map((request) => [shapeOf(request), request]));
  for (const [shape, request] of shapes) if (!found.has(shape)) found.set(shape, check([request]));
  const wrong = [...shapes.keys()].flatMap((shape) => found.get(shape) ?? []);
  assert.deepEqual(wrong, [], 'Microsoft’s metadata does not know these requests');
}

/** Two requests have one shape when they differ in ids, digits, the query and the words of long texts alone. */
export function shapeOf({ method, target, body }: SentRequest): string {
  const [, version, ...segments] = new URL(target, 'https://graph.microsoft.com').pathname.split('/');
  const path = segments.map((segment) => segment.replace(/[^:]*[\d%][^:]*/g, '*')).join('/');
  const shown = JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? masked(value) : value));
  return `${method} ${version}/${path} ${shown}`;
}

/** Names of types stay, and the form of a date or an id. */
function masked(text: string): string {
  if (text.startsWith('#microsoft.graph.')) return text;
  return text.length > LONG ? 'long' : text.replace(/\d/g, '0').replace(/[0a-f]{8}(-[0a-f]{4}){3}-[0a-f]{12}/g, 'id');
}

/** Longer than a date, an id or the word of an enumeration. */
const LONG = 40;
