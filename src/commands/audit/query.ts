import { randomUUID } from 'node:crypto';
import { OPERATOR } from '../../audit/entry.js';
import { query, type Filter, type Told } from '../../audit/query.js';
import { isSameName, readQuestion } from '../../audit/question.js';
import type { Store } from '../../records/store.js';
import { CommandProblem, type Terminal } from '../command.js';
import { withDatabase } from '../database.js';
import { entriesOf, snapshotOf } from './live.js';

export type QueryOptions = {
  readonly filter: Filter;
  /** `who approved PE staff?`; the name is that of a group that was moved. */
  readonly question: string | undefined;
  readonly json: boolean;
  readonly data: string | undefined;
};

/**
 * Prints what the record says of something, a line an entry, and records that it was asked. Ids only: the record has no names. A group's
 * name is looked up with the moves, which have it.
 */
export async function queryLog(options: QueryOptions, terminal: Terminal): Promise<number> {
  const { question } = options;
  const read = question === undefined ? null : readQuestion(question);
  if (question !== undefined && read === null)
    throw new CommandProblem('Ask "who approved PE staff?", with the name of a group, or use --what and --subject.');
  const filter = read === null ? options.filter : { ...options.filter, what: read.what };
  const asked = Object.entries(filter).flatMap(([part, value]) => (value === undefined ? [] : [part]));
  if (asked.length === 0) throw new CommandProblem('Say what to look for: --what approved --subject ID, say.');
  return withDatabase(terminal, options.data, async (store) => {
    const found: Told[] = [];
    for await (const told of query(entriesOf(store, await snapshotOf(store)), filter))
      if (read === null || (await isAbout(store, told, read.group))) found.push(told);
    await store.transact((tx) =>
      tx.record({
        who: OPERATOR,
        what: 'log.queried',
        when: new Date(),
        subjectType: 'log',
        subjectId: filter.mentions ?? 'log',
        correlationId: randomUUID(),
        details: { question: asked.join(':'), entries: found.length },
      }),
    );
    for (const told of found) terminal.out(options.json ? JSON.stringify(told) : inWords(told));
    if (!options.json) terminal.err(`${found.length} entries`);
    return 0;
  });
}

async function isAbout(store: Store, { subjectType, subjectId }: Told, group: string): Promise<boolean> {
  if (subjectType !== 'migration') return false;
  const migration = await store.transact((tx) => tx.migration(subjectId));
  return migration !== null && isSameName(migration.draft.groupName, group);
}

function inWords({ seq, when, what, who, subjectType, subjectId, details }: Told): string {
  return `${seq}  ${when}  ${what}  by ${who}  ${subjectType} ${subjectId}  ${JSON.stringify(details)}`;
}
