import type { Evidence } from './evidence.js';

/** What one policy does to an item. */
export type Setting = {
  /** Days that it keeps, `Infinity` for ever; null when it keeps nothing. */
  readonly keep: number | null;
  /** Days after which it deletes; null when it never does. */
  readonly remove: number | null;
  /** Whether it names the team, or finds it by an adaptive scope. */
  readonly explicit: boolean;
};

/** What becomes of an item, in the terms of the evidence. */
export type Fate = Pick<Evidence, 'days' | 'action'>;

/**
 * What several policies do together: Microsoft's "principles of retention" (Learn, "Learn about retention policies and retention
 * labels"), in their order. Retention wins over deletion; the longest retention wins; a deletion that names the team wins over
 * one that means everything; the shortest deletion wins.
 *
 * What is deleted later than it is kept is "keep" here, with the days that are sure: a person can delete it in between.
 */
export function fateOf(settings: readonly Setting[]): Fate {
  const kept = Math.max(0, ...settings.flatMap(({ keep }) => keep ?? []));
  const removing = settings.filter(({ remove }) => remove !== null && remove !== Infinity);
  const explicit = removing.filter((one) => one.explicit);
  const removed = Math.min(...(explicit.length > 0 ? explicit : removing).flatMap(({ remove }) => remove ?? []));
  if (kept === 0) return removed === Infinity ? { days: null, action: null } : { days: removed, action: 'delete' };
  if (kept === Infinity) return { days: 0, action: 'keep' };
  return { days: kept, action: removed <= kept ? 'keep-and-delete' : 'keep' };
}

/** Whether what is imported from that day on would already be past its period, and so be deleted soon after it arrives. */
export function pastPeriod(oldest: Date, days: number, now: Date): boolean {
  return days > 0 && now.getTime() - oldest.getTime() > days * DAY_MS;
}

const DAY_MS = 86_400_000;
