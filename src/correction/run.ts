import { WorkplaceProblem, type Durable, type Messenger } from '../migration/ports.js';
import type { Correction, Store, Tx } from '../records/store.js';

/** Between two cards: Teams takes far more from one bot, and nobody waits for a correction by the second. */
const PACE_MS = 1_000;
const HOUR_MS = 3_600_000;
/** A week of hourly rounds; what cannot be sent until then stands as ordered, and not as shown. */
const ROUNDS = 168;

/** Everything that sending corrections needs from outside itself. */
export type CorrectionWorld = { readonly store: Store; readonly messenger: Messenger };

type Due = Pick<Correction, 'change' | 'person' | 'questionId'>;

/**
 * Shows a batch of corrections, one a second, and records for each person whether they have it. From then on their question has the
 * new answer. Somebody to whom the card could not be sent for a reason that may pass is tried again in the next round.
 */
export async function runCorrections(durable: Durable, batch: string, world: CorrectionWorld): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const due = await durable.step(`${round} look`, async () =>
      (await world.store.transact((tx) => tx.correctionsDue(batch))).map(({ change, person, questionId }): Due => ({
        change,
        person,
        questionId,
      })),
    );
    if (due.length === 0) return;
    let failed = 0;
    for (const one of due) {
      if (!(await showOne(durable, round, world, one))) failed += 1;
      await durable.sleep(PACE_MS);
    }
    if (failed > 0) await durable.sleep(HOUR_MS);
  }
}

/** Whether it could be tried at all. */
async function showOne(
  durable: Durable,
  round: number,
  { store, messenger }: CorrectionWorld,
  { change, person, questionId }: Due,
): Promise<boolean> {
  const name = `${round} ${change} ${person}`;
  let state: 'shown' | 'unreachable';
  try {
    state = await durable.step(`${name} show`, () =>
      messenger.show({ kind: 'correction', change, questionId, person }),
    );
  } catch (error) {
    // The edge has tried and logged it; the next round tries again.
    if (error instanceof WorkplaceProblem) return false;
    throw error;
  }
  const when = await durable.now();
  await durable.step(`${name} note`, async () => {
    await store.transact((tx) => note(tx, { change, person, questionId }, state, when));
    return state;
  });
  return true;
}

async function note(tx: Tx, { change, person, questionId }: Due, state: 'shown' | 'unreachable', when: Date) {
  const correction = await tx.correction(change, person);
  const question = await tx.question(questionId);
  if (correction === null || question === null || correction.state !== 'ordered') return;
  const { decision, from } = correction;
  await tx.noteCorrection({ ...correction, state });
  if (state === 'shown' && decision !== null)
    await tx.putQuestion({ ...question, ver: question.ver + 1, verdict: decision });
  const details = { change, from, to: decision?.verdict ?? 'needs-detail', reached: state === 'shown' };
  const about = { subjectType: 'question', subjectId: questionId, correlationId: correction.batch } as const;
  await tx.record({ who: 'regroup', what: 'question.corrected', when, ...about, details });
}
