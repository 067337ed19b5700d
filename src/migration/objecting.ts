import { workingDaysAfter } from '../calendar/words.js';
import type { Told } from './changed.js';
import { change, DAY_MS, show, step, current, type Run } from './course.js';
import type { Facts } from './facts.js';
import { DAYS_TO_OBJECT } from './history.js';
import type { Member } from './migration.js';

/** Tells everybody whose messages would go along, and gives them five working days to object. */
export async function awaitObjections(run: Run, facts: Facts): Promise<number> {
  // It has become a fresh start meanwhile: there is nothing to object to.
  if (facts.history?.mode === 'fresh-start') return endObjections(run);
  const objectUntil = facts.history?.objectUntil ?? null;
  if (objectUntil === null) return tellMembers(run);
  const now = (await run.durable.now()).getTime();
  if (now < objectUntil) return Math.min(objectUntil - now, DAY_MS);
  return endObjections(run);
}

function endObjections(run: Run): Promise<number> {
  return change(run, 'note that nobody objects any more', ({ state, history }) => {
    if (state !== 'objecting') return null;
    const details = { objectors: history.objectors.length };
    return { to: 'importing', outcome: { problem: null }, events: [{ what: 'history.objections-closed', details }] };
  });
}

/** The time begins once everybody was told who can be. That somebody could not be told is on the record. */
async function tellMembers(run: Run): Promise<number> {
  const people = await step(run, 'who is told', async () => writers((await current(run)).draft.members));
  const events: Told[] = [];
  for (const person of people) {
    const result = await show(run, { kind: 'history-objection', migrationId: run.id, person });
    events.push({ what: 'history.told', details: { person, reached: result === 'shown' } });
  }
  return change(run, 'note who was told', ({ state, history }, at) => {
    if (state !== 'objecting' || history.objectUntil !== null) return null;
    return {
      history: { objectUntil: workingDaysAfter(at, DAYS_TO_OBJECT, run.world.organisation.schoolHolidays) },
      outcome: { problem: null },
      events,
    };
  });
}

/** Messages of pupils and outsiders do not go along anyway. Leavers have no account to be told by. */
function writers(members: readonly Member[]): readonly string[] {
  const people = members.flatMap(({ person, class: kind }) =>
    person !== null && (kind === 'staff' || kind === 'guest') ? [person] : [],
  );
  return [...new Set(people)];
}
