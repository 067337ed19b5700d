import { z } from 'zod';
import type { Reply } from './exchange.js';
import { Refusal } from './refusal.js';
import { Fault, type FaultPlan } from './faults.js';
import { groupOf, type Office } from './office.js';
import { teamPage } from './pages.js';
import { personOf } from './people.js';
import { checkToken, issueToken } from './token.js';

/** A request for Graph, as the tenant received it: what a contract test checks. */
export type RequestRecord = {
  readonly seq: number;
  readonly method: string;
  /** Path and query: `/v1.0/users?$top=999`. */
  readonly target: string;
  body: unknown;
  /** 0 when the connection was cut. */
  status: number;
};

/** What can be looked at and changed from outside Graph: by tests in the same process, and over HTTP by those in another. */
export type Controls = {
  readonly office: Office;
  readonly faults: FaultPlan;
  readonly grants: Set<string>;
  /** The applications that can sign in. */
  readonly apps: ReadonlySet<string>;
  readonly requests: RequestRecord[];
};

const Account = z.strictObject({ person: z.string(), enabled: z.boolean() });
const Membership = z.strictObject({ team: z.string(), person: z.string() });
const Gone = z.strictObject({ person: z.string() });
const Deletion = z.strictObject({ team: z.string(), channel: z.string() });
const Grants = z.strictObject({ grants: z.array(z.string()) });

type Request = {
  readonly method: string;
  readonly pathname: string;
  readonly text: string;
  /** A browser sends it with every request of a page; no page has any business here. */
  readonly origin: string | undefined;
};

/** Answers `/sandbox/…`. */
export function control(controls: Controls, request: Request): Reply & { readonly html?: string } {
  const { office, faults, grants, requests } = controls;
  if (request.origin !== undefined) throw new Refusal(403, 'Forbidden', 'The sandbox is not for web pages.');
  const [, , noun = '', id, , channelId] = request.pathname.split('/').map((part) => decodeURIComponent(part));
  switch (`${request.method} ${noun}`) {
    case 'GET journal':
      return { status: 200, body: office.state.journal };
    case 'GET state':
      return { status: 200, body: office.state };
    case 'GET requests':
      return { status: 200, body: requests };
    case 'GET teams':
      return { status: 200, html: teamPage(office, id, channelId) };
    case 'POST faults':
      faults.add(parsed(Fault, request.text));
      return { status: 204 };
    case 'DELETE faults':
      faults.clear();
      return { status: 204 };
    case 'POST accounts':
      return setAccount(office, parsed(Account, request.text));
    case 'POST removals':
      return removeMember(office, parsed(Membership, request.text));
    case 'POST leavers':
      return deleteAccount(office, parsed(Gone, request.text));
    case 'POST deletions':
      return deleteChannel(office, parsed(Deletion, request.text));
    case 'POST grants':
      grants.clear();
      for (const grant of parsed(Grants, request.text).grants) grants.add(grant);
      return { status: 204 };
    default:
      throw new Refusal(404, 'NotFound', 'The sandbox has no such address.');
  }
}

/** Blocks or unblocks an account, as an administrator of the tenant would. */
export function setAccount(office: Office, account: z.output<typeof Account>): Reply {
  office.state.accounts[personOf(office, account.person).id] = account.enabled;
  office.happened('account.changed', { person: account.person, enabled: String(account.enabled) });
  return { status: 204 };
}

/** Takes somebody out of a team, as one of its owners would. */
export function removeMember(office: Office, { team, person }: z.output<typeof Membership>): Reply {
  const { members } = groupOf(office, team);
  const index = members.findIndex((one) => one.person === person);
  if (index < 0) throw new Refusal(404, 'NotFound', 'Nobody of that id is in the team.');
  members.splice(index, 1);
  office.happened('member.removed', { team, person });
  return { status: 204 };
}

/** Deletes the account of somebody who has left. */
export function deleteAccount(office: Office, { person }: z.output<typeof Gone>): Reply {
  office.state.gone.push(personOf(office, person).id);
  office.happened('account.deleted', { person });
  return { status: 204 };
}

/** Deletes a channel, as one of the team's owners would. */
export function deleteChannel(office: Office, { team, channel }: z.output<typeof Deletion>): Reply {
  const one = groupOf(office, team).team?.channels.find(({ id }) => id === channel);
  if (one === undefined) throw new Refusal(404, 'NotFound', 'The team has no channel of that id.');
  one.deletedAt = office.now();
  office.happened('channel.deleted', { team, channel });
  return { status: 204 };
}

/** A token for the application that the form names. */
export function token(controls: Controls, form: string): Reply {
  const { apps, office } = controls;
  const { seed, now } = office;
  const tenant = { tenantId: seed.tenantId, apps, roles: [...controls.grants], now: now() };
  return { status: 200, body: issueToken(new URLSearchParams(form), tenant) };
}

/** The application that sends the request; throws a 401 for anybody else. */
export function authorise(controls: Controls, authorization: string | undefined): string {
  return checkToken(authorization, controls.office.seed.tenantId, controls.office.now());
}

function parsed<T extends z.ZodType>(shape: T, text: string): z.output<T> {
  const read = shape.safeParse(json(text));
  if (read.success) return read.data;
  throw new Refusal(400, 'BadRequest', z.prettifyError(read.error));
}

/** Undefined for nothing. */
export function json(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}
