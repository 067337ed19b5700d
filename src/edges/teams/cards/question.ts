import { dayAndTime } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Verdict } from '../../../guidance/types.js';
import type { Question } from '../../../records/store.js';
import { about, contentOf, mayConcernChild } from './facets.js';
import { jobOf, nameOf } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

const waiting = template('with-dpo');
const forDpo = template('dpo-question');
const cancelled = template('question-cancelled');

const SAID: Readonly<Record<Verdict, string>> = {
  'not-allowed': 'Not allowed',
  conditional: 'Allowed, with conditions',
  allowed: 'Allowed',
  'needs-detail': 'No answer yet',
};

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
    until: untilThen(question),
  });
}

/** A verdict that stands goes on standing; without one the strict rule does. */
function untilThen({ verdict }: Question): string {
  if (verdict?.verdict === 'allowed' || verdict?.verdict === 'conditional') return 'the answer on your card stands.';
  return 'use the school’s own channels, not a private app.';
}

/** For the DPO: who asks, and what was understood. The words are not kept. */
export function dpoQuestionCard({ question }: Extract<View, { readonly kind: 'dpo-question' }>, scene: Scene): Card {
  const { understood, verdict } = question;
  const { policy } = scene;
  const asker = scene.person(question.asker);
  const content = contentOf(understood).map((one) => policy.contents[one].phrase);
  const circumstance = understood.circumstance.map((one) => policy.circumstances[one].phrase);
  const procedure = policy.procedures[understood.procedure ?? ''];
  return forDpo({
    asker: nameOf(asker),
    job: jobOf(asker),
    child: mayConcernChild(understood) || understood.danger,
    dsl: scene.organisation.phones.dsl,
    id: question.id,
    facts: [
      ...(procedure === undefined ? [] : [{ title: 'Topic', value: procedure.title }]),
      { title: 'App', value: policy.apps[understood.app].label },
      { title: 'People', value: policy.audiences[understood.audience].label },
      { title: 'About', value: content.length === 0 ? 'Not said' : content.join(', ') },
      ...(circumstance.length === 0 ? [] : [{ title: 'Says', value: circumstance.join(', ') }]),
      { title: 'Answer', value: verdict === null ? 'None was given' : SAID[verdict.verdict] },
      ...(verdict === null ? [] : [{ title: 'Rule', value: verdict.rule }]),
      { title: 'Asked', value: dayAndTime(question.askedAt) },
    ],
  });
}

/** The asker gave the question up. */
export function questionCancelledCard(): Card {
  return cancelled({});
}
