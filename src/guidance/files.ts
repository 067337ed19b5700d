import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLayer, type Layer } from './layer.js';
import { mergePolicy } from './policy.js';
import { PolicyProblem } from './problem.js';
import type { Policy } from './types.js';

/** The packs that come with Regroup, from src/guidance and from dist/guidance alike. */
const HOME = fileURLToPath(new URL('../../policies/', import.meta.url));

/** The pack that is used where none is set. */
export const DEFAULT_PACK = resolve(HOME, 'uk-schools.yaml');

/** Where the text of a file comes from; throws as `readFileSync` does. */
export type Read = (file: string) => string;

/** The names of files as a setting has them: the pack, then overlays, with commas between. Without one, the pack that is used then. */
export function listOfFiles(setting: string): readonly string[] {
  const files = setting.split(',').map((file) => file.trim());
  const named = files.filter((file) => file !== '');
  return named.length === 0 ? [DEFAULT_PACK] : named;
}

/** The policy in these files, as `mergePolicy`. Throws what reading a file throws for one of the list that cannot be read. */
export function openPolicy(files: readonly string[], read: Read = readText): Policy {
  return mergePolicy(packFiles(files, read));
}

/**
 * The files of a policy in the order in which they are laid over each other. A file that says `extends` comes after the one that it
 * names: a pack that comes with Regroup by its id, any other by its path from there. Throws `PolicyProblem` for one that cannot be
 * read, or that extends itself.
 */
export function packFiles(files: readonly string[], read: Read = readText): readonly Layer[] {
  const found = new Map<string, Layer>();
  for (const file of files) {
    for (const one of withBelow(file, read, [])) found.set(resolve(one.file), found.get(resolve(one.file)) ?? one);
  }
  return [...found.values()];
}

function withBelow(file: string, read: Read, above: readonly string[]): readonly Layer[] {
  const layer = readLayer({ file, text: read(file) });
  const below = layer.data['extends'];
  if (below === undefined) return [layer];
  const problem = (what: string) => new PolicyProblem(file, layer.locate(['extends']).line, 'extends', what);
  if (typeof below !== 'string' || below.trim() === '') throw problem('is not the name of a pack');
  const path = /^[\w-]+$/.test(below) ? resolve(HOME, `${below}.yaml`) : resolve(dirname(file), below);
  const names = [...above, resolve(file)];
  if (names.includes(path)) throw problem('goes round in a circle');
  return [...readable(() => withBelow(path, read, names), problem), layer];
}

function readable<T>(read: () => T, problem: (what: string) => PolicyProblem): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw problem(`cannot be read (${String(error.code)})`);
  }
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
