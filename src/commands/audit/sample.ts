import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { passingSigner, sampleEntries, type Signed } from '../../audit/sample-log.js';
import { originOf } from '../../audit/checkpoint.js';
import { CommandProblem, type Terminal } from '../command.js';
import { newFolder, writeLog, writeSigned, writeVerifier } from './folder.js';

const MOST = 10_000_000;

/**
 * Writes an invented log that an auditor may try to falsify. Its keys are gone once it is written: nobody can sign for it again. What an
 * auditor would have from outside, the first key, is built into the copy of the verifier and printed.
 */
export async function sample(
  options: {
    readonly entries: string | undefined;
    readonly seed: string | undefined;
    readonly out: string | undefined;
  },
  { out }: Terminal,
): Promise<number> {
  const dir = options.out;
  if (dir === undefined) throw new CommandProblem('Say where to: audit sample --out DIR');
  const count = wholeNumber(options.entries ?? '1000', '--entries', MOST);
  const seed = wholeNumber(options.seed ?? '1', '--seed', 2 ** 31);
  const origin = originOf(null);
  const signed: Signed = { notes: [], keys: [] };
  newFolder(dir);
  const signers = [passingSigner(origin), passingSigner(origin)] as const;
  await writeLog(dir, sampleEntries({ count, seed, origin, signers, salt: () => randomBytes(32) }, signed));
  writeSigned(dir, signed.notes, signed.keys);
  writeVerifier(dir, signed.keys.slice(0, 1));
  const verify = `node ${join(dir, 'verify.mjs')} ${dir}`;
  out(`${dir} has an invented log of ${count} entries and ${signed.notes.length} checkpoints.`);
  out('Nobody can sign for it any more: what signed it is gone. Change what you like in it, then run:');
  out(`  ${verify}`);
  out(
    'Its verify.mjs has the first key built in, so that a folder made anew is found as well. With your own copy of it:',
  );
  out(`  node infra/verify.mjs ${dir} --key '${signed.keys[0] ?? ''}'`);
  return 0;
}

function wholeNumber(text: string, option: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) throw new CommandProblem(`${option} takes a whole number up to ${most}.`);
  return number;
}
