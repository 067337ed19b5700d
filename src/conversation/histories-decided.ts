import { differencesAccepted, historyApproval, historyLeftOut, memberOf, objection } from '../migration/history.js';
import { changed, entryAbout, type Change, type Told } from '../migration/changed.js';
import { reasonProblem } from '../migration/decision.js';
import type { Migration } from '../migration/migration.js';
import { RUNNING } from '../migration/ports.js';
import { cut } from '../migration/text.js';
import { act, refuseMove } from './acting.js';
import { isApproverFor } from './approver.js';
import type { Verb } from './actions.js';
import type { Handlers, Target } from './handlers.js';
import { inPrivate } from './moves.js';
import { isOfficer } from './officer.js';
import { destroySealed } from './sealing.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

type DecidedVerb =
  'officer.open' | 'officer.approve' | 'officer.send-back' | 'object.object' | 'run.fresh-start' | 'approval.accept';

/** What officers, members, owners and approvers decide about a chat's history. */
export const historyDecisions: Handlers<DecidedVerb> = {
  'officer.open': (world, actor, target) => asOfficer(world, actor, target, 'officer.open', () => null),

  'officer.approve': (world, actor, target, { special }) =>
    asOfficer(world, actor, target, 'officer.approve', (migration, at) => {
      const found = migration.draft.sealed?.plan.dropped.special ?? 0;
      const answer = special === 'leave-out' || special === 'take' ? special : null;
      if (answer === null && found > 0)
        return { field: 'special', label: 'Sensitive words', text: 'choose whether these messages go along.' };
      return historyApproval(migration, actor.person, at, answer ?? 'leave-out');
    }),

  'officer.send-back': async (world, actor, target, { reason }) => {
    const view = await asOfficer(world, actor, target, 'officer.send-back', (migration, at) => {
      const text = reasonProblem(reason);
      if (text !== null) return { field: 'reason', label: 'Reason', text, typed: cut(reason, 600) };
      const change = migration.history.dpoApproved === null ? historyLeftOut(migration) : null;
      if (change === null) return null;
      const refused = { by: actor.person, at, reason: cut(reason, 500) };
      return { ...change, history: { ...change.history, refused } };
    });
    return withoutUpload(world, actor, view);
  },

  'object.object': object,

  'run.fresh-start': async (world, actor, target) => {
    const view = await act(world, actor, target, {
      verb: 'run.fresh-start',
      may: ({ owner }) => owner === actor.person,
      decide: (migration) => historyLeftOut(migration),
      show: (migration, notice) => ({ kind: 'progress', migration, mode: 'progress', notice }),
    });
    return withoutUpload(world, actor, view);
  },

  'approval.accept': async (world, actor, target) => {
    // Whoever is not an approver any more must not decide, even where the record still names them.
    const found = await world.store.transact((tx) => tx.migration(target.id));
    const isApprover = found !== null && (await isApproverFor(world, found, actor.person));
    return act(world, actor, target, {
      verb: 'approval.accept',
      may: ({ owner, approver }) => isApprover && approver === actor.person && owner !== actor.person,
      decide: (migration) => differencesAccepted(migration, actor.person),
      show: (migration, notice) => ({ kind: 'approval', migration, mode: 'decide', notice }),
    });
  },
};

/** A move that has become a fresh start leaves nothing sealed behind. */
async function withoutUpload(world: World, actor: Actor, view: View): Promise<View> {
  if (!('migration' in view) || view.migration?.draft.history !== 'fresh-start') return view;
  await destroySealed(world, actor, view.migration.id, 'left-out');
  return view;
}

type Wrong = { readonly field: string; readonly label: string; readonly text: string; readonly typed?: string };

/** Does what an officer decides. Nobody decides about a move of their own; anybody else is refused, and that is recorded. */
async function asOfficer(
  world: World,
  actor: Actor,
  target: Target,
  verb: Verb,
  decide: (migration: Migration, at: Date) => Change | Wrong | null,
): Promise<View> {
  let wrong: Wrong | null = null;
  return act(world, actor, target, {
    verb,
    may: (migration) => isOfficer(world, actor) && migration.owner !== actor.person && hasHistory(migration),
    decide: (migration, at) => {
      const decided = decide(migration, at);
      if (decided === null || 'events' in decided) return decided;
      wrong = decided;
      return null;
    },
    show: (migration, notice) => {
      const typed = wrong?.typed === undefined ? {} : { [wrong.field]: wrong.typed };
      const complaints = wrong === null ? [] : [wrong];
      const said = wrong === null && verb !== 'officer.open' ? notice : null;
      return { kind: 'history-approval', migration, complaints, notice: said, typed };
    },
  });
}

/** Whether there is anything for an officer to see: a chat that goes along, or one that they or the approver kept from going. */
function hasHistory({ state, draft, history }: Migration): boolean {
  if (state === 'draft' || state === 'cancelled') return false;
  const isLeftOut = (history.refused ?? null) !== null || draft.edited?.what.includes('history') === true;
  return draft.history !== 'fresh-start' || isLeftOut;
}

/**
 * A member's messages do not go along. Whose they are comes from who acts. Others object at the same time, so the version that the card
 * showed does not matter; doing it twice changes nothing. When the time is over, the objection is kept and goes to the officers.
 */
async function object(world: World, actor: Actor, { id }: Target): Promise<View> {
  const verb = 'object.object';
  if (actor.place === 'shared') return inPrivate(world, actor, id, verb);
  const at = world.now();
  const view = await world.store.transact(async (tx): Promise<View | null> => {
    const migration = await tx.migration(id);
    const member = migration === null ? null : memberOf(migration, actor.person);
    if (migration === null || member === null || !wasAsked(migration)) return null;
    const change = changeFor(migration, member, at);
    if (change === null) return { kind: 'history-objection', migration };
    const next = changed(migration, change, actor.person, at);
    await tx.putMigration(next);
    for (const told of change.events) await tx.record(entryAbout(id, told, actor.person, at, actor.correlationId));
    await tx.tell(id, 'wake', `${id}/${next.ver}`);
    return { kind: 'history-objection', migration: next };
  });
  return view ?? refuseMove(world, actor, verb, id);
}

/** The time to object begins once everybody was told who can be. */
function wasAsked({ history, state }: Migration): boolean {
  return state === 'objecting' || history.objectUntil !== null;
}

function changeFor(migration: Migration, member: string, at: Date): Change | null {
  const { history, state, draft } = migration;
  const { objectUntil } = history;
  if (state === 'objecting' && (objectUntil === null || at < objectUntil)) return objection(migration, member);
  // A move that is over has no run that could tell an officer.
  if (!RUNNING.includes(state)) return null;
  const late = history.late ?? [];
  if (history.objectors.includes(member) || late.includes(member) || draft.history === 'fresh-start') return null;
  const told: Told = { what: 'history.objected-late', details: { member } };
  return { history: { late: [...late, member] }, events: [told] };
}
