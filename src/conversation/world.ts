import type { Policy } from '../guidance/types.js';
import type { Holiday } from '../calendar/words.js';
import type { Vault } from '../history/ports.js';
import type { NameRule } from '../migration/destination.js';
import type { Workplace } from '../migration/ports.js';
import type { Store } from '../records/store.js';
import type { Trust } from '../retention/intake.js';
import type { Directory } from '../roster/person.js';
import type { Readings } from './readings.js';

/** The organisation's own facts: who does what, and how to reach them. Written by its administrator. */
export type Organisation = {
  readonly name: string;
  /** Directory group whose members may read `summary`. */
  readonly administrators: string;
  /** Directory group whose members may decide about a move. */
  readonly approvers: string;
  /** Groups that decide in place of `approvers` about moves for these lines of the schedule; no line stands twice. */
  readonly approversFor?: readonly { readonly purposes: readonly string[]; readonly group: string }[] | undefined;
  /** Directory ids of the data protection officer and deputies, first one first. */
  readonly dpo: readonly string[];
  /** Ids of the teams that are governed: whose retention the organisation looks after. */
  readonly governedTeams: readonly string[];
  /** What the organisation says about the channels and teams that Regroup makes. */
  readonly channels?: ChannelSettings | undefined;
  /** Phone numbers as staff ring them. */
  readonly phones: { readonly dsl: string; readonly office: string; readonly itSupport: string };
  readonly parentMessaging: { readonly name: string; readonly url: string } | null;
  /** Working days that an approver has, and that members have to attest. */
  readonly daysToDecide: number;
  readonly daysToAttest: number;
  /** What of a chat may be moved besides its people. Absent: a fresh start is the only way. */
  readonly history?: HistorySettings | undefined;
  /** Days on which nobody is at school, in the order of the calendar; weekends and bank holidays are known. */
  readonly schoolHolidays?: readonly Holiday[] | undefined;
};

export type ChannelSettings = {
  /** Whether a private channel may be chosen. It needs a permission of its own. */
  readonly private?: boolean | undefined;
  readonly names?: NameRule | undefined;
  /** Id of Regroup in the organisation's app catalogue: with it, Regroup is installed in the team and posts a welcome. */
  readonly app?: string | undefined;
  /** Directory id of the second owner of each new team; without one it is the approver of the move. */
  readonly secondOwner?: string | undefined;
};

export type HistorySettings = {
  /** Whether messages may be put into a channel one by one. It needs a permission of its own. */
  readonly nativeImport: boolean;
  /** Directory id of the account that posts for people who have none; null where none was named. */
  readonly account: string | null;
  /** Name of the retention label that a transcript gets; null where none was named. */
  readonly label: string | null;
  /** Whether importing waits until nobody is at school. */
  readonly outsideSchoolHours: boolean;
};

/** Everything that an answer needs from outside itself. */
export type World = {
  readonly store: Store;
  readonly directory: Directory;
  readonly workplace: Workplace;
  readonly policy: Policy;
  readonly organisation: Organisation;
  readonly now: () => Date;
  /** `ask-7Q2FK3MX`: eight characters that nobody can guess or confuse. */
  readonly newId: (kind: 'ask' | 'mov' | 'inc' | 'evi' | 'cor' | 'rdg') => string;
  /** What was read from exports and is not yet used. */
  readonly readings: Readings;
  /** Where an export waits, sealed, for its move; absent where a chat's history cannot be moved. */
  readonly vault?: Vault;
  /** How the origin of a read-out of Purview is known; absent where none is taken. */
  readonly trust?: Trust;
  /** When what Regroup signs in with ends; null for what does not, `unknown` when it cannot be read. Absent where nobody asks. */
  readonly signInEnds?: () => Promise<Date | 'unknown' | null>;
  /** Address of the page on which a file is chosen in the sandbox, whose client has no paperclip; null elsewhere. */
  readonly attachPage: string | null;
};

/** Who acts: from the signed activity, never from a card. */
export type Actor = {
  /** Directory object id. */
  readonly person: string;
  /** Ties together all that one activity caused. */
  readonly correlationId: string;
  /** In a channel or group chat others read along. */
  readonly place: 'personal' | 'shared';
};
