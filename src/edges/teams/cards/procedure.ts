import { count } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Procedure } from '../../../guidance/types.js';
import type { Question } from '../../../records/store.js';
import { underDangerLine } from './danger.js';
import { mayConcernChild, said } from './facets.js';
import { nameOf, stacked } from './runs.js';
import type { Scene } from './scene.js';
import { sourcesBlock } from './sources.js';
import { template, type Card, type TemplateData } from './template.js';

/** Procedures of the policy that are an alarm: the clock may already be running. */
const ALARMS: readonly string[] = ['P-LOST', 'P-BREACH'];
/** A lost phone is locked and signed out with IT support's help. */
const NEEDS_IT = 'P-LOST';
/** Procedures that end in moving a group, or in telling the school about one. */
const STARTS_A_MOVE: readonly string[] = ['P-MIGRATE', 'P-REGISTER'];

const steps = template('procedure');
const actions = template('procedure-actions');

/**
 * What to do now, and whom to ring: Regroup tells nobody by itself, and the card says so. A refusal that was given for the same
 * question stands above it. Throws when the policy has no such procedure.
 */
export function procedureCard(view: Extract<View, { readonly kind: 'procedure' }>, scene: Scene): Card {
  const { question } = view;
  const { policy, organisation } = scene;
  const fits = policy.procedures[view.procedure];
  if (fits === undefined) throw new Error(`the policy ${policy.name} has no procedure ${view.procedure}`);
  const alarm = ALARMS.includes(view.procedure);
  const heading = alarm ? `Do these ${count(fits.steps.length, 'thing', 'things')} now` : fits.title;
  const understood = question?.understood;
  const danger = understood?.danger === true;
  const card = stacked(
    steps({
      alarm,
      heading,
      title: fits.title,
      text: alarm
        ? `${fits.title}. ${heading}, and ring the DPO yourself.`
        : `${fits.title}: what to do, step by step.`,
      refused: refusal(question, scene),
      child: !danger && (alarm || fits.escalate === 'DSL' || (understood !== undefined && mayConcernChild(understood))),
      dsl: organisation.phones.dsl,
      ring: toRing(view.procedure, fits, scene),
      steps: numbered(fits),
    }),
    sourcesBlock(policy, [{ lead: '', cites: fits.cites }], foot(scene)),
    actions(next(view.procedure, question, scene)),
  );
  return danger ? underDangerLine(card, scene) : card;
}

/** Steps to take are numbered; what is only explained is not. */
function numbered({ steps: all, escalate }: Procedure): readonly { lead: string; text: string }[] {
  return all.map(({ lead, text }, index) => ({ lead: escalate === null ? lead : `${index + 1}. ${lead}`, text }));
}

/** The rule's sentence, when the question that led here was refused. */
function refusal(question: Question | null, scene: Scene): string {
  if (question?.verdict?.verdict !== 'not-allowed') return '';
  const rule = scene.policy.rules.find(({ id }) => id === question.verdict?.rule);
  return rule === undefined ? 'This is a school rule.' : said(rule.say, scene.policy, question.understood);
}

/** Whom to ring, with the number. The DPO has none of their own: the office puts people through. */
function toRing(id: string, { escalate }: Procedure, scene: Scene): readonly TemplateData[] {
  const { phones, dpo } = scene.organisation;
  const [first] = dpo;
  const officer = first === undefined || scene.place === 'shared' ? null : scene.person(first);
  const name = officer === null ? 'the DPO' : nameOf(officer);
  const all = [
    ...(escalate === 'DPO'
      ? [{ lead: 'The DPO', text: `ring the office on ${phones.office} and ask for `, who: name }]
      : []),
    ...(escalate === 'DSL' ? [{ lead: 'The DSL', text: 'ring ', who: phones.dsl }] : []),
    ...(id === NEEDS_IT ? [{ lead: 'IT support', text: 'ring ', who: phones.itSupport }] : []),
  ];
  return all.map((one, index) => ({ ...one, spacing: index === 0 ? 'Medium' : 'Small' }));
}

function foot({ policy }: Scene): string {
  return `Policy ${policy.name}. Guidance from your ${policy.settings.organisation}, not legal advice.`;
}

function next(id: string, question: Question | null, scene: Scene): TemplateData {
  const personal = scene.place === 'personal';
  return {
    move: personal && STARTS_A_MOVE.includes(id),
    // In an alarm nobody should believe that pressing a button was enough: the card says whom to ring.
    ask: personal && question !== null && !ALARMS.includes(id),
    id: question?.id ?? '',
    ver: question?.ver ?? 0,
  };
}
