import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Entry } from '../../audit/entry.js';
import { checkpointName, logLine } from '../../audit/lines.js';
import { commitmentIn } from '../../audit/log.js';
import { leafHash } from '../../audit/tree.js';
import { CommandProblem } from '../command.js';

/** The program that checks a folder: from src/commands/audit and from dist/commands/audit alike, since infra/ is not compiled. */
const VERIFIER = fileURLToPath(new URL('../../../infra/verify.mjs', import.meta.url));

/** Makes the folder. Throws `CommandProblem` when something is in it already: nothing is overwritten. */
export function newFolder(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new CommandProblem(`There is something in ${dir} already. Name a folder that is empty or not there yet.`);
  mkdirSync(join(dir, 'checkpoints'), { recursive: true });
}

/** Writes the lines of a file as they come, each with its line break. */
export async function writeLines(file: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const descriptor = openSync(file, 'wx');
  try {
    let waiting: string[] = [];
    for await (const line of lines) {
      waiting.push(`${line}\n`);
      if (waiting.length < 500) continue;
      writeSync(descriptor, waiting.join(''));
      waiting = [];
    }
    writeSync(descriptor, waiting.join(''));
  } finally {
    closeSync(descriptor);
  }
}

/** Writes `log.jsonl` and, beside it, `leaves.txt`, by which the verifier names the one entry that was changed. */
export async function writeLog(dir: string, entries: AsyncIterable<Entry> | Iterable<Entry>): Promise<void> {
  const leaves = openSync(join(dir, 'leaves.txt'), 'wx');
  try {
    await writeLines(
      join(dir, 'log.jsonl'),
      linesOf(entries, (leaf) => void writeSync(leaves, `${leaf}\n`)),
    );
  } finally {
    closeSync(leaves);
  }
}

async function* linesOf(entries: AsyncIterable<Entry> | Iterable<Entry>, onLeaf: (leaf: string) => void) {
  for await (const entry of entries) {
    onLeaf(leafHash(commitmentIn(entry)).toString('hex'));
    yield logLine(entry);
  }
}

/** Writes checkpoints, oldest first, and keys, in order of use. */
export function writeSigned(dir: string, notes: readonly string[], keys: readonly string[]): void {
  for (const [at, note] of notes.entries())
    writeFileSync(join(dir, 'checkpoints', checkpointName(at + 1)), note, { flag: 'wx' });
  writeFileSync(join(dir, 'keys.txt'), keys.map((key) => `${key}\n`).join(''), { flag: 'wx' });
}

/**
 * Puts the verifier beside the log, and its hash. `builtIn` are keys that this copy takes for ones from outside: for a record that is
 * given to an auditor together with its verifier, and for no export of a real one.
 */
export function writeVerifier(dir: string, builtIn: readonly string[] = []): void {
  const plain = readFileSync(VERIFIER, 'utf8');
  const line = 'const BUILT_IN_KEYS = [];';
  if (!plain.includes(line)) throw new Error('infra/verify.mjs has no place for a key');
  const text = plain.replace(line, () => `const BUILT_IN_KEYS = ${JSON.stringify(builtIn)};`);
  writeFileSync(join(dir, 'verify.mjs'), text, { flag: 'wx', mode: statSync(VERIFIER).mode });
  const sum = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(dir, 'SHA256SUMS'), `${sum}  verify.mjs\n`, { flag: 'wx' });
}
