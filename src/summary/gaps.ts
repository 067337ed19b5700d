import type { Figures } from './summary.js';

/** An hour to be over, and an hour to be signed and delivered in. */
const LATE_MS = 2 * 3_600_000;

/** What is wrong with the checkpoints of the audit record, and since when. */
export type Gap = {
  readonly kind:
    /** Entries are not signed for: no instance runs, or the record was changed and Regroup does not sign for it. */
    | 'unsigned'
    /** No data protection officer has the newest checkpoints: none has written to Regroup yet, or Teams does not take them. */
    | 'undelivered';
  readonly since: Date;
};

/** The gaps that are older than two hours. */
export function gapsIn({ unsignedSince, undeliveredSince }: Figures['log'], now: Date): readonly Gap[] {
  const isLate = (since: Date | null): since is Date => since !== null && now.getTime() - since.getTime() > LATE_MS;
  return [
    ...(isLate(unsignedSince) ? [{ kind: 'unsigned', since: unsignedSince } as const] : []),
    ...(isLate(undeliveredSince) ? [{ kind: 'undelivered', since: undeliveredSince } as const] : []),
  ];
}
