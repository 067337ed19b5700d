import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Signed notes, as https://c2sp.org/signed-note defines them: a text, an empty line, and a line for each signature. */

/** The signature type of Ed25519. */
const ED25519 = 0x01;
/** What stands before a raw Ed25519 public key in DER (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const MOST_SIGNATURES = 100;
const NAME = /^[^\s+\p{White_Space}\p{Cc}]+$/u;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LINE = /^— (?<name>[^ ]+) (?<base64>[^ ]+)$/u;

/** A key that signatures are checked with. */
export type NoteKey = {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), hex: tells the keys of one name apart. */
  readonly hash: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
};

/** Whoever holds the private key: a file, or a vault that signs without giving it away. */
export type Signer = {
  readonly key: NoteKey;
  /** The Ed25519 signature, 64 bytes. */
  sign(text: Buffer): Promise<Buffer>;
};

/** A note that may not be believed. */
export class NoteProblem extends Error {
  override readonly name = 'NoteProblem';
  constructor(
    readonly code:
      /** No note, or no key, of this format. */
      | 'malformed'
      /** None of the keys has signed it. */
      | 'key-unknown'
      /** A signature that claims to be of a known key is not. */
      | 'forged',
  ) {
    super(`signed note: ${code}`);
  }
}

/** The key of this name. `publicKey` is the 32 bytes of RFC 8032. */
export function noteKey(name: string, publicKey: Buffer): NoteKey {
  if (!NAME.test(name) || publicKey.length !== 32) throw new NoteProblem('malformed');
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(publicKey).digest('hex');
  return { name, hash: hash.slice(0, 8), publicKey };
}

/** `name+hash+base64(0x01 ‖ public key)`: how a key is handed on. */
export function writeKey({ name, hash, publicKey }: NoteKey): string {
  return `${name}+${hash}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64')}`;
}

/** The key in a text that `writeKey` made. Throws `NoteProblem`. */
export function readKey(text: string): NoteKey {
  const [name = '', hash = '', ...rest] = text.split('+');
  const bytes = decoded(rest.join('+'));
  if (bytes.length !== 33 || bytes[0] !== ED25519) throw new NoteProblem('malformed');
  const key = noteKey(name, bytes.subarray(1));
  if (key.hash !== hash) throw new NoteProblem('malformed');
  return key;
}

/** The note with the signature of each signer. The text ends with a line break. */
export async function signNote(text: string, signers: readonly Signer[]): Promise<string> {
  if (!isText(text)) throw new NoteProblem('malformed');
  const lines: string[] = [];
  for (const { key, sign } of signers) {
    const signature = await sign(Buffer.from(text, 'utf8'));
    if (signature.length !== 64) throw new NoteProblem('malformed');
    lines.push(`— ${key.name} ${Buffer.concat([Buffer.from(key.hash, 'hex'), signature]).toString('base64')}\n`);
  }
  return `${text}\n${lines.join('')}`;
}

/** The text of a note, and which of the keys have signed it: at least one. Throws `NoteProblem`. Other signatures do not count. */
export function openNote(
  note: string,
  keys: readonly NoteKey[],
): { readonly text: string; readonly by: readonly NoteKey[] } {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteProblem('malformed');
  const text = note.slice(0, end + 1);
  const signatures = note.slice(end + 2, -1).split('\n');
  if (!isText(text) || signatures.length > MOST_SIGNATURES) throw new NoteProblem('malformed');
  const by = signatures.map(readSignature).flatMap(({ name, hash, signature }) => {
    const key = keys.find((one) => one.name === name && one.hash === hash);
    if (key === undefined) return [];
    if (!verify(null, Buffer.from(text, 'utf8'), keyObject(key), signature)) throw new NoteProblem('forged');
    return [key];
  });
  if (by.length === 0) throw new NoteProblem('key-unknown');
  return { text, by: [...new Set(by)] };
}

function readSignature(line: string) {
  const { name = '', base64 = '' } = LINE.exec(line)?.groups ?? {};
  const bytes = decoded(base64);
  if (!NAME.test(name) || bytes.length < 5) throw new NoteProblem('malformed');
  return { name, hash: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
}

/** The same key as Node's own functions want it. */
export function keyObject({ publicKey }: NoteKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([DER_PREFIX, publicKey]), format: 'der', type: 'spki' });
}

/** Base 64 in its one right form: Node itself would leave out whatever it cannot read. */
function decoded(base64: string): Buffer {
  const bytes = BASE64.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
  return bytes.toString('base64') === base64 ? bytes : Buffer.alloc(0);
}

function isText(text: string): boolean {
  const isWellFormed = Buffer.from(text, 'utf8').toString('utf8') === text;
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  return isWellFormed && text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}
