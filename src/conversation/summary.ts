import { PERIODS, type Period } from '../summary/summary.js';
import { refuse, type Attempt } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Shown when no period is chosen. */
const USUAL: Period = 'term';

/** Where the organisation stands, for its administrators, in their own chat. Reading it is recorded, and so is a refusal. */
export async function readSummary(world: World, actor: Actor, chosen: string): Promise<View> {
  const period = PERIODS.find((one) => one === chosen) ?? USUAL;
  const { administrators, phones } = world.organisation;
  if (actor.place === 'shared')
    return refuse(world, actor, attempt('shared-place'), {
      why: 'Others can read along here.',
      next: 'Write “summary” in your own chat with Regroup.',
    });
  if (!(await world.directory.inGroup(actor.person, administrators)))
    return refuse(world, actor, attempt('not-an-administrator'), {
      why: 'The summary is for administrators.',
      next: `Write “status” to see your own moves. IT support (${phones.itSupport}) can say who may read the summary.`,
    });
  await world.store.transact((tx) =>
    tx.record({
      who: actor.person,
      what: 'summary.read',
      when: world.now(),
      subjectType: 'summary',
      subjectId: 'organisation',
      correlationId: actor.correlationId,
      details: { period },
    }),
  );
  return { kind: 'summary', period };
}

function attempt(reason: string): Attempt {
  return { action: 'summary.show', reason, subjectType: 'summary', subjectId: 'organisation' };
}
