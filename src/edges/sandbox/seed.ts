import type { Organisation } from '../../conversation/world.js';
import type { Evidence } from '../../retention/evidence.js';
import type { Person } from '../../roster/person.js';

/** A directory group. */
export type SeedGroup = {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  /** Ids of people and of other groups. */
  readonly members: readonly string[];
};

/** A team that is there from the start. It has a "General" channel besides those named. */
export type SeedTeam = {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly description: string;
  readonly owners: readonly string[];
  /** Without the owners. */
  readonly members: readonly string[];
  readonly channels: readonly string[];
};

/** What a simulated tenant begins with. */
export type Seed = {
  readonly tenantId: string;
  /** The application that Regroup is in this tenant. */
  readonly appId: string;
  readonly people: readonly Person[];
  readonly groups: readonly SeedGroup[];
  readonly teams: readonly SeedTeam[];
};

/** A whole organisation for the demo: its tenant, its own facts, and what is known about its teams' retention. */
export type SeedOrganisation = Seed & {
  readonly organisation: Organisation;
  /** As it would stand in the database at that time. */
  readonly evidence: (now: Date) => readonly Evidence[];
  /** Directory ids of the people a visitor can be. */
  readonly personas: {
    /** Teaches Year 6 and wants to move a group. */
    readonly starter: string;
    /** Deputy head: decides about moves and reads the summary. */
    readonly approver: string;
    readonly dpo: string;
    readonly itLead: string;
    /** Is in a group that somebody else moves. */
    readonly member: string;
  };
};
