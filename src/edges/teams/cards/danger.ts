import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

const line = template<{ readonly dsl: string }>('danger');

/** The card with "Call 999" above everything else, for a question in which life or a child may be at risk. */
export function underDangerLine(card: Card, scene: Scene): Card {
  const [first, ...rest] = card['body'] as readonly Readonly<Record<string, unknown>>[];
  const { body } = line({ dsl: scene.organisation.phones.dsl });
  // Two bleeding bands show a white stripe between them unless they touch.
  const next = first?.['bleed'] === true ? { ...first, spacing: 'None' } : first;
  return { ...card, body: [...(body as readonly unknown[]), next, ...rest] };
}
