import type { Purpose } from '../../../../guidance/types.js';
import { among, field, type Field } from '../complaints.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { framed, onward, type WizardView } from './frame.js';

const group = template<{
  readonly name: Field;
  readonly purpose: Field;
  readonly purposes: readonly { readonly title: string; readonly value: string }[];
}>('wizard-group');
const gates = template<{ readonly runBy: Field; readonly openRequest: Field }>('wizard-gates');

/** Step 1: which group, and what for. The purposes that are never moved stand in the list, so that they can be found there. */
export function groupCard(view: WizardView, scene: Scene): Card {
  const { draft } = view.migration;
  const middle = group({
    name: field(view, 'name', draft.groupName, 100),
    purpose: among(
      field(view, 'purpose', draft.purpose ?? '', 80),
      scene.policy.schedule.map(({ id }) => id),
    ),
    purposes: scene.policy.schedule.map(({ id, label }) => ({ title: label, value: id })),
  });
  return framed(view, { heading: 'Which group is it?', next: onward(view) }, middle);
}

/** Step 2: is it ours to move, and has anybody asked for what is in it? */
export function gatesCard(view: WizardView): Card {
  const { runBy, openRequest } = view.migration.draft.gates;
  const middle = gates({
    runBy: among(field(view, 'runBy', runBy ?? '', 80), ['school', 'parents', 'pta', 'union', 'social']),
    openRequest: among(field(view, 'openRequest', openRequest ?? '', 80), ['no', 'yes', 'unsure']),
  });
  return framed(view, { heading: '2 checks before the move', next: onward(view) }, middle);
}

/** The line of the schedule that the owner chose. */
export function purposeOf(view: WizardView, scene: Scene): Purpose | null {
  return scene.policy.schedule.find(({ id }) => id === view.migration.draft.purpose) ?? null;
}
