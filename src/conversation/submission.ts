import { cancel, isSameIncident, outsideReaders, submit } from '../migration/decision.js';
import type { Migration } from '../migration/migration.js';
import { peopleCounts } from '../migration/people.js';
import { backward, complaintsOf, firstIncomplete, goTo, isUntouched, newDraft } from '../migration/wizard.js';
import { entryAbout, type Told } from '../migration/changed.js';
import type { Tx } from '../records/store.js';
import type { Handlers } from './handlers.js';
import { approverComplaint } from './approver.js';
import {
  asItStands,
  complained,
  inPrivate,
  onDraft,
  onStep,
  ownMove,
  rulesOf,
  saved,
  wake,
  wizard,
  type Done,
} from './moves.js';
import { refuse } from './refusal.js';
import { destroySealed, sealedNow } from './sealing.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Where a move begins, is seen again, submitted and given up. */
export const submissionActs = {
  'home.move': (world, actor) => start(world, actor, 'home.move'),

  'ask.move': async (world, actor, target) => {
    const question = await world.store.transact((tx) => tx.question(target.id));
    if (question?.asker === actor.person) return start(world, actor, 'ask.move');
    const reason = question === null ? 'unknown-question' : 'not-the-asker';
    const attempt = { action: 'ask.move', reason, subjectType: 'question', subjectId: target.id } as const;
    const why = 'This is not your question. Only the person who asked can go on from it.';
    return refuse(world, actor, attempt, { why, next: 'You can start a move of your own: write “move a group”.' });
  },

  'move.open': async (world, actor, target) => {
    const found = await ownMove(world, actor, target.id, 'move.open');
    return 'refused' in found ? found.refused : asItStands(found.migration, null);
  },

  'move.review.back': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.review.back', 'review', async (migration) => {
      const chosen = await withApprover(world, migration, inputs.approver);
      return saved(world, chosen, backward(chosen.draft), wizard);
    }),

  'move.review.save': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.review.save', 'review', async (migration) => {
      const chosen = await withApprover(world, migration, inputs.approver);
      return saved(world, chosen, chosen.draft, (kept) => ({ kind: 'draft-saved', migration: kept }));
    }),

  'move.submit': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.submit', 'review', (migration) =>
      submitted(world, actor, migration, inputs.approver),
    ),

  'move.cancel': (world, actor, target) =>
    onDraft(world, actor, target, 'move.cancel', async (migration) => {
      await destroySealed(world, actor, migration.id, 'stopped');
      const cancelled = cancel(migration, world.now());
      const events = [{ what: 'migration.cancelled', details: {} }] as const;
      const done = { migration: cancelled, events, view: { kind: 'draft-cancelled' } } as const;
      // Once it was submitted, a run is there that has to see that it is over.
      return migration.state === 'draft' ? done : { ...done, also: wake(cancelled) };
    }),
} satisfies Handlers<
  'home.move' | 'ask.move' | 'move.open' | 'move.review.back' | 'move.review.save' | 'move.submit' | 'move.cancel'
>;

/** A new draft at its first step; one in which nothing has been said yet is taken again. */
async function start(world: World, actor: Actor, action: 'home.move' | 'ask.move'): Promise<View> {
  const id = world.newId('mov');
  if (actor.place === 'shared') return inPrivate(world, actor, id, action);
  return world.store.transact(async (tx) => {
    const untouched = (await tx.migrationsOf(actor.person)).find(isUntouched);
    if (untouched !== undefined) return wizard(untouched);
    const migration = newDraft(id, actor.person, world.now());
    await tx.putMigration(migration);
    const told = { what: 'migration.started', details: {} } as const;
    await tx.record(entryAbout(id, told, actor.person, migration.startedAt, actor.correlationId));
    return wizard(migration);
  });
}

/** The approver is kept when the choice can be taken; else the one chosen before stays. */
async function withApprover(world: World, migration: Migration, chosen: string): Promise<Migration> {
  const problem = await approverComplaint(world, migration, chosen);
  return problem === null ? { ...migration, approver: chosen } : migration;
}

async function submitted(world: World, actor: Actor, migration: Migration, approver: string): Promise<Done> {
  const rules = rulesOf(world);
  const step = firstIncomplete(migration.draft, rules);
  if (step !== 'review') {
    const complaints = complaintsOf(step, migration.draft, rules);
    return saved(world, migration, goTo(migration.draft, step, rules), (kept) => wizard(kept, { complaints }));
  }
  const problem = await approverComplaint(world, migration, approver);
  if (problem !== null) {
    const typed = complained({ approver }, [problem]);
    return saved(world, migration, migration.draft, (kept) => wizard(kept, { complaints: [problem], typed }));
  }
  const { daysToDecide, schoolHolidays } = world.organisation;
  const counted = await countedNow(world, migration);
  if ('view' in counted) return counted;
  const sent = submit(counted.migration, approver, world.now(), daysToDecide, schoolHolidays);
  // Whatever an officer agreed to before may be another thing now.
  const next = { ...sent, history: { ...sent.history, dpoApproved: null, refused: null } };
  return {
    migration: next,
    events: [...counted.events, submission(next, approver)],
    view: { kind: 'progress', migration: next, mode: 'progress', notice: null },
    also: async (tx) => {
      await raiseIncident(world, actor, tx, next);
      await wake(next)(tx);
    },
  };
}

type Counted = { readonly migration: Migration; readonly events: readonly Told[] };

/** With history, its counts are made anew, while the names are there; when the upload is gone, back to that step. */
async function countedNow(world: World, migration: Migration): Promise<Counted | Done> {
  if (migration.draft.history === 'fresh-start') return { migration, events: [] };
  const kept = await sealedNow(world, migration);
  const counted = { ...migration.draft, sealed: kept?.sealed ?? null };
  const complaints = complaintsOf('history', counted, rulesOf(world));
  if (kept !== null && complaints.length === 0)
    return { migration: { ...migration, draft: counted }, events: kept.events };
  const draft = { ...counted, step: 'history' } as const;
  return saved(world, migration, draft, (now) => wizard(now, { complaints }));
}

/** How many of each, and where to: no names. */
function submission({ draft }: Migration, approver: string): Told {
  const { staff, leaver, guest, pupil, outsider } = peopleCounts(draft);
  return {
    what: 'migration.submitted',
    details: {
      staff,
      leavers: leaver,
      guests: guest,
      pupils: pupil,
      outsiders: outsider,
      purpose: draft.purpose ?? 'none',
      destination: draft.destination?.kind ?? 'existing-team',
      approver,
    },
  };
}

/** People who are not staff could read the group: the DPO looks at it. Submitting the same people again raises nothing new. */
async function raiseIncident(world: World, actor: Actor, tx: Tx, migration: Migration): Promise<void> {
  const incident = outsideReaders(migration, world.newId('inc'), migration.changedAt);
  if (incident === null) return;
  const before = await tx.incidentsOf(migration.id);
  if (before.some((one) => isSameIncident(one, incident))) return;
  await tx.putIncident(incident);
  const { kind, outsiders, leavers, pupils } = incident;
  await tx.record({
    who: actor.person,
    what: 'incident.raised',
    when: incident.at,
    subjectType: 'incident',
    subjectId: incident.id,
    correlationId: actor.correlationId,
    details: { kind, outsiders, leavers, pupils },
  });
}
