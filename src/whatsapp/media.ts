import type { Kind } from './entry.js';
import { ATTACHED } from './kind-words.js';

export type Attachment = {
  /** As in the export, and so as in the zip. */
  readonly file: string;
  /** The day in the name of a file that WhatsApp named; null when there is none, or no such day could have been. */
  readonly day: { readonly y: number; readonly m: number; readonly d: number } | null;
};

/** The longest name of a file that phones allow is 255; the words around it are few. */
const LONGEST = 400;
/** An extension, and where Android says so: ` (file attached)`. */
const NAMED = /\.[\p{L}\p{N}]{1,8}$/u;
const BRACKETED = /^([^\n]{1,300}?\.[\p{L}\p{N}]{1,8}) ?[(（]([^()（）\n]{1,60})[)）]$/u;
const MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const CLOSINGS = ')）>';

/** `IMG-20240905-WA0001.jpg` of Android and `00000042-PHOTO-2020-06-07-15-13-20.jpg` of an iPhone. */
const ANDROID = /^([A-Z]{3})-(\d{4})(\d\d)(\d\d)-WA\d+/;
const IPHONE = /^\d{3,8}-([A-Z]+(?:_[A-Z]+)*)-(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d/;
/** WhatsApp is from 2009. */
const FIRST_YEAR = 2009;
const LAST_YEAR = 2099;

/** The file that an entry says is attached to it; null when it says none. With `today`, a later day is none. */
export function attachmentIn(text: string, today?: Date): Attachment | null {
  const file = fileIn(text);
  return file === null ? null : { file, day: dayIn(file, today) };
}

/** The name alone. Quick for texts that have none. `newline` is where the first line ends, -1 when there is one only. */
export function fileIn(text: string, newline = text.indexOf('\n')): string | null {
  const end = newline === -1 ? text.length : newline;
  if (end === 0) return null;
  const closing = CLOSINGS.indexOf(text.charAt(end - 1));
  const last = text.charAt(text.length - 1);
  if (closing !== -1 && closing < 2) return ofAndroid(text.slice(0, end));
  return closing === 2 || last === '>' ? ofIphone(closing === 2 ? text.slice(0, end) : text) : null;
}

function ofAndroid(line: string): string | null {
  if (line.length > LONGEST) return null;
  const [, file, words] = BRACKETED.exec(line.replace(MARKS, '').trim()) ?? [];
  if (file === undefined || words === undefined) return null;
  return ATTACHED.has(words.toLowerCase()) || ANDROID.test(file) ? file : null;
}

/** `<attached: FILE>`, `< pièce jointe : FILE >`, `<FILE eklendi>`: at the end, a caption may stand before it. */
function ofIphone(text: string): string | null {
  const start = text.lastIndexOf('<');
  if (start === -1 || text.length - start > LONGEST || !text.includes('.', start)) return null;
  const inner = text
    .slice(start + 1, -1)
    .replace(MARKS, '')
    .replaceAll('\u00A0', ' ')
    .trim();
  const colon = inner.search(/[:：]/);
  const before = inner.slice(0, Math.max(0, colon)).trim();
  const after = inner.slice(colon + 1).trim();
  if (colon !== -1 && NAMED.test(after) && (ATTACHED.has(before.toLowerCase()) || isWhatsApps(after))) return after;
  const space = inner.lastIndexOf(' ');
  const file = inner.slice(0, Math.max(0, space)).trim();
  return NAMED.test(file) && (ATTACHED.has(inner.slice(space + 1).toLowerCase()) || isWhatsApps(file)) ? file : null;
}

function isWhatsApps(file: string): boolean {
  return IPHONE.test(file) || ANDROID.test(file) || /^\d{8}-/.test(file);
}

function dayIn(file: string, today?: Date): Attachment['day'] {
  const [, , year, month, date] = ANDROID.exec(file) ?? IPHONE.exec(file) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  const at = new Date(Date.UTC(y, m - 1, d));
  if (y < FIRST_YEAR || y > LAST_YEAR || at.getUTCMonth() !== m - 1 || at.getUTCDate() !== d) return null;
  // A phone may be in a zone where the next day has begun.
  return today !== undefined && at.getTime() > today.getTime() + 86_400_000 ? null : { y, m, d };
}

const BY_SORT: Readonly<Record<string, MediaKind>> = {
  IMG: 'image',
  VID: 'video',
  PTT: 'audio',
  AUD: 'audio',
  STK: 'sticker',
  DOC: 'document',
  GIF: 'gif',
  PTV: 'video',
  PHOTO: 'image',
  VIDEO: 'video',
  AUDIO: 'audio',
  STICKER: 'sticker',
  VIDEO_NOTE: 'video',
};
const BY_EXTENSION: Readonly<Record<string, MediaKind>> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  heic: 'image',
  bmp: 'image',
  tif: 'image',
  tiff: 'image',
  avif: 'image',

  mp4: 'video',
  mov: 'video',
  '3gp': 'video',
  mkv: 'video',
  avi: 'video',
  m4v: 'video',
  webm: 'video',
  mpg: 'video',

  opus: 'audio',
  mp3: 'audio',
  m4a: 'audio',
  aac: 'audio',
  ogg: 'audio',
  wav: 'audio',
  amr: 'audio',
  flac: 'audio',
  webp: 'sticker',
  was: 'sticker',
  gif: 'gif',
  vcf: 'contact',
};

type MediaKind = Extract<Kind, 'image' | 'video' | 'audio' | 'sticker' | 'gif' | 'document' | 'contact'>;

/** What a file is, by how WhatsApp named it, else by its extension. */
export function kindOfFile(file: string): MediaKind {
  const extension = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  const sort = (ANDROID.exec(file) ?? IPHONE.exec(file))?.[1] ?? '';
  return BY_SORT[sort] ?? BY_EXTENSION[extension] ?? 'document';
}
