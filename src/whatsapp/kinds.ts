import type { Kind, Platform } from './entry.js';
import { DELETED_BY, MEDIA_LEFT_OUT, POLLS, WHOLE } from './kind-words.js';
import { withoutMarks } from './marks.js';
import { beginsAs, endsAs } from './notices/edges.js';
import { fileIn, kindOfFile } from './media.js';

/** What WhatsApp puts in place of a thing is short. */
const LONGEST = 100;
/** What may follow the words, and spaces between. */
const STOPS = ' \u3000.,。।۔:،、';
const MARK = /[\u200E\u200F]/;
const MAPS = '://maps.google.com/?q=';
const FOURSQUARE = '://foursquare.com/v/';
const COORDINATES = /^-?\d{1,3}(?:\.\d{1,20})?,-?\d{1,3}(?:\.\d{1,20})?$/;

/** How the words of `WHOLE` end: most texts end in another way. */
const ends = endsAs(WHOLE.keys());
const begins = beginsAs([...DELETED_BY, ...DELETED_BY.map((start) => start.charAt(0).toUpperCase() + start.slice(1))]);

/**
 * What a person's entry holds. `lead`: the text began with an iPhone's mark. Quick for ordinary texts; never more than a few looks
 * along a long one.
 */
export function kindOf(text: string, platform: Platform, lead: boolean): Exclude<Kind, 'notice'> {
  if (text.length < 5) {
    const short = withoutMarks(text).trim();
    if (short === '' || short === 'null') return 'view-once';
  }
  const newline = text.indexOf('\n');
  const file = fileIn(text, newline);
  if (file !== null) return kindOfFile(file);
  return (
    leftOut(text) ??
    inWords(text, lead) ??
    place(text) ??
    poll(text, newline) ??
    deletedBy(text, platform, lead) ??
    'text'
  );
}

/** `<Media omitted>`, with a caption under it. */
function leftOut(text: string): 'media' | 'view-once' | 'video' | null {
  const first = text.charCodeAt(0);
  if (first !== 0x3c && first !== 0x200e && first !== 0x200f) return null;
  const [line = ''] = text.slice(0, LONGEST).split('\n', 1);
  const words = withoutMarks(line).trim();
  if (!words.startsWith('<') || !words.endsWith('>')) return null;
  return MEDIA_LEFT_OUT.get(words.slice(1, -1).trim().toLowerCase()) ?? null;
}

/** What is said by a few fixed words: the whole text, or what comes after the last mark (`Plan.pdf • ‎2 pages ‎document omitted`). */
function inWords(text: string, lead: boolean): Exclude<Kind, 'notice'> | null {
  if (!lead && !mayEndSo(text)) return null;
  const parts = text.slice(-LONGEST * 2).split(MARK);
  const whole = text.length <= LONGEST && !text.includes('\n');
  const last = WHOLE.get(words(parts.at(-1) ?? ''));
  if (last !== undefined && (parts.length > 1 || whole)) return last;
  if (!lead || !whole) return null;
  // `Voice call, ‎5 min`
  const first = parts.find((part) => part.trim() !== '') ?? '';
  return WHOLE.get(words(first)) ?? null;
}

/** By the last characters, with or without a full stop. */
function mayEndSo(text: string): boolean {
  return ends(text, text.length) || (!isSmallLetter(text.charCodeAt(text.length - 1)) && ends(text, text.length - 1));
}

const isSmallLetter = (code: number) => code >= 0x61 && code <= 0x7a;

function words(part: string): string {
  const row = withoutMarks(part).trim().toLowerCase();
  let end = row.length;
  while (end > 0 && STOPS.includes(row.charAt(end - 1))) end -= 1;
  return row.slice(0, end);
}

/** A place is a link at the end, to a map with a word before it, or to a place with its name and address before it. */
function place(text: string): 'location' | null {
  // Both end with a hexadecimal digit, as a third of all texts do.
  if (!isHex(lastCode(text)) || !text.includes('://')) return null;
  const at = text.lastIndexOf('://');
  if (text.startsWith(FOURSQUARE, at))
    return /^[0-9a-f]{16,32}\s*$/.test(text.slice(at + FOURSQUARE.length, at + 64)) ? 'location' : null;
  if (!text.startsWith(MAPS, at) || text.length > at + 80) return null;
  const before = withoutMarks(text.slice(Math.max(0, at - 60), at))
    .replace(/https?$/, '')
    .trim();
  const alone = at < 60 && (before === '' || /^[^\n]*[:：]$/.test(before));
  return alone && COORDINATES.test(text.slice(at + MAPS.length).trim()) ? 'location' : null;
}

const isHex = (code: number) => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);

/** The last character that is no space; NaN when there is none. */
function lastCode(text: string): number {
  let end = text.length - 1;
  while (end >= 0 && (text.charCodeAt(end) <= 0x20 || text.charCodeAt(end) === 0xa0)) end -= 1;
  return text.charCodeAt(end);
}

/** `POLL:`, the question, and `OPTION: Friday (2 votes)` for each answer. */
function poll(text: string, end: number): 'poll' | null {
  if (end < 2 || end > 40) return null;
  const line = withoutMarks(text.slice(0, end)).trim();
  if (!/[:：]$/.test(line)) return null;
  if (POLLS.has(line.slice(0, -1).trim().toLowerCase())) return 'poll';
  const marked = MARK.test(text.charAt(0)) && /\n[\u200E\u200F][^\n:：]{1,30}[:：]/.test(text.slice(0, 2_000));
  return marked ? 'poll' : null;
}

/** Taken back by an administrator who is named. */
function deletedBy(text: string, platform: Platform, lead: boolean): 'deleted' | null {
  if (!lead && (platform === 'ios' || !begins(text, 0))) return null;
  if (text.length > 2 * LONGEST || text.includes('\n')) return null;
  const row = withoutMarks(text).trim().toLowerCase();
  return DELETED_BY.some((start) => row.startsWith(start)) ? 'deleted' : null;
}
