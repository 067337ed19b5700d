import type { Begin } from '../../src/edges/durable/port.js';
import type { Database } from './database.js';

/** Notes begun effects in the table that the bot uses. */
export function beginEffect(database: { readonly query: Database['query'] }): Begin {
  return async (key) => {
    const rows = await database.query(
      'insert into regroup.effect (key) values ($1) on conflict do nothing returning key',
      [key],
    );
    return rows.length === 1;
  };
}
