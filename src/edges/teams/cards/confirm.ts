import { count } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { underDangerLine } from './danger.js';
import { about, mayConcernChild } from './facets.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

const filled = template('confirm');

/**
 * The statements that have to be true for a yes. None is ticked beforehand. Throws when the policy has no such confirmation: a
 * question is then answered again, not confirmed.
 */
export function confirmCard(view: Extract<View, { readonly kind: 'confirm' }>, scene: Scene): Card {
  const { question, confirmation } = view;
  const { policy } = scene;
  const asks = policy.confirmations[confirmation];
  if (asks === undefined) throw new Error(`the policy ${policy.name} has no confirmation ${confirmation}`);
  const card = filled({
    count: count(asks.statements.length, 'thing', 'things'),
    say: asks.say,
    about: about(policy, question.understood),
    child: mayConcernChild(question.understood) && !question.understood.danger,
    dsl: scene.organisation.phones.dsl,
    personal: scene.place === 'personal',
    statements: asks.statements.map(({ id, text }) => ({ id, text })),
    id: question.id,
    ver: question.ver,
  });
  return question.understood.danger ? underDangerLine(card, scene) : card;
}
