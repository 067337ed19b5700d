import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzip } from '../../scripts/zip.js';
import { program } from './demo.js';

/** A pack, unpacked where nothing else is, with the verifier that came in it. */
export type FreshFolder = {
  /** Runs it as its reader does. */
  verify(...more: readonly string[]): ReturnType<typeof program>;
  /** Changes one file of it. */
  falsify(file: string, from: string, to: string): void;
};

export function unpacked(pack: string, folder: string): FreshFolder {
  for (const { name, bytes } of unzip(readFileSync(pack))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return {
    verify: (...more) => program(process.execPath, ['verify.mjs', '.', ...more], { cwd: folder }),
    falsify: (file, from, to) => {
      const text = readFileSync(join(folder, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(join(folder, file), text.replace(from, to));
    },
  };
}

/** The lines to copy from the officer's card about a checkpoint. */
export function noteIn(card: string): string {
  const note = card.slice(card.indexOf('regroup/sandbox\n', card.indexOf('Copy the lines')));
  return `${note.replaceAll(/^[^\S\n]+$/gmu, '').trimEnd()}\n`;
}
