import { Client } from 'pg';
import { withoutData } from './connection.js';
import { BOT_ROLE } from './roles.js';

/** What keeps the record from being changed inside the database. */
export type Guards = {
  /** Tables whose triggers are missing or switched off. */
  readonly open: readonly string[];
  /** The role that the bot works with; `too-strong` when it could change what is recorded. */
  readonly role: 'ready' | 'missing' | 'too-strong';
  /** Whether the user of the address could change the record: it owns the table, may do everything, or was given the right to. */
  readonly userOwns: boolean;
};

/** The triggers that a table has to have, as the migrations make them. */
const TRIGGERS = [
  ['audit_entry', 'audit_entry_only_redacted'],
  ['audit_entry', 'audit_entry_only_grows'],
  ['audit_checkpoint', 'audit_checkpoint_only_grows'],
  ['audit_delivery', 'audit_delivery_only_grows'],
  ['audit_key', 'audit_key_only_grows'],
  ['evidence', 'evidence_only_grows'],
  ['read_out', 'read_out_only_grows'],
  ['policy_version', 'policy_version_only_grows'],
] as const;

const ROLE = `
  select bool_or(has_table_privilege(r.oid, t.name, p.name)) as strong
  from pg_roles as r, unnest(array['update', 'delete', 'truncate', 'trigger']) as p (name),
    unnest(array['regroup.audit_entry', 'regroup.audit_checkpoint', 'regroup.audit_delivery', 'regroup.audit_key']) as t (name)
  where r.rolname = $1`;
const OWNER = `
  select bool_or(pg_has_role(current_user, c.relowner, 'MEMBER') or has_table_privilege(current_user, c.oid, p.name)) as owns
  from pg_class as c, unnest(array['update', 'delete', 'truncate', 'trigger']) as p (name)
  where c.oid = 'regroup.audit_entry'::regclass`;

/** Looks at the database of this address. */
export async function readGuards(url: string): Promise<Guards> {
  const client = new Client({ connectionString: url, application_name: 'regroup guards' });
  try {
    await client.connect();
    const { rows: there } = await client.query<{ name: string }>(
      `select relname || '.' || tgname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
       where relnamespace = 'regroup'::regnamespace and tgenabled in ('O', 'A')`,
    );
    const on = new Set(there.map(({ name }) => name));
    const open = TRIGGERS.filter(([table, trigger]) => !on.has(`${table}.${trigger}`)).map(([table]) => table);
    const { rows: roles } = await client.query<{ strong: boolean | null }>(ROLE, [BOT_ROLE]);
    const { rows: owners } = await client.query<{ owns: boolean }>(OWNER);
    const strong = roles[0]?.strong ?? null;
    const role = strong === null ? 'missing' : strong ? 'too-strong' : 'ready';
    return { open: [...new Set(open)], role, userOwns: owners[0]?.owns === true };
  } catch (error) {
    throw withoutData(error);
  } finally {
    await client.end();
  }
}
