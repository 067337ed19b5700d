import {
  afterColon,
  authorEnd,
  copyOf,
  LONGEST_AUTHOR,
  nameOf,
  noticeWithColon,
  startsWithLead,
  tightAuthorEnd,
} from './authors.js';
import type { Authors } from './authors.js';
import type { Entry, Kind, Notice, Order, Platform, WallClock, Warning } from './entry.js';
import { readStamp } from './header.js';
import { Stamp } from './stamp.js';
import { groupIn } from './file-name.js';
import { kindOf } from './kinds.js';
import { readLines } from './lines.js';
import { readNotice } from './notices.js';
import type { Around } from './notices.js';
import { Dates, minutesOf, wallClock } from './dates.js';
import type { Source } from './source.js';
import { isPossible, survey } from './survey.js';
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
/** What the app says of encryption, in the name of whoever writes, stands among the first entries. */
const TOP = 50;
const MOST_GROUPS = 1000;

/**
 * Reads an export entry by entry, in the order of the file, and keeps none of it. `entry.at` is under the likelier (or asked)
 * order, `entry.or` under the other one where it is open. Opens the source three times. Throws ExportProblem only.
 */
export async function readExport(
  source: Source,
  options: ReadOptions,
  onEntry: (entry: Entry) => void,
): Promise<Reading> {
  const found = await survey(source, options.order, options.today ?? null);
  const reader = new Reader(found, groupIn(source.name), onEntry);
  const { tooLong, cutOff } = await readLines(source, (text, from, to) => reader.take(text, from, to));
  reader.finish();
  const warnings = reader.watch.warnings(found.authors.all, found.orders.length > 1, tooLong + reader.tooLong, cutOff);
  return { platform: found.platform, orders: found.orders, entries: reader.entries, warnings };
}

class Reader {
  entries = 0;
  tooLong = 0;
  readonly watch = new Watch();
  private readonly stamp = new Stamp();
  private readonly around: Around;
  /** Names that the group has had. */
  private readonly groups = new Set<string>();
  private readonly authors: Authors;
  private readonly dates: Dates;
  private readonly others: Dates | null;
  /** The entry that is being read; `at` is null before the first. */
  private at: WallClock | null = null;
  private or: WallClock | null = null;
  private author: string | null = null;
  private writes = false;
  private text = '';
  private full = false;

  constructor(
    private readonly survey: Survey,
    group: string | null,
    private readonly onEntry: (entry: Entry) => void,
  ) {
    const { authors, platform, orders } = survey;
    this.authors = authors;
    this.around = {
      platform,
      isWriter: authors.writes,
      isApps: (name) => this.groups.has(name) || authors.isApps(name),
    };
    if (group !== null) this.groups.add(group);
    this.dates = new Dates(orders[0]);
    this.others = orders[1] === undefined ? null : new Dates(orders[1]);
  }

  take(text: string, from: number, to: number): boolean {
    const dates = this.datesOfHeader(text, from, to);
    if (dates === null) this.goOn(text, from, to);
    else this.begin(text, to, dates);
    return true;
  }

  finish(): void {
    if (this.at === null) return;
    const { author, text } = this;
    const lead = startsWithLead(text);
    const { platform } = this.around;
    const isMarked = lead && platform === 'ios' && author !== null;
    const held = isMarked ? kindOf(text, platform, lead) : 'text';
    const notice = held === 'text' ? this.notice(lead) : null;
    const kind: Kind = notice !== null ? 'notice' : isMarked ? held : kindOf(text, platform, lead);
    const entry = { index: this.entries, at: this.at, or: this.or, author, text, kind, notice };
    this.entries++;
    if (notice !== null && notice.group !== null && this.groups.size < MOST_GROUPS)
      this.groups.add(copyOf(notice.group));
    this.watch.entry(entry);
    this.onEntry(entry);
    this.at = null;
  }

  private notice(lead: boolean): Notice | null {
    const { author, text } = this;
    if (author !== null && this.writes && !lead && this.entries > TOP) return null;
    const none: Notice = { type: 'other', actor: null, targets: [], group: null, hours: null };
    return readNotice(text, author, lead, this.around) ?? (author === null ? none : null);
  }

  /** How the date of a header is put; null when the line is none. */
  private datesOfHeader(text: string, from: number, to: number): Dates | null {
    const { stamp, survey, dates } = this;
    if (!readStamp(text, from, to, stamp)) return null;
    if (stamp.frame === survey.frame.number && dates.has(stamp)) return dates;
    if (!isPossible(stamp)) return null;
    const moved = this.movedDates(text, to);
    if (this.at !== null && (moved !== null || authorEnd(text, stamp.rest, to) > 0)) this.watch.headerInside();
    return moved;
  }

  /**
   * How the date is put in a header that differs from the file's others in its signs or in the place of the year; null when it differs
   * in more, or when what follows is neither the app's nor a known author's: then it is a line of a message.
   */
  private movedDates(text: string, to: number): Dates | null {
    const { stamp, survey } = this;
    const { frame } = survey;
    const isSimilar = stamp.form === frame.form && stamp.timeFirst === frame.timeFirst;
    const isMoved = stamp.frame !== frame.number && (stamp.year === frame.year || stamp.year * frame.year > 0);
    if (!isSimilar || !isMoved || stamp.second >= 0 !== frame.seconds) return null;
    const dates = stamp.year === frame.year ? this.dates : this.datesOfYear(stamp.year);
    const end = authorEnd(text, stamp.rest, to);
    if (end < 0 || !dates.has(stamp)) return null;
    const isApp = startsWithLead(text.slice(end + 2, end + 3));
    const author = this.authors.at(text, stamp.rest, end);
    return isApp || author?.writes === true || author?.longer === true ? dates : null;
  }

  private datesOfYear(year: number): Dates {
    return new Dates(year === 1 ? 'ymd' : 'dmy');
  }

  private begin(text: string, to: number, dates: Dates): void {
    this.finish();
    const { stamp } = this;
    const day = dates.dayOf(stamp) ?? '';
    const other = this.others?.dayOf(stamp) ?? null;
    this.at = wallClock(day, stamp);
    this.or = other === null ? null : wallClock(other, stamp);
    this.full = false;
    this.watch.time(minutesOf(dates, stamp));
    const end = this.endOfAuthor(text, stamp.rest, to);
    this.text = text.slice(end < 0 ? stamp.rest : afterColon(text, end), to);
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

  /** Where the author ends, and sets who it is; -1 when there is none, as in a notice whose words hold a colon. */
  private endOfAuthor(text: string, from: number, to: number): number {
    const wide = authorEnd(text, from, to);
    let end = wide < 0 ? tightAuthorEnd(text, from, to) : wide;
    let known = end < 0 ? undefined : this.authors.at(text, from, end);
    if (end >= 0 && (known === undefined || !known.writes)) {
      end = this.longerEnd(text, from, end, to);
      known = this.authors.at(text, from, end);
    }
    this.writes = known?.writes ?? false;
    const isKnown = this.writes && known !== undefined && known.entries > 1;
    const isAuthor = end >= 0 && (isKnown || noticeWithColon(text.slice(from, to), this.around) === null);
    if (!isAuthor && this.writes && known !== undefined) this.authors.forget(known);
    this.author = isAuthor ? (known?.name ?? nameOf(text.slice(from, end))) : null;
    return isAuthor ? end : -1;
  }

  /** Where the author ends when their name, or the group's, goes on after the colon at `end`; `end` when it does not. */
  private longerEnd(text: string, from: number, end: number, to: number): number {
    const next = authorEnd(text, end + 2, to);
    if (next < 0 || next - from > LONGEST_AUTHOR) return end;
    const isName = this.authors.at(text, from, next) !== undefined || this.groups.has(nameOf(text.slice(from, next)));
    return isName ? next : end;
  }
}
