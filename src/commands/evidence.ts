import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recordEvidence } from '../conversation/evidence.js';
import { openTeller } from '../edges/durable/teller.js';
import type { Store } from '../records/store.js';
import type { Evidence } from '../retention/evidence.js';
import { CommandProblem, readArguments, type Command } from './command.js';
import { DATA, withDatabase } from './database.js';

export const evidence: Command = {
  usage: [
    [
      'evidence record FILE.json [--data DIR]',
      'Record what proves, or disproves, how long a team’s messages and files are kept',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, DATA);
    const [verb, file, ...more] = positionals;
    if (verb !== 'record' || file === undefined || more.length > 0)
      throw new CommandProblem('Say "evidence record FILE.json".');
    const found = readEvidence(readFileSync(file), new Date());
    const record = async (store: Store) => {
      for (const one of found) await recordEvidence({ store, now: () => new Date() }, one.by, one);
    };
    await withDatabase(terminal, values.data, record, openTeller);
    for (const { id, teamId, location, kind } of found)
      terminal.out(`recorded: ${id}, ${kind} about the ${location} of ${teamId}`);
    return 0;
  },
};

const DAY_MS = 86_400_000;
/** Crockford's alphabet without the letters that are taken for digits, as in all ids of ours. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const EvidenceItem = z.strictObject({
  team: z.guid(),
  location: z.enum(['messages', 'files']),
  kind: z.enum(['declaration', 'read-out', 'sample']),
  /** When it was read, said or searched. */
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** Directory id of whoever gives it. */
  by: z.guid(),
  /** 0 stands for "for ever". */
  days: z.int().min(0).max(36_500).nullable(),
  action: z.enum(['keep', 'keep-and-delete', 'delete']).nullable(),
  covers: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  distribution: z.enum(['success', 'pending', 'error']).nullable(),
});
const EvidenceFile = z.array(EvidenceItem).min(1).max(500);

/**
 * The evidence in a file: one item, or several. Its id comes from the file's own bytes, so the same file recorded again changes
 * nothing. Throws `CommandProblem` with the field that is not right.
 */
export function readEvidence(bytes: Buffer, now: Date): readonly Evidence[] {
  const file = parsed(bytes);
  const read = EvidenceFile.safeParse(Array.isArray(file) ? file : [file]);
  if (!read.success) throw new CommandProblem(`The evidence is not right. ${z.prettifyError(read.error)}`);
  const late = read.data.find(({ at }) => at.getTime() > now.getTime() + DAY_MS / 24);
  if (late !== undefined)
    throw new CommandProblem(`The evidence is of ${late.at.toISOString()}, which is not over yet.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return read.data.map(({ team, ...rest }, index) => ({ id: idOf(sha256, index), teamId: team, sha256, ...rest }));
}

function idOf(sha256: string, index: number): string {
  const hash = createHash('sha256').update(`${sha256}/${index}`).digest();
  return `evi-${Array.from(hash.subarray(0, 8), (byte) => LETTERS[byte % 32]).join('')}`;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandProblem('The evidence is not JSON.', { cause: error });
    throw error;
  }
}
