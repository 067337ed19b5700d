import { authorEnd, nameOf, tightAuthorEnd } from './author.js';
import type { Entry, Notice, Order, Platform, WallClock, Warning } from './entry.js';
import { readStamp, Stamp } from './header.js';
import { kindOf } from './kinds.js';
import { readLines } from './lines.js';
import { readNotice } from './notices.js';
import { dayUnder } from './order.js';
import type { Source } from './source.js';
import { isPossible, startsWithLead, survey } from './survey.js';
import type { Survey } from './survey.js';
import { Watch } from './watch.js';

export type ReadOptions = {
  /** How the person says that dates are put; asked for when the file does not tell. */
  readonly order?: Order;
  /** No entry is later than the day after this one. */
  readonly today?: Date;
};

export type Reading = {
  readonly platform: Platform;
  /** One, or the likelier first where the file does not say. */
  readonly orders: readonly [Order] | readonly [Order, Order];
  readonly entries: number;
  readonly warnings: readonly Warning[];
};

/** Characters of one entry that are kept. */
const LONGEST_ENTRY = 1 << 20;

/**
 * Reads an export entry by entry, in the order of the file, and keeps none of it. `entry.at` is under the likelier (or asked)
 * order, `entry.or` under the other one where it is open. Reads the source three times at most. Throws ExportProblem only.
 */
export async function readExport(
  source: Source,
  options: ReadOptions,
  onEntry: (entry: Entry) => void,
): Promise<Reading> {
  const found = await survey(source, options.order, options.today ?? null);
  const reader = new Reader(found, onEntry);
  const { tooLong, cutOff } = await readLines(source, (text, from, to) => reader.take(text, from, to));
  reader.finish();
  const warnings = reader.watch.warnings(found.authors, found.orders.length > 1, tooLong + reader.tooLong, cutOff);
  return { platform: found.platform, orders: found.orders, entries: reader.entries, warnings };
}

class Reader {
  entries = 0;
  tooLong = 0;
  readonly watch = new Watch();
  private readonly stamp = new Stamp();
  private readonly around;
  /** The entry that is being read: its time, its author's place in the text, and its text so far. */
  private at: WallClock | null = null;
  private or: WallClock | null = null;
  private text = '';
  private full = false;

  constructor(
    private readonly survey: Survey,
    private readonly onEntry: (entry: Entry) => void,
  ) {
    const { authors, platform } = survey;
    this.around = { platform, isWriter: (name: string) => authors.get(name)?.writes ?? false };
  }

  take(text: string, from: number, to: number): boolean {
    if (this.isHeader(text, from, to)) this.begin(text, to);
    else this.goOn(text, from, to);
    return true;
  }

  finish(): void {
    if (this.at === null) return;
    const entry = this.entryOf(this.at, this.text);
    this.entries++;
    this.watch.entry(entry);
    this.onEntry(entry);
    this.at = null;
  }

  private isHeader(text: string, from: number, to: number): boolean {
    const { stamp, survey } = this;
    if (!readStamp(text, from, to, stamp)) return false;
    if (stamp.frame === survey.frame.number && dayUnder(survey.orders[0], stamp) !== null) return true;
    if (!isPossible(stamp)) return false;
    const isSimilar = this.isSimilar(text, to);
    if (this.at !== null && (isSimilar || authorEnd(text, stamp.rest, to) > 0)) this.watch.headerInside();
    return isSimilar;
  }

  /** Whether a header differs from the others only in how its date is put, and what follows is surely the app's or an author's. */
  private isSimilar(text: string, to: number): boolean {
    const { stamp, survey } = this;
    const { frame } = survey;
    const sameButYear = stamp.form === frame.form && stamp.timeFirst === frame.timeFirst && stamp.joint === frame.joint;
    const sameSeconds = stamp.second >= 0 === frame.number >= 18;
    const yearMoved = stamp.frame !== frame.number && Math.max(...stamp.digits) === 4;
    if (!sameButYear || !sameSeconds || !yearMoved || dayUnder(this.orderOf(stamp), stamp) === null) return false;
    const end = authorEnd(text, stamp.rest, to);
    if (end < 0) return false;
    return startsWithLead(text.slice(end + 2, end + 3)) || this.around.isWriter(nameOf(text.slice(stamp.rest, end)));
  }

  private orderOf(stamp: Stamp): Order {
    if (stamp.frame === this.survey.frame.number) return this.survey.orders[0];
    if (stamp.digits[0] === 4) return 'ymd';
    return this.survey.orders[0] === 'mdy' ? 'mdy' : 'dmy';
  }

  private begin(text: string, to: number): void {
    this.finish();
    const { stamp, survey } = this;
    const [, other] = survey.orders;
    this.at = wallClock(this.orderOf(stamp), stamp);
    this.or = other === undefined ? null : wallClock(other, stamp);
    this.text = text.slice(stamp.rest, to);
    this.full = false;
  }

  private goOn(text: string, from: number, to: number): void {
    if (this.at === null) {
      if (from < to && text.slice(from, to).trim() !== '') this.watch.lineBefore();
      return;
    }
    if (this.text.length + to - from < LONGEST_ENTRY) {
      this.text += `\n${text.slice(from, to)}`;
    } else if (!this.full) {
      this.full = true;
      this.tooLong++;
    }
  }

  private entryOf(at: WallClock, all: string): Entry {
    const base = { index: this.entries, at, or: this.or };
    const lineEnd = all.indexOf('\n');
    const end = this.authorEnd(all, lineEnd < 0 ? all.length : lineEnd);
    if (end < 0) return this.unauthored(base, all);
    const author = this.nameAt(all, end);
    const text = all.slice(all.charCodeAt(end + 1) === 0x20 ? end + 2 : end + 1);
    const lead = startsWithLead(text);
    const notice = readNotice(text, author, lead, this.around);
    if (notice !== null) return { ...base, author, text, kind: 'notice', notice };
    return { ...base, author, text, kind: kindOf(text, this.around.platform, lead), notice: null };
  }

  /** Where the author ends in an entry; -1 when it has none, as with a notice whose words hold a colon. */
  private authorEnd(all: string, to: number): number {
    const end = authorEnd(all, 0, to);
    if (end > 0) {
      if (this.around.isWriter(nameOf(all.slice(0, end)))) return end;
      return this.noticeIn(all) === null ? end : -1;
    }
    const tight = tightAuthorEnd(all, 0, to);
    if (tight < 0) return -1;
    const isKnown = this.survey.authors.has(nameOf(all.slice(0, tight)));
    return isKnown || (this.noticeIn(all)?.type ?? 'other') === 'other' ? tight : -1;
  }

  private noticeIn(all: string): Notice | null {
    return readNotice(all, null, startsWithLead(all), this.around);
  }

  private nameAt(all: string, end: number): string {
    const name = nameOf(all.slice(0, end));
    return this.survey.authors.get(name)?.name ?? name;
  }

  private unauthored(base: Pick<Entry, 'index' | 'at' | 'or'>, text: string): Entry {
    const none: Notice = { type: 'other', actor: null, targets: [], group: null, hours: null };
    return { ...base, author: null, text, kind: 'notice', notice: this.noticeIn(text) ?? none };
  }
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** The time of a stamp under an order; null when there is no such day. */
function wallClock(order: Order, stamp: Stamp): WallClock | null {
  const day = dayUnder(order, stamp);
  if (day === null) return null;
  const seconds = stamp.second < 0 ? '' : `:${two(stamp.second)}`;
  return `${day.y}-${two(day.m)}-${two(day.d)}T${two(stamp.hour)}:${two(stamp.minute)}${seconds}`;
}
