import type { Organisation } from '../../../conversation/world.js';
import type { HistoryMode } from '../../../history/history.js';
import type { Policy } from '../../../guidance/types.js';
import type { Attestation } from '../../../migration/migration.js';
import type { Team } from '../../../migration/ports.js';
import type { TeamRetention } from '../../../retention/evidence.js';
import type { Person } from '../../../roster/person.js';
import type { Figures, TeamLevels } from '../../../summary/summary.js';

/** What a card shows besides the view itself: read from the directory and the database just before it is drawn. */
export type Scene = {
  readonly policy: Policy;
  readonly organisation: Organisation;
  readonly now: Date;
  /** Every card of a simulated tenant says so. */
  readonly sandbox: boolean;
  /** Directory id of the person who will see the card. */
  readonly reader: string;
  /** In a channel or group chat others read along: no personal detail is shown. */
  readonly place: 'personal' | 'shared';
  /** Everybody the view names; null for an id that the directory no longer has. */
  readonly person: (id: string) => Person | null;
  /** Teams the view names, and all governed ones; null when Microsoft 365 does not have it. */
  readonly team: (id: string) => Team | null;
  /** What the evidence proves for a team, measured against the period that the migration's purpose needs. */
  readonly retention: (teamId: string) => TeamRetention | null;
  readonly governedTeams: readonly Team[];
  /** People who may decide about the migration: approvers, without its owner. */
  readonly approvers: readonly Person[];
  /** Of the migration that the view is about. */
  readonly attestations: readonly Attestation[];
  /** When the DPO was told about outside readers of the group; null as long as no DPO has the card. */
  readonly dpoToldAt: Date | null;
  /** For the summary. */
  readonly figures: Figures | null;
  /** When what Regroup signs in with ends; null for what does not end or is not asked, `unknown` when it cannot be read. */
  readonly signInEnds: Date | 'unknown' | null;
  readonly levels: readonly TeamLevels[];
  /** How many people were told something that the policy answers otherwise now, and have not been sent a correction. */
  readonly toldOtherwise: number;
  /** The ways in which a chat's history can be moved here, a fresh start first. */
  readonly histories: readonly HistoryMode[];
  /** Of those whose messages would go along, who has never talked with Regroup; ids. While members can object. */
  readonly unreached: readonly string[];
  /** Where a file is chosen in the sandbox, whose client has no paperclip; null elsewhere. */
  readonly attachPage: string | null;
};
