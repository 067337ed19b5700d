import type { HistoryMode } from '../history/history.js';
import type { Attestation, HistoryOutcome, Migration, State } from './migration.js';
import { accepted } from './changed.js';
import { step, type Run } from './course.js';
import { isPrivate } from './destination.js';

/** Somebody who was asked about their phone, and whether Regroup could send them the card. */
export type Asked = { readonly person: string; readonly reached: boolean };

/** What a run needs to know to choose its next step: ids, counts and times, because the answer of a step is kept. */
export type Facts = {
  readonly state: State;
  readonly ver: number;
  readonly owner: string;
  readonly approver: string | null;
  readonly problem: { readonly step: State; readonly code: string } | null;
  /** Times in milliseconds. */
  readonly decideBy: number | null;
  readonly submittedAt: number;
  readonly closingSince: number;
  readonly attestBy: number | null;
  readonly isNewTeam: boolean;
  /** Of a private channel: whether its owner is in the team yet, which comes before the channel. Absent for any other. */
  readonly privately?: { readonly isOwnerIn: boolean };
  readonly teamId: string | null;
  readonly channelId: string | null;
  /** About the chat's history; absent in what a run remembers from before there was any. */
  readonly history?: HistoryFacts;
  /** Whether a welcome is still to be posted; absent where none is wanted. */
  readonly isWelcomeDue?: boolean;
  /** Absent when the move never was on hold. */
  readonly hold?: HoldFacts;
  /** "3/9": how many of those asked have answered. */
  readonly answers: string;
  readonly unanswered: readonly Asked[];
};

/** The last hold: whether it lasts, which one it is, and who put it. */
export type HoldFacts = { readonly isHeld: boolean; readonly times: number; readonly by: string };

export type HistoryFacts = {
  readonly mode: HistoryMode;
  readonly isApproved: boolean;
  /** Times in milliseconds. */
  readonly objectUntil: number | null;
  /** How many objected when the time was over. */
  readonly late?: number;
  /** Null before the upload was opened. */
  readonly done: HistoryDone | null;
};
export type HistoryDone = {
  readonly posts: number;
  readonly posted: number;
  readonly session: number;
  /** When the session that is open was noted; null when none is. */
  readonly openSince: number | null;
  readonly isCompleted: boolean;
  readonly fileId: string | null;
  readonly isReconciled: boolean;
  readonly hasDifferences: boolean;
  readonly isAccepted: boolean;
  readonly isDestroyed: boolean;
};

/** Looks at the migration as it stands now; null when there is none. */
export function look(run: Run): Promise<Facts | null> {
  return step(run, 'look', () =>
    run.world.store.transact(async (tx) => {
      const migration = await tx.migration(run.id);
      if (migration === null) return null;
      const asked = await tx.attestations(run.id);
      const unanswered = open(asked);
      const answers = `${asked.length - unanswered.length}/${asked.length}`;
      const isWelcomeDue = run.world.welcoming !== undefined && migration.outcome.welcome === undefined;
      return { ...factsOf(migration), ...(isWelcomeDue && { isWelcomeDue }), answers, unanswered };
    }),
  );
}

/** Those who have not answered. */
export function open(asked: readonly Attestation[]): readonly Asked[] {
  return asked.flatMap(({ person, reached, state }) => (state === 'asked' ? [{ person, reached }] : []));
}

function factsOf(migration: Migration): Omit<Facts, 'answers' | 'unanswered'> {
  const { state, ver, owner, approver, decideBy, draft, outcome } = migration;
  const { problem, attestBy, teamId, channelId } = outcome;
  return {
    state,
    ver,
    owner,
    approver,
    problem: problem === null ? null : { step: problem.step, code: problem.code },
    decideBy: decideBy?.getTime() ?? null,
    submittedAt: reachedAt(migration, 'submitted'),
    closingSince: Math.max(reachedAt(migration, 'closing'), lastHoldEnded(migration)),
    attestBy: attestBy?.getTime() ?? null,
    isNewTeam: draft.destination?.kind === 'new-team',
    ...(isPrivate(draft.destination) && { privately: { isOwnerIn: accepted(migration).includes(owner) } }),
    teamId,
    channelId,
    history: historyFacts(migration),
    ...holdFacts(migration),
  };
}

function holdFacts({ outcome: { holds = [] } }: Migration): { readonly hold?: HoldFacts } {
  const last = holds.at(-1);
  return last === undefined ? {} : { hold: { isHeld: last.ended === null, times: holds.length, by: last.by } };
}

/** The time that members have begins anew when a hold ends. */
function lastHoldEnded({ outcome: { holds = [] } }: Migration): number {
  return holds.at(-1)?.ended?.at.getTime() ?? 0;
}

function historyFacts({ draft, history, outcome }: Migration): HistoryFacts {
  return {
    mode: draft.history,
    isApproved: history.dpoApproved !== null,
    objectUntil: history.objectUntil?.getTime() ?? null,
    late: history.late?.length ?? 0,
    done: outcome.history === null ? null : doneOf(outcome.history),
  };
}

function doneOf(history: HistoryOutcome): HistoryDone {
  const { posts, posted, sessions, startedAt, completedAt, file, reconciledAt, differences } = history;
  return {
    posts,
    posted,
    session: sessions,
    openSince: startedAt !== null && completedAt === null ? startedAt.getTime() : null,
    isCompleted: completedAt !== null,
    fileId: file?.id ?? null,
    isReconciled: reconciledAt !== null,
    hasDifferences: Object.keys(differences).length > 0,
    isAccepted: history.acceptedBy !== null,
    isDestroyed: history.destroyedAt !== null,
  };
}

/** When the state was reached last; when the migration changed last, if it never was. */
function reachedAt({ milestones, changedAt }: Migration, state: State): number {
  return (milestones.findLast((one) => one.state === state)?.at ?? changedAt).getTime();
}
