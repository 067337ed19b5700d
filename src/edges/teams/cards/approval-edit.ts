import type { View } from '../../../conversation/view.js';
import { summaryOf } from './complaints.js';
import { groupOf } from './approval-words.js';
import { MODES } from './history/plan.js';
import { bold, nameOf, plain, stacked } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { destinationMiddle } from './wizard/destination.js';

const head = template('approval-edit');
const foot = template('approval-edit-foot');

/** What an approver can change before they decide. Everything else is the owner's: it is sent back for that. */
export function approvalEditCard(view: Extract<View, { readonly kind: 'approval' }>, scene: Scene): Card {
  const { id, ver, draft, owner } = view.migration;
  const summary = summaryOf(view);
  return stacked(
    head({
      ...summary,
      about: [bold(nameOf(scene.person(owner))), plain(' moves '), bold(groupOf(draft.groupName)), plain('.')],
    }),
    destinationMiddle(draft, view, scene),
    foot({ id, ver, along: draft.history !== 'fresh-start', way: MODES[draft.history] }),
  );
}
