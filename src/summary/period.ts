import type { Period } from './summary.js';

const DAY_MS = 86_400_000;

/**
 * First days of the terms, as month and day. Each county sets its own dates; these are close to most English ones, and the
 * summary says the date it begins with.
 */
const TERMS = [
  [1, 1],
  [4, 15],
  [9, 1],
] as const;

/** When a period that holds `now` began: midnight on the school's own clock, or seven days ago to the second. */
export function beginOf(period: Period, now: Date): Date {
  if (period === '7d') return new Date(now.getTime() - 7 * DAY_MS);
  const { year, month, day } = schoolDate(now);
  if (period === 'month') return midnight(year, month, 1);
  if (period === 'year') return midnight(month >= 9 ? year : year - 1, 9, 1);
  const [termMonth, termDay] = TERMS.findLast(([m, d]) => m < month || (m === month && d <= day)) ?? TERMS[0];
  return midnight(year, termMonth, termDay);
}

function schoolDate(at: Date): { readonly year: number; readonly month: number; readonly day: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 1, day: parts.get('day') ?? 1 };
}

/** In summer the day begins an hour before it does in UTC. */
function midnight(year: number, month: number, day: number): Date {
  const utc = Date.UTC(year, month - 1, day);
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
  return new Date(utc - Number(hour.format(utc)) * 3_600_000);
}
