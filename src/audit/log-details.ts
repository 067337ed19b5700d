import { z } from 'zod';
import { code, sha256, whole } from './forms.js';

/** Of what kind the detail was that had to go. */
export const REDACTED_KINDS = ['person', 'name', 'contact', 'words', 'pupil', 'other'] as const;
/** Why it had to go: a request under Article 17, a mistake of whoever recorded it, the end of its period, an order. */
export const REDACTED_WHYS = ['erasure-request', 'recorded-by-mistake', 'period-over', 'court-order'] as const;

/** What may be recorded of the record itself: who read or took of it, what was erased, who signs for it and where that went. */
export const LogDetails = {
  /** The record, or a part of it, was handed out. `subject` is the kind of thing that it was limited to, `from` and `to` the period. */
  'log.exported': z.strictObject({
    entries: whole,
    from: code.nullable(),
    to: code.nullable(),
    subject: code.nullable(),
    form: z.enum(['jsonl', 'csv', 'folder']),
  }),
  /** A question to the record was answered. */
  'log.queried': z.strictObject({ question: code, entries: whole }),
  /** What the entry `seq` said is gone for good; that it was there, and all proofs, stay. The actor is whoever had it done. */
  'entry.redacted': z.strictObject({ seq: whole, kind: z.enum(REDACTED_KINDS), why: z.enum(REDACTED_WHYS) }),
  /** From here on checkpoints are signed with another key: `from` and `to` are key hashes. `from` is null for the first key. */
  'key.rotated': z.strictObject({ from: code.nullable(), to: code, publicKey: sha256 }),
  /** The first `size` entries were signed for, with the key of this hash. */
  'checkpoint.signed': z.strictObject({ size: whole, key: code }),
  /** The checkpoint over `size` entries is where the operator cannot change it. `to` is `dpo` or `folder`. */
  'checkpoint.delivered': z.strictObject({ size: whole, to: code }),
  /** The record of `size` entries does not go on from its last checkpoint, over `last` entries, so none was signed. */
  'checkpoint.refused': z.strictObject({ size: whole, last: whole }),
} as const;

/** What signing and delivering record of themselves: it is no reason to sign again. */
export const OF_ITSELF: readonly string[] = [
  'checkpoint.signed',
  'checkpoint.delivered',
  'checkpoint.refused',
  'key.rotated',
] satisfies readonly (keyof typeof LogDetails)[];
