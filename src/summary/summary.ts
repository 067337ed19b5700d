import type { State } from '../migration/migration.js';
import type { Level } from '../retention/evidence.js';

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
  };
  readonly openIncidents: number;
  readonly refusals: number;
};

/** One team and the levels its evidence proves. */
export type TeamLevels = {
  readonly teamId: string;
  readonly name: string;
  readonly messages: Level;
  readonly files: Level;
};
