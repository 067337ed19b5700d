import { changedAnswers, type ChangedAnswer } from '../guidance/told.js';
import type { Tx } from '../records/store.js';
import type { Verb } from './actions.js';
import type { Handlers } from './handlers.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** What somebody was told longer ago than a school year they do not go by any more: staff and groups change in September. */
const MONTHS = 12;

/** What the policy in force answers otherwise than people were told, without those who were sent the new answer. */
export async function changesFor(
  tx: Tx,
  { policy, now }: Pick<World, 'policy' | 'now'>,
): Promise<readonly ChangedAnswer[]> {
  const since = new Date(now());
  since.setUTCMonth(since.getUTCMonth() - MONTHS);
  const all = changedAnswers(await tx.told(since), policy);
  const ordered = new Set(
    (await tx.corrections(all.map(({ id }) => id))).map(({ change, person }) => `${change} ${person}`),
  );
  return all
    .map((one) => ({ ...one, people: one.people.filter(({ asker }) => !ordered.has(`${one.id} ${asker}`)) }))
    .filter(({ people }) => people.length > 0);
}

/** What administrators do when people were told something that holds no more. */
export const correctionActs: Handlers<'correction.list' | 'correction.ask' | 'correction.send'> = {
  'correction.list': (world, actor) => asAdministrator(world, actor, 'correction.list', (tx) => list(tx, world, null)),

  'correction.ask': (world, actor, { id }) =>
    asAdministrator(world, actor, 'correction.ask', (tx) => list(tx, world, id)),

  'correction.send': (world, actor, { id }) =>
    asAdministrator(world, actor, 'correction.send', async (tx) => {
      const change = (await changesFor(tx, world)).find((one) => one.id === id);
      if (change !== undefined) await order(tx, world, actor, change);
      const notice =
        change === undefined
          ? 'There is nobody left to send this to.'
          : 'The corrections are on their way, one a second.';
      return { kind: 'corrections', changes: await changesFor(tx, world), asking: null, notice };
    }),
};

async function list(tx: Tx, world: World, asking: string | null): Promise<View> {
  const changes = await changesFor(tx, world);
  const known = changes.some(({ id }) => id === asking);
  return { kind: 'corrections', changes, asking: known ? asking : null, notice: null };
}

/** Orders a correction for each person, in one transaction with its entry, and starts the run that sends them. */
async function order(tx: Tx, world: World, actor: Actor, change: ChangedAnswer): Promise<void> {
  const batch = world.newId('cor');
  const at = world.now();
  const people = await tx.orderCorrections(
    change.people.map(({ asker, questionId }) => ({
      change: change.id,
      person: asker,
      batch,
      questionId,
      from: change.from,
      decision: change.decision,
      orderedBy: actor.person,
      orderedAt: at,
      state: 'ordered',
    })),
  );
  const { from, to } = change;
  await tx.record({
    who: actor.person,
    what: 'correction.ordered',
    when: at,
    subjectType: 'policy',
    subjectId: change.id,
    correlationId: actor.correlationId,
    details: { from, to, people },
  });
  await tx.tell(batch, 'wake', batch);
}

/** In one transaction, for an administrator in their own chat. Anybody else is refused, and that is recorded. */
async function asAdministrator(
  world: World,
  actor: Actor,
  action: Verb,
  work: (tx: Tx) => Promise<View>,
): Promise<View> {
  const about = { subjectType: 'summary', subjectId: 'organisation' } as const;
  const shared = actor.place === 'shared';
  if (!shared && (await world.directory.inGroup(actor.person, world.organisation.administrators)))
    return world.store.transact(work);
  const reason = shared ? 'shared-place' : 'not-an-administrator';
  return refuse(
    world,
    actor,
    { action, reason, ...about },
    {
      why: 'Corrections are for administrators, in their own chat.',
      next: 'To see your own questions and moves, write “status” in your own chat with Regroup.',
    },
  );
}
