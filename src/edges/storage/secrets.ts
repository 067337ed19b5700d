import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { SealProblem } from '../../history/ports.js';
import { KEY_BYTES } from './sealing.js';

/** Secrets of single uploads, each in a file of its own beside the database and not in it. */
export type Secrets = {
  /** Makes one; it is on the disk when this answers. */
  make(name: string): Buffer;
  /** Throws `SealProblem` when it is not there. */
  read(name: string): Buffer;
  /** Overwrites it, removes it, and looks: true when it is gone. Removing one that is gone is true too. */
  remove(name: string): boolean;
};

/** In a folder that only this account can look into. Instances that share a database have to share it. */
export function secretsIn(folder: string): Secrets {
  const file = (name: string) => join(folder, `${name}.key`);
  return {
    make: (name) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const secret = randomBytes(KEY_BYTES);
      writeThrough(file(name), secret, 'wx');
      return secret;
    },
    read: (name) => readSecret(file(name)),
    remove: (name) => {
      const path = file(name);
      // A journalling disk may keep what was overwritten; it is done for those that do not.
      if (existsSync(path)) writeThrough(path, randomBytes(KEY_BYTES), 'r+');
      rmSync(path, { force: true });
      return !existsSync(path);
    },
  };
}

/**
 * The key of this installation: as given (32 bytes in base64, or the path of a file with them), or a file in the folder that is
 * made once. Null when what was given is neither.
 */
export function installationKey(given: string | null, folder: string): Buffer | null {
  if (given !== null && given !== '') {
    const text = existsSync(given) && statSync(given).isFile() ? readFileSync(given, 'utf8') : given;
    return keyIn(text);
  }
  const path = join(folder, 'seal.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) makeOnce(path);
  return keyIn(readFileSync(path, 'utf8'));
}

function keyIn(text: string): Buffer | null {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  return key.length === KEY_BYTES && key.toString('base64') === trimmed ? key : null;
}

function makeOnce(path: string): void {
  try {
    writeThrough(path, Buffer.from(`${randomBytes(KEY_BYTES).toString('base64')}\n`), 'wx');
  } catch (error) {
    // Another process was faster: its key is the one.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function readSecret(path: string): Buffer {
  if (!existsSync(path)) throw new SealProblem('key-missing');
  const secret = readFileSync(path);
  if (secret.length !== KEY_BYTES) throw new SealProblem('key-wrong');
  return secret;
}

/** Written and on the disk when it answers, readable by this account only. */
function writeThrough(path: string, bytes: Uint8Array, flag: 'wx' | 'r+'): void {
  const file = openSync(path, flag, 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
