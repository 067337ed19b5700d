/** Which app wrote the export: the two write different headers. */
export type Platform = 'ios' | 'android';

/** How the numbers of a date are put: day first, month first, year first, or year, day, month. */
export type Order = 'dmy' | 'mdy' | 'ymd' | 'ydm';

/**
 * A time as the phone's clock showed it, without a zone: `2024-03-08T13:55`, or with `:07` where the export has seconds. The
 * export does not say in which zone the phone was.
 */
export type WallClock = string;

/** One entry of the chat: what somebody sent, or what the app itself wrote. */
export type Entry = {
  /** The entry's number in the file, from 0. */
  readonly index: number;
  readonly at: WallClock;
  /** The time under the other reading of the date, where the file does not say which one is right; null otherwise. */
  readonly or: WallClock | null;
  /**
   * The name or number before the colon, without direction marks and with plain spaces. In a notice of a newer iPhone export it is
   * the group or the person whom the notice is about, else null.
   */
  readonly author: string | null;
  /** All lines, joined by `\n`, as in the file. Never stored. */
  readonly text: string;
  readonly kind: Kind;
  /** What the app itself wrote; null for what a person sent. */
  readonly notice: Notice | null;
};

/** What an entry holds. */
export type Kind =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'sticker'
  | 'gif'
  | 'document'
  /** Android's `<Media omitted>`: the export does not say what it was. */
  | 'media'
  | 'contact'
  | 'location'
  | 'live-location'
  | 'poll'
  | 'call'
  /** Taken back by its author or by an administrator. */
  | 'deleted'
  /** Could be looked at once; the export holds nothing of it. */
  | 'view-once'
  /** Written by the app: `notice` says what about. */
  | 'notice';

/** What happened, as the app noted it. */
export type NoticeType =
  | 'encryption'
  | 'created'
  | 'added'
  /** The exporter was added. */
  | 'added-you'
  | 'removed'
  | 'left'
  /** Came in by the group's invitation link. */
  | 'joined-by-link'
  /** Came in another way (from a community, by an administrator's approval). */
  | 'joined'
  | 'number-changed'
  | 'subject'
  | 'icon'
  | 'description'
  | 'settings'
  | 'admin'
  | 'no-admin'
  | 'disappearing-on'
  | 'disappearing-off'
  | 'security-code'
  | 'pinned'
  | 'privacy-on'
  | 'privacy-off'
  | 'call'
  /** Surely the app's own words, and none of the above that we know. */
  | 'other';

export type Notice = {
  readonly type: NoticeType;
  /** Who did it, as named in the notice; null when it does not say, `you` for the exporter. */
  readonly actor: string | null;
  /** Whom it was done to (added, removed, number changed to). */
  readonly targets: readonly string[];
  /** The group's new name (`created`, `subject`); null otherwise. */
  readonly group: string | null;
  /** How long messages stay, in hours (`disappearing-on`), where it says so. */
  readonly hours: number | null;
};

/** What a reader of the result has to know before they rely on it. Codes, so that every place words them the same. */
export type Warning =
  /** The file does not say whether the day or the month comes first; both readings are given. */
  | { readonly code: 'ambiguous-dates' }
  /** As many entries as WhatsApp exports at most, and no beginning: the oldest are likely missing. */
  | { readonly code: 'probably-cut'; readonly entries: number }
  /** Advanced Chat Privacy was switched on last: a new export would be refused. */
  | { readonly code: 'export-may-be-blocked' }
  /** A line inside a message has the form of a header: pasted, or forged. */
  | { readonly code: 'header-inside-message'; readonly times: number }
  /** Times go back further than phones do by themselves. */
  | { readonly code: 'time-runs-backwards'; readonly times: number }
  /** Somebody who is in no other entry and no notice speaks once amid others: may have been written in. */
  | { readonly code: 'unknown-author'; readonly times: number }
  /** Entries speak of files that are not in the zip. */
  | { readonly code: 'media-missing'; readonly files: number }
  /** Wall-clock times that the zone's clock showed twice or never (the clock change). */
  | { readonly code: 'clock-change'; readonly times: number }
  /** A line or an entry was longer than is read; the rest of it was passed over. */
  | { readonly code: 'too-long'; readonly times: number }
  /** The file ends in the middle of a character or the zip of an entry. */
  | { readonly code: 'cut-off' }
  /** Lines before the first entry that belong to none. */
  | { readonly code: 'lines-before'; readonly lines: number };

/** An export that cannot be read. `message` is for the person who gave it: no text or name of the file is in it. */
export class ExportProblem extends Error {
  override readonly name = 'ExportProblem';
  readonly code: ExportProblemCode;

  constructor(code: ExportProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ExportProblemCode =
  /** No entry was recognised. The message shows the shape of the first line that may be a header, digits as `9`, letters as `a`. */
  | 'nothing-recognised'
  | 'empty'
  /** Not text at all. */
  | 'not-text'
  | 'too-large'
  /** The zip has no chat in it, or more than one. */
  | 'no-chat'
  /** The zip is broken, encrypted, or larger inside than it may be. */
  | 'bad-zip';
