import { isAskedFor, toldBy } from '../audit/query.js';
import { readCommand, readQuestion, type RecordCommand } from '../audit/question.js';
import type { Tx } from '../records/store.js';
import type { Found } from './found.js';
import { refuse, type Attempt } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Entries of this many moves are looked through: more groups of one name than these are not told apart in a chat. */
const MOST_MOVES = 20;
/** Of those moves the newest so many entries: what is older is asked for on the command line. */
const MOST_ENTRIES = 1_000;

/**
 * The answer to a question about the record; null for a text that is none. `audit` and `audit who …` are always such questions. Any
 * other text is one only for an administrator, and only when a group of that name was moved: staff may begin a question with "who".
 */
export async function askRecord(world: World, actor: Actor, text: string): Promise<View | null> {
  const command = readCommand(text);
  const asked = command ?? readQuestion(text);
  if (asked === null) return null;
  const isSure = command !== null && (command.group === null || command.what !== null);
  const isTheirs = await isAdministrator(world, actor);
  if (!isSure && (!isTheirs || actor.place === 'shared')) return null;
  if (actor.place === 'shared')
    return refuse(world, actor, attempt('shared-place'), {
      why: 'Others can read along here.',
      next: 'Write “audit” in your own chat with Regroup.',
    });
  if (!isTheirs)
    return refuse(world, actor, attempt('not-an-administrator'), {
      why: 'The audit record is for administrators.',
      next: `Write “status” to see your own moves. IT support (${world.organisation.phones.itSupport}) can say who may read the record.`,
    });
  return answer(world, actor, asked, command !== null);
}

/** Reading the record is recorded: what kind of thing was asked for, not the words. */
function answer(world: World, actor: Actor, asked: RecordCommand, isCommand: boolean): Promise<View | null> {
  return world.store.transact(async (tx) => {
    const found = asked.group === null ? null : await find(tx, asked.what, asked.group);
    if (!isCommand && found?.moves.length === 0) return null;
    const [move] = found?.moves ?? [];
    await tx.record({
      who: actor.person,
      what: 'log.queried',
      when: world.now(),
      subjectType: found?.moves.length === 1 ? 'migration' : 'log',
      subjectId: found?.moves.length === 1 && move !== undefined ? move.id : 'log',
      correlationId: actor.correlationId,
      details: { question: questionOf(asked), entries: found?.entries.length ?? 0 },
    });
    const standing = { entries: await tx.log.size(), withOfficer: await tx.log.withOfficer() };
    return { kind: 'record', found, standing };
  });
}

async function find(tx: Tx, what: string | null, group: string): Promise<Found> {
  const moves = await tx.migrationsNamed(group, MOST_MOVES);
  if (moves.length === 0) return { what, moves, entries: [], isCut: false };
  const ids = moves.map(({ id }) => id);
  const newest = await tx.log.about(ids, MOST_ENTRIES);
  const told = newest.flatMap((entry) => toldBy(entry) ?? []);
  const entries = told.filter((one) => one.what !== 'log.queried' && isAskedFor(one, { what: what ?? undefined }));
  return { what, moves, entries, isCut: newest.length === MOST_ENTRIES };
}

function questionOf({ what, group }: RecordCommand): string {
  if (group === null) return 'standing';
  return what === null ? 'group' : `${what}:group`;
}

function isAdministrator({ directory, organisation }: World, { person }: Actor): Promise<boolean> {
  return directory.inGroup(person, organisation.administrators);
}

function attempt(reason: string): Attempt {
  return { action: 'log.query', reason, subjectType: 'log', subjectId: 'log' };
}
