import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SealProblem } from '../../history/ports.js';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM: nonce, ciphertext, tag. `context` has to be the same when it is opened. */
export function encrypt(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = [cipher.update(plain), cipher.final()];
  return Buffer.concat([nonce, ...body, cipher.getAuthTag()]);
}

/** What `encrypt` was given; throws `SealProblem` when a bit of it, its context or the key is another one. */
export function decrypt(
  key: Uint8Array,
  context: string,
  sealed: Uint8Array,
  code: SealProblem['code'] = 'altered',
): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealProblem(code);
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch {
    // OpenSSL says no more than that it does not fit.
    throw new SealProblem(code);
  }
}

/**
 * The key that wraps the key of one upload (HKDF, RFC 5869), from the key of this installation and the upload's own secret. Both
 * are needed, so nobody can open what is in a backup of the database once the secret's file is gone.
 */
export function wrappingKey(installation: Uint8Array, secret: Uint8Array, migrationId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', installation, secret, `regroup sealed upload ${migrationId}`, KEY_BYTES));
}
