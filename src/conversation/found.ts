import type { Told } from '../audit/query.js';
import type { Migration } from '../migration/migration.js';

/** What an administrator's question found. */
export type Found = {
  /** What was asked; null for all that happened. */
  readonly what: string | null;
  /** The moves of groups of that name, newest first. */
  readonly moves: readonly Migration[];
  /** Newest first. */
  readonly entries: readonly Told[];
  /** Whether older entries were left unread. */
  readonly isCut: boolean;
};

/** How the record stands. */
export type Standing = {
  readonly entries: number;
  /** Of these many a data protection officer has had the checkpoint since then; null when no officer has one. */
  readonly withOfficer: { readonly size: number; readonly at: Date } | null;
};
