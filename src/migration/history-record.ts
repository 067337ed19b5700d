import type { Difference, Dropped } from '../history/history.js';

/** What was decided about the chat's history, beside the mode in the draft. */
export type HistoryDecisions = {
  /** Numbers in the draft (`p3`) of those whose messages do not go along because they do not want it. */
  readonly objectors: readonly string[];
  /** Anything but a fresh start needs it. */
  readonly dpoApproved: { readonly by: string; readonly at: Date } | null;
  /** Until when members can object; null before they were told. */
  readonly objectUntil: Date | null;
  /** What becomes of entries with words of the special category lexicon. The officer decides. */
  readonly special: 'leave-out' | 'take';
  /** Numbers of the entries that the owner picked as records, ascending. */
  readonly picked: readonly number[];
  /** Numbers of the entries that the owner marked as private, ascending. Absent in moves from before this could be done. */
  readonly withheld?: readonly number[];
  /** A data protection officer wants a fresh start, and why. Their words stand on the owner's card, never in the audit record. */
  readonly refused?: { readonly by: string; readonly at: Date; readonly reason: string } | null;
  /** Numbers of those who objected when the time was over: it went to the officers. */
  readonly late?: readonly string[];
};

/** What putting a chat's history into its place came to. Ids, counts, hashes and times. */
export type HistoryOutcome = {
  /** Of the export, as it was sealed. */
  readonly sha256: string;
  /** When the run first opened the upload: what is too old or in the future is measured by it, however often it is done again. */
  readonly plannedAt: Date;
  /** How many messages are to stand in the channel, or in the document. */
  readonly posts: number;
  readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
  /** How often importing was begun. A session that a watchdog completed is followed by another one. */
  readonly sessions: number;
  /** When the last session was noted: before Microsoft 365 was asked for it. Null when there was none. */
  readonly startedAt: Date | null;
  /** From then on a watchdog takes the session for left behind. */
  readonly overdueAt: Date | null;
  /** When the last session was seen completed; null while it is open. */
  readonly completedAt: Date | null;
  readonly posted: number;
  /** The document, once it is in the team's files. */
  readonly file: { readonly id: string; readonly sha256: string; readonly label: string | null } | null;
  readonly differences: Readonly<Partial<Record<Difference['kind'], number>>>;
  /** The first of them. */
  readonly found: readonly Difference[];
  /** When what arrived was read back; null when it has to be read again. */
  readonly reconciledAt: Date | null;
  /** Who let the move go on although there are differences. */
  readonly acceptedBy: string | null;
  /** When the sealed upload was seen gone. */
  readonly destroyedAt: Date | null;
};
