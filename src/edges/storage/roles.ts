import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { MigrationProblem } from './problem.js';

/** The bot works with the rights of this role: it can add to the audit record, and change nothing in it. */
export const BOT_ROLE = 'regroup_bot';

/** Not compiled either, like the migrations. */
const GRANTS = new URL('../../../src/edges/storage/grants.sql', import.meta.url);

/**
 * Gives the role what it needs, and makes it where the user may; without the right to, everything works as before, unguarded. `login`
 * is the user that the bot signs in as where that is another one than the tables' owner: it gets the role, and nothing of its own.
 */
export async function grantBot(client: Client, login: string | null): Promise<void> {
  await client.query(readFileSync(GRANTS, 'utf8'));
  if (login === null || (await hasRole(client, login))) return;
  try {
    await client.query(`grant ${BOT_ROLE} to ${client.escapeIdentifier(login)}`);
  } catch (error) {
    throw new MigrationProblem(
      `The user in DATABASE_OWNER_URL may not give the bot’s user its role. Have an administrator of the database run: create role ${BOT_ROLE}; grant ${BOT_ROLE} to the owner with admin option; grant ${BOT_ROLE} to the bot’s user.`,
      { cause: error },
    );
  }
}

async function hasRole(client: Client, login: string): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `select pg_has_role(u.oid, r.oid, 'MEMBER') as has from pg_roles as u, pg_roles as r where u.rolname = $1 and r.rolname = $2`,
    [login, BOT_ROLE],
  );
  return rows[0]?.has === true;
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
