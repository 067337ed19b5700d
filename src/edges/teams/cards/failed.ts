import type { View } from '../../../conversation/view.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

type Failed = Extract<View, { readonly kind: 'failed' }>;

const filled = template<{
  readonly why: string;
  readonly heading: string;
  readonly next: string;
  readonly itSupport: string;
  readonly reference: string;
}>('failed');

/** Over what has to happen: it names who has to act. */
const HEADING: Readonly<Record<Failed['who'], string>> = {
  person: 'What you can do',
  administrator: 'IT support has to act',
  us: 'What happens next',
};

/** Something failed: who must act, and the reference under which it can be found. */
export function failedCard(view: Failed, scene: Scene): Card {
  return filled({
    why: view.why,
    heading: HEADING[view.who],
    next: view.next,
    itSupport: scene.organisation.phones.itSupport,
    reference: view.correlationId,
  });
}
