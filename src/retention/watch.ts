import type { Durable } from '../migration/ports.js';
import type { Store, Tx } from '../records/store.js';
import { raiseLapse } from './lapses.js';
import { movesWithTeams } from './moves.js';
import { retentionOf } from './state.js';

const DAY_MS = 86_400_000;
/** For how long nothing more is said about a team of which an officer was told. */
const QUIET_MS = 30 * DAY_MS;

/** The id of the run that looks for evidence that has grown old. */
export const EVIDENCE_WATCH = 'evidence-watch';

type Schedule = readonly { readonly id: string; readonly days: number | null }[];

/** Looks every day whether the evidence for what was moved has grown too old, and has the officers told. It never ends. */
export async function watchEvidence(
  durable: Durable,
  { store, schedule }: { readonly store: Store; readonly schedule: Schedule },
): Promise<never> {
  for (let day = 1; ; day += 1) {
    const now = await durable.now();
    await durable.step(`${day} look`, () => store.transact((tx) => raiseForgotten(tx, schedule, now)));
    await durable.receive('wake', DAY_MS);
  }
}

/** Raises an incident for every team of a closed move whose evidence is too old to rely on; answers how many. Once a month at most. */
export async function raiseForgotten(tx: Tx, schedule: Schedule, now: Date): Promise<number> {
  const told = await tx.lapses();
  const seen = new Set<string>();
  let raised = 0;
  for (const { teamId, purpose } of await movesWithTeams(tx, ['closed'])) {
    const days = schedule.find(({ id }) => id === purpose)?.days ?? null;
    if (days === null || seen.has(`${teamId}/${purpose}`)) continue;
    seen.add(`${teamId}/${purpose}`);
    const is = retentionOf(await tx.evidence([teamId]), { days }, now);
    const [messages, files] = [is.messages.level, is.files.level];
    if (messages !== 'unknown' && files !== 'unknown') continue;
    const isKnown = told.some(
      ({ retention, state, at }) =>
        retention?.teamId === teamId &&
        retention.purpose === purpose &&
        (state === 'open' || now.getTime() - at.getTime() < QUIET_MS),
    );
    if (isKnown) continue;
    await raiseLapse(tx, { teamId, purpose, days, messages, files }, now);
    raised += 1;
  }
  return raised;
}
