import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../history/pace.js';
import { CircuitClosed, type Circuit } from './circuit.js';

/** Gets sentences for the log: our own words, ids and codes. */
export type Report = (message: string) => void;

/** How long to go on when Microsoft 365 does not answer, or asks for patience itself. */
export type Patience = {
  /** Of one attempt, the whole answer included. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Before the second attempt; doubled with each further one. */
  readonly firstWaitMs: number;
  /** The longest wait between two attempts. When Microsoft asks for more, it has gone on for too long. */
  readonly longestWaitMs: number;
  /**
   * For how long to ask again about a new group that Teams does not know yet. It can take 15 minutes (Microsoft Graph reference,
   * "Create team"); a run comes back with the same request several times, so that it can be stopped in between.
   */
  readonly youngGroupMs: number;
};

/** The time of this machine. */
export const REAL_TIME: Clock = { now: Date.now, sleep: async (ms) => void (await wait(ms)) };

/** While somebody waits for a card, which Teams does for about 15 seconds: better a plain answer soon. */
export const TURN: Patience = {
  timeoutMs: 4_000,
  attempts: 2,
  firstWaitMs: 250,
  longestWaitMs: 2_000,
  youngGroupMs: 0,
};

/** Within a run: waits add up to about two minutes, or to what Microsoft asks for. */
export const RUN: Patience = {
  timeoutMs: 30_000,
  attempts: 8,
  firstWaitMs: 1_000,
  longestWaitMs: 120_000,
  youngGroupMs: 120_000,
};

const TRANSIENT: readonly number[] = [429, 502, 503, 504];

/**
 * Tries a request again that was not answered, or answered with "later". All of ours can be sent twice: reading changes
 * nothing, groups and channels are found again by alias and reference, adding a member who is there changes nothing, and no two
 * messages of a channel have the same millisecond. While the circuit is closed nothing is sent.
 */
export class Persistence implements Middleware {
  private next: Middleware | null = null;

  constructor(
    private readonly patience: Patience,
    private readonly report: Report,
    private readonly circuit: Circuit,
    private readonly clock: Clock = REAL_TIME,
  ) {}

  setNext(next: Middleware): void {
    this.next = next;
  }

  async execute(context: Context): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (!this.circuit.admits()) throw new CircuitClosed();
      const failure = await this.attempt(context);
      if (failure === null) return;
      const pause = attempt < this.patience.attempts ? waitBefore(failure.retryAfterMs, attempt, this.patience) : null;
      if (pause === null) return settle(failure);
      this.report(`${describe(context)}: ${failure.why}; trying again in ${pause} ms`);
      await this.clock.sleep(pause);
    }
  }

  private async attempt(context: Context): Promise<Failure | null> {
    try {
      await this.next?.execute(context);
    } catch (error) {
      // The connection was refused or lost, or nothing came in time.
      this.circuit.failed();
      const why = error instanceof Error ? error.name : typeof error;
      return { why, retryAfterMs: null, error };
    }
    const { response } = context;
    if (response === undefined || !TRANSIENT.includes(response.status)) {
      this.circuit.answered();
      return null;
    }
    if (response.status === 429) this.circuit.answered();
    else this.circuit.failed();
    return { why: String(response.status), retryAfterMs: retryAfter(response, this.clock.now()), error: null };
  }
}

type Failure = { readonly why: string; readonly retryAfterMs: number | null; readonly error: unknown };

/** Leaves the last answer to the client, or throws what there was instead of one. */
function settle(failure: Failure): void {
  if (failure.error !== null) throw failure.error;
}

/** Null when the wait would be too long. */
function waitBefore(retryAfterMs: number | null, attempt: number, patience: Patience): number | null {
  if (retryAfterMs !== null && retryAfterMs > patience.longestWaitMs) return null;
  return retryAfterMs ?? Math.min(patience.firstWaitMs * 2 ** (attempt - 1), patience.longestWaitMs);
}

/** `Retry-After: 10` or `Retry-After: Tue, 24 Nov 2026 10:00:00 GMT`, in milliseconds from now (RFC 9110, 10.2.3). */
export function retryAfter(response: Response, now = Date.now()): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** Method and path, or the host of an address that is a secret itself. The query is left out: it may hold what people typed. */
function describe(context: Context): string {
  const url = new URL(typeof context.request === 'string' ? context.request : context.request.url);
  const where = url.host === GRAPH_HOST ? withoutNames(url.pathname) : 'the content of a file';
  return `${context.options?.method ?? 'GET'} ${where}`;
}

const GRAPH_HOST = 'graph.microsoft.com';

/** `/items/F:/name:/content`: files are named after groups. */
export function withoutNames(path: string): string {
  return path.replaceAll(/:\/[^/]*:/g, ':/…:');
}
