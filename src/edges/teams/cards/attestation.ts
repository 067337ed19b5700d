import { dayAndTime, shortDay } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { holdOn } from '../../../migration/hold.js';
import type { Hold } from '../../../migration/hold-record.js';
import { ATTESTED, type Attestation, type Migration } from '../../../migration/migration.js';
import { field, summaryOf } from './complaints.js';
import { groupOf } from './approval.js';
import { shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { teamName } from './wizard/destination.js';

type AttestationView = Extract<View, { readonly kind: 'attestation' }>;

const ask = template('attestation');
const answered = template('attestation-done');

/** What each statement says after "Tick what you have done". Attested, never verified. */
const STATEMENTS: Readonly<Record<(typeof ATTESTED)[number], string>> = {
  left: 'Left the WhatsApp group',
  chat: 'Deleted the chat, photos and files',
  gallery: 'Cleared copies from my gallery',
  backup: 'Replaced or deleted old backups',
  devices: 'Checked my other devices',
};

/**
 * A member's own statement about their phone, and afterwards what they said. Who could not do it, or was late, can still attest.
 */
export function attestationCard(view: AttestationView, scene: Scene): Card {
  const hold = holdOn(view.migration);
  if (hold !== null) return heldCard(view, hold);
  const isOver = view.migration.state !== 'closing' && view.migration.state !== 'closed';
  return view.attestation.state === 'attested' || isOver ? answeredCard(view) : askCard(view, scene);
}

function askCard({ migration, attestation, complaints }: AttestationView, scene: Scene): Card {
  const { destination } = migration.draft;
  const done = attestation.done.filter((one) => Object.hasOwn(STATEMENTS, one)).join(',');
  const answers = { complaints, typed: { done, note: attestation.note } };
  return ask({
    ...context(migration, attestation.ver),
    fallbackText: 'Say whether you have left the WhatsApp group and cleared it from your phone.',
    heading: 'Have you left and cleared the group?',
    said: said(migration, attestation),
    ...summaryOf(answers),
    channel: shortened(destination?.channelName ?? 'the channel', 50),
    team: teamName(destination, scene),
    choices: ATTESTED.map((value) => ({ title: STATEMENTS[value], value })),
    done: field(answers, 'done', '', 80),
    note: field(answers, 'note', '', 300),
  });
}

/** What stands on the record already, over the form. */
function said({ state }: Migration, { state: answer, answeredAt }: Attestation): string {
  const when = answeredAt === null ? '' : ` on ${dayAndTime(answeredAt)}`;
  const over = state === 'closed' ? ' The move was closed meanwhile.' : '';
  if (answer === 'cannot') return `! You said${when} that you cannot do this. You can still confirm it.${over}`;
  return state === 'closed' ? '! The move was closed without your answer. You can still confirm it.' : '';
}

function context({ id, draft, outcome }: Migration, ver: number) {
  const right = outcome.attestBy === null ? 'Your answer' : `By ${shortDay(outcome.attestBy)}`;
  return { id, ver, group: groupOf(draft.groupName), right };
}

function answeredCard({ migration, attestation }: AttestationView): Card {
  const { state, done, note, answeredAt } = attestation;
  const words = WORDS[state];
  const statements = ATTESTED.map((one) => ({ text: STATEMENTS[one], ticked: done.includes(one) }));
  const isAnswered = state !== 'asked';
  const when = answeredAt === null ? '' : ` on ${dayAndTime(answeredAt)}`;
  return answered({
    ...context(migration, attestation.ver),
    fallbackText: words.heading.replace(/^\S /, '').concat('.'),
    heading: words.heading,
    says: `${words.says}${when}.`,
    done: isAnswered ? statements.filter(({ ticked }) => ticked).map(({ text }) => ({ text })) : [],
    open: isAnswered ? statements.filter(({ ticked }) => !ticked).map(({ text }) => ({ text })) : [],
    note: shortened(note.trim(), 300),
    next: words.next,
  });
}

/** Instead of the form: somebody who was asked to delete is asked to keep. */
function heldCard({ migration, attestation }: AttestationView, hold: Hold): Card {
  const isAttested = attestation.state === 'attested';
  const when = attestation.answeredAt === null ? '' : ` on ${dayAndTime(attestation.answeredAt)}`;
  return answered({
    ...context(migration, attestation.ver),
    right: 'On hold',
    fallbackText: 'Keep everything: delete nothing from the WhatsApp group.',
    heading: '! Keep everything',
    // Why is not said: members may be those whom a request or an investigation is about.
    says: `The school has to keep the messages of this group for now. This holds since ${dayAndTime(hold.at)}.`,
    done: [],
    open: [],
    note: '',
    next: isAttested
      ? `You attested${when} that you deleted it. Keep what is left, backups included. You do not need to answer.`
      : 'Keep the chat, photos, files and backups. You do not need to answer. Regroup tells you when the hold has ended.',
  });
}

const WORDS = {
  asked: {
    heading: 'This move is over',
    says: 'Nothing more is asked of you here',
    next: 'If the DPO has asked you to keep messages, keep them.',
  },
  attested: {
    heading: '✓ You have attested',
    says: 'Recorded as your own statement',
    next: 'Attested means that you said so. Nobody has checked your phone.',
  },
  cannot: {
    heading: '! You cannot do this yet',
    says: 'Recorded',
    next: 'Delete nothing that the DPO asked you to keep. The owner of the move sees your answer and will talk to you.',
  },
} as const;
