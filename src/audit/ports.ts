import type { Entry } from './entry.js';
import type { ReadNodes } from './proof.js';

/** A checkpoint that was signed. */
export type SignedCheckpoint = {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
  /** The signed note: https://c2sp.org/tlog-checkpoint. */
  readonly note: string;
  readonly signedAt: Date;
};

/** What can be asked of the log, and done to it, beside recording. */
export interface LogTx {
  /** How many entries there are. */
  size(): Promise<number>;
  entry(seq: number): Promise<Entry | null>;
  /** The newest entries about these subjects, newest first; at most `most`. Those that were redacted are about nothing any more. */
  about(subjects: readonly string[], most: number): Promise<readonly Entry[]>;
  /** Reads stored hashes, for roots and proofs. */
  readonly read: ReadNodes;
  /** When the first entry from `from` on was recorded that is not about checkpoints themselves; null when there is none. */
  busySince(from: number): Promise<Date | null>;

  /** The keys that checkpoints were signed with, as `writeKey` writes them, in order of use. */
  keys(): Promise<readonly string[]>;
  /** Takes a key into use; false when it was in use before. */
  putKey(vkey: string, since: Date): Promise<boolean>;

  /** Every checkpoint, oldest first. */
  checkpoints(): Promise<readonly SignedCheckpoint[]>;
  lastCheckpoint(): Promise<SignedCheckpoint | null>;
  checkpoint(size: number): Promise<SignedCheckpoint | null>;
  /** Keeps a checkpoint; false, and nothing kept, when there is one of as many entries or more. */
  putCheckpoint(checkpoint: SignedCheckpoint): Promise<boolean>;
  /** The newest checkpoints that are not at this place yet, oldest first; at most `most`. */
  undelivered(place: string, most: number): Promise<readonly SignedCheckpoint[]>;
  /** The largest checkpoint that a data protection officer has, and since when; null when none has one. */
  withOfficer(): Promise<{ readonly size: number; readonly at: Date } | null>;
  /** Notes that a checkpoint is at a place: `dpo/` and a directory id, or `folder`. False when it was noted before. */
  noteDelivery(size: number, place: string, at: Date): Promise<boolean>;

  /** Deletes what the entry says. False when there is no such entry, or it is redacted already. The caller records why. */
  redact(seq: number): Promise<boolean>;
}
