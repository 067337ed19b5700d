import type { Step } from '../../../migration/migration.js';
import type { Scene } from './scene.js';
import type { Card } from './template.js';
import { destinationCard, retentionCard } from './wizard/destination.js';
import type { WizardView } from './wizard/frame.js';
import { peopleCard } from './wizard/people.js';
import { reviewCard } from './wizard/review.js';
import { historyCard } from './wizard/history.js';
import { gatesCard, groupCard } from './wizard/simple.js';

const STEP_CARDS: Readonly<Record<Step, (view: WizardView, scene: Scene) => Card>> = {
  group: groupCard,
  gates: gatesCard,
  people: peopleCard,
  history: historyCard,
  destination: destinationCard,
  retention: retentionCard,
  review: reviewCard,
};

/** One step of the wizard: `draft.step` says which. */
export function wizardCard(view: WizardView, scene: Scene): Card {
  return STEP_CARDS[view.migration.draft.step](view, scene);
}
