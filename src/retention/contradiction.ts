import type { Evidence } from './evidence.js';
import { period } from './words.js';

/**
 * What in this evidence is the opposite of what the schedule needs ("keep for `days`, then delete"), in our own words; null
 * when nothing is. Silence contradicts nothing.
 *
 * Both directions matter, for different reasons. Too short, or deletion without keeping: school records are lost before their
 * time, and no later policy brings them back. Too long, or no deletion: nothing is lost, but people's data is kept longer than
 * the schedule allows (UK GDPR Article 5(1)(e)), and the cards would promise a deletion that does not come. Only the second can
 * be put right later, so an approver may well let a move go on with it; but neither is "kept as the schedule says".
 */
export function contradiction(evidence: Evidence, wantedDays: number): string | null {
  const { covers, enabled, action, days } = evidence;
  if (enabled === false) return 'The policy is switched off';
  if (covers === false) return 'The policy does not cover this team';
  if (action === 'delete') return 'The policy deletes, but keeps nothing before that';
  if (days === null) return null;
  const needs = `The schedule says ${period(wantedDays)}`;
  if (days !== 0 && days < wantedDays) return `Kept for ${period(days)} only. ${needs}`;
  if (days !== wantedDays) return `Kept for ${period(days)}. ${needs}, then delete`;
  return action === 'keep' ? `Nothing is deleted. ${needs}, then delete` : null;
}
