import { dayOf } from './calendars.js';
import type { Day } from './calendars.js';
import type { Order } from './entry.js';
import type { Stamp } from './stamp.js';

/** Days that phones put entries out of order by themselves: messages that arrive late, notices that are put first. */
const DISORDER = 20;
const DAY = 86_400_000;

/** The day of a stamp under an order; null when there is none. */
export function dayUnder(order: Order, stamp: Stamp): Day | null {
  const [a, b, c] = stamp.date;
  const [da, , dc] = stamp.digits;
  if (order === 'dmy') return dc === 1 && stamp.era === '' ? null : dayOf(c, b, a, dc, stamp.era);
  if (order === 'mdy') return dc === 1 && stamp.era === '' ? null : dayOf(c, a, b, dc, stamp.era);
  if (da === 1 && stamp.era === '') return null;
  return order === 'ymd' ? dayOf(a, b, c, da, stamp.era) : dayOf(a, c, b, da, stamp.era);
}

/** What the dates of a file say for one order. */
type Tally = {
  readonly order: Order;
  /** The day of the present run of entries with one date, as days since 1970; NaN when there is none under this order. */
  day: number;
  /** The last such day that was not NaN. */
  last: number;
  /** Runs and entries that are a day under this order. */
  runs: number;
  entries: number;
  /** Steps back by more than a day, and by more than `DISORDER`. */
  back: number;
  farBack: number;
  /** Attachments whose names hold this day, and no day of another order. */
  attachments: number;
};

/**
 * Runs that are a day under one order and none under another, in their place in time: evidence for the one. What the present run adds
 * waits until the next one shows that it is in its place: a line of a log, pasted into a message, mostly is not.
 */
type Support = { runs: number; entries: number; first: boolean; waiting: boolean };

/** Gathers what a file says about the order of its dates (the ladder of evidence), entry by entry. */
export class OrderEvidence {
  private readonly tallies: readonly Tally[];
  private readonly support = new Map<string, Support>();
  private turn = -1;
  private readonly present: [number, number, number] = [-1, -1, -1];
  private entries = 0;
  /** Entries of the present run. */
  private length = 0;
  private runs = 0;
  private unpadded = false;
  private sign = '';
  private joint = '';
  private dated = 0;
  private readonly latest: number;

  /** `today`: no entry is later than the day after it; null when it is not known. */
  constructor(candidates: readonly Order[], today: Date | null) {
    this.latest = today === null ? Infinity : Math.floor(today.getTime() / DAY) + 1;
    this.tallies = candidates.map((order) => ({
      order,
      day: NaN,
      last: NaN,
      runs: 0,
      entries: 0,
      back: 0,
      farBack: 0,
      attachments: 0,
    }));
  }

  /** Takes the stamp of the next entry; false, and nothing is taken, when there is no such day under any order. */
  add(stamp: Stamp): boolean {
    if (stamp.turn !== this.turn && this.isNew(stamp)) {
      if (this.tallies.every(({ order }) => dayUnder(order, stamp) === null)) return false;
      this.nextRun(stamp);
    }
    this.turn = stamp.turn;
    this.entries++;
    this.length++;
    return true;
  }

  /** Takes the day that the name of an attachment holds, of the entry that was added last. */
  addAttachment(day: Day): void {
    const named = Date.UTC(day.y, day.m - 1, day.d) / DAY;
    this.dated++;
    const near = this.tallies.filter((tally) => Math.abs(tally.day - named) <= 1);
    if (near.length === 1 && near[0] !== undefined) near[0].attachments++;
  }

  /** The orders that are left, the likelier first. */
  decide(): readonly [Order] | readonly [Order, Order] {
    this.settle(null);
    const ranked = this.ranked();
    const [first, ...others] = ranked;
    if (first === undefined) return ['dmy'];
    const unbeaten = ranked.filter((x) => !ranked.some((y) => y !== x && this.beats(y, x)));
    const left = this.usualOf(unbeaten);
    const [one = first, two] = left.length === 0 ? [first, others[0]] : left;
    return two === undefined ? [one.order] : [one.order, two.order];
  }

  private isNew({ date }: Stamp): boolean {
    const { present } = this;
    return date[0] !== present[0] || date[1] !== present[1] || date[2] !== present[2];
  }

  private nextRun(stamp: Stamp): void {
    const days = new Map(this.tallies.map(({ order }) => [order, this.numberOf(order, stamp)]));
    this.settle(days);
    this.runs++;
    this.sign = stamp.sign;
    this.joint = stamp.joint;
    this.present.splice(0, 3, ...stamp.date);
    if (stamp.digits[0] === 1 || stamp.digits[1] === 1) this.unpadded = true;
    for (const tally of this.tallies) tally.day = days.get(tally.order) ?? NaN;
    for (const tally of this.tallies) if (!Number.isNaN(tally.day)) this.nextDay(tally);
  }

  private nextDay(tally: Tally): void {
    tally.runs++;
    if (tally.day < tally.last - 1) tally.back++;
    if (tally.day < tally.last - DISORDER) tally.farBack++;
    else this.supportRun(tally);
    tally.last = tally.day;
  }

  /** Days since 1970; NaN when there is no such day yet. */
  private numberOf(order: Order, stamp: Stamp): number {
    const day = dayUnder(order, stamp);
    const number = day === null ? NaN : Date.UTC(day.y, day.m - 1, day.d) / DAY;
    return number > this.latest ? NaN : number;
  }

  private supportRun(tally: Tally): void {
    for (const other of this.tallies) {
      if (other === tally || !Number.isNaN(other.day)) continue;
      const support = this.supportOf(tally.order, other.order);
      support.waiting = true;
    }
  }

  /** Counts what has been waiting, or drops it when the run after it is far earlier. `runs` is how many runs there were. */
  private settle(days: ReadonlyMap<Order, number> | null): void {
    for (const tally of this.tallies) {
      if (!Number.isNaN(tally.day)) tally.entries += this.length;
      const isBack = days !== null && (days.get(tally.order) ?? NaN) < tally.last - DISORDER;
      for (const other of this.tallies) {
        const support = this.supportOf(tally.order, other.order);
        if (support.waiting && !isBack) {
          support.runs++;
          support.entries += this.length;
          if (this.runs === 1) support.first = true;
        }
        support.waiting = false;
      }
    }
    this.length = 0;
  }

  private supportOf(order: Order, against: Order): Support {
    const key = `${order}>${against}`;
    const found = this.support.get(key) ?? { runs: 0, entries: 0, first: false, waiting: false };
    this.support.set(key, found);
    return found;
  }

  private beats(x: Tally, y: Tally): boolean {
    const pro = this.supportOf(x.order, y.order);
    const contra = this.supportOf(y.order, x.order);
    const strong = pro.first || pro.runs >= 3 || pro.entries * 3 >= this.entries;
    if (pro.runs > 0 && strong && contra.runs * 20 <= pro.runs) return true;
    if (contra.runs > 0 || pro.runs > 0) return false;
    const named = x.attachments >= 2 || (x.attachments === 1 && this.dated === 1);
    if (named && y.attachments * 10 <= x.attachments) return true;
    return y.farBack >= 2 && x.back === 0;
  }

  /** The candidates, the likeliest first: by what there is of evidence, then by how CLDR's locales write such dates. */
  private ranked(): readonly Tally[] {
    const likely = this.usual();
    return [...this.tallies].sort(
      (x, y) =>
        y.entries - x.entries ||
        y.attachments - x.attachments ||
        x.farBack - y.farBack ||
        likely.indexOf(x.order) - likely.indexOf(y.order),
    );
  }

  /** No locale writes the year, the day and then the month, or a short year first before dots or padded slashes. */
  private usualOf(tallies: readonly Tally[]): readonly Tally[] {
    const isRare = ({ order }: Tally) =>
      order === 'ydm' ||
      (order === 'ymd' && this.tallies.length > 2 && this.usual()[0] !== 'ymd' && !this.mayBeShortYearFirst());
    const usual = tallies.filter((tally) => !isRare(tally));
    return usual.length === 0 ? tallies : usual;
  }

  private mayBeShortYearFirst(): boolean {
    return this.sign === '-' || (this.sign === '/' && this.unpadded);
  }

  /** CLDR's habits: `2/5/23` is mostly American, `23. 2. 5.` Korean, everything else has the day first. */
  private usual(): readonly Order[] {
    if (this.sign === '' || (this.sign === '.' && this.joint === '.')) return ['ymd', 'dmy', 'mdy', 'ydm'];
    if (this.sign === '/' && this.unpadded && this.tallies.length > 2) return ['mdy', 'dmy', 'ymd', 'ydm'];
    return ['dmy', 'mdy', 'ymd', 'ydm'];
  }
}
