import type { What } from './entry.js';
import type { Told } from './query.js';

/** What an entry says of whoever acted, after their name: "approved the move". `…` is the person whom the details name. */
const PHRASES: Readonly<Record<What, string>> = {
  'question.answered': 'was given an answer',
  'question.asked-back': 'was asked back',
  'question.sent-to-dpo': 'sent a question to the data protection officer',
  'question.dpo-answered': 'answered a question as data protection officer',
  'question.passed-on': 'left a question to the other officers',
  'question.dpo-reminded': 'reminded officers of a question',
  'queue.read': 'read the open questions',
  'correction.ordered': 'had people told that an answer has changed',
  'question.corrected': 'showed somebody their new answer',
  'question.cancelled': 'gave up a question',
  'procedure.shown': 'was shown what to do',
  'group.registered': 'registered the group',
  'migration.started': 'started the move',
  'migration.saved': 'saved a step of the move',
  'migration.gate-closed': 'was told that the move cannot go on',
  'migration.cancelled': 'gave up the move',
  'migration.submitted': 'submitted the move to …',
  'migration.approval-reminded': 'reminded … of the decision',
  'migration.approved': 'approved the move',
  'migration.edited': 'changed the move before deciding',
  'migration.sent-back': 'sent the move back',
  'migration.delegated': 'handed the decision to …',
  'migration.expired': 'let the decision expire',
  'migration.stopped': 'stopped the move',
  'migration.failed': 'met a problem',
  'migration.retried': 'tried again',
  'migration.run-started': 'began to make what was approved',
  'migration.group-created': 'made the group of a new team',
  'migration.team-created': 'made the team',
  'migration.channel-created': 'made the channel',
  'migration.members-added': 'added members',
  'migration.member-skipped': 'left … out',
  'migration.read-back': 'read back who is in the team',
  'migration.notice-given': 'gave notice in the WhatsApp group',
  'migration.notice-not-given': 'said that nobody can post in the WhatsApp group',
  'migration.closed': 'closed the move',
  'history.sealed': 'sealed an export',
  'history.approved': 'agreed to the history going along',
  'history.left-out': 'left the history out',
  'history.told': 'told … that messages go along',
  'history.objected': 'took an objection',
  'history.objected-late': 'took an objection that came late',
  'history.planned': 'counted what is to be moved',
  'history.import-started': 'began to put messages into the channel',
  'history.posted': 'put messages into the channel',
  'history.import-completed': 'opened the channel again',
  'history.file-stored': 'stored the document',
  'history.file-labelled': 'read back the label of the document',
  'history.objections-closed': 'ended the time to object',
  'history.finished': 'went on to the members',
  'history.reconciled': 'compared what arrived',
  'history.accepted': 'accepted what did not arrive',
  'history.destroyed': 'destroyed the sealed export',
  'retention.checked': 'checked retention',
  'retention.waived': 'let the move go on without proof of retention',
  'evidence.recorded': 'recorded evidence',
  'evidence.refused': 'refused evidence',
  'incident.raised': 'raised an incident',
  'incident.reminded': 'reminded officers of an incident',
  'incident.decided': 'looked at an incident',
  'pack.made': 'made an evidence pack',
  'attestation.requested': 'asked … for a statement',
  'attestation.recorded': 'attested',
  'attestation.declined': 'said that they cannot attest',
  'attestation.reminded': 'reminded members of their statements',
  'export.received': 'gave an export',
  'export.not-fetched': 'gave a file that could not be fetched',
  'export.read': 'read an export',
  'export.unreadable': 'could not read an export',
  'export.discarded': 'let go of an export',
  'export.used': 'used what was read from an export',
  'export.left-out': 'left an export unused',
  'summary.read': 'read the summary',
  'log.exported': 'exported the record',
  'log.queried': 'asked the record',
  'entry.redacted': 'erased what an entry said',
  'key.rotated': 'took a key into use',
  'checkpoint.signed': 'signed a checkpoint',
  'checkpoint.delivered': 'delivered a checkpoint',
  'checkpoint.refused': 'refused to sign a checkpoint',
  'access.refused': 'was refused',
  'activity.refused': 'turned an activity away',
  'policy.adopted': 'adopted a policy',
  'bot.started': 'started',
};

/** The phrase in two halves around the person whom the details name; without one, the whole phrase and nothing. */
export type Phrase = { readonly before: string; readonly whom: string | null; readonly after: string };

/** What an entry says, in words that follow the name of whoever acted. A kind that this version does not know is said as it is. */
export function phraseOf({ what, details }: Pick<Told, 'what' | 'details'>): Phrase {
  const phrase = Object.hasOwn(PHRASES, what) ? PHRASES[what as What] : what;
  const at = phrase.indexOf('…');
  if (at < 0) return { before: phrase, whom: null, after: '' };
  const named = details['person'] ?? details['approver'] ?? details['to'];
  const whom = typeof named === 'string' ? named : null;
  if (whom === null) return { before: phrase.replace('…', 'somebody'), whom, after: '' };
  return { before: phrase.slice(0, at), whom, after: phrase.slice(at + 1) };
}
