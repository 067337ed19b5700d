import { count } from '../../../calendar/words.js';
import type { Complaint, View } from '../../../conversation/view.js';
import type { Policy, Term, Understood } from '../../../guidance/types.js';
import { underDangerLine } from './danger.js';
import { contentOf } from './facets.js';
import type { Scene } from './scene.js';
import { template, type Card, type TemplateData } from './template.js';

type Clarify = Extract<View, { readonly kind: 'clarify' }>;
type Facet = Clarify['ask'];
type Choice = { readonly title: string; readonly value: string };

const FACETS: readonly Facet[] = ['app', 'audience', 'content'];

/** The question in a sentence, and the short label of the same facet when it is already known. */
const WORDS: Readonly<Record<Facet, { readonly ask: string; readonly label: string }>> = {
  app: { ask: 'Which app would you use?', label: 'App' },
  audience: { ask: 'Who would read the messages?', label: 'People' },
  content: { ask: 'What would the messages be about?', label: 'About' },
};

const filled = template('clarify');

/** Everything understood, to change where it is wrong, and the one question that is open. */
export function clarifyCard(view: Clarify, scene: Scene): Card {
  const { question, ask, complaints } = view;
  const { policy } = scene;
  const card = filled({
    ask: WORDS[ask].ask,
    complaint: complaints.length === 0 ? '' : `${count(complaints.length, 'answer is', 'answers are')} missing`,
    complaints: complaints.map(({ label, text }) => ({ text: `${label}: ${text.replace(/\.$/, '')}.` })),
    chips: FACETS.filter((facet) => facet !== ask).map((facet) => chip(facet, question.understood, policy, complaints)),
    asked: asked(view, policy),
    child: !question.understood.danger,
    dsl: scene.organisation.phones.dsl,
    personal: scene.place === 'personal',
    question: question.id,
    ver: question.ver,
  });
  return question.understood.danger ? underDangerLine(card, scene) : card;
}

/** A facet that is known: a small choice, already made. */
function chip(facet: Facet, understood: Understood, policy: Policy, complaints: readonly Complaint[]): TemplateData {
  const { choices, value } = offered(facet, understood, policy);
  return { id: facet, label: WORDS[facet].label, choices, value, ...wrong(facet, complaints) };
}

/** The open one: all its choices stand there, none is made. */
function asked({ ask, question, complaints }: Clarify, policy: Policy): TemplateData {
  const several = ask === 'content';
  const known = several ? contentOf(question.understood).join(',') : '';
  return {
    id: ask,
    label: several ? `${WORDS[ask].ask} Tick all that apply.` : WORDS[ask].ask,
    choices: terms(ask, policy),
    value: known,
    several,
    ...wrong(ask, complaints),
  };
}

function offered(facet: Facet, understood: Understood, policy: Policy): { choices: readonly Choice[]; value: string } {
  const choices = terms(facet, policy);
  if (facet === 'app') return { choices, value: understood.app === 'none' ? '' : understood.app };
  if (facet === 'audience') return { choices, value: understood.audience === 'unknown' ? '' : understood.audience };
  const content = contentOf(understood);
  const value = content.join(',');
  if (content.length < 2) return { choices, value };
  // A small choice holds one value; several things that were understood together are one value more.
  const [first] = content.map((one) => policy.contents[one].label);
  return { choices: [{ title: `${first} + ${content.length - 1}`, value }, ...choices], value };
}

/** What can be chosen: everything but the policy's words for "nothing said". */
function terms(facet: Facet, policy: Policy): readonly Choice[] {
  const known: Readonly<Record<Facet, Readonly<Record<string, Term>>>> = {
    app: policy.apps,
    audience: policy.audiences,
    content: policy.contents,
  };
  return Object.entries(known[facet])
    .filter(([value]) => value !== 'none' && value !== 'unknown' && value !== 'none-stated')
    .map(([value, { label }]) => ({ title: label, value }));
}

function wrong(facet: Facet, complaints: readonly Complaint[]): { readonly error: string; readonly style: string } {
  const error = complaints.find(({ field }) => field === facet)?.text ?? '';
  return { error, style: error === '' ? 'default' : 'attention' };
}
