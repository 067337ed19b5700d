import { count, shortDay } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Line, Verdict } from '../../../guidance/types.js';
import { insteadOf, reasonsOf } from './answer.js';
import { about, mayConcernChild, said } from './facets.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

/** More would push the card over its size; most people come first. */
const MOST = 6;

const overview = template('corrections');
const forAsker = template('correction');

const WORDS: Readonly<Record<Verdict, string>> = {
  'not-allowed': '✕ Not allowed',
  conditional: '! Allowed, with conditions',
  allowed: '✓ Allowed',
  'needs-detail': '? One more detail is needed',
};

/** For administrators: what people were told that holds no more, and how many. */
export function correctionsCard(view: Extract<View, { readonly kind: 'corrections' }>, scene: Scene): Card {
  const { changes, asking, notice } = view;
  const people = new Set(changes.flatMap(({ people: all }) => all.map(({ asker }) => asker))).size;
  const chosen = changes.find(({ id }) => id === asking)?.people.length ?? 0;
  const heading =
    people === 0 ? 'Nobody was told otherwise' : `! ${count(people, 'person was', 'people were')} told otherwise`;
  const left = changes.length - MOST;
  return overview({
    heading,
    text: `${heading.replace('! ', '')} before the policy changed.`,
    say:
      people === 0
        ? 'What people were told in the last 12 months is what the policy says now.'
        : 'The policy in force answers their question otherwise. Regroup tells them only when you say so.',
    notice: notice ?? '',
    asking: chosen === 0 ? '' : `Send ${count(chosen, 'correction', 'corrections')}?`,
    askingId: asking ?? 'chg-AAAAAAAA',
    changes: changes.slice(0, MOST).map(({ id, from, to, understood, people: told }, index) => ({
      id,
      number: index + 1,
      verdicts: `${WORDS[from]} → ${WORDS[to]}`,
      about: about(scene.policy, understood),
      people: count(told.length, 'person', 'people'),
    })),
    more: left > 0 ? `And ${left} more, not shown here.` : '',
  });
}

/** For the asker: what they were told, what holds now, and what to do. */
export function correctionCard(view: Extract<View, { readonly kind: 'correction' }>, scene: Scene): Card {
  const { question, correction } = view;
  const { understood, askedAt } = question;
  const { from, decision } = correction;
  const { policy, organisation } = scene;
  const now = decision?.verdict ?? 'needs-detail';
  const rule = policy.rules.find(({ id }) => id === decision?.rule);
  const { heading, lines } = advice(view, scene);
  return forAsker({
    style: now === 'not-allowed' ? 'attention' : 'warning',
    say:
      rule === undefined
        ? 'Ask again before you send anything: one more detail is needed now.'
        : said(rule.say, policy, understood),
    about: about(policy, understood),
    child: mayConcernChild(understood) || understood.danger,
    dsl: organisation.phones.dsl,
    before: WORDS[from],
    now: WORDS[now],
    asked: shortDay(askedAt),
    heading2: lines.length === 0 ? '' : heading,
    lines: lines.map(({ lead, text }) => ({ lead: `${lead}:`, text })),
    foot: `The school’s policy has changed since you asked. Help today: ring the office on ${organisation.phones.office}.`,
  });
}

/** After a no what to do instead, after a yes what to keep to; else why. */
function advice({ correction: { decision } }: Extract<View, { readonly kind: 'correction' }>, { policy }: Scene) {
  if (decision === null) return { heading: '', lines: [] as readonly Line[] };
  if (decision.verdict === 'not-allowed')
    return { heading: 'Do this instead today', lines: insteadOf(decision, policy) };
  const conditions = decision.conditions.flatMap((id) => policy.conditions[id] ?? []);
  return conditions.length > 0
    ? { heading: 'Keep to', lines: conditions }
    : { heading: 'Why', lines: reasonsOf(decision, policy) };
}
