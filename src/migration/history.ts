import type { HistoryMode } from '../history/history.js';
import type { Change } from './changed.js';
import type { HistoryDecisions, HistoryOutcome, Migration, State } from './migration.js';

/** Working days that members have to object. */
export const DAYS_TO_OBJECT = 5;
/** An upload that a run has begun to use is destroyed this many hours later at the latest. */
export const HOURS_TO_USE = 24;
/** What stands where nobody but the officer's answer is missing. */
export const OFFICER_WANTED = 'officer-approval';
/** Not everything arrived as it should. */
export const DIFFERS = 'history-differs';

/** Until then nothing of the chat is in its place, so that what goes along can still be changed. */
const BEFORE: readonly State[] = [
  'draft',
  'submitted',
  'sent-back',
  'expired',
  'approved',
  'provisioning',
  'objecting',
];

/** Whether a data protection officer has to agree. */
export function needsOfficer(mode: HistoryMode): boolean {
  return mode !== 'fresh-start';
}

/** States in which a submitted move waits for its officer, if it has to. */
export const OFFICER_DECIDES: readonly State[] = ['submitted', 'approved', 'provisioning'];

/** Whether a submitted move waits for a data protection officer's word about its history. */
export function awaitsOfficer({ draft, state, history }: Migration): boolean {
  return needsOfficer(draft.history) && OFFICER_DECIDES.includes(state) && history.dpoApproved === null;
}

/** Whether members are told and can object: where everything goes along. Records are picked one by one, as records. */
export function needsObjections(mode: HistoryMode): boolean {
  return mode === 'native-import' || mode === 'sealed-transcript';
}

/** Where a move goes once its channel is there. */
export function afterChannel(mode: HistoryMode): State {
  if (mode === 'fresh-start') return 'members';
  return needsObjections(mode) ? 'objecting' : 'importing';
}

/** A data protection officer agrees. Null when there is nothing to agree to (any more). */
export function historyApproval(
  { draft, state, history, outcome }: Migration,
  by: string,
  at: Date,
  special: HistoryDecisions['special'],
): Change | null {
  if (!needsOfficer(draft.history) || !BEFORE.includes(state) || history.dpoApproved !== null) return null;
  const isAwaited = outcome.problem?.code === OFFICER_WANTED;
  return {
    history: { dpoApproved: { by, at }, special },
    ...(isAwaited ? { outcome: { problem: null } } : {}),
    events: [{ what: 'history.approved', details: { mode: draft.history, special } }],
  };
}

/** The move goes on as a fresh start: the officer said no, the owner thought better of it, or the upload is gone. */
export function historyLeftOut({ draft, state, outcome }: Migration): Change | null {
  const done = outcome.history;
  const isThere = done !== null && (done.startedAt !== null || done.file !== null);
  if (draft.history === 'fresh-start' || isThere || !(BEFORE.includes(state) || state === 'importing')) return null;
  return {
    mode: 'fresh-start',
    history: { dpoApproved: null },
    outcome: { problem: null, history: null },
    events: [{ what: 'history.left-out', details: { mode: draft.history } }],
  };
}

/** This member's messages do not go along. Null for somebody who is not in the move or has said so, and when it is too late. */
export function objection({ draft, state, history }: Migration, memberId: string): Change | null {
  const isKnown = draft.members.some(({ id }) => id === memberId);
  if (!isKnown || !BEFORE.includes(state) || history.objectors.includes(memberId)) return null;
  return {
    history: { objectors: [...history.objectors, memberId] },
    events: [{ what: 'history.objected', details: { member: memberId } }],
  };
}

/** The number in the move of a person of the directory: those who object from their own chat. */
export function memberOf({ draft }: Migration, person: string): string | null {
  return draft.members.find((one) => one.person === person)?.id ?? null;
}

/** Owner or approver lets the move go on with what arrived: with differences, or with a part of it when the upload is gone. */
export function differencesAccepted({ state, outcome }: Migration, by: string): Change | null {
  const { history, problem } = outcome;
  if (state !== 'importing' || history === null || problem?.step !== 'importing') return null;
  return {
    outcome: { problem: null, history: { ...history, acceptedBy: by } },
    events: [{ what: 'history.accepted', details: { differences: { ...history.differences } } }],
  };
}

/** What has happened to the history, with this changed. Nothing when nothing has happened yet. */
export function withDone({ outcome }: Migration, rest: Partial<HistoryOutcome>): Pick<Change, 'outcome'> {
  return outcome.history === null ? {} : { outcome: { history: { ...outcome.history, ...rest } } };
}
