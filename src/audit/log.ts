import { Details, type AuditEvent, type Entry } from './entry.js';
import { commitmentOf } from './tree.js';

/**
 * The bytes of an event as RFC 8785 writes them: keys sorted by UTF-16 unit, no white space. The details are parsed first,
 * so an event that does not fit its documented form throws and the change it belongs to does not happen.
 */
export function canonical(event: AuditEvent): string {
  const details: unknown = Details[event.what].parse(event.details);
  return canonicalJson({ ...event, when: event.when.toISOString(), details });
}

/** RFC 8785 for the values we use: strings, whole numbers, booleans, null, arrays and plain objects. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, v]) => v !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new TypeError('only whole numbers can be recorded');
  return JSON.stringify(value);
}

/** What the tree stands over: the commitment of an entry, which stays when the entry is redacted. */
export function commitmentIn(entry: Entry): Buffer {
  if ('redacted' in entry) return Buffer.from(entry.commitment, 'hex');
  return commitmentOf(entry.canonical, Buffer.from(entry.salt, 'hex'));
}
