import type { Entry, Kind } from '../whatsapp/entry.js';
import { withoutMarks } from '../whatsapp/marks.js';
import { fileIn } from '../whatsapp/media.js';
import type { Dropped } from './history.js';
import { withoutNumbers } from './masking.js';

/** What of an entry can be shown: words of a person, with what stood beside them that is not moved. */
export type Content = {
  /** `[Image, not moved]`; null where nothing but words was sent. */
  readonly left: string | null;
  /** Without phone numbers. May name people, as the chat did. Never empty. */
  readonly text: string;
};

/** Files, by what is said of them. */
const FILES: Readonly<Partial<Record<Kind, string>>> = {
  image: 'Image',
  video: 'Video',
  audio: 'Voice note or sound',
  sticker: 'Sticker',
  gif: 'GIF',
  document: 'Document',
  media: 'Photo, video or voice note',
  contact: 'Contact card',
};

const NOT_SHOWN: Readonly<Partial<Record<Kind, Dropped>>> = {
  notice: 'notice',
  deleted: 'deleted',
  'view-once': 'view-once',
  poll: 'not-a-message',
  call: 'not-a-message',
  'live-location': 'not-a-message',
};

const MARK = /[\u200E\u200F]/u;
/** Invisible signs that make a text look as if it said something else, and half characters, which no document may hold. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const HALF = /[\uD800-\uDFFF]/gu;
const EDITED = /\s*<This message was edited>\s*$/u;

/** What of an entry can be shown, or why nothing can. A poll is words in a document, and no message. */
export function contentOf(entry: Entry, place: 'channel' | 'document'): Content | Dropped {
  const { kind, text } = entry;
  const reason = entry.notice === null ? NOT_SHOWN[kind] : 'notice';
  if (reason !== undefined && !(kind === 'poll' && place === 'document')) return reason;
  const file = FILES[kind];
  const words = shown(file === undefined ? text : captionOf(text, kind));
  if (file !== undefined) return words === '' ? 'media' : { left: `[${file}, not moved]`, text: words };
  return words === '' ? 'empty' : { left: null, text: words };
}

/** Text as it can be shown: without phone numbers and without what nobody sees. */
export function shown(text: string): string {
  const seen = text.replace(EDITED, ' (edited)').replaceAll(UNSEEN, '').replaceAll(HALF, '\uFFFD');
  return withoutNumbers(seen).trim();
}

/** What somebody wrote under a file; empty when nothing. Names of files are no words of anybody's. */
function captionOf(text: string, kind: Kind): string {
  const [line = ''] = text.split('\n', 1);
  const under = text.slice(line.length + 1);
  if (fileIn(text) === null) return isLeftOut(line) ? under : beforeMark(text, kind);
  const bare = withoutMarks(line).trimEnd();
  // Android puts the file on the first line; an iPhone puts it at the end, or on the first line, with words before it.
  if (/[)）]$/u.test(bare)) return under;
  if (!/[>＞]$/u.test(bare)) return titled(text.slice(0, text.lastIndexOf('<')), kind);
  const before = titled(line.slice(0, line.lastIndexOf('<')), kind);
  return [before, under].filter((part) => part.trim() !== '').join('\n');
}

/** `<Media omitted>` */
function isLeftOut(line: string): boolean {
  return /^<[^<>]*>$/u.test(withoutMarks(line).trim());
}

/** `See you there ‎image omitted`: the app's words come after the last mark. */
function beforeMark(text: string, kind: Kind): string {
  const parts = text.split(MARK);
  return parts.length < 2 ? '' : titled(parts.slice(0, -1).join(''), kind);
}

/** `Plan.pdf • 2 pages` is the title that the app gives to a document. */
function titled(before: string, kind: Kind): string {
  return kind === 'document' && /^[^\n]*\s•\s[^\n]*$/u.test(withoutMarks(before).trim()) ? '' : before;
}
