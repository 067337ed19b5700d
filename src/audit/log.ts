import { createHash } from 'node:crypto';
import { Details, type AuditEvent, type Entry } from './entry.js';

/** The link before the first entry: 32 zero bytes, hex. */
export const EMPTY_LINK = '00'.repeat(32);

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

/** The entry that follows `previous` (null for the first one). `salt` is 32 bytes. */
export function nextEntry(
  previous: { readonly seq: number; readonly link: string } | null,
  bytes: string,
  salt: Buffer,
): Entry {
  if (salt.length !== 32) throw new RangeError('a salt is 32 bytes');
  const leaf = leafOf(bytes, salt);
  return {
    seq: previous === null ? 0 : previous.seq + 1,
    canonical: bytes,
    salt: salt.toString('hex'),
    leaf: leaf.toString('hex'),
    link: linkOf(previous?.link ?? EMPTY_LINK, leaf).toString('hex'),
  };
}

/** SHA-256(0x00 ‖ SHA-256(salt ‖ bytes)): the prefix keeps leaves and links apart (RFC 6962, section 2.1). */
export function leafOf(bytes: string, salt: Buffer): Buffer {
  const commitment = sha256(salt, Buffer.from(bytes, 'utf8'));
  return sha256(Buffer.of(0), commitment);
}

/** SHA-256(0x01 ‖ previous ‖ leaf). */
export function linkOf(previousHex: string, leaf: Buffer): Buffer {
  return sha256(Buffer.of(1), Buffer.from(previousHex, 'hex'), leaf);
}

function sha256(...chunks: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}
