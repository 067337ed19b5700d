import { momentsIn } from '../calendar/clock.js';
import type { WallClock } from './entry.js';

/** WhatsApp is from 2009. Other times are a phone's mistake, or made up, and are not looked at. */
const YEARS = /^20(?:09|[1-9]\d)/;

/**
 * A test for wall-clock times that the zone's clock showed twice (an hour in autumn) or never (an hour in spring). Throws `RangeError`
 * for a zone that there is not.
 */
export function clockChanges(zone: string): (at: WallClock) => boolean {
  const moments = momentsIn(zone);
  return (at) => YEARS.test(at) && moments(at).length !== 1;
}
