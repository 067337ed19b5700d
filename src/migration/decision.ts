import { workingDaysAfter, type Holiday } from '../calendar/words.js';
import { isDeepStrictEqual } from 'node:util';
import { exposureOf } from './exposure.js';
import type { Draft, Incident, Migration, State } from './migration.js';
import { peopleCounts } from './people.js';
import { cut } from './text.js';

/** The most characters of a reason: it has to be read on a phone. */
export const LONGEST_REASON = 500;

/**
 * Hands the complete draft to the approver. From here on the names in the chat are gone for good: when the move comes back, its
 * people stand as their directory entries or as "Outside person 1", with the classes they were given, and can be changed.
 */
export function submit(
  migration: Migration,
  approver: string,
  now: Date,
  daysToDecide: number,
  holidays: readonly Holiday[] = [],
): Migration {
  return {
    ...reached(migration, 'submitted', migration.owner, now),
    draft: { ...withoutLabels(migration.draft), step: 'review', edited: null },
    approver,
    decideBy: workingDaysAfter(now, daysToDecide, holidays),
    decision: null,
  };
}

export function approve(migration: Migration, by: string, now: Date): Migration {
  const decision = { by, at: now, answer: 'approved', reason: '' } as const;
  return { ...reached(migration, 'approved', by, now), decision };
}

/** Back to the owner, at the review: everything they said still stands and can be changed. */
export function sendBack(migration: Migration, by: string, reason: string, now: Date): Migration {
  const decision = { by, at: now, answer: 'sent-back', reason: cut(reason, LONGEST_REASON) } as const;
  return { ...reached(migration, 'sent-back', by, now), decision, decideBy: null };
}

/** Another person decides, in the same time from now that the first one had. That the first was not reached matters no more. */
export function passOn(
  migration: Migration,
  to: string,
  now: Date,
  daysToDecide: number,
  holidays: readonly Holiday[] = [],
): Migration {
  const decideBy = workingDaysAfter(now, daysToDecide, holidays);
  const outcome = { ...migration.outcome, problem: null };
  return { ...migration, approver: to, decideBy, outcome, ver: migration.ver + 1, changedAt: now };
}

/** Given up by its owner; nothing was made. What was typed about people goes with it. */
export function cancel(migration: Migration, now: Date): Migration {
  return { ...reached(migration, 'cancelled', migration.owner, now), draft: withoutLabels(migration.draft) };
}

/** What is wrong with a reason for sending a move back; null when it can be given to the owner. */
export function reasonProblem(reason: string): string | null {
  if (reason.trim() === '') return 'write what needs to change.';
  return [...reason.trim()].length > LONGEST_REASON ? `use ${LONGEST_REASON} characters at most.` : null;
}

/** What the DPO has to look at: people who could read the group and are not staff of the school; null when there were none. */
export function outsideReaders(migration: Migration, id: string, now: Date): Incident | null {
  const { leaver, pupil, outsider } = peopleCounts(migration.draft);
  if (leaver + pupil + outsider === 0) return null;
  return {
    id,
    migrationId: migration.id,
    kind: 'outside-reader',
    raisedBy: migration.owner,
    at: now,
    outsiders: outsider,
    leavers: leaver,
    pupils: pupil,
    state: 'open',
    exposure: exposureOf(migration.draft),
  };
}

/** Whether the DPO has been told the same about just these readers before: a move can be submitted more than once. */
export function isSameIncident(one: Incident, other: Incident): boolean {
  const facts = ({ kind, outsiders, leavers, pupils, exposure }: Incident) => [
    kind,
    outsiders,
    leavers,
    pupils,
    exposure,
  ];
  return isDeepStrictEqual(facts(one), facts(other));
}

/** What went wrong while somebody was waited for ("the approver cannot be reached") is over with the waiting. */
function reached(migration: Migration, state: State, by: string, now: Date): Migration {
  const milestones = [...migration.milestones, { state, at: now, by }];
  const outcome = { ...migration.outcome, problem: null };
  return { ...migration, state, outcome, milestones, ver: migration.ver + 1, changedAt: now };
}

function withoutLabels(draft: Draft): Draft {
  const members = draft.members.map((one) => ({ ...one, label: '', suggested: null }));
  return { ...draft, members, found: [], finding: null };
}
