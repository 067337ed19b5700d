import { z } from 'zod';

/** What is in a sealed upload: whose names in the export are whose, and the export. */
export type Contents = {
  /** An author's name in the export → the id of a member of the draft (`p3`). */
  readonly names: ReadonlyMap<string, string>;
  /** Of the export, as it was given. */
  readonly bytes: Uint8Array;
};

/** A sealed upload that does not hold what it should. No name of it is in the message. */
export class ContentsProblem extends Error {
  override readonly name = 'ContentsProblem';
}

/** `RGSC`: Regroup, sealed contents. */
const MAGIC = Uint8Array.of(0x52, 0x47, 0x53, 0x43);
const VERSION = 1;
/** Sign, version, length of the names. */
const HEAD = MAGIC.length + 1 + 4;
/** A group has 1,024 members and an export names ten times as many people at most. */
const MOST_NAMES = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

const Names = z.array(z.tuple([z.string().max(1_000), z.string().regex(/^p\d{1,6}$/)])).max(MOST_NAMES);

/**
 * What is given to the vault to be encrypted: `RGSC`, version (1 byte), length of the names (4 bytes, big-endian), the names as JSON
 * (`[["Ms Nair","p3"]]`, UTF-8), the export. Throws ContentsProblem when the names do not fit.
 */
export function sealContents(names: ReadonlyMap<string, string>, bytes: Uint8Array): Uint8Array {
  const list = Names.safeParse([...names]);
  if (!list.success) throw new ContentsProblem('The names do not have the form of members.');
  const json = Buffer.from(JSON.stringify(list.data));
  if (json.length > MOST_BYTES) throw new ContentsProblem('The names are too long.');
  const head = Buffer.alloc(HEAD);
  head.set(MAGIC);
  head.writeUInt8(VERSION, MAGIC.length);
  head.writeUInt32BE(json.length, MAGIC.length + 1);
  return Buffer.concat([head, json, bytes]);
}

/** What was sealed. Throws ContentsProblem for anything else, and for a version that is not known. */
export function openContents(sealed: Uint8Array): Contents {
  const buffer = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (buffer.length < HEAD || !MAGIC.every((byte, n) => buffer[n] === byte))
    throw new ContentsProblem('This is not a sealed upload.');
  if (buffer[MAGIC.length] !== VERSION) throw new ContentsProblem('The sealed upload has another version.');
  const length = buffer.readUInt32BE(MAGIC.length + 1);
  if (length > MOST_BYTES || HEAD + length > buffer.length) throw new ContentsProblem('The sealed upload is cut off.');
  const names = namesIn(buffer.subarray(HEAD, HEAD + length));
  if (names === null) throw new ContentsProblem('The names in the sealed upload cannot be read.');
  return { names, bytes: buffer.subarray(HEAD + length) };
}

function namesIn(json: Buffer): ReadonlyMap<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(json.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const list = Names.safeParse(value);
  return list.success ? new Map(list.data) : null;
}
