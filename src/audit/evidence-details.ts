import { z } from 'zod';
import { code, id, none, sha256, whole } from './forms.js';

/** What may be recorded of evidence: what was given, what it proves, who has to look at it, and what was handed out. */
export const EvidenceDetails = {
  'retention.checked': z.strictObject({ teamId: id, messages: code, files: code }),
  /** An approver let the move go on although retention is not proved. The closing report says so. */
  'retention.waived': z.strictObject({ teamId: id, messages: code, files: code }),
  'evidence.recorded': z.strictObject({
    teamId: id,
    location: code,
    kind: code,
    sha256,
  }),
  /** A read-out of Purview was not taken: forged, too old, taken before … Nothing else of it is kept. */
  'evidence.refused': z.strictObject({
    reason: code,
    /** So many refusals before it were counted and not recorded one by one. */
    before: whole.optional(),
  }),
  'incident.raised': z.strictObject({ kind: code, outsiders: whole, leavers: whole, pupils: whole }),
  /** Data protection officers were shown it again, because nobody has looked at it and it still holds. */
  'incident.reminded': z.strictObject({ people: whole, times: whole }),
  /** The data protection officer has looked at it. */
  'incident.decided': none,
  /** An evidence pack about a move was made: the SHA-256 of its zip, and whether it has names beside ids. */
  'pack.made': z.strictObject({ sha256, bytes: whole, names: z.boolean() }),
} as const;
