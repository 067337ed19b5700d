/** So many attempts in a row that were not answered, whatever they were for: then it is not one request's bad luck. One call of a run has eight. */
const MOST_IN_A_ROW = 10;
/** For so long nothing is sent; then one attempt looks whether it is over. */
const PAUSE_MS = 30_000;

/**
 * Keeps an outage of Microsoft 365 from holding up everybody: when attempts fail one after the other, further ones are not made for a
 * while, and whoever asks hears at once that there is an outage. Being asked for patience (429) is an answer, and no outage.
 */
export class Circuit {
  private failures = 0;
  private closedUntil = -Infinity;

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether the next attempt may be made. While it is closed, one attempt each `PAUSE_MS`: whoever asked first makes it. */
  admits(): boolean {
    if (this.failures < MOST_IN_A_ROW) return true;
    if (this.now() < this.closedUntil) return false;
    this.closedUntil = this.now() + PAUSE_MS;
    return true;
  }

  answered(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= MOST_IN_A_ROW) this.closedUntil = this.now() + PAUSE_MS;
  }
}

/** Nothing was sent, because nothing has been answered for a while. */
export class CircuitClosed extends Error {
  override readonly name = 'CircuitClosed';
}
