import type { State } from '../migration/migration.js';
import type { Tx } from '../records/store.js';

/** What a team is used for, by the move that made it or went into it. */
export type MoveWithTeam = { readonly teamId: string; readonly purpose: string };

/** The teams that moves in one of these states have made or go into. */
export async function movesWithTeams(tx: Tx, states: readonly State[]): Promise<readonly MoveWithTeam[]> {
  const found: MoveWithTeam[] = [];
  for (const id of await tx.migrationsIn(states)) {
    const migration = await tx.migration(id);
    if (migration === null) continue;
    const { destination, purpose } = migration.draft;
    const teamId = migration.outcome.teamId ?? (destination?.kind === 'existing-team' ? destination.teamId : null);
    if (teamId !== null) found.push({ teamId, purpose: purpose ?? '' });
  }
  return found;
}
