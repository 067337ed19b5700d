import type { Policy } from '../guidance/types.js';
import type { Evidence, TeamRetention } from '../retention/evidence.js';
import { isProved, retentionOf, retentionOfPrivate } from '../retention/state.js';
import { DAY_MS, SECOND_MS, change, type Run } from './course.js';
import { isPrivate } from './destination.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';

/** Goes on when retention is proved for messages and files, or an approver has waived the proof; looks again every day. */
export async function proveRetention(run: Run): Promise<number> {
  const pause = await change(run, 'check retention', async (migration, at, tx) => {
    const { state, outcome } = migration;
    const { teamId } = outcome;
    if (state !== 'retention-pending' || teamId === null) return null;
    const found = retentionFor(migration, await tx.evidence([teamId]), wantedDays(migration, run.world.policy), at);
    const details = { teamId, messages: found.messages.level, files: found.files.level };
    const events = [{ what: 'retention.checked', details }] as const;
    const isWhole = isProved(found.messages.level) && isProved(found.files.level);
    if (!isWhole && outcome.retentionWaivedBy === null) return { events, pause: untilNextCheck(found, at) };
    return { to: 'notifying', outcome: { retentionProved: isWhole, problem: null }, events };
  });
  // The owner's card shows the levels, which change without the migration.
  run.memory.shown = '';
  return pause;
}

/** What the evidence about its team proves for the channel of the move, measured against these days. */
export function retentionFor(
  { draft }: Migration,
  evidence: readonly Evidence[],
  days: number,
  now: Date,
): TeamRetention {
  const team = retentionOf(evidence, { days }, now);
  return isPrivate(draft.destination) ? retentionOfPrivate(team) : team;
}

/** Days that the schedule keeps what belongs to the migration's purpose. Throws when the policy no longer has the purpose. */
export function wantedDays({ id, draft }: Migration, policy: Policy): number {
  const days = policy.schedule.find((line) => line.id === draft.purpose)?.days;
  if (days === null || days === undefined) throw new WorkplaceProblem('purpose-unknown', 'administrator', id);
  return days;
}

/** A day, or until a delivered policy takes effect when that is sooner. */
function untilNextCheck({ messages, files }: TeamRetention, now: Date): number {
  const ahead = [messages.recheck, files.recheck].flatMap((at) => (at !== null && at > now ? [at] : []));
  const soonest = Math.min(DAY_MS, ...ahead.map((at) => at.getTime() - now.getTime()));
  return Math.max(soonest, 60 * SECOND_MS);
}
