import type { State } from '../migration/migration.js';
import type { Level } from '../retention/evidence.js';
import type { Cluster } from './clusters.js';

/** The periods an administrator can choose. */
export const PERIODS = ['7d', 'month', 'term', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** What the database can count. Everything is of the whole organisation; `since` limits questions, closed groups and refusals. */
export type Figures = {
  readonly groupsKnown: number;
  readonly byState: Readonly<Partial<Record<State, number>>>;
  readonly closedInPeriod: number;
  readonly approvals: readonly {
    readonly migrationId: string;
    readonly approver: string;
    readonly waitingSince: Date;
  }[];
  readonly attestations: {
    readonly asked: number;
    readonly attested: number;
    readonly cannot: number;
    readonly unreached: number;
  };
  readonly questions: {
    readonly asked: number;
    readonly answered: number;
    readonly withDpo: number;
    readonly open: number;
    readonly dpoAnswered: number;
    /** Askers who said that the answer is wrong. */
    readonly disputed: number;
    /** The questions that the policy did not answer, and the disputed ones, by what they are about. */
    readonly unsettled: readonly Cluster[];
    /** When the oldest question that is with the DPO was sent, whatever the period; null when none is. */
    readonly oldestWithDpo: Date | null;
  };
  readonly openIncidents: number;
  /** Moves that run and are on hold. */
  readonly onHold: number;
  readonly refusals: number;
  /** The audit record, whatever the period. */
  readonly log: {
    readonly entries: number;
    /** When a checkpoint was signed last; null when none was. */
    readonly signedAt: Date | null;
    /** Since when entries wait to be signed for; null when none do. What the record says of its checkpoints does not count. */
    readonly unsignedSince: Date | null;
    /** When the oldest checkpoint was signed that no data protection officer has, nor one after it; null when they have the last. */
    readonly undeliveredSince: Date | null;
  };
};

/** One team and the levels its evidence proves. */
export type TeamLevels = {
  readonly teamId: string;
  readonly name: string;
  readonly messages: Level;
  readonly files: Level;
};
