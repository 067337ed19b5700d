import { isWorkingDay, type Holiday } from '../calendar/words.js';

/** The school's own clock: what a time of day means to everybody here. */
const ZONE = 'Europe/London';
const OPENS = 7;
const CLOSES = 17;
const HOUR_MS = 3_600_000;

/**
 * Milliseconds until nobody is at school: 0 from 17:00 to 07:00, at weekends, on bank holidays and in the school's own holidays. While
 * history is put into a channel nobody can post in it, and everybody sees a banner.
 */
export function untilSchoolIsOut(at: Date, holidays: readonly Holiday[] = []): number {
  const hour = localHour(at);
  if (!isWorkingDay(at, holidays) || hour < OPENS || hour >= CLOSES) return 0;
  // No clock of the zone changes in these hours.
  const sinceFullHour = at.getTime() % HOUR_MS;
  return (CLOSES - hour) * HOUR_MS - sinceFullHour;
}

function localHour(at: Date): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' }).format(at));
}
