import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AuditEvent } from '../src/audit/entry.js';
import { verify } from '../src/audit/verify.js';
import { migrate } from '../src/edges/storage/migrate.js';
import { openServer } from '../src/edges/storage/server.js';
import { openStore } from '../src/edges/storage/store.js';
import { verifierBench } from './audit/verifier.js';
import type { Bench } from './main.js';
import { inWords, rateOf, wall } from './measure.js';

const ENTRIES = 300;

/**
 * Audit entries per second, each in a transaction of its own, through the store that the bot uses and on the database that it
 * brings. The baseline inserts the same bytes into a table without a chain, without hashing and without a lock.
 */
export const audit: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-bench-'));
  chmodSync(folder, 0o755);
  const server = await openServer({ dataDir: folder });
  try {
    await migrate({ url: server.url });
    const store = await openStore({ url: server.url, tell: () => Promise.resolve(), report: console.error });
    const plain = new Client({ connectionString: server.url });
    await plain.connect();
    await plain.query('create table public.plain (id bigserial primary key, bytes text not null)');
    const appended = await rateOf(ENTRIES, wall, async () => {
      for (let n = 0; n < ENTRIES; n += 1) await store.transact((tx) => tx.record(event(n)));
    });
    const inserted = await rateOf(ENTRIES, wall, async () => {
      for (let n = 0; n < ENTRIES; n += 1)
        await plain.query('insert into public.plain (bytes) values ($1)', [JSON.stringify(event(n))]);
    });
    const checked = await verify(store.entries());
    await plain.end();
    await store.close();
    const verifier = await verifierBench();
    return {
      figures: {
        entries: ENTRIES,
        appended,
        baseline: inserted,
        intact: checked.result === 'intact',
        ...verifier.figures,
      },
      lines: [
        `${ENTRIES} entries a run, one transaction each, one after the other`,
        `through the store          ${inWords(appended)}`,
        `baseline: plain inserts    ${inWords(inserted)}`,
        `the record afterwards is ${checked.result}`,
        ...verifier.lines,
      ],
      faults: [...(checked.result === 'intact' ? [] : ['the record does not verify']), ...verifier.faults],
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

function event(n: number): AuditEvent {
  return {
    who: 'bench',
    what: 'question.cancelled',
    when: new Date(),
    subjectType: 'question',
    subjectId: `question-${n}`,
    correlationId: `bench-${n}`,
    details: {},
  };
}
