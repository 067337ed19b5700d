import {
  bigint,
  boolean,
  customType,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { Attestation, Incident, Migration } from '../../migration/migration.js';
import type { Correction, PolicyVersion, Question } from '../../records/store.js';
import type { Evidence } from '../../retention/evidence.js';

/**
 * The tables as the queries see them. The SQL files in `migrations/` make them; a test compares the two.
 * A JSON column holds what `pack` made of its value.
 */
const regroup = pgSchema('regroup');

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const question = regroup.table('question', {
  id: text('id').primaryKey(),
  asker: text('asker').notNull(),
  askedAt: instant('asked_at').notNull(),
  ver: integer('ver').notNull(),
  state: text('state').$type<Question['state']>().notNull(),
  rounds: integer('rounds').notNull(),
  understood: jsonb('understood').notNull(),
  confirmation: jsonb('confirmation'),
  verdict: jsonb('verdict'),
  escalation: jsonb('escalation'),
});

export const correction = regroup.table(
  'correction',
  {
    change: text('change').notNull(),
    person: text('person').notNull(),
    batch: text('batch').notNull(),
    questionId: text('question_id').notNull(),
    from: text('from_verdict').$type<Correction['from']>().notNull(),
    decision: jsonb('decision'),
    orderedBy: text('ordered_by').notNull(),
    orderedAt: instant('ordered_at').notNull(),
    state: text('state').$type<Correction['state']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.change, table.person] })],
);

export const migration = regroup.table('migration', {
  id: text('id').primaryKey(),
  owner: text('owner').notNull(),
  state: text('state').$type<Migration['state']>().notNull(),
  ver: integer('ver').notNull(),
  approver: text('approver'),
  decideBy: instant('decide_by'),
  draft: jsonb('draft').notNull(),
  history: jsonb('history').notNull(),
  decision: jsonb('decision'),
  outcome: jsonb('outcome').notNull(),
  milestones: jsonb('milestones').notNull(),
  startedAt: instant('started_at').notNull(),
  changedAt: instant('changed_at').notNull(),
});

export const attestation = regroup.table(
  'attestation',
  {
    migrationId: text('migration_id').notNull(),
    person: text('person').notNull(),
    ver: integer('ver').notNull(),
    requestedAt: instant('requested_at').notNull(),
    reached: boolean('reached').notNull(),
    state: text('state').$type<Attestation['state']>().notNull(),
    done: jsonb('done').$type<readonly string[]>().notNull(),
    note: text('note').notNull(),
    answeredAt: instant('answered_at'),
  },
  (table) => [primaryKey({ columns: [table.migrationId, table.person] })],
);

export const incident = regroup.table('incident', {
  id: text('id').primaryKey(),
  migrationId: text('migration_id'),
  kind: text('kind').$type<Incident['kind']>().notNull(),
  raisedBy: text('raised_by').notNull(),
  at: instant('at').notNull(),
  outsiders: integer('outsiders').notNull(),
  leavers: integer('leavers').notNull(),
  pupils: integer('pupils').notNull(),
  state: text('state').$type<Incident['state']>().notNull(),
  exposure: jsonb('exposure').$type<NonNullable<Incident['exposure']>>(),
  retention: jsonb('retention').$type<NonNullable<Incident['retention']>>(),
});

export const evidence = regroup.table('evidence', {
  seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  id: text('id').notNull(),
  teamId: text('team_id').notNull(),
  location: text('location').$type<Evidence['location']>().notNull(),
  kind: text('kind').$type<Evidence['kind']>().notNull(),
  at: instant('at').notNull(),
  by: text('by').notNull(),
  days: integer('days'),
  action: text('action').$type<NonNullable<Evidence['action']>>(),
  covers: boolean('covers'),
  enabled: boolean('enabled'),
  distribution: text('distribution').$type<NonNullable<Evidence['distribution']>>(),
  sha256: text('sha256').notNull(),
});

export const readOut = regroup.table('read_out', {
  sha256: text('sha256').primaryKey(),
  nonce: text('nonce').notNull(),
  readAt: instant('read_at').notNull(),
  takenAt: instant('taken_at').notNull(),
  by: text('by').notNull(),
});

export const acquaintance = regroup.table('acquaintance', {
  person: text('person').primaryKey(),
  reference: jsonb('reference').notNull(),
  seenAt: instant('seen_at').notNull(),
});

export const sentCard = regroup.table('sent_card', {
  key: text('key').primaryKey(),
  activityId: text('activity_id').notNull(),
  conversationId: text('conversation_id').notNull(),
});

export const sighting = regroup.table('sighting', {
  key: text('key').primaryKey(),
  at: instant('at').notNull().defaultNow(),
});

export const effect = regroup.table('effect', {
  key: text('key').primaryKey(),
  at: instant('at').notNull().defaultNow(),
});

export const auditEntry = regroup.table('audit_entry', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  canonical: text('canonical'),
  salt: bytea('salt'),
  dedupe: bytea('dedupe'),
  commitment: bytea('commitment').notNull(),
  subtrees: bytea('subtrees').notNull(),
  what: text('what').generatedAlwaysAs('see migrations/0001'),
  at: text('at').generatedAlwaysAs('see migrations/0001'),
  subject: text('subject').generatedAlwaysAs('see migrations/0008'),
});

export const auditKey = regroup.table('audit_key', {
  number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  vkey: text('vkey').notNull(),
  since: instant('since').notNull(),
});

export const auditCheckpoint = regroup.table('audit_checkpoint', {
  number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  size: bigint('size', { mode: 'number' }).notNull(),
  root: bytea('root').notNull(),
  note: text('note').notNull(),
  signedAt: instant('signed_at').notNull(),
});

export const auditDelivery = regroup.table(
  'audit_delivery',
  {
    size: bigint('size', { mode: 'number' }).notNull(),
    place: text('place').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.size, table.place] })],
);

export const policyVersion = regroup.table('policy_version', {
  seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  hash: text('hash').notNull(),
  code: text('code').notNull(),
  status: text('status').$type<PolicyVersion['status']>().notNull(),
  opened: jsonb('opened').$type<readonly string[]>().notNull(),
  adoptedAt: instant('adopted_at').notNull(),
});

/** Read and written in SQL of its own by the vault. */
export const sealed = regroup.table('sealed', {
  migrationId: text('migration_id').primaryKey(),
  sha256: text('sha256').notNull(),
  bytes: integer('bytes').notNull(),
  sealedAt: instant('sealed_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  keyFile: text('key_file').notNull(),
  wrappedKey: bytea('wrapped_key').notNull(),
  head: bytea('head').notNull(),
  chunks: integer('chunks').notNull(),
  destroying: boolean('destroying').notNull().default(false),
});

export const sealedChunk = regroup.table(
  'sealed_chunk',
  {
    migrationId: text('migration_id').notNull(),
    place: integer('place').notNull(),
    data: bytea('data').notNull(),
  },
  (table) => [primaryKey({ columns: [table.migrationId, table.place] })],
);

export const schemaChange = regroup.table('schema_change', {
  name: text('name').primaryKey(),
  sha256: text('sha256').notNull(),
  appliedAt: instant('applied_at').notNull().defaultNow(),
});
