import { isSameName } from '../audit/question.js';
import { endingHold, holdOn, officersFor, puttingOnHold } from '../migration/hold.js';
import type { Migration } from '../migration/migration.js';
import { RUNNING } from '../migration/ports.js';
import type { Tx } from '../records/store.js';
import { act } from './acting.js';
import type { Handlers } from './handlers.js';
import { inTheMove } from './in-the-move.js';
import { isOfficer } from './officer.js';
import { readStatus, running } from './status.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/**
 * Holds. Everybody who is in a move can put it on hold, because keeping too much for a while does less harm than deleting what
 * somebody has asked for. Only a data protection officer ends one, and not on a move of their own.
 */
export const holdingActs: Handlers<'run.hold' | 'run.hold-now' | 'run.end-hold' | 'run.end-hold-now'> = {
  'run.hold': async (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.hold',
      may: await inTheMove(world, actor, target.id),
      decide: () => null,
      show: (migration, notice) => {
        const canHold = RUNNING.includes(migration.state) && holdOn(migration) === null;
        return asked(migration, target.ver, canHold ? 'confirm-hold' : null, notice);
      },
    }),

  'run.hold-now': async (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.hold-now',
      may: await inTheMove(world, actor, target.id),
      decide: async (migration, at, tx) =>
        puttingOnHold(migration, actor.person, at, await tx.attestations(migration.id)),
      show: progress,
    }),

  'run.end-hold': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.end-hold',
      may: mayEnd(world, actor),
      decide: () => null,
      show: (migration, notice) =>
        asked(migration, target.ver, holdOn(migration) === null ? null : 'confirm-end-hold', notice),
    }),

  'run.end-hold-now': (world, actor, target) =>
    act(world, actor, target, {
      verb: 'run.end-hold-now',
      may: mayEnd(world, actor),
      decide: (migration, at) => endingHold(migration, actor.person, at, world.organisation),
      show: progress,
    }),
};

const NAMED = /^\/?hold\s+(?<group>\S.{0,119})$/iu;

/**
 * `hold PE staff`: the running moves of groups of that name, for an officer in their own chat. Null for any other text, and where no such
 * move runs: people may begin a question with "hold".
 */
export async function listNamed(world: World, actor: Actor, text: string): Promise<View | null> {
  const { group } =
    NAMED.exec(
      text
        .normalize('NFKC')
        .trim()
        .replace(/[.!?\s]+$/, ''),
    )?.groups ?? {};
  if (group === undefined || actor.place === 'shared' || !isOfficer(world, actor)) return null;
  return world.store.transact(async (tx) => {
    const moves = (await running(tx)).filter(({ draft }) => isSameName(draft.groupName, group));
    return moves.length === 0 ? null : listed(tx, world, actor, moves);
  });
}

/** The moves that run, for an officer in their own chat. Everybody else sees their own. */
export async function listRunning(world: World, actor: Actor): Promise<View> {
  if (actor.place === 'shared' || !isOfficer(world, actor)) return readStatus(world, actor);
  return world.store.transact(async (tx) => listed(tx, world, actor, await running(tx)));
}

/** Those on hold first. Reading them is recorded, because they name people. */
async function listed(tx: Tx, world: World, actor: Actor, moves: readonly Migration[]): Promise<View> {
  const held = moves.filter((move) => holdOn(move) !== null);
  await tx.record({
    who: actor.person,
    what: 'moves.listed',
    when: world.now(),
    subjectType: 'queue',
    subjectId: 'moves',
    correlationId: actor.correlationId,
    details: { running: moves.length, held: held.length },
  });
  return { kind: 'running', moves: [...held, ...moves.filter((move) => !held.includes(move))] };
}

function mayEnd({ organisation }: World, { person }: Actor): (migration: Migration) => boolean {
  return (migration) => officersFor(migration, organisation.dpo).includes(person);
}

/** The question comes with the move as it stands; a stale card shows that first. */
function asked(
  migration: Migration,
  ver: number,
  mode: 'confirm-hold' | 'confirm-end-hold' | null,
  notice: string | null,
): View {
  return migration.ver === ver && mode !== null
    ? { kind: 'progress', migration, mode, notice: null }
    : progress(migration, notice);
}

function progress(migration: Migration, notice: string | null): View {
  return { kind: 'progress', migration, mode: 'progress', notice };
}
