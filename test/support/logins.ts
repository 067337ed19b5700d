import { randomBytes } from 'node:crypto';
import type { Database } from './database.js';

/** Two users of one database: one who owns it, and one who may sign in and nothing else. */
export type Logins = { readonly owner: string; readonly bot: string; readonly botName: string };

/** Makes both; `mayMakeRoles`: whether the owner can give the bot its role. They stay in the server of the test run. */
export async function twoLogins(database: Database, mayMakeRoles = true): Promise<Logins> {
  const id = randomBytes(6).toString('hex');
  const [owner, bot] = [`owner_${id}`, `bot_${id}`];
  const password = randomBytes(12).toString('hex');
  const { pathname } = new URL(database.url);
  await database.query(`create role ${owner} login password '${password}' ${mayMakeRoles ? 'createrole' : ''}`);
  // The role of the bot is the server's, and an earlier test has made it.
  await database.query(
    `do $$ begin create role regroup_bot nologin; exception when duplicate_object then null; end $$`,
  );
  if (mayMakeRoles) await database.query(`grant regroup_bot to ${owner} with admin option`);
  await database.query(`create role ${bot} login password '${password}'`);
  await database.query(`alter database "${pathname.slice(1)}" owner to ${owner}`);
  const as = (user: string) => {
    const url = new URL(database.url);
    url.username = user;
    url.password = password;
    return url.href;
  };
  return { owner: as(owner), bot: as(bot), botName: bot };
}
