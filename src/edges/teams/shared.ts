import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';

/** What may be shown where others read along: nothing of anybody's own. */
const FOR_EVERYBODY: readonly View['kind'][] = ['answer', 'procedure', 'help', 'refused', 'failed'];

export const OWN_CHAT = {
  kind: 'refused',
  why: 'Others can read along here.',
  next: 'Open your own chat with Regroup and go on there.',
} satisfies View;

/** The view, or, where others read along and it holds something personal, the way to one's own chat. */
export function forEverybody(view: View, { place }: Actor, { organisation }: World): View {
  if (place === 'personal' || FOR_EVERYBODY.includes(view.kind)) return view;
  if (!('question' in view) || view.question?.understood.danger !== true) return OWN_CHAT;
  const next = `In danger: call 999. Child at risk: ring the DSL (${organisation.phones.dsl}). Then open your own chat with Regroup.`;
  return { ...OWN_CHAT, next };
}
