import { isPrivate } from '../migration/destination.js';
import type { Attestation, Incident, Migration } from '../migration/migration.js';
import type { Evidence, TeamRetention } from '../retention/evidence.js';

/** Everything that a pack is made from, as it was at one moment. */
export type PackSource = {
  readonly migration: Migration;
  readonly attestations: readonly Attestation[];
  /** Raised by the move, or about its team. */
  readonly incidents: readonly Incident[];
  /** About its team, oldest first. */
  readonly evidence: readonly Evidence[];
  /** What the schedule wants for its purpose; null where it is not in the policy any more. */
  readonly wanted: { readonly label: string; readonly days: number } | null;
  /** What the evidence proves now; null without a team, or without a period. */
  readonly retention: TeamRetention | null;
  /** `uk-schools:2026.11:1a2b3c4d5e6f`. */
  readonly policy: string;
  readonly now: Date;
  readonly sandbox: boolean;
  /** Display names by directory id, read afresh; null where ids are all that goes along. */
  readonly names: ReadonlyMap<string, string> | null;
};

/** What was decided about the move: by whom, when, and how. Words that people wrote stay in the school's own database. */
export function decisionsOf({ migration, incidents, policy }: PackSource): object {
  const { draft, decision, history, outcome, milestones } = migration;
  return {
    move: migration.id,
    owner: migration.owner,
    approver: migration.approver,
    state: migration.state,
    startedAt: migration.startedAt,
    milestones,
    purpose: draft.purpose,
    policy,
    gates: draft.gates,
    destination:
      draft.destination === null ? null : { kind: draft.destination.kind, private: isPrivate(draft.destination) },
    teamId: outcome.teamId,
    channelId: outcome.channelId,
    decision:
      decision === null
        ? null
        : { by: decision.by, at: decision.at, answer: decision.answer, reasonWritten: decision.reason !== '' },
    history: {
      mode: draft.history,
      approved: history.dpoApproved,
      refused: history.refused == null ? null : { by: history.refused.by, at: history.refused.at },
      special: history.special,
      objectUntil: history.objectUntil,
      objectors: history.objectors,
      late: history.late ?? [],
      picked: history.picked.length,
      leftPrivate: history.withheld?.length ?? 0,
      differencesAcceptedBy: outcome.history?.acceptedBy ?? null,
    },
    retentionWaivedBy: outcome.retentionWaivedBy,
    noticeGivenAt: outcome.noticeGivenAt,
    holds: outcome.holds ?? [],
    welcome: outcome.welcome ?? null,
    incidents: incidents.map(({ id, kind, at, state, outsiders, leavers, pupils, retention = null }) => ({
      id,
      kind,
      at,
      state,
      outsiders,
      leavers,
      pupils,
      retention,
    })),
  };
}

/** Everybody in the group by what became of them, by their number in the move and their directory id. The chat's names are not kept. */
export function peopleOf({ migration }: PackSource): object {
  const { draft, outcome } = migration;
  const classes = ['staff', 'guest', 'leaver', 'pupil', 'outsider', 'unknown'] as const;
  const byClass = classes.map((kind) => {
    const people = draft.members.filter((member) => member.class === kind).map(({ id, person }) => ({ id, person }));
    return [kind, people] as const;
  });
  return {
    counts: Object.fromEntries(byClass.map(([kind, people]) => [kind, people.length])),
    people: Object.fromEntries(byClass),
    added: outcome.added,
  };
}

/** What members said about their phones. Whether they wrote something more is said, but not what. */
export function attestationsOf({ attestations, migration }: PackSource): object {
  const said = attestations.map(({ person, requestedAt, reached, state, done, note, answeredAt }) => ({
    person,
    requestedAt,
    reached,
    state,
    done,
    answeredAt,
    noteWritten: note !== '',
  }));
  return { attestBy: migration.outcome.attestBy, attestations: said };
}

/** All evidence about the team, and what it proves at the moment of the pack. */
export function evidenceOf({ evidence, retention, wanted, now, migration }: PackSource): object {
  const { retentionProved, retentionWaivedBy } = migration.outcome;
  return {
    asOf: now,
    wanted,
    retention,
    whenClosed: { proved: retentionProved, waivedBy: retentionWaivedBy },
    evidence,
  };
}

/** What was read back from Microsoft 365 after the run, and each difference that was found. */
export function reconciliationOf({ migration }: PackSource): object {
  const { readBack, history } = migration.outcome;
  return { members: readBack, history };
}

/** Everybody whom the pack speaks of by a directory id. */
export function peopleIn({ migration, attestations, evidence }: PackSource): readonly string[] {
  const { draft, owner, approver, decision, history, outcome, milestones } = migration;
  const all = [
    owner,
    approver,
    decision?.by,
    history.dpoApproved?.by,
    history.refused?.by,
    outcome.retentionWaivedBy,
    outcome.history?.acceptedBy,
    ...(outcome.holds ?? []).flatMap(({ by, ended }) => [by, ended?.by]),
    ...draft.members.map(({ person }) => person),
    ...outcome.added.map(({ person }) => person),
    ...milestones.map(({ by }) => by),
    ...attestations.map(({ person }) => person),
    ...evidence.map(({ by }) => by),
  ];
  return [...new Set(all.flatMap((id) => (id == null || id === 'regroup' ? [] : [id])))];
}
