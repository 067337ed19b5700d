import { workingDaysAfter, type Holiday } from '../calendar/words.js';
import type { Change } from './changed.js';
import type { Hold } from './hold-record.js';
import type { Attestation, Migration } from './migration.js';
import { RUNNING } from './ports.js';

/** The hold that the move is under; null when it is under none. */
export function holdOn({ outcome }: Pick<Migration, 'outcome'>): Hold | null {
  const last = outcome.holds?.at(-1);
  return last === undefined || last.ended !== null ? null : last;
}

/** Puts the move on hold; null when it does not run, or is on hold. */
export function puttingOnHold(
  migration: Migration,
  by: string,
  at: Date,
  attestations: readonly Attestation[],
): Change | null {
  const { state, outcome } = migration;
  if (!RUNNING.includes(state) || holdOn(migration) !== null) return null;
  const attested = attestations.filter((one) => one.state === 'attested').length;
  const holds = [...(outcome.holds ?? []), { by, at, attested, ended: null }];
  return { outcome: { holds }, events: [{ what: 'migration.held', details: { at: state, attested } }] };
}

/** Ends the hold; null when there is none. Members who have been asked to clear their phones have the whole time again. */
export function endingHold(
  migration: Migration,
  by: string,
  at: Date,
  time: { readonly daysToAttest: number; readonly schoolHolidays?: readonly Holiday[] | undefined },
): Change | null {
  const { state, outcome } = migration;
  const hold = holdOn(migration);
  if (hold === null) return null;
  const holds = [...(outcome.holds ?? []).slice(0, -1), { ...hold, ended: { by, at } }];
  const attestBy =
    state === 'closing' ? workingDaysAfter(at, time.daysToAttest, time.schoolHolidays) : outcome.attestBy;
  return { outcome: { holds, attestBy }, events: [{ what: 'migration.hold-ended', details: { at: state } }] };
}

/** The officers who can end a hold on this move: nobody ends one on a move of their own. */
export function officersFor({ owner }: Pick<Migration, 'owner'>, officers: readonly string[]): readonly string[] {
  return officers.filter((person) => person !== owner);
}
