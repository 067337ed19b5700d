import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Entry } from '../audit/entry.js';
import { verify, type AlteredWhy, type Verification } from '../audit/verify.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { DATA, withDatabase } from './database.js';

export const audit: Command = {
  usage: [
    ['audit verify [--file FILE.jsonl] [--data DIR]', 'Whether the audit record is as it was written'],
    ['audit export [--data DIR]', 'The audit record, one entry a line, for keeping elsewhere'],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { ...DATA, file: { type: 'string' } });
    const [verb, ...more] = positionals;
    if (more.length > 0 || (verb !== 'verify' && verb !== 'export'))
      throw new CommandProblem('Say "audit verify" or "audit export".');
    if (verb === 'verify' && values.file !== undefined) return report(await verify(entriesOf(values.file)), terminal);
    if (values.file !== undefined)
      throw new CommandProblem('"audit export" writes to standard output: use > FILE.jsonl');
    return withDatabase(terminal, values.data, async (store) => {
      if (verb === 'verify')
        return report(await verify(store.entries(), await store.transact((tx) => tx.log.checkpoints())), terminal);
      for await (const entry of store.entries()) terminal.out(JSON.stringify(entry));
      return 0;
    });
  },
};

const WHY: Readonly<Record<AlteredWhy, string>> = {
  sequence: 'an entry is missing, doubled or out of order',
  root: 'it, or one before it, is not what was signed',
};

function report(found: Verification, { out }: Terminal): number {
  if (found.result === 'intact') {
    out(`intact: ${found.size} entries, root ${found.root}`);
    return 0;
  }
  out(`altered at entry ${found.seq}: ${WHY[found.why]}.`);
  return 1;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.int().nonnegative();
const EntryLine = z.union([
  z.strictObject({ seq, salt: hash, canonical: z.string() }),
  z.strictObject({ seq, commitment: hash, redacted: z.literal(true) }),
]);

/** The entries of an exported file. Throws `CommandProblem` with the number of the first line that is not an entry. */
async function* entriesOf(file: string): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const read = EntryLine.safeParse(parsed(line));
    if (!read.success) throw new CommandProblem(`Line ${number} of ${file} is not an entry of the audit record.`);
    yield read.data;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
