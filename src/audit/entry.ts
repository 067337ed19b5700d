import { z } from 'zod';
import { code, codes, id, ids, none, sha256, whole, zone } from './forms.js';
import { EvidenceDetails } from './evidence-details.js';
import { HistoryDetails } from './history-details.js';
import { LogDetails } from './log-details.js';

/** Who acts on the command line: somebody who has the machine. Which person, the machine's own log says. */
export const OPERATOR = 'command-line';

const facets = {
  intent: code,
  app: code.nullable(),
  audience: codes,
  content: codes,
  circumstance: codes,
};

/**
 * What may stand in the audit record. The list is closed: a new kind of event is a change of this file.
 * Details hold ids, counts and our own words, never a name, a number or a word that somebody typed.
 */
export const Details = {
  /** A question got its verdict. The words of the question are not kept. */
  'question.answered': z.strictObject({
    ...facets,
    verdict: code.nullable(),
    rule: code.nullable(),
    policy: code,
    confirmed: z.boolean(),
  }),
  /** The asker was shown a clarifying or confirmation card. */
  'question.asked-back': z.strictObject({ ...facets, kind: z.enum(['clarify', 'confirm']), policy: code }),
  /** The asker handed the question to the data protection officer. */
  'question.sent-to-dpo': z.strictObject({
    ...facets,
    rule: code.nullable(),
    policy: code,
    /** Whether masked words of the asker went with it. The words are kept with the question, not here. */
    words: z.boolean(),
    /** Whether the asker thinks that the answer they got is wrong. */
    disputed: z.boolean(),
  }),
  /** A data protection officer answered. The answer is kept with the question, not here. */
  'question.dpo-answered': z.strictObject({ example: z.boolean() }),
  /** A data protection officer left the question to the others. */
  'question.passed-on': none,
  /** Officers who have not answered were shown the question again. */
  'question.dpo-reminded': z.strictObject({ people: whole, times: whole }),
  /** A data protection officer looked at the open questions of staff. */
  'queue.read': z.strictObject({ open: whole }),
  /** An administrator had people told that their answer has changed; the subject is the change. */
  'correction.ordered': z.strictObject({ from: code, to: code, people: whole }),
  /** The asker of this question was shown its new answer, or could not be reached. */
  'question.corrected': z.strictObject({ change: code, from: code, to: code, reached: z.boolean() }),
  /** The asker gave up a question that was waiting for an answer from them. */
  'question.cancelled': none,
  /** A procedure (lost phone, wrong group, leaver, subject access ...) was shown. */
  'procedure.shown': z.strictObject({ procedure: code, policy: code }),
  /** A WhatsApp group became known to the organisation. */
  'group.registered': z.strictObject({ migration: id.nullable() }),
  /** Somebody began to move a group. */
  'migration.started': none,
  /** A step of the wizard was saved. */
  'migration.saved': z.strictObject({ step: code }),
  /** A gate stopped the move: the group has a purpose that may not be moved, or something is open that forbids it. */
  'migration.gate-closed': z.strictObject({ gate: code, answer: code }),
  /** The draft was given up by its owner. */
  'migration.cancelled': none,
  'migration.submitted': z.strictObject({
    staff: whole,
    leavers: whole,
    guests: whole,
    pupils: whole,
    outsiders: whole,
    purpose: code,
    destination: z.enum(['existing-team', 'new-team']),
    approver: id,
  }),
  'migration.approval-reminded': z.strictObject({ approver: id, times: whole }),
  'migration.approved': none,
  /** The approver changed it before they decided: its destination, or to a fresh start. */
  'migration.edited': z.strictObject({ what: codes }),
  /** The approver sent it back. The reason is kept with the migration, not here. */
  'migration.sent-back': none,
  'migration.delegated': z.strictObject({ from: id, to: id }),
  'migration.expired': none,
  'migration.stopped': z.strictObject({ at: code }),
  /** Nothing of the chat may be deleted or moved any more. `attested`: how many had attested by then that they deleted it. */
  'migration.held': z.strictObject({ at: code, attested: whole }),
  'migration.hold-ended': z.strictObject({ at: code }),
  /** A data protection officer read which moves run. */
  'moves.listed': z.strictObject({ running: whole, held: whole }),
  'migration.failed': z.strictObject({ step: code, problem: code, who: code }),
  'migration.retried': z.strictObject({ step: code }),
  /** The run began to make what was approved. */
  'migration.run-started': none,
  /** The group behind a new team. The team itself is `migration.team-created`, once Microsoft 365 shows it. */
  'migration.group-created': z.strictObject({ teamId: id }),
  'migration.team-created': z.strictObject({ teamId: id }),
  'migration.channel-created': z.strictObject({ teamId: id, channelId: id }),
  'migration.members-added': z.strictObject({
    teamId: id,
    added: ids,
    already: ids,
    refused: z.array(z.strictObject({ person: id, problem: code })),
  }),
  /** The same for a private channel, whose members are in the team already. */
  'migration.channel-members-added': z.strictObject({
    channelId: id,
    added: ids,
    already: ids,
    refused: z.array(z.strictObject({ person: id, problem: code })),
  }),
  'migration.member-skipped': z.strictObject({ person: id }),
  /** Membership was read back from Microsoft 365 after the run had changed it: of the team, or of its private channel. `owners`: of a new team. */
  'migration.read-back': z.strictObject({
    teamId: id,
    channelId: id.optional(),
    expected: whole,
    present: whole,
    missing: ids,
    owners: whole.optional(),
  }),
  /** A card was posted in the new channel, or why not. `unclear`: it may be there. */
  'migration.welcomed': z.strictObject({
    channelId: id,
    result: z.enum(['posted', 'not-posted', 'unclear']),
    problem: code.nullable(),
  }),
  'migration.notice-given': none,
  /** The owner said that nobody can post in the WhatsApp group any more, so it was not told. */
  'migration.notice-not-given': none,
  'migration.closed': z.strictObject({ attested: whole, notAttested: whole, retentionProved: z.boolean() }),
  ...HistoryDetails,
  ...EvidenceDetails,
  'attestation.requested': z.strictObject({ person: id, reached: z.boolean() }),
  /** A member's own statement. Nobody checked their phone. */
  'attestation.recorded': z.strictObject({ done: codes }),
  'attestation.declined': z.strictObject({ done: codes }),
  /** Members who have not answered were shown their card again. */
  'attestation.reminded': z.strictObject({ people: whole, times: whole }),
  /** Somebody gave an export of a chat; the subject is what is read from it. The hash tells the same file again. */
  'export.received': z.strictObject({ sha256, bytes: whole }),
  /** A file could not be fetched, or was too large. Nothing of it is known. */
  'export.not-fetched': z.strictObject({ code }),
  /** It was read into counts, names and times, which are held in memory for half an hour. */
  'export.read': z.strictObject({
    entries: whole,
    people: whole,
    warnings: codes,
    /** How dates were read; two where the file does not say which one is right. */
    orders: codes,
    zone,
  }),
  'export.unreadable': z.strictObject({ code }),
  /** The file itself was let go of, whatever came of it. `held` is where it was: nowhere but in memory. */
  'export.discarded': z.strictObject({ sha256, held: z.literal('memory') }),
  /** The owner had what was read put into this draft: so many people were new there, or in the list already. */
  'export.used': z.strictObject({
    reading: id,
    sha256,
    order: code,
    zone,
    added: whole,
    already: whole,
    leftOut: whole,
  }),
  /** Its owner had what was read let go of, unused. */
  'export.left-out': none,
  'summary.read': z.strictObject({ period: code }),
  ...LogDetails,
  /** Somebody tried what they may not. */
  'access.refused': z.strictObject({ action: code, reason: code }),
  /** An activity was turned away at the door (another tenant, malformed, unknown verb). */
  'activity.refused': z.strictObject({ reason: code }),
  /** Another version of the policy came into force, with what it opens (`tripBackup:dpo:2026-11-20`). Why stands in the file. */
  'policy.adopted': z.strictObject({
    policy: code,
    hash: sha256,
    status: code,
    opened: codes,
  }),
  'bot.started': z.strictObject({ policy: code, sandbox: z.boolean() }),
} as const;

export type What = keyof typeof Details;

export type SubjectType =
  | 'question'
  | 'queue'
  | 'migration'
  | 'group'
  | 'team'
  | 'evidence'
  | 'person'
  | 'incident'
  | 'export'
  | 'summary'
  | 'log'
  | 'activity'
  | 'policy'
  | 'bot';

/** An event to be recorded: the words of HMPPS audit, which UK public bodies already use. */
export type AuditEvent = {
  [W in What]: {
    /** Directory object id of the person who acted, `regroup` for the bot itself, or `OPERATOR`. */
    readonly who: string;
    readonly what: W;
    readonly when: Date;
    readonly subjectType: SubjectType;
    readonly subjectId: string;
    /** Ties together all that one activity or one run caused. */
    readonly correlationId: string;
    readonly details: z.infer<(typeof Details)[W]>;
  };
}[What];

/** An entry of the log, as a line of an export has it. */
export type Entry = KeptEntry | RedactedEntry;

export type KeptEntry = {
  /** Position in the log, from 0, without gaps. */
  readonly seq: number;
  /** 32 random bytes, hex: without them the commitment tells nothing about the bytes. */
  readonly salt: string;
  /** The exact bytes that were committed to (RFC 8785), stored and never written again. */
  readonly canonical: string;
};

/** What it said was erased; an `entry.redacted` after it says of what kind that was, why, and by whom. The proofs hold. */
export type RedactedEntry = {
  readonly seq: number;
  /** SHA-256(salt ‖ canonical), hex. */
  readonly commitment: string;
  readonly redacted: true;
};
