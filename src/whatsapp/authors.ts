import type { Author } from './author.js';
import { ColonNames } from './colon-names.js';
import { looksAppMade, readNotice } from './notices.js';
import type { Around } from './notices.js';
import type { Notice } from './entry.js';

/** WhatsApp groups have 1,024 members; a file with more names than this is not one. */
const MOST_AUTHORS = 20_000;
/** Characters of a name; WhatsApp allows 25 in a profile, phones more in an address book. */
export const LONGEST_AUTHOR = 120;
const LONGEST_TIGHT = 40;
const COLON = 0x3a;
const SPACE = 0x20;

type Late = { readonly spelt: string; readonly author: Author };
const LATELY = 511;

/** A copy: a slice would keep the whole piece of the file that it was cut from. */
export const copyOf = (text: string) => Buffer.from(text).toString();

/** Everybody who writes in a file. A name is one string, however often it occurs. */
export class Authors {
  /** Names as they stand in the file: some have marks in them, so that one author may be found by several. */
  private readonly spelt = new Map<string, Author>();
  private readonly found = new Map<string, Author>();
  private readonly colons = new ColonNames();

  /** Who was asked for last, by a few characters of their names: quicker than a look into a map. */
  private readonly lately: (Late | undefined)[] = Array.from({ length: LATELY + 1 });

  get all(): readonly Author[] {
    return [...this.found.values()];
  }

  /** Whether this name wrote at least one entry that is surely a person's. */
  readonly writes = (name: string): boolean => this.found.get(name)?.writes ?? false;

  /** Whether the app wrote under this name, more than once, and nobody else. */
  readonly isApps = (name: string): boolean => {
    const author = this.found.get(name);
    return author !== undefined && !author.writes && author.entries > 1;
  };

  /** The author whose name is in the text from `from` to `end`. */
  at(text: string, from: number, end: number): Author | undefined {
    const place =
      (text.charCodeAt(from) * 7 + text.charCodeAt(end - 1) * 31 + text.charCodeAt(end - 2) * 131 + end - from) &
      LATELY;
    const late = this.lately[place];
    if (late !== undefined && late.spelt.length === end - from && text.startsWith(late.spelt, from)) return late.author;
    const spelt = text.slice(from, end);
    const author = this.spelt.get(spelt) ?? this.found.get(nameOf(spelt));
    if (author !== undefined) this.lately[place] = { spelt: copyOf(spelt), author };
    return author;
  }

  /** Takes what follows a header, up to the end of the line. */
  add(text: string, from: number, to: number): void {
    const end = authorEnd(text, from, to);
    const until = end < 0 ? tightAuthorEnd(text, from, to) : end;
    if (until < 0) return;
    const author = this.at(text, from, until) ?? this.begin(text.slice(from, until), text, from, to);
    if (author === null) return;
    author.entries++;
    if (!author.alone) this.lookOn(author, text, from, until, to);
    if (author.writes) return;
    const said = text.slice(afterColon(text, until), to);
    author.writes = !looksAppMade(said, startsWithLead(said)) && !this.isOverMark(text, until, to);
  }

  /** Whether another colon and an iPhone's mark follow: then the group's name has a colon in it, and this is the app's. */
  private isOverMark(text: string, end: number, to: number): boolean {
    const next = authorEnd(text, end + 2, to);
    return next > 0 && startsWithLead(text.slice(next + 2, next + 3));
  }

  /** Takes back who was taken for an author, and is the beginning of a notice. */
  forget(author: Author): void {
    author.writes = false;
    this.found.delete(author.name);
  }

  /** Looks for a name with a colon in it, in an entry of somebody of whom none is known without. */
  private lookOn(author: Author, text: string, from: number, end: number, to: number): void {
    const next = authorEnd(text, end + 2, Math.min(to, from + LONGEST_AUTHOR));
    const isLonger = next > 0 && next + 1 < to && !isMarkOrLink(text, end + 2, next + 2);
    const spelt = isLonger ? text.slice(from, next) : '';
    const named = isLonger && this.colons.has(author, spelt) ? null : this.namedIn(text.slice(from, to), author.name);
    if (named !== null) {
      const candidate = this.colons.of(author, named);
      if (candidate !== null) candidate.named = true;
      return;
    }
    const candidate = isLonger ? this.colons.of(author, spelt) : null;
    if (candidate === null) {
      author.alone = true;
      this.colons.drop(author);
      return;
    }
    candidate.entries++;
    const said = text.slice(next + 2, to);
    candidate.writes ||= !looksAppMade(said, startsWithLead(said));
  }

  /** The person in a notice whose name is a given one, a colon, and more. */
  private namedIn(line: string, first: string): string | null {
    const notice = noticeWithColon(line, { platform: 'android', isWriter: () => true });
    const names = notice === null ? [] : [notice.actor, ...notice.targets];
    return names.find((name) => name?.startsWith(`${first}: `)) ?? null;
  }

  /** Takes names with a colon in them for what they are, when the whole file has been looked at. */
  settle(): void {
    for (const [first, names] of this.colons.sure) {
      first.longer = true;
      first.writes = false;
      this.found.delete(first.name);
      for (const { spelt, entries, writes } of names) {
        const author = { name: nameOf(spelt), entries, writes, alone: true, longer: false };
        this.spelt.set(spelt, author);
        this.found.set(author.name, author);
      }
    }
  }

  private begin(spelt: string, text: string, from: number, to: number): Author | null {
    const name = copyOf(nameOf(spelt));
    const known = this.found.get(name);
    if (known === undefined && this.isNotice(name, text.slice(from, to))) return null;
    const author = known ?? { name, entries: 0, writes: false, alone: false, longer: false };
    if (this.spelt.size < MOST_AUTHORS) {
      this.spelt.set(copyOf(spelt), author);
      this.found.set(name, author);
    }
    return author;
  }

  private isNotice(name: string, line: string): boolean {
    return name === '' || noticeWithColon(line, { platform: 'android', isWriter: this.writes }) !== null;
  }
}

/** The notice that a line with a colon in it holds, though it looks as if it named an author; null when the app has no such words. */
export function noticeWithColon(line: string, around: Around): Notice | null {
  const notice = readNotice(line, null, startsWithLead(line), around);
  // Without a colon and a space in it, any line without an author is taken for some notice.
  return notice?.type === 'other' && !nameOf(line).includes(': ') ? null : notice;
}

/** Where the first colon that can end an author is, from `from`; -1 when there is none. */
export function authorEnd(text: string, from: number, to: number): number {
  const end = Math.min(to, from + LONGEST_AUTHOR);
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) !== COLON) continue;
    if (i + 1 === to || text.charCodeAt(i + 1) === SPACE) return i > from ? i : -1;
  }
  return -1;
}

/** Where a colon without a space after it ends what may be an author (`Bob:Hi`): not in an address, not after a sentence; or -1. */
export function tightAuthorEnd(text: string, from: number, to: number): number {
  const end = Math.min(to, from + LONGEST_TIGHT);
  let colon = from;
  while (colon < end && text.charCodeAt(colon) !== COLON) colon++;
  if (colon === from || colon === end || text.startsWith(':/', colon)) return -1;
  return text.slice(from, colon).split(' ').length <= 3 ? colon : -1;
}

/** Where the text begins, when what comes before its first colon is an author. */
export function afterAuthor(text: string, from: number, to: number): number {
  const end = authorEnd(text, from, to);
  return end < 0 ? from : Math.min(to, afterColon(text, end));
}

/** Where the text begins after an author's colon. */
export function afterColon(text: string, colon: number): number {
  return text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1;
}

/** What the app wrote of a place or a file has a colon, too: a mark before it, or a link after it. */
function isMarkOrLink(text: string, from: number, after: number): boolean {
  return startsWithLead(text.slice(from, from + 1)) || text.startsWith('http', after);
}

/** Whether a text begins with the mark that iPhones put before what they wrote themselves. */
export function startsWithLead(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === 0x200e || first === 0x200f;
}

/** A name without marks and with plain spaces. */
export function nameOf(raw: string): string {
  // Most names need nothing done.
  if (/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(raw)) return raw;
  return raw
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
