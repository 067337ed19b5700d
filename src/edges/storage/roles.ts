import { readFileSync } from 'node:fs';
import { Client } from 'pg';

/** The bot works with the rights of this role: it can add to the audit record, and change nothing in it. */
export const BOT_ROLE = 'regroup_bot';

/** Not compiled either, like the migrations. */
const GRANTS = new URL('../../../src/edges/storage/grants.sql', import.meta.url);

/** Gives the role what it needs, and makes it where the user may; without the right to, everything works as before, unguarded. */
export async function grantBot(client: Client): Promise<void> {
  await client.query(readFileSync(GRANTS, 'utf8'));
}

/** The bot's role where the database has it and the user of the address may take it on; else null. */
export async function roleIn(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, application_name: 'regroup role' });
  await client.connect();
  try {
    // Since PostgreSQL 16, a member may still not be allowed to take the role on.
    const { rows } = await client.query<{ can: boolean }>(
      `select pg_has_role(oid, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as can
       from pg_roles where rolname = $1`,
      [BOT_ROLE],
    );
    return rows[0]?.can === true ? BOT_ROLE : null;
  } finally {
    await client.end();
  }
}
