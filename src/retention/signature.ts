import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The shortest secret that is taken, in bytes: as long as what HMAC-SHA256 makes of it. */
const SHORTEST = 32;

/** Whether the bytes were signed with the key: HMAC-SHA256, hex, with or without `sha256=` before it. Takes as long for every answer. */
export function isSignedBy(key: Uint8Array, bytes: Uint8Array, signature: string): boolean {
  const given = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(signature.trim())?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(createHmac('sha256', key).update(bytes).digest(), Buffer.from(given, 'hex'));
}

/** SHA-256 of the bytes, hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Crockford's alphabet without the letters that are taken for digits, as in all ids of ours. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of evidence: from the bytes that it comes from and its place in them, so that the same bytes make the same evidence. */
export function evidenceId(sha256: string, place: string): string {
  const hash = createHash('sha256').update(`${sha256}/${place}`).digest();
  return `evi-${Array.from(hash.subarray(0, 8), (byte) => LETTERS[byte % 32]).join('')}`;
}

/** The setting, as `regroup doctor` shows it. `value` is null where no signed read-out can be taken. */
export type KeySetting =
  | { readonly name: string; readonly state: 'ok'; readonly advice: string; readonly value: Uint8Array | null }
  | { readonly name: string; readonly state: 'wrong'; readonly advice: string };

/** The secret that read-outs are signed with: the setting itself, or `file:` and the path of a file that holds it. Never throws. */
export function readKey(given: string | undefined): KeySetting {
  const name = 'REGROUP_EVIDENCE_KEY';
  const value = given?.trim() ?? '';
  if (value === '')
    return { name, state: 'ok', value: null, advice: 'Not set: signed read-outs of Purview are refused.' };
  try {
    const secret = value.startsWith('file:') ? readFileSync(value.slice('file:'.length), 'utf8').trim() : value;
    const key = Buffer.from(secret, 'utf8');
    if (key.length >= SHORTEST) return { name, state: 'ok', value: key, advice: 'Set.' };
    return {
      name,
      state: 'wrong',
      advice: `Too short: it needs at least ${SHORTEST} characters, such as "openssl rand -hex 32" makes.`,
    };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { name, state: 'wrong', advice: `The file that it names cannot be read (${String(error.code)}).` };
  }
}
