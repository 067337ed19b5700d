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

/** All that a demo has written: its folder, the files of its database with the write-ahead log, and every row. */
export async function placesOf(dataDir: string, passedOver: RegExp): Promise<Places> {
  const server = await openServer({ dataDir });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    const rows = await everyRow(client);
    // What is in memory only is written to the files; the write-ahead log is there already.
    await client.query('checkpoint');
    const { rows: settings } = await client.query<{ data_directory: string }>('show data_directory');
    const folders = new Set([dataDir, settings[0]?.data_directory ?? dataDir]);
    const files = [...folders].flatMap((folder) => filesIn(folder)).filter((name) => !passedOver.test(name));
    return { rows, files: files.map((name) => ({ name, bytes: readFileSync(name) })) };
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
