import type { SignedCheckpoint } from '../audit/ports.js';
import type { Complaint } from '../migration/complaint.js';
import type { Page, Query } from '../history/picker.js';
import type { ChangedAnswer } from '../guidance/told.js';
import type { Correction, Question } from '../records/store.js';
import type { MarkList } from '../migration/marks.js';
import type { Attestation, Incident, Migration } from '../migration/migration.js';
import type { Period } from '../summary/summary.js';
import type { Taken } from './evidence.js';
import type { Found, Standing } from './found.js';
import type { HeldReading } from './readings.js';

/** A migration says what is wrong with an answer; the card shows it. */
export type { Complaint } from '../migration/complaint.js';

/**
 * What to show next. It names what it is about and what went wrong; the edge reads the rest (people, retention, policy texts) as
 * it stands at that moment and writes the card.
 */
export type View =
  | { readonly kind: 'answer'; readonly question: Question }
  /** "Why?" or "what instead?" after an answer: that part of it. */
  | { readonly kind: 'recall'; readonly question: Question; readonly part: 'why' | 'instead' }
  | {
      readonly kind: 'clarify';
      readonly question: Question;
      readonly ask: 'app' | 'audience' | 'content';
      readonly complaints: readonly Complaint[];
    }
  | { readonly kind: 'confirm'; readonly question: Question; readonly confirmation: string }
  /** The question is in the DPO's queue: the asker's card. */
  | { readonly kind: 'with-dpo'; readonly question: Question }
  /** Where a question for the DPO is written, and then shown as it would be sent. */
  | {
      readonly kind: 'ask-dpo';
      readonly question: Question;
      readonly mode: 'write' | 'check';
      /** In `check`, masked. */
      readonly words: string;
      /** Whether the asker says that the answer is wrong. */
      readonly wrong: boolean;
      readonly complaints: readonly Complaint[];
      readonly notice: string | null;
    }
  /** The DPO's card for a question. */
  | {
      readonly kind: 'dpo-question';
      readonly question: Question;
      readonly complaints?: readonly Complaint[];
      /** An answer that could not be taken, so that it stands in the card again. */
      readonly typed?: string;
    }
  /** The DPO's answer: the asker's card. */
  | { readonly kind: 'dpo-answer'; readonly question: Question }
  /** What waits for the DPO, oldest first. */
  | { readonly kind: 'queue'; readonly questions: readonly Question[] }
  | { readonly kind: 'question-cancelled' }
  | { readonly kind: 'procedure'; readonly procedure: string; readonly question: Question | null }
  | { readonly kind: 'help'; readonly greeting: 'welcome' | 'help' | 'not-understood' | 'ask-away' }
  /** The person's own moves and questions to the DPO, what waits for them, and their attestations. */
  | {
      readonly kind: 'status';
      readonly moves: readonly Migration[];
      readonly toDecide: readonly Migration[];
      readonly toAttest: readonly Attestation[];
      /** Moves of others whose history waits for this person's word as DPO. */
      readonly toAgree: readonly Migration[];
      /** Moves of others that are on hold, for a DPO. */
      readonly onHold: readonly Migration[];
      /** Questions that wait for this person's answer as DPO. */
      readonly toAnswer: readonly Question[];
      /** The person's own questions that went to the DPO, newest first. */
      readonly asked: readonly Question[];
    }
  /** For everybody in a new channel. */
  | { readonly kind: 'welcome'; readonly migration: Migration }
  /** The moves that run, for the data protection officer. */
  | { readonly kind: 'running'; readonly moves: readonly Migration[] }
  /** One step of the wizard; `draft.step` says which. `page` is for the people step. */
  | {
      readonly kind: 'wizard';
      readonly migration: Migration;
      readonly complaints: readonly Complaint[];
      /** `edit` shows the people who are decided, to change one. */
      readonly mode: 'step' | 'edit';
      /** Said on top of the card: a saved draft, a stale click. Our own words; null for nothing. */
      readonly notice: string | null;
      /** What was typed and could not be taken, by field, so that it stands in the card again. */
      readonly typed: Readonly<Record<string, string>>;
    }
  /** Messages of the sealed export, to pick from. They are in memory and on this card only. */
  | {
      readonly kind: 'picking';
      readonly migration: Migration;
      readonly list: MarkList;
      readonly page: Page;
      readonly query: Query;
      readonly complaints: readonly Complaint[];
      readonly notice: string | null;
      /** What is ticked on the card although it could not be kept, by the number of the entry; else null. */
      readonly ticked: ReadonlySet<number> | null;
    }
  | {
      readonly kind: 'gate-closed';
      readonly migration: Migration;
      readonly gate: 'open-request' | 'run-by' | 'purpose';
    }
  /** How to export a chat and give it to Regroup, and what becomes of it. `draft` is the move to go back to. */
  | { readonly kind: 'export-how'; readonly draft: { readonly id: string; readonly ver: number } | null }
  /** A large file is being fetched and read; what was found takes the place of this card. */
  | { readonly kind: 'export-reading' }
  /** What was read from an export, before anything of it is kept. */
  | {
      readonly kind: 'export';
      readonly reading: HeldReading;
      /** The name of the group in the draft that it would go into; null when a new move would begin with it. */
      readonly into: string | null;
      /** Whether the draft has what this same file told already. */
      readonly again: boolean;
      readonly complaints: readonly Complaint[];
      readonly notice: string | null;
      readonly typed: Readonly<Record<string, string>>;
    }
  /** Nothing was read, or what was read is not there any more. `why` and `next` are our own words. */
  | { readonly kind: 'export-problem'; readonly why: string; readonly next: string }
  /** What was read is let go. */
  | { readonly kind: 'export-discarded' }
  | { readonly kind: 'draft-saved'; readonly migration: Migration }
  | { readonly kind: 'draft-cancelled' }
  | {
      readonly kind: 'approval';
      readonly migration: Migration;
      readonly mode: 'decide' | 'pass' | 'edit';
      readonly notice: string | null;
      /** About the reason or the chosen approver, and what was typed, so that it stands in the card again. */
      readonly complaints?: readonly Complaint[];
      readonly typed?: Readonly<Record<string, string>>;
    }
  /** The data protection officer's card: whether a chat's history goes along. */
  | {
      readonly kind: 'history-approval';
      readonly migration: Migration;
      readonly complaints: readonly Complaint[];
      readonly notice: string | null;
      readonly typed: Readonly<Record<string, string>>;
    }
  /** A member's card: their messages go along unless they object. */
  | { readonly kind: 'history-objection'; readonly migration: Migration }
  /** The owner's card from submission to the end, the closing report included. */
  | {
      readonly kind: 'progress';
      readonly migration: Migration;
      readonly mode: 'progress' | 'confirm-stop' | 'confirm-hold' | 'confirm-end-hold';
      readonly notice: string | null;
    }
  | {
      readonly kind: 'attestation';
      readonly migration: Migration;
      readonly attestation: Attestation;
      readonly complaints: readonly Complaint[];
    }
  | { readonly kind: 'incident'; readonly incident: Incident }
  /** What became of a read-out of Purview that an administrator gave. */
  | { readonly kind: 'evidence'; readonly taken: Taken }
  /** What was signed of the audit record: the DPO's card, to keep. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: SignedCheckpoint }
  | { readonly kind: 'summary'; readonly period: Period }
  /** What the audit record says of the moves of a group; `found` is null where only its standing was asked for. */
  | { readonly kind: 'record'; readonly found: Found | null; readonly standing: Standing }
  /** What people were told that holds no more. `asking` is the change that is about to be sent. */
  | {
      readonly kind: 'corrections';
      readonly changes: readonly ChangedAnswer[];
      readonly asking: string | null;
      readonly notice: string | null;
    }
  /** "Our answer has changed": the asker's card. */
  | { readonly kind: 'correction'; readonly question: Question; readonly correction: Correction }
  /** They may not. `why` is our own sentence; `next` says what they can do. */
  | { readonly kind: 'refused'; readonly why: string; readonly next: string }
  /** Something failed. Who must act, and the id under which we can find it. */
  | {
      readonly kind: 'failed';
      readonly who: 'person' | 'administrator' | 'us';
      readonly why: string;
      readonly next: string;
      readonly correlationId: string;
    };
