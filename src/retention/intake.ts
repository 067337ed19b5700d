import { z } from 'zod';
import { readReadOut, ReadOutProblem, type ReadOut } from './purview.js';
import { isSignedBy } from './signature.js';

/** Why a read-out was not taken. */
export type Refusal =
  /** No secret is set, so nothing can be checked. */
  | 'no-key'
  | 'too-large'
  | 'unsigned'
  /** The signature is not by our secret, or the bytes were changed. */
  | 'forged'
  | 'malformed'
  | 'other-tenant'
  /** It was read more than a day ago. */
  | 'stale'
  /** It says that it was read later than now. */
  | 'future'
  /** It, or its nonce, was taken before. */
  | 'replayed';

/** How the origin of a read-out is known. */
export type Trust = {
  /** The secret shared with whoever runs the script; null when none is set. */
  readonly key: Uint8Array | null;
  readonly tenantId: string;
};

/** A read-out that may be believed, but for whether it was taken before, which only the records know. */
export type Examined =
  | { readonly kind: 'genuine'; readonly bytes: Uint8Array; readonly readOut: ReadOut }
  | { readonly kind: 'refused'; readonly reason: Exclude<Refusal, 'replayed'> };

/** A tenant of a thousand teams makes about 1 MB. */
export const LARGEST_READ_OUT = 16 * 1024 * 1024;
const OLDEST_MS = 24 * 3_600_000;
/** How far the clock of the machine that read may be ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/**
 * Checks size, signature, form, tenant and age, in this order: nothing in bytes that are not signed is looked at. Without a
 * signature beside them, the bytes are taken for the script's one-file form, which carries it.
 */
export function examine(given: Uint8Array, signature: string | null, trust: Trust, now: Date): Examined {
  if (trust.key === null) return refused('no-key');
  if (given.length > LARGEST_READ_OUT) return refused('too-large');
  const signed = signature === null ? opened(given) : { bytes: given, signature };
  if (signed === null) return refused('unsigned');
  if (!isSignedBy(trust.key, signed.bytes, signed.signature)) return refused('forged');
  const readOut = read(signed.bytes);
  if (readOut === null) return refused('malformed');
  if (readOut.tenantId !== trust.tenantId.toLowerCase()) return refused('other-tenant');
  const age = now.getTime() - readOut.readAt.getTime();
  if (age > OLDEST_MS) return refused('stale');
  if (age < -AHEAD_MS) return refused('future');
  return { kind: 'genuine', bytes: signed.bytes, readOut };
}

function refused(reason: Exclude<Refusal, 'replayed'>): Examined {
  return { kind: 'refused', reason };
}

function read(bytes: Uint8Array): ReadOut | null {
  try {
    return readReadOut(bytes);
  } catch (error) {
    if (error instanceof ReadOutProblem) return null;
    throw error;
  }
}

/** Whether a file says that it is the script's one-file form, whatever else is wrong with it: then nothing else has to read it. */
export function isOneFileForm(bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.subarray(0, 200)).toString('utf8');
  return /^\uFEFF?\s*\{/.test(begin) && /"schema"\s*:\s*"regroup-signed\/1"/.test(begin);
}

const Envelope = z.strictObject({
  schema: z.literal('regroup-signed/1'),
  payload: z.base64().min(1),
  hmac: z.string().max(80),
});

/** The bytes and their signature from the one-file form; null when it is not that. */
function opened(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly signature: string } | null {
  try {
    const read = Envelope.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (!read.success) return null;
    return { bytes: Buffer.from(read.data.payload, 'base64'), signature: read.data.hmac };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
