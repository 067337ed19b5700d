import { day } from '../calendar/words.js';
import type { Evidence } from './evidence.js';

/** "1 year", "180 days", "ever" for 0: how long, after "keep for". A year of a policy is 365 days, as Microsoft Purview counts it. */
export function period(days: number): string {
  if (days === 0) return 'ever';
  const isYears = days % 365 === 0;
  const count = isYears ? days / 365 : days;
  return `${count} ${isYears ? 'year' : 'day'}${count === 1 ? '' : 's'}`;
}

/** "Keep 1 year, then delete": what the schedule or a policy does, as a fact of a card. Null when the evidence does not say. */
export function policyText({ days, action }: Pick<Evidence, 'days' | 'action'>): string | null {
  if (days === null || action === null) return null;
  if (action === 'delete') return `Delete after ${period(days)}`;
  if (days === 0) return 'Keep for ever';
  return action === 'keep' ? `Keep ${period(days)}, never delete` : `Keep ${period(days)}, then delete`;
}

/** What is missing from a read-out that does not yet show delivery; null when nothing is. */
export function gapText({ covers, enabled, days, action, distribution }: Evidence): string | null {
  if (covers === null) return 'A read-out that lists this team';
  if (enabled === null) return 'A read-out that says the policy is on';
  if (days === null || action === null) return 'A read-out that shows the period';
  if (distribution === 'success') return null;
  if (distribution === 'pending') return 'Delivery: Microsoft reports it as pending';
  if (distribution === 'error') return 'Delivery: Microsoft reports an error';
  return 'A read-out that shows delivery';
}

/** "In effect from Mon 9 Nov 2026" */
export function effectText(from: Date): string {
  return `In effect from ${day(from)}`;
}

/** What was shown once and is not any more. */
export function driftText(readOn: Date): string {
  return `It was proved. The read-out of ${day(readOn)} no longer shows it`;
}
