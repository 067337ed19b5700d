import type { HistoryMode } from '../history/history.js';
import type { Exported, Exposure, SealedExport, SeenTimes } from './chat.js';
import type { HistoryDecisions, HistoryOutcome } from './history-record.js';
import type { Level } from '../retention/evidence.js';
import type { Hold } from './hold-record.js';
import type { Welcome } from './welcome-record.js';

export type { HistoryDecisions, HistoryOutcome } from './history-record.js';

/** The steps of the wizard, in order. */
export const STEPS = ['group', 'gates', 'people', 'history', 'destination', 'retention', 'review'] as const;
export type Step = (typeof STEPS)[number];

/** Where a migration is in its life. */
export type State =
  /** The owner is filling in the wizard. */
  | 'draft'
  /** Waiting for another person's decision. */
  | 'submitted'
  /** Decided with yes; the run is about to begin. */
  | 'approved'
  /** The approver sent it back with a reason; the owner can change it and submit again. */
  | 'sent-back'
  /** Nobody decided in time. The owner can submit again. */
  | 'expired'
  /** Team and channel are being made. */
  | 'provisioning'
  /** Members have been told that the chat's history goes along, and have time to object. The channel is there, and empty. */
  | 'objecting'
  /** The chat's history is being put into the channel and read back. Nobody is added meanwhile. */
  | 'importing'
  /** Members are being added and read back. */
  | 'members'
  /** Waiting for evidence that what is posted is kept as the schedule says. */
  | 'retention-pending'
  /** The notice for the WhatsApp group is ready to be pasted by the owner. */
  | 'notifying'
  /** Members say what they have done on their phones. */
  | 'closing'
  | 'closed'
  /** Stopped by the owner or the approver; what was made stays and is listed. */
  | 'stopped'
  /** The draft was given up. */
  | 'cancelled';

/** What became of somebody who was in the WhatsApp group. */
export type Class =
  /** Joins the channel. */
  | 'staff'
  /** Has left the organisation. Left out. */
  | 'leaver'
  /** From outside, with access that somebody agreed to: joins as the guest the directory has. */
  | 'guest'
  /** A pupil. Left out, and the DPO is told. */
  | 'pupil'
  /** Anybody else. Left out, and the DPO is told. */
  | 'outsider'
  /** The owner does not know. A migration with an unknown person cannot be submitted. */
  | 'unknown';

/** Somebody in the WhatsApp group, as the owner's wizard knows them. */
export type Member = {
  /** `p1`, `p2` …: the person's number in this draft. */
  readonly id: string;
  /** The name in the chat, as pasted. Emptied when the migration is submitted: it never leaves the owner's wizard. */
  readonly label: string;
  /** The directory's only exact match for the label, still to be confirmed by the owner. */
  readonly suggested: string | null;
  /** The directory object id, once the owner confirmed or picked the person. */
  readonly person: string | null;
  /** The owner's decision; null while there is none. */
  readonly class: Class | null;
  /** When an export has seen them in the group; null when none has. */
  readonly seen: SeenTimes | null;
};

/** Answers to the gates. Anything but `no` stops the move, because deletion advice could destroy what somebody has asked for. */
export type GateAnswer = 'no' | 'yes' | 'unsure';
export type Gates = {
  /** An open subject access request, FOI request, complaint or investigation that could involve the group. */
  readonly openRequest: GateAnswer | null;
  /** Who runs the group: only a school group is moved. */
  readonly runBy: 'school' | 'parents' | 'pta' | 'union' | 'social' | null;
};

export type Destination =
  /** A channel in a team whose retention is known. `isPrivate`: only those who join read it; absent means that the whole team does. */
  | {
      readonly kind: 'existing-team';
      readonly teamId: string;
      readonly channelName: string;
      readonly isPrivate?: boolean;
    }
  /** A new team: it starts without any proof of retention. */
  | { readonly kind: 'new-team'; readonly teamName: string; readonly channelName: string };

/** What the owner has said so far. */
export type Draft = {
  readonly step: Step;
  readonly groupName: string;
  /** Id of a line of the retention schedule (`T-TRIP`) or of the "never" list. */
  readonly purpose: string | null;
  readonly gates: Gates;
  readonly members: readonly Member[];
  /** What an export told, when one was used; null otherwise. */
  readonly exported: Exported | null;
  /** Directory ids the owner's last search found: the only ones that can be picked. */
  readonly found: readonly string[];
  /** The member the owner is looking up in the directory; null when they add somebody new. */
  readonly finding: string | null;
  readonly history: HistoryMode;
  /** Anything but a fresh start needs the export once more. Absent in drafts from before this could be done. */
  readonly sealed?: SealedExport | null;
  readonly destination: Destination | null;
  /** What its approver has changed since it was submitted; absent where nothing was. */
  readonly edited?: {
    readonly by: string;
    readonly at: Date;
    readonly what: readonly ('destination' | 'history')[];
  } | null;
};

/** A decision, by whom and when. */
export type Decision = {
  readonly by: string;
  readonly at: Date;
  readonly answer: 'approved' | 'sent-back';
  /** What the approver wrote for the owner; empty for an approval. */
  readonly reason: string;
};

/** How adding one person went. */
export type Added = {
  readonly person: string;
  readonly result: 'added' | 'already' | 'refused' | 'skipped';
  /** Our own code for a refusal (`account-blocked`, `no-licence`, `not-found`, `other`); null otherwise. */
  readonly problem: string | null;
};

/** What the run has done and read back so far. */
export type Outcome = {
  readonly teamId: string | null;
  readonly channelId: string | null;
  readonly channelUrl: string | null;
  readonly added: readonly Added[];
  /** Of a private channel: who was put into it, after they were in the team. Absent for any other. */
  readonly inChannel?: readonly string[];
  /** Of a new team: whether it was read back with two owners. Absent for any other. */
  readonly hasTwoOwners?: boolean;
  /** Absent before it was tried, and where no welcome is wanted. */
  readonly welcome?: Welcome;
  /** Membership read back from Microsoft 365; null until then. */
  readonly readBack: {
    readonly at: Date;
    readonly expected: number;
    readonly present: number;
    readonly missing: readonly string[];
  } | null;
  /** Null for a fresh start, and before the run has opened the upload. */
  readonly history: HistoryOutcome | null;
  readonly retentionProved: boolean;
  readonly retentionWaivedBy: string | null;
  readonly noticeGivenAt: Date | null;
  readonly attestBy: Date | null;
  /** Every hold, oldest first; absent in a move that never was on hold. */
  readonly holds?: readonly Hold[];
  /** The step that cannot go on, and who has to act; null when nothing is wrong. */
  readonly problem: Problem | null;
};

export type Problem = {
  readonly step: State;
  /** Our own code, as in `GraphProblem`. */
  readonly code: string;
  readonly who: 'person' | 'administrator' | 'us';
  readonly correlationId: string;
  /** The permission or licence that is missing, when that is known. Moves that failed before this was kept have none at all. */
  readonly missing?: string | null;
};

/** When a state was reached; the progress card and the closing report are written from this. */
export type Milestone = { readonly state: State; readonly at: Date; readonly by: string };

export type Migration = {
  readonly id: string;
  /** Directory object id of the person who started it. */
  readonly owner: string;
  readonly state: State;
  /** Grows by one with every change. A card shows one version; a click on another version changes nothing. */
  readonly ver: number;
  readonly draft: Draft;
  readonly history: HistoryDecisions;
  readonly approver: string | null;
  readonly decideBy: Date | null;
  readonly decision: Decision | null;
  readonly outcome: Outcome;
  readonly milestones: readonly Milestone[];
  readonly startedAt: Date;
  readonly changedAt: Date;
};

/** A member's own statement about their phone. */
export type Attestation = {
  readonly migrationId: string;
  readonly person: string;
  readonly ver: number;
  readonly requestedAt: Date;
  /** False when Regroup has never talked with this person and so could not send them the card. */
  readonly reached: boolean;
  readonly state: 'asked' | 'attested' | 'cannot';
  /** Which of ATTESTED they ticked. */
  readonly done: readonly string[];
  /** What they could not do, in their words. Shown to the owner; never in the audit record. */
  readonly note: string;
  readonly answeredAt: Date | null;
};

/** What a member can say they did (CL-DECOM of the checklists). */
export const ATTESTED = ['left', 'chat', 'gallery', 'backup', 'devices'] as const;

/** Something the DPO has to look at because of who could read a group. */
export type Incident = {
  readonly id: string;
  readonly migrationId: string | null;
  readonly kind:
    | 'outside-reader'
    | 'lost-device'
    /** What was moved is not kept as the schedule wants it, or nobody has looked for a month. `retention` says more. */
    | 'retention';
  readonly raisedBy: string;
  readonly at: Date;
  readonly outsiders: number;
  readonly leavers: number;
  readonly pupils: number;
  readonly state: 'open' | 'decided';
  /** What they could see, where an export told; null where none did. */
  readonly exposure: Exposure | null;
  /** Of a team whose retention is not as it should be; absent otherwise. */
  readonly retention?: Lapse | null;
};

/** A team that is not kept as one of its purposes needs it, as it was found. */
export type Lapse = {
  readonly teamId: string;
  /** Id of a line of the schedule. */
  readonly purpose: string;
  readonly days: number;
  readonly messages: Level;
  readonly files: Level;
};
