import type { View } from '../../../conversation/view.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

const filled = template<{ readonly why: string; readonly next: string }>('refused');

/** They may not, and what they can do. */
export function refusedCard(view: Extract<View, { readonly kind: 'refused' }>, _scene: Scene): Card {
  return filled({ why: view.why, next: view.next });
}
