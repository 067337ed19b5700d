import { BANK_HOLIDAYS } from './bank-holidays.js';

/** How Regroup writes dates and times: always absolute, always the school's own clock, because a card does not tick. */

const ZONE = 'Europe/London';

function parts(at: Date, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
}

/** "Thu 26 Nov 2026" */
export function day(at: Date): string {
  const p = parts(at, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${p['weekday']} ${p['day']} ${month(p)} ${p['year']}`;
}

/** "Thu 26 Nov 2026, 14:32" */
export function dayAndTime(at: Date): string {
  const p = parts(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day(at)}, ${p['hour']}:${p['minute']}`;
}

/** "Fri 27 Nov", for the narrow corner of a card. */
export function shortDay(at: Date): string {
  const p = parts(at, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${p['weekday']} ${p['day']} ${month(p)}`;
}

/** "Friday 27 November 2026", for a sentence. */
export function fullDay(at: Date): string {
  const p = parts(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${p['weekday']} ${p['day']} ${p['month']} ${p['year']}`;
}

/** "20 November 2026", for a date whose weekday does not matter. */
export function fullDate(at: Date): string {
  const p = parts(at, { day: 'numeric', month: 'long', year: 'numeric' });
  return `${p['day']} ${p['month']} ${p['year']}`;
}

/** ICU writes "Sept" in en-GB; every other month has three letters and so has ours. */
function month(p: Record<string, string>): string {
  return (p['month'] ?? '').slice(0, 3);
}

/** Days on which nobody is at school, both included: `2026-12-21` to `2027-01-01`. */
export type Holiday = { readonly from: string; readonly to: string };

/** The same time of day, `count` working days later: Monday to Friday, without bank holidays and the school's own. */
export function workingDaysAfter(at: Date, count: number, holidays: readonly Holiday[] = []): Date {
  let result = new Date(at);
  for (let left = count; left > 0;) {
    result = new Date(result.getTime() + 86_400_000);
    if (isWorkingDay(result, holidays)) left -= 1;
  }
  return result;
}

/** Whether people work on that day, by the school's own clock. */
export function isWorkingDay(at: Date, holidays: readonly Holiday[] = []): boolean {
  const p = parts(at, { weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' });
  if (p['weekday'] === 'Sat' || p['weekday'] === 'Sun') return false;
  const date = `${p['year']}-${p['month']}-${p['day']}`;
  return !BANK_HOLIDAYS.includes(date) && !holidays.some(({ from, to }) => from <= date && date <= to);
}

/** "a" / "a and b" / "a, b and c" */
export function list(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** "1 person", "2 people": the number with the right form of its noun. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
