import { APPLICATIONS } from './applications.js';
import { CHANNELS } from './channels.js';
import type { Call, Reply, Route } from './exchange.js';
import { Refusal } from './refusal.js';
import { GROUPS } from './groups.js';
import { ITEMS } from './items.js';
import { APPS } from './apps.js';
import { CHANNEL_MEMBERS } from './channel-members.js';
import { MEMBERS } from './members.js';
import { MESSAGES } from './messages.js';
import type { Office } from './office.js';
import { PEOPLE } from './people.js';
import { TEAMS } from './teams.js';

const ROUTES: readonly Route[] = [
  ...PEOPLE,
  ...GROUPS,
  ...TEAMS,
  ...MEMBERS,
  ...CHANNEL_MEMBERS,
  ...APPS,
  ...CHANNELS,
  ...MESSAGES,
  ...ITEMS,
  ...APPLICATIONS,
];

/**
 * Does what the request asks for. Throws `Refusal`: for an address that is not simulated, for a method that it does not take,
 * for a permission that was not granted, and for whatever the call itself refuses.
 */
export function dispatch(
  office: Office,
  grants: ReadonlySet<string>,
  request: Pick<Call, 'target' | 'body' | 'bytes' | 'app'> & { readonly method: string },
): Reply {
  const { pathname, searchParams } = new URL(request.target, 'https://graph.microsoft.com');
  const segments = segmentsOf(pathname);
  const there = ROUTES.map((route) => ({ route, params: match(route.path, segments) }));
  const matching = there.filter(({ params }) => params !== null);
  const hit = matching.find(({ route }) => route.method === request.method);
  if (matching.length === 0) throw new Refusal(400, 'BadRequest', 'Resource not found for the segment.');
  if (hit?.params == null) throw new Refusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed.');
  const { needs, handle } = hit.route;
  if (!needs.some((permission) => grants.has(permission)))
    throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const { target, body, bytes, app } = request;
  return handle({ office, params: hit.params, query: searchParams, target, body, bytes, app });
}

/**
 * `/v1.0/teams('T')/operations('O')` and `/v1.0/teams/T/operations/O` are the same address. `items/F:/name:/content` is the
 * content of what has that name in the folder F: the parts `F`, `:`, `name`, `content`.
 */
function segmentsOf(pathname: string): readonly string[] {
  const decoded = pathname.split('/').map((segment) => decodeURIComponent(segment));
  return decoded.slice(2).flatMap((segment, index, all) => {
    if (segment.endsWith(':'))
      return all[index - 1]?.endsWith(':') === true ? [segment.slice(0, -1)] : [segment.slice(0, -1), ':'];
    const [, name, key] = /^([A-Za-z]+)\('(.*)'\)$/.exec(segment) ?? [];
    return name === undefined || key === undefined ? [segment] : [name, key];
  });
}

/** The named parts of the path; null when it is another path. */
function match(path: string, segments: readonly string[]): Readonly<Record<string, string>> | null {
  const parts = path.slice(1).split('/');
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part !== ':' && part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
