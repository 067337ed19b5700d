import type { View } from '../../../conversation/view.js';
import type { Verdict } from '../../../guidance/types.js';
import { foot, insteadOf, reasonsOf, sentence } from './answer.js';
import { about, mayConcernChild } from './facets.js';
import { stacked } from './runs.js';
import type { Scene } from './scene.js';
import { sourcesBlock } from './sources.js';
import { template, type Card } from './template.js';

const filled = template('recall');

const WHY: Readonly<Record<Verdict, string>> = {
  'not-allowed': 'Why it is not allowed',
  conditional: 'Why it is allowed with conditions',
  allowed: 'Why it is allowed',
  'needs-detail': 'Why there is no answer yet',
};

/**
 * The reasons of the answer before, with their sources open, or what to do instead. Throws for a question without a verdict: that is
 * our mistake.
 */
export function recallCard({ question, part }: Extract<View, { readonly kind: 'recall' }>, scene: Scene): Card {
  const { understood, verdict } = question;
  if (verdict === null) throw new Error(`question ${question.id} has no verdict to explain`);
  const { policy, organisation } = scene;
  const lines = part === 'why' ? reasonsOf(verdict, policy) : insteadOf(verdict, policy);
  const heading = part === 'why' ? WHY[verdict.verdict] : 'What to do instead';
  const card = filled({
    heading,
    say: sentence(question, verdict, policy),
    text: `${heading}: the answer before.`,
    about: about(policy, understood),
    child: mayConcernChild(understood) || understood.danger,
    dsl: organisation.phones.dsl,
    lines: lines.map(({ lead, text }) => ({ lead: `${lead}:`, text })),
    none: lines.length > 0 ? '' : `The policy names nothing here. Ring the office on ${organisation.phones.office}.`,
  });
  if (part === 'instead') return card;
  const cited = reasonsOf(verdict, policy).map(({ lead, cites }) => ({ lead, cites }));
  return stacked(card, opened(sourcesBlock(policy, cited, foot(question, verdict, policy))));
}

/** Whoever asks why wants to see the sources at once. */
function opened(block: Card): Card {
  const body = (block['body'] as readonly Readonly<Record<string, unknown>>[]).map((item) =>
    item['id'] === 'sources' ? { ...item, isVisible: true } : item,
  );
  return { ...block, body };
}
