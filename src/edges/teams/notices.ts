import type { Verb } from '../../conversation/actions.js';
import type { View } from '../../conversation/view.js';
import type { Notice } from '../../migration/ports.js';
import type { Tx } from '../../records/store.js';

/** `progress/mov-7Q2FK3MX/…`: the one card of this notice in this person's chat. */
export function keyOf(notice: Notice): string {
  return `${notice.kind}/${subjectOf(notice)}/${notice.person}`;
}

function subjectOf(notice: Notice): string {
  if (notice.kind === 'question' || notice.kind === 'dpo-answer') return notice.questionId;
  if (notice.kind === 'correction') return notice.change;
  if (notice.kind === 'checkpoint') return String(notice.size);
  return notice.kind === 'incident' ? notice.incidentId : notice.migrationId;
}

/** What the notice shows, as the database has it now; null when there is no such record. */
export async function viewOf(tx: Tx, notice: Notice): Promise<View | null> {
  if (notice.kind === 'question' || notice.kind === 'dpo-answer') {
    const question = await tx.question(notice.questionId);
    if (question === null) return null;
    return { kind: notice.kind === 'question' ? 'dpo-question' : 'dpo-answer', question };
  }
  if (notice.kind === 'correction') {
    const correction = await tx.correction(notice.change, notice.person);
    const question = await tx.question(notice.questionId);
    return question === null || correction === null ? null : { kind: 'correction', question, correction };
  }
  if (notice.kind === 'incident') {
    const incident = await tx.incident(notice.incidentId);
    return incident === null ? null : { kind: 'incident', incident };
  }
  if (notice.kind === 'checkpoint') {
    const checkpoint = await tx.log.checkpoint(notice.size);
    return checkpoint === null ? null : { kind: 'checkpoint', checkpoint };
  }
  const migration = await tx.migration(notice.migrationId);
  if (migration === null) return null;
  if (notice.kind === 'history-approval')
    return { kind: notice.kind, migration, complaints: [], notice: null, typed: {} };
  if (notice.kind === 'history-objection') return { kind: notice.kind, migration };
  if (notice.kind === 'approval') return { kind: 'approval', migration, mode: 'decide', notice: null };
  if (notice.kind === 'progress') return { kind: 'progress', migration, mode: 'progress', notice: null };
  const attestation = (await tx.attestations(migration.id)).find(({ person }) => person === notice.person);
  return attestation === undefined ? null : { kind: 'attestation', migration, attestation, complaints: [] };
}

/** Which card a button of these verbs is on, or turns into: the one that the run updates from then on. */
export function noticeAfter(verb: Verb, id: string, person: string): Notice | null {
  const [subject] = verb.split('.');
  if (subject === 'move' || subject === 'run') return { kind: 'progress', migrationId: id, person };
  if (subject === 'approval') return { kind: 'approval', migrationId: id, person };
  if (subject === 'officer') return { kind: 'history-approval', migrationId: id, person };
  if (subject === 'object') return { kind: 'history-objection', migrationId: id, person };
  if (subject === 'attest') return { kind: 'attestation', migrationId: id, person };
  if (subject === 'dpo') return { kind: 'question', questionId: id, person };
  return subject === 'incident' ? { kind: 'incident', incidentId: id, person } : null;
}

/** Views that are the card of a notice about a move, under the same name. */
const OF_A_MOVE = ['progress', 'approval', 'attestation', 'history-approval', 'history-objection'] as const;

/** The notice that a view is the card of, and the version that it shows; null for views that nobody updates. */
export function noticeIn(view: View, person: string): { readonly notice: Notice; readonly shows: string } | null {
  if (view.kind === 'dpo-question')
    return { notice: { kind: 'question', questionId: view.question.id, person }, shows: versionOf(view) };
  if (view.kind === 'dpo-answer')
    return { notice: { kind: 'dpo-answer', questionId: view.question.id, person }, shows: versionOf(view) };
  if (view.kind === 'incident')
    return { notice: { kind: 'incident', incidentId: view.incident.id, person }, shows: versionOf(view) };
  const kind = OF_A_MOVE.find((one) => one === view.kind);
  if (kind === undefined || !('migration' in view) || view.migration === null) return null;
  return { notice: { kind, migrationId: view.migration.id, person }, shows: versionOf(view) };
}

/** Changes whenever what the view shows has changed in the database. */
export function versionOf(view: View): string {
  if (view.kind === 'attestation') return `${view.migration.ver}/${view.attestation.ver}`;
  if (view.kind === 'incident') return view.incident.state;
  if ('migration' in view) return String(view.migration.ver);
  return 'question' in view && view.question !== null ? String(view.question.ver) : '';
}
