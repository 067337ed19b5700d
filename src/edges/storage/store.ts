import { drizzle } from 'drizzle-orm/node-postgres';
import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Topic } from '../../migration/ports.js';
import type { Store, Tx } from '../../records/store.js';
import { readAcquaintance, readSentCard, writeAcquaintance, writeSentCard } from './acquaintances.js';
import {
  attestationsFor,
  attestationsOf,
  incidentsOf,
  lapses,
  readIncident,
  writeAttestation,
  writeIncident,
} from './attestations.js';
import { newRecorder, readEntries, rewriteLog, type Recorder } from './audit.js';
import { inTransaction, openPool, withoutData, type Connection } from './connection.js';
import * as corrections from './corrections.js';
import { isNewReadOut, readEvidence, writeEvidence } from './evidence.js';
import { readFigures } from './figures.js';
import { logIn } from './log.js';
import { readGuards, type Guards } from './guards.js';
import { beginEffect, forgetSightings, isFirstSight } from './keys.js';
import {
  importsOpen,
  migrationsIn,
  migrationsNamed,
  migrationsOf,
  migrationsWaitingFor,
  readMigration,
  writeMigration,
} from './migrations.js';
import { readPolicyVersions, writePolicyVersion } from './policies.js';
import { roleIn } from './roles.js';
import { examples, questionsOf, queue, readQuestion, writeQuestion } from './questions.js';

/** Writes a message for a run through the caller's open transaction, so that it is sent when that commits. */
export type Tell = (client: ClientBase, migrationId: string, topic: Topic, key: string) => Promise<void>;

/** The store on PostgreSQL, and what the edge beside it needs of the same database. */
export type Database = Store & {
  /** True the first time an outside effect is begun, false when an earlier attempt may have got through. */
  begin(effect: string): Promise<boolean>;
  /**
   * Writes the table of the record anew, so that its files hold nothing any more of what was redacted. For its owner; everybody else
   * waits meanwhile.
   */
  rewriteLog(): Promise<void>;
  /** What keeps the record from being changed inside the database. */
  guards(): Promise<Guards>;
  /** Whether the database answers. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens the store on a database whose tables are up to date (`migrate`). `report` gets sentences for the log. */
export async function openStore(options: {
  readonly url: string;
  readonly tell: Tell;
  readonly report: (message: string) => void;
  /** Whose rights it has: the bot's (`BOT_ROLE`), where the database has that role, or all of the address's user. */
  readonly as?: 'bot' | 'owner';
}): Promise<Database> {
  const role = options.as === 'owner' ? null : await quietly(roleIn(options.url));
  const pool = openPool(options.url, options.report, role);
  const db = drizzle(pool);
  await quietly(forgetSightings(db));
  return {
    transact: async (work) => {
      const recorder = newRecorder();
      return inTransaction(pool, (client) => work(transaction(client, recorder, options.tell)), recorder.last);
    },
    entries: () => readEntries(db),
    begin: (effect) => quietly(beginEffect(db, effect)),
    guards: () => readGuards(options.url),
    rewriteLog: () => quietly(rewriteLog(options.url)),
    ready: () => answers(pool, options.report),
    close: () => pool.end(),
  };
}

function transaction(client: PoolClient, { record }: Recorder, tell: Tell): Tx {
  let made: Connection | null = null;
  // Made when something is read or changed: a transaction that only records needs none.
  const db = (): Connection => (made ??= drizzle(client));
  return {
    record,
    question: (id) => readQuestion(db(), id),
    putQuestion: (question) => writeQuestion(db(), question),
    queue: () => queue(db()),
    questionsOf: (asker, since) => questionsOf(db(), asker, since),
    examples: () => examples(db()),
    told: (since) => corrections.readTold(db(), since),
    orderCorrections: (all) => corrections.orderCorrections(db(), all),
    corrections: (changes) => corrections.correctionsOf(db(), changes),
    correctionsDue: (batch) => corrections.correctionsDue(db(), batch),
    batchesDue: () => corrections.batchesDue(db()),
    correction: (change, person) => corrections.readCorrection(db(), change, person),
    noteCorrection: (one) => corrections.noteCorrection(db(), one),
    migration: (id) => readMigration(db(), id),
    putMigration: (migration) => writeMigration(db(), migration),
    migrationsOf: (owner) => migrationsOf(db(), owner),
    waitingFor: (approver) => migrationsWaitingFor(db(), approver),
    migrationsNamed: (groupName, most) => migrationsNamed(db(), groupName, most),
    migrationsIn: (states) => migrationsIn(db(), states),
    importsOpen: () => importsOpen(db()),
    attestations: (migrationId) => attestationsFor(db(), migrationId),
    attestationsOf: (person) => attestationsOf(db(), person),
    putAttestation: (attestation) => writeAttestation(db(), attestation),
    putIncident: (incident) => writeIncident(db(), incident),
    incident: (id) => readIncident(db(), id),
    incidentsOf: (migrationId) => incidentsOf(db(), migrationId),
    lapses: () => lapses(db()),
    evidence: (teamIds) => readEvidence(db(), teamIds),
    putEvidence: (evidence) => writeEvidence(db(), evidence),
    noteReadOut: (taken) => isNewReadOut(db(), taken),
    policyVersions: () => readPolicyVersions(db()),
    adoptPolicy: (version) => writePolicyVersion(db(), version),
    tell: (migrationId, topic, key) => tell(client, migrationId, topic, key),
    acquaintance: (person) => readAcquaintance(db(), person),
    putAcquaintance: (acquaintance) => writeAcquaintance(db(), acquaintance),
    sentCard: (key) => readSentCard(db(), key),
    putSentCard: (card) => writeSentCard(db(), card),
    firstSight: (key) => isFirstSight(db(), key),
    figures: (since) => readFigures(db(), since),
    get log() {
      return logIn(db());
    },
  };
}

async function quietly<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    throw withoutData(error);
  }
}

async function answers(pool: Pool, report: (message: string) => void): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch (error) {
    report(`the database does not answer (${error instanceof Error ? error.name : 'unknown'})`);
    return false;
  }
}
