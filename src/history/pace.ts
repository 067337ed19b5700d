/** How time passes: clock and wait are the caller's, so that a run's own can be used, and a simulated one in tests. */
export type Clock = { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };

/** A second and a little: what is sent a second apart can arrive closer together. Costs 2 % of the rate. */
const WINDOW = 1_020;
/** More keys than this are looked through for those that are over. */
const MANY_KEYS = 100;

/**
 * Lets each key's calls through in the order in which they were asked for, and never more than `perSecond` of them in any second. Keys
 * do not wait for each other. After a pause as many as that go through at once, so a slow answer costs nothing of the rate.
 */
export class Pace {
  /** For each key the moments of its last calls, the oldest first, `perSecond` at most. */
  private readonly passed = new Map<string, number[]>();
  private readonly queues = new Map<string, Promise<void>>();

  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {
    if (!Number.isInteger(perSecond) || perSecond < 1) throw new RangeError('A pace is a whole number above 0.');
  }

  /** Resolves when it is this call's turn; rejects as `sleep` does, and then the next call's turn comes all the same. */
  turn(key: string): Promise<void> {
    const wait = () => this.wait(key);
    const mine = (this.queues.get(key) ?? Promise.resolve()).then(wait, wait);
    this.queues.set(key, mine);
    const end = () => {
      if (this.queues.get(key) === mine) this.queues.delete(key);
    };
    void mine.then(end, end);
    return mine;
  }

  private async wait(key: string): Promise<void> {
    const last = this.passed.get(key) ?? [];
    const due = last.length < this.perSecond ? -Infinity : (last[0] ?? 0) + WINDOW;
    // Timers may wake a little early.
    for (let left = due - this.clock.now(); left > 0; left = due - this.clock.now()) await this.clock.sleep(left);
    const now = this.clock.now();
    this.passed.set(key, [...last, now].slice(-this.perSecond));
    if (this.passed.size > MANY_KEYS) this.letGo(now);
  }

  private letGo(now: number): void {
    for (const [key, last] of this.passed)
      if (!this.queues.has(key) && (last.at(-1) ?? 0) + WINDOW < now) this.passed.delete(key);
  }
}
