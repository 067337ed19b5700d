import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { REDACTED_KINDS, REDACTED_WHYS } from '../../audit/log-details.js';
import { redact as redactEntry } from '../../audit/redaction.js';
import { CommandProblem, type Terminal } from '../command.js';
import { withDatabase } from '../database.js';

export type RedactOptions = {
  readonly seq: string | undefined;
  readonly kind: string | undefined;
  readonly why: string | undefined;
  readonly by: string | undefined;
  readonly data: string | undefined;
};

/**
 * Deletes what an entry says, for good, and records who had it done, of what kind it was and why. Then the table is written anew, so that
 * the database's own files lose it too; its write-ahead log and backups lose it when they are next replaced.
 */
export async function redact(options: RedactOptions, { out, ...terminal }: Terminal): Promise<number> {
  const seq = Number(options.seq);
  const kind = REDACTED_KINDS.find((one) => one === options.kind);
  const why = REDACTED_WHYS.find((one) => one === options.why);
  const by = z.guid().safeParse(options.by);
  if (options.seq === undefined || !/^\d{1,15}$/.test(options.seq))
    throw new CommandProblem('Say which entry: "audit redact 1234 …".');
  if (kind === undefined) throw new CommandProblem(`--kind takes ${REDACTED_KINDS.join(', ')}.`);
  if (why === undefined) throw new CommandProblem(`--why takes ${REDACTED_WHYS.join(', ')}.`);
  if (!by.success) throw new CommandProblem('--by has to be the directory id of the person who has it done.');
  const wanted = { seq, kind, why, by: by.data.toLowerCase(), when: new Date(), correlationId: randomUUID() };
  return withDatabase(
    { out, ...terminal },
    options.data,
    async (store) => {
      const result = await store.transact((tx) => redactEntry(tx, wanted));
      if (result === 'not-there') throw new CommandProblem(`There is no entry ${seq}.`);
      if (result === 'not-to-go') throw new CommandProblem('What the record says of itself cannot be deleted.');
      // Also when an earlier attempt got no further than the deletion.
      await store.rewriteLog();
      out(result === 'redacted' ? `entry ${seq} is redacted` : `entry ${seq} was redacted before`);
      out('The write-ahead log and backups of the database hold what it said until they are replaced.');
      return 0;
    },
    { as: 'owner' },
  );
}
