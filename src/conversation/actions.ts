import { z } from 'zod';

/**
 * Everything a card may send. A card carries an id, the version it shows, and what was typed or ticked in it; never a fact that
 * is believed. The version is the idempotency key: an action for another version than the stored one changes nothing.
 */
const ver = z.number().int().nonnegative();
const questionId = z.string().regex(/^ask-[A-Z0-9]{8}$/);
const migrationId = z.string().regex(/^mov-[A-Z0-9]{8}$/);
const changeId = z.string().regex(/^chg-[A-Z0-9]{8}$/);
/** What was read from an export. */
const readingId = z.string().regex(/^rdg-[A-Z0-9]{8}$/);
const incidentId = z.string().regex(/^inc-[A-Z0-9]{8}$/);

/** One choice of a choice set; empty when none was made. */
const choice = z.string().max(80).default('');
/** Several choices: comma-separated, as Adaptive Cards send them. */
const choices = z
  .string()
  .max(1_000)
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''));
/** A line of text. Longer than the field allows is answered with the same card and a message, not refused. */
const line = z.string().max(20_000).default('');

const nothing = z.strictObject({});
const question = <I extends z.ZodType>(inputs: I) => ({ subject: 'question' as const, id: questionId, ver, inputs });
const migration = <I extends z.ZodType>(inputs: I) => ({ subject: 'migration' as const, id: migrationId, ver, inputs });
/** The attestation of the person who acts: named by its migration. */
const attestation = <I extends z.ZodType>(inputs: I) => ({
  subject: 'attestation' as const,
  id: migrationId,
  ver,
  inputs,
});
const incident = <I extends z.ZodType>(inputs: I) => ({ subject: 'incident' as const, id: incidentId, ver, inputs });
const reading = <I extends z.ZodType>(inputs: I) => ({ subject: 'reading' as const, id: readingId, ver, inputs });
/** What the policy answers otherwise than before. */
const change = <I extends z.ZodType>(inputs: I) => ({ subject: 'change' as const, id: changeId, ver, inputs });
/** Not about a record of ours. */
const nobody = <I extends z.ZodType>(inputs: I) => ({ subject: 'none' as const, id: z.literal('none'), ver, inputs });

/** The people step: a choice for each person shown (`m_p12`), and its three ways of adding people. */
const PeopleInputs = z.record(z.string().regex(/^(names|find|pick|m_p\d{1,4})$/), z.string().max(20_000));
const group = z.strictObject({ name: line, purpose: choice });
const gates = z.strictObject({ runBy: choice, openRequest: choice });
const history = z.strictObject({ history: choice });
/** The picker: what is looked for, and for each message shown whether it is ticked (`e_4711`). */
const PickInputs = z
  .record(z.string().regex(/^(find|day|show|e_\d{1,7})$/), z.string().max(20_000))
  .refine((inputs) => Object.keys(inputs).length <= 20);
const destination = z.strictObject({ team: choice, readers: choice, teamName: line, channelName: line });
const review = z.strictObject({ approver: choice });

export const Actions = {
  /** The clarifying card is answered. */
  'ask.answer': question(z.strictObject({ app: choice, audience: choice, content: choices })),
  'ask.confirm': question(z.strictObject({ facts: choices })),
  'ask.change': question(nothing),
  'ask.cancel': question(nothing),
  /** Shows the question as it stands. */
  'ask.open': question(nothing),
  /** Opens the card on which a question for the DPO is written; nothing is sent yet. */
  'ask.dpo': question(nothing),
  /** Shows what would be sent, masked. */
  'ask.dpo-check': question(z.strictObject({ words: line, wrong: choices })),
  'ask.dpo-send': question(z.strictObject({ words: line, wrong: choices })),
  /** Sends only what was understood. */
  'ask.dpo-facets': question(z.strictObject({ words: line, wrong: choices })),
  /** "I have a group": starts a move from an answer. */
  'ask.move': question(nothing),

  'home.ask': nobody(nothing),
  'home.move': nobody(nothing),
  'home.status': nobody(nothing),
  /** The DPO's open questions. */
  'home.queue': nobody(nothing),
  'home.lost': nobody(nothing),
  'home.received': nobody(nothing),
  'home.help': nobody(nothing),
  /** How to export a chat and send it here. */
  'home.export': nobody(nothing),

  /** The DPO's card of a question. */
  'dpo.open': question(nothing),
  'dpo.answer': question(z.strictObject({ answer: line, example: choices })),
  /** Not for this officer: the others still have it. */
  'dpo.pass': question(nothing),

  /** Shows a move as it stands now: the wizard for a draft, else the progress. */
  'move.open': migration(nothing),
  'move.group.next': migration(group),
  'move.group.save': migration(group),
  'move.gates.next': migration(gates),
  'move.gates.back': migration(gates),
  'move.gates.save': migration(gates),
  'move.people.next': migration(PeopleInputs),
  'move.people.back': migration(PeopleInputs),
  'move.people.save': migration(PeopleInputs),
  /** Adds the pasted names. */
  'move.people.add': migration(PeopleInputs),
  /** Looks a person up in the directory. */
  'move.people.find': migration(PeopleInputs),
  /** Takes one of the people found. */
  'move.people.pick': migration(PeopleInputs),
  /** Shows how to use an export in the place of typed names. */
  'move.people.export': migration(PeopleInputs),
  /** Shows those who are decided, to change one. */
  'move.people.edit': migration(PeopleInputs),
  'move.history.next': migration(history),
  'move.history.back': migration(history),
  'move.history.save': migration(history),
  /** Destroys the sealed export. */
  'move.history.destroy': migration(nothing),
  /** Opens the sealed export to pick messages from it: the records, or those that stay private. */
  'move.pick.open': migration(nothing),
  /** Keeps what is ticked, and shows the same page. */
  'move.pick.keep': migration(PickInputs),
  'move.pick.next': migration(PickInputs),
  'move.pick.previous': migration(PickInputs),
  /** Keeps what is ticked, and looks for other messages. */
  'move.pick.find': migration(PickInputs),
  /** Keeps what is ticked, counts, and goes back to the step. */
  'move.pick.done': migration(PickInputs),
  'move.destination.next': migration(destination),
  'move.destination.back': migration(destination),
  'move.destination.save': migration(destination),
  'move.retention.next': migration(nothing),
  'move.retention.back': migration(nothing),
  'move.retention.save': migration(nothing),
  'move.review.back': migration(review),
  'move.review.save': migration(review),
  'move.submit': migration(review),
  'move.goto.group': migration(nothing),
  'move.goto.gates': migration(nothing),
  'move.goto.people': migration(nothing),
  'move.goto.history': migration(nothing),
  'move.goto.destination': migration(nothing),
  'move.goto.retention': migration(nothing),
  /** Gives the draft up. */
  'move.cancel': migration(nothing),

  /** Puts what was read from an export into the draft. */
  'export.use': reading(z.strictObject({ order: choice, zone: choice })),
  /** Lets go of it. */
  'export.discard': reading(nothing),

  'approval.approve': migration(nothing),
  'approval.send-back': migration(z.strictObject({ reason: line })),
  /** Shows what the approver can change before they decide. */
  'approval.edit': migration(nothing),
  'approval.edit-save': migration(destination.extend({ history: choice })),
  /** Shows who could decide instead. */
  'approval.pass': migration(nothing),
  'approval.pass-to': migration(z.strictObject({ approver: choice })),
  /** Back to the approval card. */
  'approval.open': migration(nothing),
  /** The approver lets the move go on although retention is not proved. */
  'approval.waive': migration(nothing),

  /** The approver lets the move go on although not everything arrived as it should. */
  'approval.accept': migration(nothing),

  /** The data protection officer's card of a chat's history. */
  'officer.open': migration(nothing),
  'officer.approve': migration(z.strictObject({ special: choice })),
  /** The move goes on as a fresh start. */
  'officer.send-back': migration(z.strictObject({ reason: line, special: choice })),

  /** A member's messages do not go along. */
  'object.object': migration(nothing),

  'run.refresh': migration(nothing),
  'run.retry': migration(nothing),
  'run.skip': migration(nothing),
  /** The owner gives the history up: the move goes on as a fresh start. */
  'run.fresh-start': migration(nothing),
  'run.stop': migration(nothing),
  /** "Stop" is asked for once more before it happens. */
  'run.stop-now': migration(nothing),
  /** Somebody has asked for what the group holds: nothing of it may be deleted. Asked for once more before it happens. */
  'run.hold': migration(nothing),
  'run.hold-now': migration(nothing),
  /** The data protection officer ends the hold. Asked for once more before it happens. */
  'run.end-hold': migration(nothing),
  'run.end-hold-now': migration(nothing),
  /** The owner has pasted the notice into WhatsApp. */
  'run.noticed': migration(nothing),
  /** Nobody can post in the group any more: the move goes on, and its report says who was not told. */
  'run.unposted': migration(nothing),
  /** The owner closes the move although some have not attested. */
  'run.close': migration(nothing),

  'attest.confirm': attestation(z.strictObject({ done: choices, note: line })),
  'attest.cannot': attestation(z.strictObject({ done: choices, note: line })),

  /** The DPO has looked at it. */
  'incident.decide': incident(nothing),

  /** What people were told that holds no more. */
  'correction.list': nobody(nothing),
  /** Asks once more before anything is sent. */
  'correction.ask': change(nothing),
  'correction.send': change(nothing),

  'summary.show': nobody(z.strictObject({ period: choice })),
} as const;

export type Verb = keyof typeof Actions;
export type Inputs<V extends Verb> = z.infer<(typeof Actions)[V]['inputs']>;

/** An understood action: the verb is ours, the target well formed, the inputs parsed. Whether it may be done is still open. */
export type Action = {
  [V in Verb]: { readonly verb: V; readonly id: string; readonly ver: number; readonly inputs: Inputs<V> };
}[Verb];

/** Reads what a card sent; null when it is not something that our cards send. */
export function readAction(verb: unknown, data: unknown): Action | null {
  if (typeof verb !== 'string' || !Object.hasOwn(Actions, verb)) return null;
  const form = Actions[verb as Verb];
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return null;
  const { id, ver: version, ...rest } = data as Record<string, unknown>;
  const read = z
    .object({ id: form.id, ver: form.ver, inputs: form.inputs as z.ZodType })
    .safeParse({ id, ver: version, inputs: rest });
  return read.success ? ({ verb, ...read.data } as Action) : null;
}
