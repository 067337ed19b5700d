import type { Order, WallClock } from './entry.js';
import type { Stamp } from './stamp.js';
import { dayUnder } from './order.js';

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const MINUTES_OF_DAY = 1440;

/** Days under one order. Remembers the last: most entries are of the same day as the one before. */
export class Dates {
  private readonly present: [number, number, number] = [-1, -1, -1];
  private era = '';
  private day: string | null = null;
  /** Days since 1970. */
  number = NaN;

  constructor(readonly order: Order) {}

  /** The day of a stamp, `2024-03-08`; null when there is none under this order. */
  dayOf(stamp: Stamp): string | null {
    const [a, b, c] = stamp.date;
    const { present } = this;
    if (a === present[0] && b === present[1] && c === present[2] && stamp.era === this.era) return this.day;
    present[0] = a;
    present[1] = b;
    present[2] = c;
    this.era = stamp.era;
    const found = dayUnder(this.order, stamp);
    this.day = found === null ? null : `${found.y}-${TWO[found.m]}-${TWO[found.d]}`;
    this.number = found === null ? NaN : Date.UTC(found.y, found.m - 1, found.d) / 86_400_000;
    return this.day;
  }

  has(stamp: Stamp): boolean {
    return this.dayOf(stamp) !== null;
  }
}

/** The time of a stamp of a day. */
export function wallClock(day: string, { hour, minute, second }: Stamp): WallClock {
  return second < 0 ? `${day}T${TWO[hour]}:${TWO[minute]}` : `${day}T${TWO[hour]}:${TWO[minute]}:${TWO[second]}`;
}

/** Minutes from 1970 to the time of a stamp. */
export function minutesOf(dates: Dates, stamp: Stamp): number {
  dates.has(stamp);
  return dates.number * MINUTES_OF_DAY + stamp.hour * 60 + stamp.minute;
}
