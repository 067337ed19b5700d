import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** The data protection officer, or a deputy, has looked at an incident. Doing it again changes nothing. */
export async function decideIncident(world: World, actor: Actor, id: string): Promise<View> {
  const { store, organisation } = world;
  const when = world.now();
  const isDpo = organisation.dpo.includes(actor.person);
  const incident = await store.transact(async (tx) => {
    const found = isDpo ? await tx.incident(id) : null;
    if (found === null || found.state === 'decided') return found;
    const decided = { ...found, state: 'decided' } as const;
    await tx.putIncident(decided);
    // Its run puts the other officers' cards right.
    if (found.kind === 'retention') await tx.tell(id, 'wake', `${id}/decided`);
    const about = { subjectType: 'incident', subjectId: id, correlationId: actor.correlationId } as const;
    await tx.record({ who: actor.person, what: 'incident.decided', when, ...about, details: {} });
    return decided;
  });
  if (incident !== null) return { kind: 'incident', incident };
  return refuse(
    world,
    actor,
    {
      action: 'incident.decide',
      reason: isDpo ? 'not-found' : 'not-dpo',
      subjectType: 'incident',
      subjectId: id,
    },
    {
      why: 'This is for the data protection officer only.',
      next: `To report something, ring the school office (${organisation.phones.office}).`,
    },
  );
}
