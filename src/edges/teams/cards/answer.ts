import { count } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Decision, Line, Policy, Reason, Verdict } from '../../../guidance/types.js';
import type { Question } from '../../../records/store.js';
import { underDangerLine } from './danger.js';
import { about, mayConcernChild, said } from './facets.js';
import { stacked } from './runs.js';
import type { Scene } from './scene.js';
import { sourcesBlock } from './sources.js';
import { template, type Card, type TemplateData } from './template.js';

/** A heading and lines that each begin with a bold lead. */
type Section = { readonly heading: string; readonly lines: readonly Line[] };

const body = template('answer');
const actions = template('answer-actions');

/** Mark, word and colour say the same, because colour vanishes in high contrast. */
const BANDS: Readonly<Record<Verdict, { readonly mark: string; readonly word: string; readonly style: string }>> = {
  'not-allowed': { mark: '✕', word: 'Not allowed', style: 'attention' },
  conditional: { mark: '!', word: 'Allowed if you keep to', style: 'warning' },
  allowed: { mark: '✓', word: 'Allowed', style: 'good' },
  'needs-detail': { mark: '?', word: 'No answer yet', style: 'accent' },
};

/** The verdict, what to do today, why, and the sources. Throws for a question without a verdict: that is our mistake. */
export function answerCard({ question }: Extract<View, { readonly kind: 'answer' }>, scene: Scene): Card {
  const { understood, verdict } = question;
  if (verdict === null) throw new Error(`question ${question.id} has no verdict to show`);
  const { policy, organisation } = scene;
  const card = stacked(
    body({
      ...band(verdict, policy),
      say: sentence(question, verdict, policy),
      child: mayConcernChild(understood) && !understood.danger,
      dsl: organisation.phones.dsl,
      about: about(policy, understood),
      personal: scene.place === 'personal',
      id: question.id,
      ver: question.ver,
      sections: laidOut([...advice(question, verdict, scene), ...procedure(question, policy), why(verdict, policy)]),
    }),
    sourcesBlock(policy, reasonsOf(verdict, policy), foot(question, verdict, policy)),
    actions(next(question, verdict, scene)),
  );
  return understood.danger ? underDangerLine(card, scene) : card;
}

function band(verdict: Decision, policy: Policy): TemplateData {
  const { mark, word, style } = BANDS[verdict.verdict];
  if (verdict.verdict !== 'conditional') return { mark, word, style };
  const conditions = known(verdict.conditions, policy.conditions).length;
  return { mark, style, word: `${word} ${count(conditions, 'condition', 'conditions')}` };
}

/** An answer can be older than the policy: then its rule may be gone. */
export function sentence(question: Question, verdict: Decision, policy: Policy): string {
  const rule = policy.rules.find(({ id }) => id === verdict.rule);
  if (rule === undefined) return 'The policy has changed since this answer. Ask again to hear what holds now.';
  return said(rule.say, policy, question.understood);
}

function known<T>(ids: readonly string[], texts: Readonly<Record<string, T>>): readonly T[] {
  return ids.flatMap((id) => texts[id] ?? []);
}

/** What to keep to, and what to do instead: in an emergency the other way round. */
function advice(question: Question, verdict: Decision, scene: Scene): readonly Section[] {
  const { policy, organisation } = scene;
  const instead = insteadOf(verdict, policy).map(({ lead, text }) => ({ lead: `${lead}:`, text }));
  const ring = { lead: 'Need help today?', text: `Ring the office on ${organisation.phones.office}.` };
  const conditions: Section = {
    heading: `Keep to ${count(verdict.conditions.length, 'condition', 'conditions')}`,
    lines: known(verdict.conditions, policy.conditions).map(({ lead, text }, index) => ({
      lead: `${index + 1}. ${lead}.`,
      text,
    })),
  };
  if (verdict.verdict === 'not-allowed') return [{ heading: 'Do this instead today', lines: [...instead, ring] }];
  if (question.understood.content.includes('emergency')) {
    return [{ heading: 'Try these first', lines: [...instead, ring] }, conditions];
  }
  const other = policy.apps[question.understood.app].consumer ? 'For anything else' : 'Where it belongs';
  return [conditions, { heading: other, lines: instead }];
}

/** A procedure that fits as well: it never hides the verdict, and the verdict does not hide it. */
function procedure(question: Question, policy: Policy): readonly Section[] {
  const fits = policy.procedures[question.understood.procedure ?? ''];
  if (fits === undefined) return [];
  return [{ heading: fits.title, lines: fits.steps.map(({ lead, text }) => ({ lead: `${lead}:`, text })) }];
}

function why(verdict: Decision, policy: Policy): Section {
  const lines = reasonsOf(verdict, policy);
  return { heading: 'Why', lines: lines.map(({ lead, text }) => ({ lead: `${lead}:`, text })) };
}

/** The reasons that the policy still has. */
export function reasonsOf(verdict: Decision, policy: Policy): readonly Reason[] {
  return known(verdict.reasons, policy.reasons);
}

/** What to do instead, as far as the policy still has it. */
export function insteadOf(verdict: Decision, policy: Policy): readonly Line[] {
  return known(verdict.instead, policy.alternatives);
}

function laidOut(sections: readonly Section[]): readonly TemplateData[] {
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }, index) => ({ heading, lines, spacing: index === 0 ? 'Medium' : 'Large' }));
}

/** Rule, policy, and what this is not. */
export function foot(question: Question, verdict: Decision, { settings }: Policy): string {
  const ticked = question.confirmation?.ticked.length ?? 0;
  return [
    `Rule ${verdict.rule}, policy ${verdict.policy}.`,
    ...(question.confirmation === null ? [] : [`You ticked ${count(ticked, 'statement', 'statements')}.`]),
    `Guidance from your ${settings.organisation}, not legal advice. The words of your question are not stored.`,
  ].join(' ');
}

/** The next step: where parents are told things, or moving the group away from a private app. */
function next(question: Question, verdict: Decision, scene: Scene): TemplateData {
  const { audience } = question.understood;
  const messaging = scene.organisation.parentMessaging;
  const link = messaging !== null && audience === 'parents' && verdict.verdict === 'not-allowed';
  return {
    id: question.id,
    ver: question.ver,
    personal: scene.place === 'personal',
    link,
    linkTitle: link ? opening(messaging.name) : '',
    linkUrl: link ? messaging.url : '',
    move: moves(question, verdict, scene.policy),
    moveStyle: link || verdict.verdict !== 'not-allowed' ? 'default' : 'positive',
  };
}

/** A group on a private app can be moved; one about a child at risk is not, and nobody should think of it now. */
function moves({ understood }: Question, verdict: Decision, policy: Policy): boolean {
  if (understood.danger || understood.content.includes('safeguarding')) return false;
  return verdict.verdict !== 'allowed' && policy.apps[understood.app].consumer;
}

/** Buttons do not wrap: a long name is left out. */
function opening(name: string): string {
  return name.length <= 28 ? `Open ${name}` : 'Open parent messaging';
}
