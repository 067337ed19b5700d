import { workingDaysAfter } from '../calendar/words.js';
import { closingChange, retrying, skippable, skipping, type Change } from '../migration/changed.js';
import { holdOn } from '../migration/hold.js';
import type { Migration } from '../migration/migration.js';
import { RUNNING } from '../migration/ports.js';
import { act } from './acting.js';
import { inTheMove } from './in-the-move.js';
import { attest } from './attesting.js';
import type { Handlers } from './handlers.js';
import { holdingActs } from './holding.js';
import { decideIncident } from './incidents.js';
import type { View } from './view.js';
import { waive } from './waiving.js';
import type { Actor, World } from './world.js';

type RunVerb =
  | 'run.refresh'
  | 'run.retry'
  | 'run.skip'
  | 'run.stop'
  | 'run.stop-now'
  | keyof typeof holdingActs
  | 'run.noticed'
  | 'run.unposted'
  | 'run.close'
  | 'attest.confirm'
  | 'attest.cannot'
  | 'incident.decide'
  | 'approval.waive';

/** What people do while a move runs: its owner, its approver, its members, and the data protection officer. */
export const runActs: Handlers<RunVerb> = {
  'run.refresh': async (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.refresh',
      may: await inTheMove(world, actor, target.id),
      decide: () => null,
      show: asItStands,
    }),

  'run.retry': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.retry',
      may: owner(actor),
      decide: (migration) => {
        const { problem } = migration.outcome;
        if (problem === null) return null;
        return {
          outcome: retrying(migration),
          events: [{ what: 'migration.retried', details: { step: problem.step } }],
        };
      },
      show: progress,
    }),

  'run.skip': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.skip',
      may: owner(actor),
      decide: (migration) => {
        const people = skippable(migration);
        if (migration.outcome.problem?.step !== 'members' || people.length === 0) return null;
        return {
          outcome: skipping(migration, people),
          events: people.map((person) => ({ what: 'migration.member-skipped', details: { person } })),
        };
      },
      show: progress,
    }),

  'run.stop': async (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.stop',
      may: await inTheMove(world, actor, target.id),
      decide: () => null,
      show: askToStop(target.ver),
    }),

  'run.stop-now': async (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.stop-now',
      may: await inTheMove(world, actor, target.id),
      decide: ({ state }) => {
        if (!RUNNING.includes(state)) return null;
        return {
          to: 'stopped',
          outcome: { problem: null },
          events: [{ what: 'migration.stopped', details: { at: state } }],
        };
      },
      show: progress,
    }),

  ...holdingActs,

  'run.noticed': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.noticed',
      may: owner(actor),
      decide: (migration, at) => (isOwnersTurn(migration) ? membersTurn(world, at, true) : null),
      show: progress,
    }),

  'run.unposted': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.unposted',
      may: owner(actor),
      decide: (migration, at) => (isOwnersTurn(migration) ? membersTurn(world, at, false) : null),
      show: progress,
    }),

  'run.close': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.close',
      may: owner(actor),
      decide: async (migration, _, tx) => {
        const asked = await tx.attestations(migration.id);
        // Nobody has been asked yet: the run is about to.
        const canClose = migration.state === 'closing' && asked.length > 0 && holdOn(migration) === null;
        return canClose ? closingChange(migration, asked) : null;
      },
      show: progress,
    }),

  'attest.confirm': (world, actor, target, inputs) => attest(world, actor, target, 'attest.confirm', inputs),
  'attest.cannot': (world, actor, target, inputs) => attest(world, actor, target, 'attest.cannot', inputs),
  'incident.decide': (world, actor, { id }) => decideIncident(world, actor, id),
  'approval.waive': waive,
};

/** Nobody is told to delete anything while the move is on hold. */
function isOwnersTurn(migration: Migration): boolean {
  return migration.state === 'notifying' && holdOn(migration) === null;
}

function owner({ person }: Actor): (migration: Migration) => boolean {
  return (migration) => migration.owner === person;
}

function progress(migration: Migration, notice: string | null): View {
  return { kind: 'progress', migration, mode: 'progress', notice };
}

/** Somebody who refreshes wants exactly the present state, so there is nothing to be said about it. */
function asItStands(migration: Migration): View {
  return progress(migration, null);
}

/** The question comes with the move as it stands; a stale card shows that first. */
function askToStop(ver: number): (migration: Migration, notice: string | null) => View {
  return (migration, notice) => {
    if (migration.ver !== ver || !RUNNING.includes(migration.state)) return progress(migration, notice);
    return { kind: 'progress', migration, mode: 'confirm-stop', notice: null };
  };
}

/** From now on each member is asked about their phone, whether the group was told in WhatsApp or nobody could tell it. */
function membersTurn({ organisation }: World, at: Date, isPosted: boolean): Change {
  const { daysToAttest, schoolHolidays } = organisation;
  const attestBy = workingDaysAfter(at, daysToAttest, schoolHolidays);
  const what = isPosted ? 'migration.notice-given' : 'migration.notice-not-given';
  return { to: 'closing', outcome: { noticeGivenAt: isPosted ? at : null, attestBy }, events: [{ what, details: {} }] };
}
