import type { SubjectType } from '../audit/entry.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** What somebody tried and may not: our own codes, and ids. */
export type Attempt = {
  /** A verb or a command. */
  readonly action: string;
  readonly reason: string;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
};

/** Records that somebody tried what they may not, in a transaction of its own, and says so. */
export async function refuse(
  world: World,
  actor: Actor,
  attempt: Attempt,
  words: { readonly why: string; readonly next: string },
): Promise<View> {
  const { action, reason, subjectType, subjectId } = attempt;
  await world.store.transact((tx) =>
    tx.record({
      who: actor.person,
      what: 'access.refused',
      when: world.now(),
      subjectType,
      subjectId,
      correlationId: actor.correlationId,
      details: { action, reason },
    }),
  );
  return { kind: 'refused', ...words };
}
