import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { noteKey, type Signer } from '../../audit/note.js';

/** The file does not hold a key for signing. The message says what to do. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem';
}

/** The signer whose Ed25519 private key is in a file (PEM, PKCS 8). Throws `KeyProblem`. */
export async function signerIn(file: string, name: string): Promise<Signer> {
  return signerFrom(await textOf(file), name, file);
}

/** The signer whose Ed25519 private key is this text (PEM, PKCS 8). Throws `KeyProblem`, which names where the text is from. */
export function signerFrom(pem: string, name: string, where: string): Signer {
  return signerOf(privateKeyIn(pem, where), name);
}

/** Makes the file where there is none, for its owner's eyes only. */
export async function ensureKey(file: string): Promise<void> {
  try {
    await writeFile(file, newKey(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Another key for the same name, and how it comes in place of the one in the file. */
export function nextKey(file: string, name: string): { readonly signer: Signer; readonly put: () => Promise<void> } {
  const pem = newKey();
  return {
    signer: signerOf(createPrivateKey(pem), name),
    put: async () => {
      await writeFile(`${file}.new`, pem, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function signerOf(key: KeyObject, name: string): Signer {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return {
    key: noteKey(name, Buffer.from(x ?? '', 'base64url')),
    sign: async (text) => sign(null, text, key),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new KeyProblem(advice(file), { cause });
  }
}

function privateKeyIn(pem: string, where: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What cannot be read is not repeated: it may be a key all the same.
    throw new KeyProblem(advice(where));
  }
  throw new KeyProblem(advice(where));
}

function advice(file: string): string {
  return `${file} holds no Ed25519 key. Make one with: openssl genpkey -algorithm ed25519 -out FILE`;
}
