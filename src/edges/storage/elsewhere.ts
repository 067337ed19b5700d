import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { closedFolder, type Account } from './account.js';
import { type Binaries } from './binaries.js';
import { ServerProblem } from './problem.js';

/** For data of programs that has to last; /var/tmp is tidied on many machines (Filesystem Hierarchy Standard, section 5.8). */
const LASTING = existsSync('/var/lib') ? '/var/lib' : '/var/tmp';

/**
 * The folder for the server's data: `dataDir`, or, when root's own folders are closed to the account that the server runs as (a
 * clone below /root or in a `mktemp -d`), one that is open to it. A file in `dataDir` remembers which, so the next start finds the
 * same data, and removing `dataDir` still means a clean start. Throws `ServerProblem` when the remembered folder is gone: an empty
 * database in its place would pass for the record.
 */
export function placeFor(dataDir: string, account: Account): string {
  if (closedFolder(dataDir, account) === null) return dataDir;
  const marker = join(dataDir, 'database-folder');
  const known = existsSync(marker) ? readFileSync(marker, 'utf8').trim() : null;
  if (known !== null && isRoots(known)) return known;
  if (known !== null)
    throw new ServerProblem(
      `The data was kept in ${known}, which is gone or is not root's any more. Restore it, or remove ${marker} to begin with nothing.`,
    );
  const made = mkdtempSync(join(LASTING, 'regroup-'));
  chmodSync(made, 0o755);
  try {
    writeFileSync(marker, `${made}\n`, { flag: 'wx' });
    return made;
  } catch (error) {
    // Another process was faster: its folder is the one.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    rmSync(made, { recursive: true });
    return readFileSync(marker, 'utf8').trim();
  }
}

/** A folder that somebody else could have put there is not trusted. */
function isRoots(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === 0;
}

/** The programs where the account can run them: as installed, or a copy in `place`. */
export function programsFor(binaries: Binaries, place: string, account: Account): Binaries {
  if (closedFolder(binaries.folder, account) === null) return binaries;
  const copy = join(place, `postgresql-${binaries.major}`);
  if (!existsSync(copy)) copyWhole(dirname(binaries.folder), copy);
  return { ...binaries, folder: join(copy, 'bin') };
}

/** Beside its place first and then renamed, so that a copy that is there is a whole one. */
function copyWhole(from: string, to: string): void {
  const unfinished = mkdtempSync(`${to}.`);
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, to);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(to)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}
