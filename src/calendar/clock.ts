const DAY = 86_400_000;
/** Zones change their clocks at a quarter of an hour, at the latest since there is WhatsApp. */
const QUARTER = 15 * 60_000;

/** `at` is a wall-clock time without a zone, `2026-10-25T01:30`. The moments (milliseconds UTC, earlier first) at which a zone's clock showed a time: one; two in the hour that it showed twice; none in the one that it skipped. */
export type Moments = (at: string) => readonly number[];

/** By the IANA database that Node has. Throws `RangeError` for a zone that there is not. */
export function momentsIn(zone: string): Moments {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, readonly number[]>();
  return (at) => {
    const shown = Date.parse(`${at}Z`);
    if (Number.isNaN(shown)) return [];
    const day = Math.floor(shown / DAY) * DAY;
    let offsets = known.get(day) ?? offsetOn(day, clock);
    known.set(day, offsets);
    if (offsets.length === 0) offsets = offsetsAt(Math.floor(shown / QUARTER) * QUARTER, clock);
    return offsets.map((ahead) => shown - ahead);
  };
}

/** The only one that the clock can have had on a day; empty where it changed about then. It does not change there and back in three days. */
function offsetOn(day: number, clock: Intl.DateTimeFormat): readonly number[] {
  const before = offset(day - DAY, clock);
  return before === offset(day + 2 * DAY, clock) ? [before] : [];
}

/** How far the clock can have been ahead of UTC when it showed this, the furthest first. */
function offsetsAt(shown: number, clock: Intl.DateTimeFormat): readonly number[] {
  const around = new Set([shown - DAY, shown + DAY].map((at) => offset(at, clock)));
  return [...around].filter((ahead) => offset(shown - ahead, clock) === ahead).sort((a, b) => b - a);
}

function offset(at: number, clock: Intl.DateTimeFormat): number {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = NaN, month = NaN, day, hour, minute } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - at;
}
