import { randomUUID } from 'node:crypto';
import { OPERATOR } from '../../audit/entry.js';
import { query, type Filter, type Told } from '../../audit/query.js';
import { CommandProblem, type Terminal } from '../command.js';
import { withDatabase } from '../database.js';
import { entriesOf, snapshotOf } from './live.js';

/** Prints what the record says of something, a line an entry, and records that it was asked. Ids only: the record has no names. */
export async function queryLog(
  filter: Filter,
  options: { readonly json: boolean; readonly data: string | undefined },
  terminal: Terminal,
): Promise<number> {
  const asked = Object.entries(filter).flatMap(([part, value]) => (value === undefined ? [] : [part]));
  if (asked.length === 0) throw new CommandProblem('Say what to look for: --what approved --subject ID, say.');
  return withDatabase(terminal, options.data, async (store) => {
    const found: Told[] = [];
    for await (const told of query(entriesOf(store, await snapshotOf(store)), filter)) found.push(told);
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

function inWords({ seq, when, what, who, subjectType, subjectId, details }: Told): string {
  return `${seq}  ${when}  ${what}  by ${who}  ${subjectType} ${subjectId}  ${JSON.stringify(details)}`;
}
