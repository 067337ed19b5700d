import type { Difference } from '../history/history.js';
import { change, step, type Run } from './course.js';
import type { HistoryDone } from './facts.js';
import { DIFFERS, withDone } from './history.js';
import { WorkplaceProblem } from './ports.js';

/** So many differences are kept with what they are about; of the others, how many of which kind. */
const MOST_KEPT = 100;

/** What differs, as it may be kept. */
export type Summed = {
  readonly differences: Readonly<Partial<Record<Difference['kind'], number>>>;
  readonly first: readonly Difference[];
};

/** How many of each kind, and the first ones themselves: numbers, ids and times. */
export function summed(all: readonly Difference[]): Summed {
  const differences: Partial<Record<Difference['kind'], number>> = {};
  for (const { kind } of all) differences[kind] = (differences[kind] ?? 0) + 1;
  return { differences, first: all.slice(0, MOST_KEPT) };
}

/** The record says what differs. With a difference somebody has to act: nothing that did not arrive passes for moved. */
export function noteDifferences(
  run: Run,
  { differences, first: found }: Summed,
  { posts, fileId }: Pick<HistoryDone, 'posts' | 'fileId'>,
): Promise<number> {
  return change(run, 'note what differs', (migration, at) => {
    if (migration.state !== 'importing' || migration.outcome.history === null) return null;
    const history = { ...migration.outcome.history, differences, found, reconciledAt: at };
    const files = fileId === null ? 0 : 1;
    const seen = {
      what: 'history.reconciled',
      details: { posts: files === 0 ? posts : 0, files, differences },
    } as const;
    if (found.length === 0) return { outcome: { history, problem: null }, events: [seen] };
    const problem = { step: 'importing', code: DIFFERS, who: 'person', correlationId: run.id } as const;
    const failed = {
      what: 'migration.failed',
      details: { step: 'importing', problem: DIFFERS, who: 'person' },
    } as const;
    return { outcome: { history, problem }, events: [seen, failed] };
  });
}

/** Destroys the sealed upload where there is one, and records it once it is seen to be gone. */
export async function destroyUpload(run: Run, how: 'used' | 'left-out' | 'stopped'): Promise<void> {
  const { world } = run;
  if (world.history === undefined) return;
  const { vault } = world.history;
  const sealed = await step(run, 'what is sealed', async () => {
    const found = await vault.sealed(run.id);
    return found === null ? null : { sha256: found.sha256 };
  });
  if (sealed === null) return;
  const isGone = await step(run, 'destroy the upload', async () => {
    await vault.destroy(run.id);
    return (await vault.sealed(run.id)) === null;
  });
  if (!isGone) throw new WorkplaceProblem('not-destroyed', 'administrator', run.id);
  const details = { sha256: sealed.sha256, how };
  await change(run, 'note that it is gone', (migration, at) => ({
    ...withDone(migration, { destroyedAt: at }),
    events: [{ what: 'history.destroyed', details }],
  }));
}
