import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PACK, openPolicy, packFiles } from '../../src/guidance/files.js';
import type { PackFile } from '../../src/guidance/layer.js';
import type { Policy } from '../../src/guidance/types.js';

const FOLDER = fileURLToPath(new URL('../../policies/', import.meta.url));

/** Every policy that ships, by its path. */
export const PACKS: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `${FOLDER}${name}`);

const opened = new Map<string, Policy>();

/** A policy that ships, read once. */
export function packAt(file: string): Policy {
  const policy = opened.get(file) ?? openPolicy([file]);
  opened.set(file, policy);
  return policy;
}

/** The file of an organisation laid over the schools' pack. */
export function laidOver(text: string, file = 'own.yaml'): readonly PackFile[] {
  return [...packFiles([DEFAULT_PACK]), { file, text }];
}
