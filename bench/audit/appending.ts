import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AuditEvent } from '../../src/audit/entry.js';
import { consistencyProof, inclusionProof } from '../../src/audit/proof.js';
import { verify } from '../../src/audit/verify.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openServer } from '../../src/edges/storage/server.js';
import { openStore, type Database } from '../../src/edges/storage/store.js';
import type { Found } from '../main.js';
import { inWords, RUNS, wall, type Rate } from '../measure.js';

const ENTRIES = 300;
const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
/** Appends and proofs that are timed at each size. */
const SAMPLES = 200;
/** Appends per second for each plain insert. */
const TARGET = 0.6;

/**
 * Audit entries per second, each in a transaction of its own, through the store that the bot uses and on the database that it
 * brings. The baseline inserts the same bytes into a table without a tree, without hashing and without a lock, by the same driver and
 * on the same server, in turns. Then the log is made long, and appending and proving are timed at each size.
 */
export async function appendingBench(): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-bench-'));
  chmodSync(folder, 0o755);
  const server = await openServer({ dataDir: folder });
  const plain = new Client({ connectionString: server.url });
  try {
    await migrate({ url: server.url });
    const store = await openStore({ url: server.url, tell: () => Promise.resolve(), report: console.error });
    await plain.connect();
    try {
      const speed = await race(store, plain);
      const grown: Grown[] = [];
      for (const size of SIZES) grown.push(await measureAt(size, store, plain));
      const checked = await verify(store.entries());
      return report(speed, grown, checked.result === 'intact');
    } finally {
      await store.close();
    }
  } finally {
    await plain.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Speed = Awaited<ReturnType<typeof race>>;

/** One of each, in turns, so that whatever else the machine does meets both alike; the ratio is of the medians of the runs. */
async function race(store: Database, plain: Client) {
  await plain.query('create table public.plain (id bigserial primary key, bytes text not null)');
  const append = (n: number) => store.transact((tx) => tx.record(event(n)));
  const insert = (n: number) => plain.query('insert into public.plain (bytes) values ($1)', [JSON.stringify(event(n))]);
  const rates: { readonly appended: number; readonly inserted: number }[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    let [appending, inserting] = [0, 0];
    for (let n = 0; n < ENTRIES; n += 1) {
      appending += await timed(() => append(n));
      inserting += await timed(() => insert(n));
    }
    // The first run only warms up.
    if (run > 0) rates.push({ appended: (ENTRIES * 1000) / appending, inserted: (ENTRIES * 1000) / inserting });
  }
  const appended = rateIn(rates.map((rate) => rate.appended));
  const inserted = rateIn(rates.map((rate) => rate.inserted));
  return { appended, inserted, ratio: appended.median / inserted.median };
}

function rateIn(rates: readonly number[]): Rate {
  const sorted = rates.map(Math.round).toSorted((a, b) => a - b);
  return { median: median(rates.map(Math.round)), slowest: sorted[0] ?? NaN, fastest: sorted.at(-1) ?? NaN };
}

type Grown = {
  readonly size: number;
  /** Median milliseconds. */
  readonly append: number;
  readonly prove: number;
  /** Hashes in the longest proofs that were seen. */
  readonly inclusion: number;
  readonly consistency: number;
};

/**
 * Fills the log up to `size` through the function that appends, many entries to a transaction, because a million transactions would take
 * half an hour; then times single ones.
 */
async function measureAt(size: number, store: Database, plain: Client): Promise<Grown> {
  for (let at = await store.transact(({ log }) => log.size()); at < size; at = Math.min(size, at + 20_000))
    await plain.query(
      `select regroup.audit_append(array_agg($1 || n || '"}'), array_agg(sha256(int8send(n))), array_agg(null::bytea))
       from generate_series($2::bigint, $3::bigint - 1) as n`,
      ['{"what":"bench.filled","when":"2026-11-25T03:00:00.000Z","subjectId":"', at, Math.min(size, at + 20_000)],
    );
  const appends: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) appends.push(await timed(() => store.transact((tx) => tx.record(event(n)))));
  const proofs: number[] = [];
  let [inclusion, consistency] = [0, 0];
  for (let n = 0; n < SAMPLES; n += 1) {
    const index = Math.floor((size * n) / SAMPLES);
    proofs.push(
      await timed(() =>
        store.transact(async ({ log }) => {
          inclusion = Math.max(inclusion, (await inclusionProof(index, size, log.read)).length);
          consistency = Math.max(consistency, (await consistencyProof(index + 1, size, log.read)).length);
        }),
      ),
    );
  }
  return { size, append: median(appends), prove: median(proofs), inclusion, consistency };
}

function report({ appended, inserted, ratio }: Speed, grown: readonly Grown[], intact: boolean): Found {
  const faults = [
    ...(ratio < TARGET ? [`appending is ${ratio.toFixed(2)} of plain inserts, not ${TARGET}`] : []),
    ...(intact ? [] : ['the record does not verify']),
  ];
  return {
    figures: { entries: ENTRIES, appended, baseline: inserted, ratio, grown, intact },
    lines: [
      `${ENTRIES} entries a run, one transaction each, in turns with the baseline`,
      `through the store          ${inWords(appended)}`,
      `baseline: plain inserts    ${inWords(inserted)}`,
      `ratio of the medians       ${ratio.toFixed(2)}`,
      ...grown.map(
        ({ size, append, prove, inclusion, consistency }) =>
          `at ${String(size).padStart(9)} entries        an append ${append.toFixed(2)} ms, two proofs ${prove.toFixed(2)} ms with ${inclusion} and ${consistency} hashes at most`,
      ),
    ],
    faults,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = wall();
  await work();
  return wall() - start;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

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
