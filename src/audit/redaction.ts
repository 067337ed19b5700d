import type { Tx } from '../records/store.js';
import { LogDetails, type REDACTED_KINDS, type REDACTED_WHYS } from './log-details.js';

export type Redaction = {
  /** The entry whose content has to go. */
  readonly seq: number;
  readonly kind: (typeof REDACTED_KINDS)[number];
  readonly why: (typeof REDACTED_WHYS)[number];
  /** Directory id of whoever has it done. */
  readonly by: string;
  readonly when: Date;
  readonly correlationId: string;
};

/**
 * Deletes what an entry says, with its salt, and records that. The commitment stays, so every root and every proof holds. Not for what
 * the record says of itself: who erased, exported or signed has to stay.
 */
export async function redact(
  { log, record }: Tx,
  { seq, kind, why, by, when, correlationId }: Redaction,
): Promise<'redacted' | 'not-there' | 'redacted-before' | 'not-to-go'> {
  const entry = await log.entry(seq);
  if (entry === null) return 'not-there';
  if ('redacted' in entry) return 'redacted-before';
  const { what } = JSON.parse(entry.canonical) as { readonly what: string };
  if (Object.hasOwn(LogDetails, what)) return 'not-to-go';
  await log.redact(seq);
  const details = { seq, kind, why };
  const about = { subjectType: 'log', subjectId: 'log', correlationId } as const;
  await record({ who: by, what: 'entry.redacted', when, ...about, details });
  return 'redacted';
}
