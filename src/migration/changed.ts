import type { AuditEvent } from '../audit/entry.js';
import type { HistoryMode } from '../history/history.js';
import type { Added, Attestation, HistoryDecisions, Migration, Outcome, State } from './migration.js';

/** What an audit entry says, without who, when and about what. */
export type Told = Saying<AuditEvent>;
type Saying<E> = E extends AuditEvent ? Pick<E, 'what' | 'details'> : never;

/** A step in the life of a migration, with the entries that record it. With nothing but entries the migration stays as it is. */
export type Change = {
  readonly to?: State;
  readonly outcome?: Partial<Outcome>;
  readonly history?: Partial<HistoryDecisions>;
  readonly mode?: HistoryMode;
  readonly events: readonly Told[];
};

/** Whether it makes another version of the migration. */
export function changesSomething({ to, outcome, history, mode }: Change): boolean {
  return to !== undefined || outcome !== undefined || history !== undefined || mode !== undefined;
}

/** The next version of the migration. */
export function changed(migration: Migration, change: Change, by: string, at: Date): Migration {
  const { to, outcome, history, mode } = change;
  const milestones = to === undefined ? [] : [{ state: to, at, by }];
  return {
    ...migration,
    state: to ?? migration.state,
    ver: migration.ver + 1,
    draft: mode === undefined ? migration.draft : { ...migration.draft, history: mode },
    history: { ...migration.history, ...history },
    outcome: { ...migration.outcome, ...outcome },
    milestones: [...migration.milestones, ...milestones],
    changedAt: at,
  };
}

/** The entry about a migration. `who` is a directory id, or `regroup` for the bot itself. */
export function entryAbout(
  migrationId: string,
  told: Told,
  who: string,
  when: Date,
  correlationId: string,
): AuditEvent {
  return { ...told, who, when, subjectType: 'migration', subjectId: migrationId, correlationId };
}

/** Directory ids of those who join the channel and are asked about their phone: the owner first, then staff and guests. */
export function joining({ owner, draft }: Migration): readonly string[] {
  const others = draft.members.flatMap(({ person, class: what }) =>
    person !== null && (what === 'staff' || what === 'guest') ? [person] : [],
  );
  return [...new Set([owner, ...others])];
}

/** Those whom Microsoft 365 took, and who therefore have to show up when membership is read back. */
export function accepted({ outcome }: Migration): readonly string[] {
  return outcome.added.flatMap(({ person, result }) => (result === 'added' || result === 'already' ? [person] : []));
}

export function refused({ outcome }: Migration): readonly Added[] {
  return outcome.added.filter(({ result }) => result === 'refused');
}

/** The latest result for each person, in the order in which they were first tried. */
export function merged(before: readonly Added[], latest: readonly Added[]): readonly Added[] {
  const byPerson = new Map(before.map((one) => [one.person, one]));
  for (const one of latest) byPerson.set(one.person, one);
  return [...byPerson.values()];
}

/** Forgets what failed, so that the run does it again. */
export function retrying({ outcome }: Migration): Partial<Outcome> {
  if (outcome.problem?.step === 'importing' && outcome.history !== null)
    return { problem: null, history: { ...outcome.history, file: null, reconciledAt: null, posted: 0 } };
  const step = outcome.problem?.step;
  // A private channel is made after its owner was taken into the team.
  if (step !== 'members' && step !== 'provisioning') return { problem: null };
  const missing = outcome.readBack?.missing ?? [];
  const added = outcome.added.filter(({ person, result }) => result !== 'refused' && !missing.includes(person));
  const inChannel = outcome.inChannel?.filter((person) => !missing.includes(person));
  return { added, readBack: null, problem: null, ...(inChannel !== undefined && { inChannel }) };
}

/** Those who can be left out so that the move goes on: refused, or not shown by Microsoft 365 after they were added. */
export function skippable(migration: Migration): readonly string[] {
  const missing = migration.outcome.readBack?.missing ?? [];
  return [...new Set([...refused(migration).map(({ person }) => person), ...missing])];
}

/** Leaves these people out. */
export function skipping({ outcome }: Migration, people: readonly string[]): Partial<Outcome> {
  const skipped = people.map((person): Added => {
    const problem = outcome.added.find((one) => one.person === person)?.problem ?? null;
    return { person, result: 'skipped', problem };
  });
  return { added: merged(outcome.added, skipped), readBack: null, problem: null };
}

/** The end of a move. Who has not attested stays on the record as a number. */
export function closingChange({ outcome }: Migration, attestations: readonly Attestation[]): Change {
  const attested = attestations.filter(({ state }) => state === 'attested').length;
  const notAttested = attestations.length - attested;
  const details = { attested, notAttested, retentionProved: outcome.retentionProved };
  return { to: 'closed', outcome: { problem: null }, events: [{ what: 'migration.closed', details }] };
}
