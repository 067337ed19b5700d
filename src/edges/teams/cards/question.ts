import { dayAndTime } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Verdict } from '../../../guidance/types.js';
import type { Question } from '../../../records/store.js';
import { about, contentOf, mayConcernChild } from './facets.js';
import { jobOf, nameOf } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card, type TemplateData } from './template.js';

const writing = template('ask-dpo');
const waiting = template('with-dpo');
const forDpo = template('dpo-question');
const forAsker = template('dpo-answer');
const cancelled = template('question-cancelled');

const SAID: Readonly<Record<Verdict, string>> = {
  'not-allowed': 'Not allowed',
  conditional: 'Allowed, with conditions',
  allowed: 'Allowed',
  'needs-detail': 'No answer yet',
};

const ASKING = {
  write: {
    heading: '? What do you want to ask?',
    say: 'Write it in your own words. Leave names out.',
    label: 'Your question to the DPO',
  },
  check: {
    heading: '? Send this to the DPO?',
    say: 'This is what the DPO would read. Nothing is sent yet.',
    label: 'What the DPO would read',
  },
} as const;

/** For the asker: their question to the DPO, as they write it and then as it would be sent. */
export function askDpoCard(view: Extract<View, { readonly kind: 'ask-dpo' }>, scene: Scene): Card {
  const { question, mode, words, wrong, complaints, notice } = view;
  const [complaint] = complaints;
  const { heading, say, label } = ASKING[mode];
  return writing({
    heading,
    say,
    label,
    text: `${heading.slice(2)} ${say}`,
    notice: notice ?? '',
    complaint: complaint === undefined ? '' : `${complaint.label}: ${complaint.text}.`,
    error: complaint?.text ?? '',
    about: about(scene.policy, question.understood),
    child: mayConcernChild(question.understood) || question.understood.danger,
    dsl: scene.organisation.phones.dsl,
    words,
    placeholder: 'For example: may the coach company have our group’s link?',
    check: mode === 'check',
    disputable: question.verdict !== null,
    wrong: wrong ? 'wrong' : '',
    id: question.id,
    ver: question.ver,
  });
}

/** For the asker: the question is in the DPO's queue. */
export function withDpoCard({ question }: Extract<View, { readonly kind: 'with-dpo' }>, scene: Scene): Card {
  const { policy, organisation } = scene;
  const [first] = organisation.dpo;
  const officer = first === undefined || scene.place === 'shared' ? null : scene.person(first);
  return waiting({
    dpo: officer === null ? '' : nameOf(officer),
    child: mayConcernChild(question.understood) || question.understood.danger,
    dsl: organisation.phones.dsl,
    office: organisation.phones.office,
    about: about(policy, question.understood),
    words: scene.place === 'shared' ? '' : (question.escalation?.words ?? ''),
    until: untilThen(question),
    id: question.id,
    ver: question.ver,
  });
}

/** A verdict that stands goes on standing; without one the strict rule does. */
function untilThen({ verdict }: Question): string {
  if (verdict?.verdict === 'allowed' || verdict?.verdict === 'conditional') return 'the answer on your card stands.';
  return 'use the school’s own channels, not a private app.';
}

/** For the DPO: who asks, what was understood, the masked words, and room for the answer. */
export function dpoQuestionCard(view: Extract<View, { readonly kind: 'dpo-question' }>, scene: Scene): Card {
  const { question, complaints = [], typed = '' } = view;
  const [complaint] = complaints;
  const { understood, escalation } = question;
  const asker = scene.person(question.asker);
  const open = question.state === 'with-dpo';
  const heading = open ? '! Needs you: a question' : 'A question, answered';
  const passedBy = escalation?.passedBy ?? [];
  const left = scene.organisation.dpo.filter((person) => !passedBy.includes(person) && person !== scene.reader);
  return forDpo({
    open,
    style: open ? 'warning' : 'default',
    heading,
    text: open ? 'Needs you: a member of staff asks the DPO a question.' : 'The DPO has answered a question of staff.',
    asker: nameOf(asker),
    job: jobOf(asker),
    complaint: complaint === undefined ? '' : `${complaint.label}: ${complaint.text}.`,
    error: complaint?.text ?? '',
    child: mayConcernChild(understood) || understood.danger,
    dsl: scene.organisation.phones.dsl,
    disputed: escalation?.disputed === true,
    words: escalation?.words ?? '',
    facts: facts(question, scene),
    ...answered(question, scene),
    passed: open && passedBy.includes(scene.reader),
    passable: left.length > 0 && !passedBy.includes(scene.reader),
    typed,
    id: question.id,
    ver: question.ver,
  });
}

function facts({ understood, verdict, askedAt }: Question, { policy }: Scene): readonly TemplateData[] {
  const content = contentOf(understood).map((one) => policy.contents[one].phrase);
  const circumstance = understood.circumstance.map((one) => policy.circumstances[one].phrase);
  const procedure = policy.procedures[understood.procedure ?? ''];
  return [
    ...(procedure === undefined ? [] : [{ title: 'Topic', value: procedure.title }]),
    { title: 'App', value: policy.apps[understood.app].label },
    { title: 'People', value: policy.audiences[understood.audience].label },
    { title: 'About', value: content.length === 0 ? 'Not said' : content.join(', ') },
    ...(circumstance.length === 0 ? [] : [{ title: 'Says', value: circumstance.join(', ') }]),
    { title: 'Answer', value: verdict === null ? 'None was given' : SAID[verdict.verdict] },
    ...(verdict === null ? [] : [{ title: 'Rule', value: verdict.rule }]),
    { title: 'Asked', value: dayAndTime(askedAt) },
  ];
}

/** What an officer has answered; nothing while there is no answer. */
function answered({ escalation }: Question, scene: Scene) {
  const answer = escalation?.answer ?? null;
  return {
    answer: answer?.text ?? '',
    by: answer === null ? '' : nameOf(scene.person(answer.by)),
    at: answer === null ? '' : dayAndTime(answer.at),
    example: answer?.example === true,
  };
}

/** For the asker: what the DPO says. In a channel it shows nothing: others read along. */
export function dpoAnswerCard({ question }: Extract<View, { readonly kind: 'dpo-answer' }>, scene: Scene): Card {
  const { understood, verdict, escalation } = question;
  return forAsker({
    ...answered(question, scene),
    child: mayConcernChild(understood) || understood.danger,
    dsl: scene.organisation.phones.dsl,
    about: about(scene.policy, understood),
    words: escalation?.words ?? '',
    verdict: verdict === null ? '' : SAID[verdict.verdict].toLowerCase(),
  });
}

/** The asker gave the question up. */
export function questionCancelledCard(): Card {
  return cancelled({});
}
