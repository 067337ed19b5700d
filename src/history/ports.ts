import type { Post } from './history.js';

/** A channel of a team. */
export type ChannelAt = { readonly teamId: string; readonly channelId: string };

/** A message that was read back from a channel. */
export type PostSeen = {
  readonly id: string;
  readonly at: Date;
  /** Directory id; null where Microsoft 365 names no person. */
  readonly author: string | null;
  readonly html: string;
};

/** A file in a channel's folder. `id` is `drive/item`. */
export type FileSeen = { readonly id: string; readonly name: string; readonly sha256: string };

/**
 * What moving a chat's history needs from Microsoft 365, as the application. Failures are `WorkplaceProblem`s, as in `Workplace`.
 * Importing needs `Teamwork.Migrate.All`, a separate grant that an organisation may leave out.
 */
export interface HistoryPlace {
  /** Puts the channel into migration mode: from now on nobody can post in it until `completeImport`. `begins` is older than every post. */
  startImport(channel: ChannelAt, begins: Date): Promise<void>;
  importState(channel: ChannelAt): Promise<'none' | 'in-progress' | 'completed'>;
  /** `already` when a message of that very millisecond stands there (409). */
  post(channel: ChannelAt, post: Post): Promise<'posted' | 'already'>;
  /** Doing it on a channel that is completed changes nothing. */
  completeImport(channel: ChannelAt): Promise<void>;
  /** Every message of the channel, oldest first. */
  posts(channel: ChannelAt): Promise<readonly PostSeen[]>;
  /** Puts a file into the channel's folder; one of the same name and bytes is taken for it. Null while the folder is not there yet. */
  putFile(channel: ChannelAt, name: string, bytes: Uint8Array): Promise<FileSeen | null>;
  /** Read back, hashed; null when it is gone. */
  file(id: string): Promise<FileSeen | null>;
  putLabel(id: string, label: string): Promise<void>;
  /** The retention label that the file has; null for none. */
  label(id: string): Promise<string | null>;
}

/** What is known of a sealed upload without opening it. */
export type Sealed = {
  readonly migrationId: string;
  /** Of what was sealed, hex: the export as given, and whose names in it are whose (`sealContents`). */
  readonly sha256: string;
  readonly bytes: number;
  readonly sealedAt: Date;
  /** When it is destroyed at the latest, used or not. */
  readonly expiresAt: Date;
};

/** A sealed upload, opened. To be held in memory only. */
export type Opened = { readonly name: string; readonly bytes: Uint8Array };

/** A sealed upload that cannot be opened. */
export class SealProblem extends Error {
  override readonly name = 'SealProblem';
  constructor(
    readonly code:
      /** A bit of it is another one. */
      | 'altered'
      /** The secret that belongs to it is not on this machine. */
      | 'key-missing'
      /** The key of this installation is another one than when it was sealed. */
      | 'key-wrong',
  ) {
    super(`sealed upload: ${code}`);
  }
}

/**
 * Where an export waits, encrypted (AES-256-GCM), for the run of an approved history migration: the only exception to "no message
 * text is kept". The key is not in the database. One upload for each migration.
 */
export interface Vault {
  /** Replaces an earlier one of the same migration. */
  seal(
    migrationId: string,
    name: string,
    bytes: Uint8Array,
    times: { readonly at: Date; readonly expiresAt: Date },
  ): Promise<Sealed>;
  sealed(migrationId: string): Promise<Sealed | null>;
  /** Null when there is none, or it has been destroyed. Throws `SealProblem`. */
  open(migrationId: string): Promise<Opened | null>;
  /** Brings its end forward; never puts it off. */
  expireBy(migrationId: string, at: Date): Promise<void>;
  /** Deletes it and its own key, and reads back that it is gone: true when it is. False when there was none. */
  destroy(migrationId: string): Promise<boolean>;
  /** Those whose time is over. */
  expired(at: Date): Promise<readonly Sealed[]>;
}
