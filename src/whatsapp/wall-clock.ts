import type { WallClock } from './entry.js';
import type { Findings } from './findings.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "5 January 2024", of a time as a phone showed it. */
export function wallDate(at: WallClock): string {
  const [year = '', month = '', day = ''] = at.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${Number(year)}`;
}

/** The dates by which somebody with the phone in their hand can say which reading of the file is right. */
export type Apart = {
  readonly message: 'oldest' | 'newest';
  /** In the order of the readings. */
  readonly dates: readonly [WallClock, WallClock];
};

/**
 * What tells two readings apart: the date of the oldest message, or of the newest where the oldest has the same in both (5 May). Null
 * when both are the same.
 */
export function tellApart([one, other]: readonly [Findings, Findings]): Apart | null {
  for (const message of ['oldest', 'newest'] as const)
    if (one[message].slice(0, 10) !== other[message].slice(0, 10))
      return { message, dates: [one[message], other[message]] };
  return null;
}
