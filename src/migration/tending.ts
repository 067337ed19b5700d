import type { Sealed } from '../history/ports.js';
import type { Store, Tx } from '../records/store.js';
import { changed, entryAbout, type Change } from './changed.js';
import type { HistoryWorld } from './course.js';
import { withDone } from './history.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';
import { endSession, sessionEnded } from './session.js';

/** What looks after moved history besides its runs. */
export type Tending = { readonly store: Store; readonly history?: HistoryWorld };
/** Gets sentences for the log: our own words, ids and codes. */
type Report = (message: string) => void;

/**
 * The watchdog: completes every session of importing that was begun and does not go on, whoever began it and whatever became of
 * its move, and destroys every sealed upload whose time is over. To be called at the start and again and again; in several
 * instances at once it does no harm. What cannot be done now is reported, and tried again the next time.
 */
export async function tendHistory(world: Tending, now: Date, report: Report): Promise<void> {
  const { store, history } = world;
  if (history === undefined) return;
  for (const id of await store.transact((tx) => tx.importsOpen()))
    await attempt(`the import of ${id} was not completed`, report, () => endLeftBehind(store, history, id, now));
  for (const sealed of await history.vault.expired(now))
    await attempt(`the upload of ${sealed.migrationId} was not destroyed`, report, () =>
      destroyExpired(store, history, sealed, now),
    );
}

async function attempt(what: string, report: Report, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof WorkplaceProblem ? error.code : error instanceof Error ? error.name : typeof error;
    report(`${what}: ${why}`);
  }
}

async function endLeftBehind(store: Store, { place }: HistoryWorld, id: string, now: Date): Promise<void> {
  const migration = await store.transact((tx) => tx.migration(id));
  if (migration === null || !isLeftBehind(migration, now)) return;
  const { teamId, channelId, history } = migration.outcome;
  if (teamId === null || channelId === null || history?.startedAt == null) return;
  const ended = await endSession(place, { teamId, channelId }, now.getTime() - history.startedAt.getTime());
  if (ended === 'unclear') return;
  await note(store, id, now, (stood) => sessionEnded(stood, history.sessions, now, 'watchdog'));
}

/** A run that is at work completes its own session, and has a time in which it is done. */
function isLeftBehind({ state, outcome }: Migration, now: Date): boolean {
  const { history, problem } = outcome;
  if (history === null || history.overdueAt === null) return false;
  return state !== 'importing' || problem !== null || now >= history.overdueAt;
}

async function destroyExpired(store: Store, { vault }: HistoryWorld, sealed: Sealed, now: Date): Promise<void> {
  const { migrationId, sha256, sealedAt } = sealed;
  await vault.destroy(migrationId);
  const left = await vault.sealed(migrationId);
  if (left !== null && left.sealedAt.getTime() === sealedAt.getTime()) throw new Error('it is still there');
  const told = { what: 'history.destroyed', details: { sha256, how: 'expired' } } as const;
  await store.transact(async (tx) => {
    const key = `destroyed/${migrationId}/${sealedAt.getTime()}`;
    if (!(await tx.firstSight(key))) return;
    const stood = await tx.migration(migrationId);
    const change = stood === null ? {} : withDone(stood, { destroyedAt: now });
    if (stood !== null && change.outcome !== undefined)
      await tx.putMigration(changed(stood, { ...change, events: [] }, 'regroup', now));
    await tx.record(entryAbout(migrationId, told, 'regroup', now, migrationId), key);
    if (stood !== null) await tx.tell(migrationId, 'wake', key);
  });
}

async function note(
  store: Store,
  id: string,
  now: Date,
  decide: (migration: Migration) => Change | null,
): Promise<void> {
  await store.transact(async (tx: Tx) => {
    const stood = await tx.migration(id);
    const change = stood === null ? null : decide(stood);
    if (stood === null || change === null) return;
    const next = changed(stood, change, 'regroup', now);
    await tx.putMigration(next);
    for (const told of change.events) await tx.record(entryAbout(id, told, 'regroup', now, id));
    await tx.tell(id, 'wake', `${id}/${next.ver}`);
  });
}
