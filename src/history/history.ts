/** What of the chat goes along. Its owner chooses; anything but a fresh start needs the data protection officer as well. */
export type HistoryMode =
  /** Nothing. The default. */
  | 'fresh-start'
  /** Entries that the owner picks because they are records; they become one document. */
  | 'selected-records'
  /** The whole chat as one readable document in the team's files, with a retention label. */
  | 'sealed-transcript'
  /** Every message in its place, with its time and its author. */
  | 'native-import';

/** A message as it is to stand in the channel. */
export type Post = {
  /** Its number among the posts, from 0: their order. */
  readonly index: number;
  /** The number of its entry in the export. */
  readonly entry: number;
  /**
   * When it was written, unique to the millisecond in its channel. The same export and the same decisions give the same times, so
   * that posting it twice is noticed by Microsoft 365 (409).
   */
  readonly at: Date;
  /** Directory id of the author: the person, or the account for messages of people who have none. */
  readonly author: string;
  /** HTML, at most 28 KB; escaped, with an attribution in words where the author is not the person. */
  readonly html: string;
  /** `contentHash(html)`, hex. */
  readonly sha256: string;
};

/** Why an entry is not posted. */
export type Dropped =
  /** The owner of the group marked it as private before the move was submitted. */
  | 'private'
  /** Written by somebody who objected. */
  | 'objected'
  /** Written by somebody whose messages do not go along: an outsider, a pupil, somebody unknown. */
  | 'outside'
  /** Older than what the schedule keeps. */
  | 'past-period'
  /** Written by the app. */
  | 'notice'
  /** Holds nothing but a file that is not in the export or may not go along. */
  | 'media'
  | 'deleted'
  | 'view-once'
  /** A poll, a call, a live location: nothing that a channel can show again. */
  | 'not-a-message'
  | 'empty'
  /** Holds a word of the special category lexicon, and the officer wanted those left out. */
  | 'special'
  /** In the hour that the clock skipped, or in the future. */
  | 'time';

/** What an author's name in the export stands for. */
export type Author =
  /** Somebody of the organisation, who writes under their own account. */
  | { readonly kind: 'person'; readonly person: string; readonly name: string }
  /** Somebody who has no account any more or is a guest: posted by the migration account, attributed in the text. */
  | { readonly kind: 'attributed'; readonly attribution: string }
  | { readonly kind: 'objected' }
  | { readonly kind: 'outside' };

/** What a native import would do, before it is done. */
export type DryRun = {
  readonly posts: number;
  readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
  readonly oldest: Date | null;
  readonly newest: Date | null;
  /** Requests to Microsoft 365, and how long they take at the rate it allows. */
  readonly requests: number;
  readonly minutes: number;
  /** Posts attributed to the migration account. */
  readonly attributed: number;
  /** Posts whose text was cut or parted because it was too long. */
  readonly parted: number;
};

/** One difference between what was to stand in the channel and what was read back. Ids and numbers only. */
export type Difference =
  | { readonly kind: 'member-missing'; readonly person: string }
  | { readonly kind: 'member-extra'; readonly person: string }
  | { readonly kind: 'post-missing'; readonly index: number }
  | { readonly kind: 'post-altered'; readonly index: number; readonly what: 'content' | 'author' | 'time' }
  | { readonly kind: 'post-doubled'; readonly index: number }
  | { readonly kind: 'post-reordered'; readonly index: number }
  | { readonly kind: 'post-extra'; readonly at: string }
  | { readonly kind: 'file-missing'; readonly file: string }
  | { readonly kind: 'file-altered'; readonly file: string }
  | { readonly kind: 'label-missing'; readonly file: string }
  | { readonly kind: 'label-other'; readonly file: string };
