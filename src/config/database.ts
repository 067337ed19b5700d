import { given, ok, wrong, type Env, type Reading } from './reading.js';

const POSTGRES = /^postgres(ql)?:\/\//;
const FORM = 'postgres://USER:PASSWORD@HOST:5432/DATABASE';

/** PostgreSQL as the bot works with it; null for a server of our own. */
export function databaseUrl(env: Env): Reading<string | null> {
  const name = 'DATABASE_URL';
  const value = given(env, name);
  if (value === null) return ok(name, null, 'Not set: a PostgreSQL of our own runs in REGROUP_DATA.');
  if (isAddress(value)) return ok(name, value);
  return wrong(name, `Set it to ${FORM}, or remove it.`);
}

/** The same database as its tables' owner reaches it, who changes them at a start; null where that is the user above. */
export function databaseOwnerUrl(env: Env): Reading<string | null> {
  const name = 'DATABASE_OWNER_URL';
  const value = given(env, name);
  if (value === null)
    return ok(name, null, 'Not set: the user in DATABASE_URL owns the tables, the audit record included.');
  if (!isAddress(value)) return wrong(name, `Set it to ${FORM}, or remove it.`);
  const bot = given(env, 'DATABASE_URL');
  if (bot === null || !isAddress(bot)) return wrong(name, 'Set DATABASE_URL as well, with a user of the bot’s own.');
  const [owner, works] = [new URL(value), new URL(bot)];
  if (owner.host !== works.host || owner.pathname !== works.pathname)
    return wrong(name, 'It has to name the same server and database as DATABASE_URL.');
  if (owner.username === works.username) return wrong(name, 'It has to name another user than DATABASE_URL.');
  return ok(name, value);
}

function isAddress(value: string): boolean {
  return POSTGRES.test(value) && URL.canParse(value);
}
