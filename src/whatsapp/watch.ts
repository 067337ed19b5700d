import type { Entry, Warning } from './entry.js';
import type { Author } from './author.js';

const HOUR = 60;
/** Entries of one phone are out of order by less than this. */
const FAR_BACK = 24 * HOUR;
/** An entry that is earlier than both its neighbours by more than this may be a line of a message. */
const DIP = 12 * HOUR;
const MOST_NAMES = 5000;

/** Watches the entries go by for what the reader of the result has to know. Keeps counts and names, no text. */
export class Watch {
  private entries = 0;
  private linesBefore = 0;
  private inside = 0;
  private backwards = 0;
  private beginning = false;
  private attached = false;
  private blocked = false;
  private memberNotices = 0;
  private readonly named = new Set<string>();
  private previous = NaN;
  /** The time before an entry that is earlier than it. */
  private before = NaN;

  lineBefore(): void {
    this.linesBefore++;
  }

  headerInside(): void {
    this.inside++;
  }

  /** The time of the next entry, in minutes. */
  time(time: number): void {
    // The entry before this one was far earlier than the one before it, and this one is not: a dip.
    if (!Number.isNaN(this.before)) {
      if (time >= this.before - DIP) this.inside++;
      else this.backwards++;
    }
    const isBack = time < this.previous - (Number.isNaN(this.before) ? DIP : FAR_BACK);
    this.before = isBack ? this.previous : NaN;
    this.previous = time;
  }

  entry(entry: Entry): void {
    this.entries++;
    if (entry.kind !== 'notice' && entry.kind !== 'text' && entry.kind !== 'media')
      this.attached ||= /\.\w{2,4}\b/.test(entry.text.slice(0, 200));
    const { notice } = entry;
    if (notice === null) return;
    if (this.entries <= 5 && (notice.type === 'encryption' || notice.type === 'created')) this.beginning = true;
    if (notice.type === 'privacy-on') this.blocked = true;
    if (notice.type === 'privacy-off') this.blocked = false;
    if (['added', 'joined', 'joined-by-link', 'created'].includes(notice.type)) this.memberNotices++;
    for (const name of [notice.actor, ...notice.targets]) {
      if (name !== null && this.named.size < MOST_NAMES) this.named.add(name);
    }
  }

  warnings(authors: readonly Author[], open: boolean, tooLong: number, cutOff: boolean): readonly Warning[] {
    const { entries } = this;
    const isFull = entries >= 39_900 || (this.attached && entries >= 9_900 && entries <= 10_200);
    const strangers = this.strangers(authors);
    const all: readonly (Warning | false)[] = [
      open && { code: 'ambiguous-dates' },
      isFull && !this.beginning && { code: 'probably-cut', entries },
      this.blocked && { code: 'export-may-be-blocked' },
      this.inside > 0 && { code: 'header-inside-message', times: this.inside },
      this.backwards > 0 && { code: 'time-runs-backwards', times: this.backwards },
      strangers > 0 && { code: 'unknown-author', times: strangers },
      tooLong > 0 && { code: 'too-long', times: tooLong },
      cutOff && { code: 'cut-off' },
      this.linesBefore > 0 && { code: 'lines-before', lines: this.linesBefore },
    ];
    return all.filter((each) => each !== false);
  }

  /** Names that wrote once and that no notice names, in a group whose notices tell who came in. */
  private strangers(authors: readonly Author[]): number {
    if (!this.beginning || this.memberNotices < 2 || this.entries < 20) return 0;
    return authors.filter(({ name, entries, writes }) => writes && entries === 1 && !this.named.has(name)).length;
  }
}
