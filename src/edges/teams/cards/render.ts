import type { View } from '../../../conversation/view.js';
import { answerCard } from './answer.js';
import { approvalCard } from './approval.js';
import { attestationCard } from './attestation.js';
import { checkpointCard } from './checkpoint.js';
import { clarifyCard } from './clarify.js';
import { confirmCard } from './confirm.js';
import { correctionCard, correctionsCard } from './correction.js';
import { draftCancelledCard, draftSavedCard, gateClosedCard } from './draft.js';
import { exportCard, exportDiscardedCard, exportHowCard, exportProblemCard, exportReadingCard } from './export.js';
import { evidenceCard } from './evidence.js';
import { failedCard } from './failed.js';
import { helpCard } from './help.js';
import { historyObjectionCard } from './history/objection.js';
import { historyApprovalCard } from './history/officer.js';
import { incidentCard } from './incident.js';
import { procedureCard } from './procedure.js';
import { progressCard } from './progress.js';
import { askDpoCard, dpoAnswerCard, dpoQuestionCard, questionCancelledCard, withDpoCard } from './question.js';
import { queueCard } from './queue.js';
import { recordCard } from './record.js';
import { recallCard } from './recall.js';
import { refusedCard } from './refused.js';
import { runningCard } from './running.js';
import { statusCard } from './status.js';
import { summaryCard } from './summary.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { welcomeCard } from './welcome.js';
import { wizardCard } from './wizard.js';
import { pickingCard } from './wizard/picking.js';

/** The view of one kind. */
export type ViewOf<K extends View['kind']> = Extract<View, { readonly kind: K }>;
/** Writes the card of one kind of view. */
export type Draw<K extends View['kind']> = (view: ViewOf<K>, scene: Scene) => Card;

/** How each kind of view is drawn. */
const CARDS = {
  answer: answerCard,
  recall: recallCard,
  clarify: clarifyCard,
  confirm: confirmCard,
  'ask-dpo': askDpoCard,
  'with-dpo': withDpoCard,
  'dpo-question': dpoQuestionCard,
  'dpo-answer': dpoAnswerCard,
  queue: queueCard,
  'question-cancelled': questionCancelledCard,
  procedure: procedureCard,
  help: helpCard,
  status: statusCard,
  running: runningCard,
  incident: incidentCard,
  evidence: evidenceCard,
  checkpoint: checkpointCard,
  summary: summaryCard,
  record: recordCard,
  corrections: correctionsCard,
  correction: correctionCard,
  welcome: welcomeCard,
  wizard: wizardCard,
  picking: pickingCard,
  'gate-closed': gateClosedCard,
  'draft-saved': draftSavedCard,
  'draft-cancelled': draftCancelledCard,
  'export-how': exportHowCard,
  'export-reading': exportReadingCard,
  export: exportCard,
  'export-problem': exportProblemCard,
  'export-discarded': exportDiscardedCard,
  approval: approvalCard,
  progress: progressCard,
  'history-approval': historyApprovalCard,
  'history-objection': historyObjectionCard,
  attestation: attestationCard,
  refused: refusedCard,
  failed: failedCard,
} satisfies { readonly [K in View['kind']]: Draw<K> };

/** Every kind of view. */
export const KINDS = Object.keys(CARDS) as readonly View['kind'][];

const sandboxLine = template<Record<string, never>>('sandbox');

/**
 * The card for a view. In the sandbox its first line says so. Its `fallbackText` says in our own words what the card says, and names
 * nobody: it stands in the notification, the chat list, and clients that cannot show cards.
 */
export function render(view: View, scene: Scene): Card {
  const draw = CARDS[view.kind] as Draw<View['kind']>;
  const card = draw(view, scene);
  return scene.sandbox ? underSandboxLine(card) : card;
}

/** Two tinted bands with a gap between them would show a white stripe. */
function underSandboxLine(card: Card): Card {
  const [first, ...rest] = card['body'] as readonly Readonly<Record<string, unknown>>[];
  const [line] = sandboxLine({})['body'] as readonly unknown[];
  const next = first?.['bleed'] === true ? { ...first, spacing: 'None' } : first;
  return { ...card, fallbackText: `Sandbox: practice data. ${card.fallbackText}`, body: [line, next, ...rest] };
}
