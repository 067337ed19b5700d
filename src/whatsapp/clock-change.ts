import type { WallClock } from './entry.js';

/** A stretch of wall-clock time, to the minute; `to` is no longer in it. */
type Stretch = { readonly from: WallClock; readonly to: WallClock };

const DAY = 86_400_000;
const MINUTE = 60_000;
/** WhatsApp is from 2009. Other times are a phone's mistake, or made up, and are not looked at. */
const YEARS = /^20(?:09|[1-9]\d)/;

/**
 * A test for wall-clock times that the zone's clock showed twice (an hour in autumn) or never (an hour in spring). Zones and their
 * changes are those of the IANA database that Node has. Throws `RangeError` for a zone that there is not.
 */
export function clockChanges(zone: string): (at: WallClock) => boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<string, readonly Stretch[]>();
  return (at) => {
    const month = at.slice(0, 7);
    let stretches = known.get(month);
    if (stretches === undefined) {
      stretches = YEARS.test(month) ? stretchesIn(month, clock) : [];
      known.set(month, stretches);
    }
    return stretches.some(({ from, to }) => at >= from && at < to);
  };
}

function stretchesIn(month: string, clock: Intl.DateTimeFormat): readonly Stretch[] {
  const first = Date.parse(`${month}-01T00:00Z`);
  const found: Stretch[] = [];
  for (let day = first - DAY; day < first + 32 * DAY; day += DAY) {
    const before = offset(day, clock);
    const after = offset(day + DAY, clock);
    if (before === after) continue;
    const change = changeBetween(day, day + DAY, clock);
    const wall = (ahead: number) => new Date(change + ahead).toISOString().slice(0, 16);
    found.push({ from: wall(Math.min(before, after)), to: wall(Math.max(before, after)) });
  }
  return found;
}

/** The minute from which the zone's clock is the one at `to`. */
function changeBetween(from: number, to: number, clock: Intl.DateTimeFormat): number {
  const after = offset(to, clock);
  let [early, late] = [from, to];
  while (late - early > MINUTE) {
    const middle = early + Math.floor((late - early) / MINUTE / 2) * MINUTE;
    if (offset(middle, clock) === after) late = middle;
    else early = middle;
  }
  return late;
}

/** How far the zone's clock is ahead of UTC, in milliseconds. */
function offset(at: number, clock: Intl.DateTimeFormat): number {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = NaN, month = NaN, day, hour, minute } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - at;
}
