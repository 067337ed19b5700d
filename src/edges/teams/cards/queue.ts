import { count, shortDay } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Question } from '../../../records/store.js';
import { about } from './facets.js';
import { section, type Row } from './rows.js';
import { nameOf, shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

/** More rows than these would push the card over its size. The oldest come first, so the rest can wait. */
const MOST = 10;
const LONGEST_ABOUT = 80;
const DAY_MS = 86_400_000;

const filled = template('status');

/** For the DPO: the open questions, oldest first. */
export function queueCard({ questions }: Extract<View, { readonly kind: 'queue' }>, scene: Scene): Card {
  const rows = questions.map((question, index) => toAnswerRow(question, index, scene));
  const heading =
    questions.length === 0 ? 'No open questions' : `! ${count(rows.length, 'question waits', 'questions wait')}`;
  return filled({
    heading,
    say: questions.length === 0 ? 'No member of staff waits for an answer of yours.' : '',
    text: `${heading.replace(/^! /, '')} for the data protection officer.`,
    sections: rows.length === 0 ? [] : [{ ...section('', rows, MOST), spacing: 'Medium' }],
    personal: false,
    style: 'default',
  });
}

/** A question that waits for an officer, with its age. */
export function toAnswerRow(question: Question, index: number, scene: Scene): Row {
  return {
    ...target(question),
    name: nameOf(scene.person(question.asker)),
    before: `${aboutOf(question, scene)}, ${ageOf(question, scene.now)}${question.escalation?.disputed === true ? ', disputed' : ''}`,
    verb: 'dpo.open',
    tooltip: `Open question ${index + 1}`,
  };
}

/** A question that its asker has sent to the DPO. */
export function askedRow(question: Question, index: number, scene: Scene): Row {
  const { answer = null, sentAt = question.askedAt } = question.escalation ?? {};
  return {
    ...target(question),
    name: answer === null ? '… Waiting for the DPO' : `Answered on ${shortDay(answer.at)}`,
    before: `${aboutOf(question, scene)}, sent on ${shortDay(sentAt)}`,
    verb: 'ask.open',
    tooltip: `Open your question ${index + 1}`,
  };
}

function target({ id, ver }: Question) {
  return { who: '', after: '', id, ver } as const;
}

function aboutOf(question: Question, { policy }: Scene): string {
  return shortened(about(policy, question.understood), LONGEST_ABOUT);
}

function ageOf({ askedAt, escalation }: Question, now: Date): string {
  const days = Math.floor((now.getTime() - (escalation?.sentAt ?? askedAt).getTime()) / DAY_MS);
  return days === 0 ? 'since today' : `for ${count(days, 'day', 'days')}`;
}
