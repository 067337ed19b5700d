import { authorsOf } from '../history/authors.js';
import type { Decisions } from '../history/selection.js';
import type { Migration } from '../migration/migration.js';
import { wantedDays } from '../migration/proving.js';
import type { Person } from '../roster/person.js';
import { specialWords } from './special-words.js';
import type { World } from './world.js';

/** What is decided about a chat's history as its move stands now: by the owner, the officer, members and the schedule. */
export function decisionsOf(
  world: World,
  migration: Migration,
  names: ReadonlyMap<string, string>,
  directory: readonly Person[],
): Decisions {
  const { draft, history, id } = migration;
  if (draft.exported === null) throw new Error(`${id} has no export`);
  const people = new Map(directory.map((one) => [one.id, one]));
  const objected = new Set(history.objectors);
  return {
    zone: draft.exported.zone,
    authorOf: authorsOf({ names, members: draft.members, people, objected }),
    days: wantedDays(migration, world.policy),
    now: world.now(),
    special: history.special === 'leave-out' ? specialWords(world.policy) : null,
    withheld: new Set(history.withheld ?? []),
  };
}
