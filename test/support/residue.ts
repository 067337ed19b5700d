import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openServer } from '../../src/edges/storage/server.js';

/** Where something could be left behind. */
export type Places = {
  /** Every row of every table, as text: large values lie compressed in the files. */
  readonly rows: string;
  /** Names of the files that were searched, and what they hold. */
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
};

/**
 * Has the database compress nothing from now on: what was deleted or overwritten stays in its files for a while, and is found there
 * only if it lies there as it is.
 */
export async function leaveUncompressed(dataDir: string): Promise<void> {
  await withClient(dataDir, async (client) => {
    const { rows } = await client.query<{ sql: string }>(
      `select format('alter table %s alter column %I set storage external', c.oid::regclass, a.attname) as sql
       from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attstorage in ('x', 'm')
         and a.atttypid <> 'numeric'::regtype and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
    );
    for (const { sql } of rows) await client.query(sql);
  });
}

/** All that a demo has written: its folder, the files of its database with the write-ahead log, and every row. */
export async function placesOf(dataDir: string, passedOver: RegExp): Promise<Places> {
  return withClient(dataDir, async (client) => {
    const rows = await everyRow(client);
    // What is in memory only is written to the files; the write-ahead log is there already.
    await client.query('checkpoint');
    const { rows: settings } = await client.query<{ data_directory: string }>('show data_directory');
    const folders = new Set([dataDir, settings[0]?.data_directory ?? dataDir]);
    const names = new Set([...folders].flatMap((folder) => filesIn(folder)));
    const files = [...names].filter((name) => !passedOver.test(name));
    return { rows, files: files.map((name) => ({ name, bytes: readFileSync(name) })) };
  });
}

async function withClient<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  const server = await openServer({ dataDir });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
    await server.stop();
  }
}

async function everyRow(client: Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile() === true);
}

/** Which of the words are where, as `word in place`, in UTF-8 or UTF-16. */
export function found(words: readonly string[], { rows, files }: Places): readonly string[] {
  return words.flatMap((word) => [
    ...(rows.includes(word) ? [`${word} in a row`] : []),
    ...files.flatMap(({ name, bytes }) =>
      bytes.includes(word, 0, 'utf8') || bytes.includes(word, 0, 'utf16le') ? [`${word} in ${name}`] : [],
    ),
  ]);
}
