import type { AuditEvent, Entry } from '../audit/entry.js';
import type { LogTx } from '../audit/ports.js';
import type { Told } from '../guidance/told.js';
import type { Understood, Decision as Verdict, Confirmation } from '../guidance/types.js';
import type { Attestation, Incident, Migration } from '../migration/migration.js';
import type { Topic } from '../migration/ports.js';
import type { Evidence } from '../retention/evidence.js';
import type { Figures } from '../summary/summary.js';

/** A question that somebody asked. Its words are not kept: only what was understood, in the policy's own terms. */
export type Question = {
  readonly id: string;
  readonly asker: string;
  readonly askedAt: Date;
  readonly ver: number;
  readonly understood: Understood;
  readonly confirmation: Confirmation | null;
  readonly verdict: Verdict | null;
  /** How often the asker has been asked back. */
  readonly rounds: number;
  readonly state:
    /** Waiting for the asker's answer to a clarifying or confirmation card. */
    | 'open'
    | 'answered'
    /** In the data protection officer's queue. */
    | 'with-dpo'
    /** A data protection officer has answered it. */
    | 'dpo-answered'
    | 'cancelled';
  /** From the moment it is handed to the data protection officer; null before. */
  readonly escalation: Escalation | null;
};

/** What the data protection officer has of a question, and what came of it. */
export type Escalation = {
  readonly sentAt: Date;
  /** The asker's own words, masked, as they saw them before they sent them; null when they sent only what was understood. */
  readonly words: string | null;
  /** Whether the asker thinks that the answer they got is wrong. */
  readonly disputed: boolean;
  /** Officers for whom it is not; the others still have it. */
  readonly passedBy: readonly string[];
  readonly answer: OfficerAnswer | null;
};

/** Another answer than the one somebody was told, because the policy has changed. Each person has one for each change. */
export type Correction = {
  /** The change: `chg-` and eight characters. */
  readonly change: string;
  readonly person: string;
  /** All that were ordered together. */
  readonly batch: string;
  readonly questionId: string;
  readonly from: Verdict['verdict'];
  /** The new answer; null when the policy would now ask something first. */
  readonly decision: Verdict | null;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  readonly state:
    | 'ordered'
    /** The person has the card. */
    | 'shown'
    /** They have removed Regroup. */
    | 'unreachable';
};

export type OfficerAnswer = {
  readonly by: string;
  readonly at: Date;
  readonly text: string;
  /** Whether it may show the policy's editor what staff ask and what the answer is. */
  readonly example: boolean;
};

/** A policy, and since when it was in force. */
export type PolicyVersion = {
  /** SHA-256 of its whole content, hex. */
  readonly hash: string;
  /** `uk-schools:2026.11:1a2b3c4d5e6f`, as questions and the audit record name it. */
  readonly code: string;
  readonly status: 'draft' | 'proposed' | 'adopted';
  /** What was open, by whom and since when: `tripBackup:dpo:2026-11-20`. */
  readonly opened: readonly string[];
  readonly adoptedAt: Date;
};

/** A read-out of Purview that was taken: enough to know it again. */
export type TakenReadOut = {
  /** Of its bytes, hex. */
  readonly sha256: string;
  readonly nonce: string;
  readonly readAt: Date;
  readonly takenAt: Date;
  /** Directory id of whoever gave it, or `regroup`. */
  readonly by: string;
};

/** How to reach a person: what Teams told us when they last talked with Regroup. */
export type Acquaintance = {
  readonly person: string;
  /** Bot Framework conversation reference, as JSON. */
  readonly reference: unknown;
  readonly seenAt: Date;
};

/** A card that stands in somebody's chat and can be updated in place. */
export type SentCard = {
  /** `kind/subject/person` of the notice. */
  readonly key: string;
  readonly activityId: string;
  readonly conversationId: string;
};

/**
 * One transaction. Everything read here is as of now, everything written commits together with its audit entries, and nothing
 * commits when an entry is refused.
 */
export interface Tx {
  /** Appends to the audit log. With a `dedupe` key, the second append of the same key changes nothing. */
  record(event: AuditEvent, dedupe?: string): Promise<void>;

  /** The question, locked until the transaction ends; null when there is none. */
  question(id: string): Promise<Question | null>;
  /** Inserts version 1 or replaces version `ver - 1`; throws `StaleVersion` when another one is stored. */
  putQuestion(question: Question): Promise<void>;
  /** All in the data protection officer's queue, oldest first. */
  queue(): Promise<readonly Question[]>;
  /** What this person asked since then, newest first. */
  questionsOf(asker: string, since: Date): Promise<readonly Question[]>;
  /** Every answer that was given since then, newest first. */
  told(since: Date): Promise<readonly Told[]>;
  /** Inserts; whoever has a correction of the same change keeps it. Answers how many were new. */
  orderCorrections(corrections: readonly Correction[]): Promise<number>;
  corrections(changes: readonly string[]): Promise<readonly Correction[]>;
  /** Those of a batch that are still to be shown. */
  correctionsDue(batch: string): Promise<readonly Correction[]>;
  /** Batches of which some are still to be shown. */
  batchesDue(): Promise<readonly string[]>;
  /** Locked until the transaction ends. */
  correction(change: string, person: string): Promise<Correction | null>;
  /** Stores its state. */
  noteCorrection(correction: Correction): Promise<void>;
  /** Those whose answer a data protection officer has marked as an example, oldest first. */
  examples(): Promise<readonly Question[]>;

  /** The migration, locked until the transaction ends; null when there is none. */
  migration(id: string): Promise<Migration | null>;
  /** Inserts version 1 or replaces version `ver - 1`; throws `StaleVersion` when another one is stored. */
  putMigration(migration: Migration): Promise<void>;
  /** All migrations that a person owns, newest first. */
  migrationsOf(owner: string): Promise<readonly Migration[]>;
  /** Migrations that wait for this person's decision, oldest first. */
  waitingFor(approver: string): Promise<readonly Migration[]>;
  /** The newest migrations of groups of this name, at most `most`; case, spaces and Unicode's forms do not count. Not locked. */
  migrationsNamed(groupName: string, most: number): Promise<readonly Migration[]>;
  /** Ids of all migrations in one of the states. */
  migrationsIn(states: readonly Migration['state'][]): Promise<readonly string[]>;

  /** Ids of migrations that have begun to import history and have not been seen to be complete, whatever their state. */
  importsOpen(): Promise<readonly string[]>;

  attestations(migrationId: string): Promise<readonly Attestation[]>;
  /** Unanswered attestations of a person, oldest first. */
  attestationsOf(person: string): Promise<readonly Attestation[]>;
  /** Inserts or replaces by migration and person; `ver` as for migrations. */
  putAttestation(attestation: Attestation): Promise<void>;

  putIncident(incident: Incident): Promise<void>;
  incident(id: string): Promise<Incident | null>;
  /** Those that a migration raised, oldest first. */
  incidentsOf(migrationId: string): Promise<readonly Incident[]>;
  /** Those about a team's retention, oldest first. */
  lapses(): Promise<readonly Incident[]>;

  /** All evidence for these teams, oldest first. */
  evidence(teamIds: readonly string[]): Promise<readonly Evidence[]>;
  /** Inserts; a second one with the same id changes nothing. */
  putEvidence(evidence: Evidence): Promise<void>;
  /** Notes a read-out as taken; false, and nothing noted, when its bytes or its nonce were taken before. */
  noteReadOut(taken: TakenReadOut): Promise<boolean>;

  /** Every version of the policy that was in force, oldest first. */
  policyVersions(): Promise<readonly PolicyVersion[]>;
  /** Takes a version into force; false when it is in force already. */
  adoptPolicy(version: PolicyVersion): Promise<boolean>;

  /** Sends a message to the migration's run when, and only when, the transaction commits. The same `key` is sent once. */
  tell(migrationId: string, topic: Topic, key: string): Promise<void>;

  acquaintance(person: string): Promise<Acquaintance | null>;
  putAcquaintance(acquaintance: Acquaintance): Promise<void>;
  sentCard(key: string): Promise<SentCard | null>;
  putSentCard(card: SentCard): Promise<void>;

  /** True the first time a key (conversation and activity id) is seen, false ever after. */
  firstSight(key: string): Promise<boolean>;

  figures(since: Date): Promise<Figures>;

  /** The audit log beside recording: its tree, its checkpoints and their keys. */
  readonly log: LogTx;
}

/** What Regroup remembers. */
export interface Store {
  /** Runs the work in one transaction; when the work throws, nothing of it happened. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The audit log from its first entry, in order, read in pages. */
  entries(): AsyncIterable<Entry>;
}

/** The record was changed by somebody else since it was read. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion';
}
