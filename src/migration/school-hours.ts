/** The school's own clock: what a time of day means to everybody here. */
const ZONE = 'Europe/London';
const OPENS = 7;
const CLOSES = 17;
const HOUR_MS = 3_600_000;
const WEEKEND = ['Sat', 'Sun'];

/**
 * Milliseconds until nobody is at school: 0 from 17:00 to 07:00 and at weekends. While history is put into a channel nobody can post
 * in it, and everybody sees a banner. Holidays are not known here, so the wait can be longer than it has to be, and never shorter.
 */
export function untilSchoolIsOut(at: Date): number {
  const { weekday, hour } = localTime(at);
  if (WEEKEND.includes(weekday) || hour < OPENS || hour >= CLOSES) return 0;
  // No clock of the zone changes in these hours.
  const sinceFullHour = at.getTime() % HOUR_MS;
  return (CLOSES - hour) * HOUR_MS - sinceFullHour;
}

function localTime(at: Date): { readonly weekday: string; readonly hour: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: parts['weekday'] ?? '', hour: Number(parts['hour']) };
}
