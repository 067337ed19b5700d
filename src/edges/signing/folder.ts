import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../audit/run.js';

/** `000000012345.txt` for each checkpoint, and `keys.txt`. A file that is there already is never written again. */
export function checkpointFolder(folder: string): Folder {
  return async ({ size, note }, keys) => {
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${String(size).padStart(12, '0')}.txt`);
    const there = await textOf(file);
    if (there === null) await writeFile(file, note, { flag: 'wx' });
    else if (there !== note) throw new Error('another checkpoint of as many entries is in the folder');
    const known = ((await textOf(join(folder, 'keys.txt'))) ?? '').split('\n');
    for (const key of keys) if (!known.includes(key)) await appendFile(join(folder, 'keys.txt'), `${key}\n`);
  };
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
