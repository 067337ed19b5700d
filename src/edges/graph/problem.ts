import { GraphError } from '@microsoft/microsoft-graph-client';
import { randomUUID } from 'node:crypto';
import { WorkplaceProblem } from '../../migration/ports.js';
import type { PermissionName } from './permissions.js';

/** What the credentials' errors are called when Microsoft refused the sign-in itself, as opposed to not answering. */
const SIGN_IN_REFUSED: readonly (string | null)[] = [
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
];

/**
 * What went wrong, in our own words. Microsoft's message is looked at and dropped: it can name people and groups.
 * `permission` is the one that the call needs.
 */
export function problemOf(error: unknown, permission: PermissionName): WorkplaceProblem {
  if (error instanceof WorkplaceProblem) return error;
  if (!(error instanceof GraphError)) throw error;
  const id = error.requestId ?? randomUUID();
  if (SIGN_IN_REFUSED.includes(error.code))
    return new WorkplaceProblem('permission-missing', 'administrator', id, 'the application’s sign-in');
  return refusalOf(error, id, permission);
}

function refusalOf(error: GraphError, id: string, permission: PermissionName): WorkplaceProblem {
  const { statusCode: status, message } = error;
  if (status === 401)
    return new WorkplaceProblem('permission-missing', 'administrator', id, 'the application’s sign-in');
  if (status === 403)
    return new WorkplaceProblem('permission-missing', 'administrator', id, missing(message, permission));
  if (status === 404) return new WorkplaceProblem('not-found', 'administrator', id);
  // Graph says 400 for a taken alias or channel name, and 409 elsewhere.
  if (status === 409 || (status === 400 && /already exist/i.test(message)))
    return new WorkplaceProblem('name-taken', 'person', id);
  // -1 is what the client says when there was no answer at all.
  if (status === -1 || status === 429 || status >= 500) return new WorkplaceProblem('outage', 'us', id);
  return new WorkplaceProblem('other', 'us', id);
}

/** Teams answers 403 also when the owner of a new team has no licence. */
function missing(message: string, permission: PermissionName): string {
  return isAboutLicence(message) ? 'a Teams licence for the owner' : permission;
}

export function isAboutLicence(message: string): boolean {
  return /licen[cs]e|\bsku/i.test(message);
}

export function isProblem(error: unknown, code: string): error is WorkplaceProblem {
  return error instanceof WorkplaceProblem && error.code === code;
}
