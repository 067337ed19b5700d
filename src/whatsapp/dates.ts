import type { Order, WallClock } from './entry.js';
import type { Stamp } from './stamp.js';
import { dayUnder } from './order.js';

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const MINUTES_OF_DAY = 1440;
/** `T13:55` for each minute of a day, and `:07` for each second of a minute. */
const TIMES = Array.from({ length: MINUTES_OF_DAY }, (_, n) => `T${TWO[Math.floor(n / 60)]}:${TWO[n % 60]}`);
const SECONDS = TWO.map((second) => `:${second}`);

/** Days under one order, of the dates of one stamp. Remembers the last: most entries are of the same day as the one before. */
export class Dates {
  private turn = -1;
  private day: string | null = null;
  /** Days since 1970. */
  number = NaN;

  constructor(readonly order: Order) {}

  /** The day of a stamp, `2024-03-08`; null when there is none under this order. */
  dayOf(stamp: Stamp): string | null {
    if (stamp.turn === this.turn) return this.day;
    this.turn = stamp.turn;
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
  const time = day + (TIMES[hour * 60 + minute] ?? '');
  return second < 0 ? time : time + (SECONDS[second] ?? '');
}

/** Minutes from 1970 to the time of a stamp. */
export function minutesOf(dates: Dates, stamp: Stamp): number {
  dates.has(stamp);
  return dates.number * MINUTES_OF_DAY + stamp.hour * 60 + stamp.minute;
}
