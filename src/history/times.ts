import type { WallClock } from '../whatsapp/entry.js';
import { momentsIn, type Moments } from '../calendar/clock.js';

/**
 * Gives every entry of an export its own milliseconds, in the order of the file. Most exports tell the minute only, and Microsoft 365
 * takes no two messages of one millisecond: so the entries of one minute (one second, where the export has seconds) are a millisecond
 * apart. Entries that will not be posted have to be taken as well: then what is left out changes no other's time.
 */
export class Times {
  private readonly moments: Moments;
  private readonly taken = new Set<number>();
  /** Minute or second → where its next entry may stand. */
  private readonly next = new Map<number, number>();
  private before = -Infinity;

  /** Throws `RangeError` for a zone that there is not. */
  constructor(zone: string) {
    this.moments = momentsIn(zone);
  }

  /** The first of `span` milliseconds in a row that are the entry's own; null in the hour that the clock skipped. */
  take(at: WallClock, span: number): number | null {
    const begin = this.momentOf(at);
    if (begin === null) return null;
    this.before = begin;
    let first = this.next.get(begin) ?? begin;
    for (let n = 0; n < span; n += 1) {
      if (!this.taken.has(first + n)) continue;
      first += n + 1;
      n = -1;
    }
    for (let n = 0; n < span; n += 1) this.taken.add(first + n);
    this.next.set(begin, first + span);
    return first;
  }

  /**
   * In the hour that the clock showed twice, the first time round unless that would be before the entry that stands before it in the
   * file: the file is in the order in which the phone got the messages.
   */
  private momentOf(at: WallClock): number | null {
    const moments = this.moments(at);
    return moments.find((moment) => moment >= this.before) ?? moments.at(-1) ?? null;
  }
}
