import { refuse } from '../../conversation/refusal.js';
import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';

/** Why somebody who is signed in to the tenant may not use Regroup. */
export type Barred = 'unknown-person' | 'account-blocked' | 'guest';

/** Null for staff of the organisation. */
export async function barred(world: World, { person }: Actor): Promise<Barred | null> {
  const found = await world.directory.person(person);
  if (found === null) return 'unknown-person';
  if (!found.enabled) return 'account-blocked';
  return found.kind === 'guest' ? 'guest' : null;
}

/** Says so, and records it. */
export function turnAway(world: World, actor: Actor, reason: Barred): Promise<View> {
  const { name, phones } = world.organisation;
  const attempt = { action: 'regroup.use', reason, subjectType: 'person', subjectId: actor.person } as const;
  return refuse(world, actor, attempt, {
    why: `Regroup is for staff of ${name}, with an account of their own.`,
    next: `Ring the school office (${phones.office}) if you have a question.`,
  });
}
