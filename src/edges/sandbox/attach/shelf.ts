import { randomBytes } from 'node:crypto';

/** How long a file waits to be fetched. */
const PATIENCE_MS = 5 * 60_000;

/** Files that wait to be fetched: in memory, each for one fetch, and not for long. */
export type Shelf = {
  /** Puts a file down and answers with the key that nobody can guess. */
  put(bytes: Buffer): string;
  /** The file, which is gone from here then; null when nothing lies under this key any more. */
  take(key: string): Buffer | null;
  /** How many bytes lie here. */
  held(): number;
  clear(): void;
};

export function openShelf(patienceMs = PATIENCE_MS): Shelf {
  const files = new Map<string, { readonly bytes: Buffer; readonly timer: NodeJS.Timeout }>();
  const take = (key: string): Buffer | null => {
    const file = files.get(key);
    if (file === undefined) return null;
    clearTimeout(file.timer);
    files.delete(key);
    return file.bytes;
  };
  return {
    put: (bytes) => {
      const key = randomBytes(24).toString('base64url');
      files.set(key, { bytes, timer: setTimeout(() => take(key), patienceMs).unref() });
      return key;
    },
    take,
    held: () => [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    clear: () => {
      for (const key of files.keys()) take(key);
    },
  };
}
