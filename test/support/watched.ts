import assert from 'node:assert/strict';
import type { LogTx } from '../../src/audit/ports.js';
import type { Store, Tx } from '../../src/records/store.js';

/** What one transaction did: the records that it wrote, and how many entries it made. */
export type Done = { readonly written: readonly string[]; readonly entries: number };

/** How to reach somebody, which card stands where and which run is woken is nobody's act: these change `nothing` on record. */
type Does = 'changes' | 'reads' | 'nothing';

/** Everything a transaction can do. The compiler demands a line for each, so that no new change is forgotten here. */
const TX: Readonly<Record<keyof Tx, Does>> = {
  record: 'nothing',
  question: 'reads',
  putQuestion: 'changes',
  queue: 'reads',
  questionsOf: 'reads',
  told: 'reads',
  orderCorrections: 'changes',
  corrections: 'reads',
  correctionsDue: 'reads',
  batchesDue: 'reads',
  correction: 'reads',
  noteCorrection: 'changes',
  examples: 'reads',
  migration: 'reads',
  putMigration: 'changes',
  migrationsOf: 'reads',
  waitingFor: 'reads',
  migrationsNamed: 'reads',
  migrationsIn: 'reads',
  importsOpen: 'reads',
  attestations: 'reads',
  attestationsOf: 'reads',
  putAttestation: 'changes',
  putIncident: 'changes',
  incident: 'reads',
  incidentsOf: 'reads',
  lapses: 'reads',
  evidence: 'reads',
  putEvidence: 'changes',
  noteReadOut: 'changes',
  policyVersions: 'reads',
  adoptPolicy: 'changes',
  tell: 'nothing',
  acquaintance: 'reads',
  putAcquaintance: 'nothing',
  sentCard: 'reads',
  putSentCard: 'nothing',
  firstSight: 'nothing',
  figures: 'reads',
  log: 'nothing',
};
const LOG: Readonly<Record<keyof LogTx, Does>> = {
  size: 'reads',
  entry: 'reads',
  about: 'reads',
  read: 'reads',
  busySince: 'reads',
  keys: 'reads',
  putKey: 'changes',
  checkpoints: 'reads',
  lastCheckpoint: 'reads',
  checkpoint: 'reads',
  putCheckpoint: 'changes',
  undelivered: 'reads',
  withOfficer: 'reads',
  noteDelivery: 'changes',
  redact: 'changes',
};

/** The same store, which notes what each transaction did. */
export function watched(store: Store, done: Done[]): Store {
  return watching(store, async (work) => {
    const { result, ...one } = await work();
    done.push(one);
    return result;
  });
}

/** The same store: a transaction of it that changes a record of ours and leaves no entry fails, and changes nothing. */
export function alwaysRecorded(store: Store): Store {
  return watching(store, async (work) => (await work()).result, assertRecorded);
}

function assertRecorded({ written, entries }: Done): void {
  assert.ok(written.length === 0 || entries > 0, `${written.join(', ')} left no entry`);
}

function watching(
  store: Store,
  around: <T>(work: () => Promise<Done & { readonly result: T }>) => Promise<T>,
  check: (done: Done) => void = () => undefined,
): Store {
  const transact: Store['transact'] = (work) =>
    around(async () => {
      const written: string[] = [];
      let entries = 0;
      const result = await store.transact(async (tx) => {
        const record: Tx['record'] = (...given) => ((entries += 1), tx.record(...given));
        const log = noting(tx.log, LOG, written);
        const its = await work({ ...noting(tx, TX, written), record, log });
        check({ written, entries });
        return its;
      });
      return { written, entries, result };
    });
  return { transact, entries: () => store.entries() };
}

/** The same object, whose changes are noted. One that answers false or 0 found nothing to change. */
function noting<T extends object>(all: T, does: Readonly<Record<keyof T, Does>>, written: string[]): T {
  const noted: T = { ...all };
  for (const name of Object.keys(does) as (keyof T & string)[]) {
    if (does[name] !== 'changes') continue;
    const change = all[name] as (...given: readonly unknown[]) => Promise<unknown>;
    const noting = async (...given: readonly unknown[]) => {
      const answer = await change(...given);
      if (answer !== false && answer !== 0) written.push(name);
      return answer;
    };
    noted[name] = noting as T[typeof name];
  }
  return noted;
}
