import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf, writeCheckpoint } from '../../src/audit/checkpoint.js';
import type { KeptEntry } from '../../src/audit/entry.js';
import { canonical, commitmentIn } from '../../src/audit/log.js';
import { signNote, writeKey } from '../../src/audit/note.js';
import { drawsOf, sampleEvents } from '../../src/audit/sample.js';
import { passingSigner } from '../../src/audit/sample-log.js';
import { growTree, leafHash } from '../../src/audit/tree.js';
import { newFolder, writeLog, writeSigned, writeVerifier } from '../../src/commands/audit/folder.js';
import type { Found } from '../main.js';
import { processor } from '../measure.js';

const ENTRIES = 1_000_000;
const RUNS = 3;
const FAST_ENOUGH = 100_000;
const SMALL_ENOUGH_MB = 200;

/** How many kinds of content the entries have between them: making a million different ones would take longer than checking them. */
const VARIETY = 5_000;

/**
 * The standalone verifier on an export of a million entries, in a process of its own: entries a second by the processor's clock, as on
 * one core, and the most memory it had. The baseline reads the same lines, parses each and hashes it once, and checks nothing.
 */
export async function verifierBench(): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-bench-verifier-'));
  try {
    const dir = join(folder, 'log');
    await writeBigLog(dir);
    const runs = Array.from({ length: RUNS }, () => checked(dir)).sort((a, b) => a.seconds - b.seconds);
    const median = runs[(RUNS - 1) / 2] ?? checked(dir);
    const rate = Math.round(ENTRIES / median.seconds);
    const baseline = Math.round(ENTRIES / (await parsedAndHashed(join(dir, 'log.jsonl'))));
    const memory = Math.max(...runs.map(({ mb }) => mb));
    const isIntact = runs.every(({ exit }) => exit === 10);
    return {
      figures: { verifier: { entries: ENTRIES, perSecond: rate, baseline, mostMemoryMb: memory, isIntact } },
      lines: [
        `verify.mjs on ${ENTRIES} entries   ${rate} per second of one processor, ${memory} MB at most`,
        `baseline: parse, hash once         ${baseline} per second`,
      ],
      faults: [
        ...(isIntact ? [] : ['the verifier does not find the log intact']),
        ...(rate >= FAST_ENOUGH ? [] : [`the verifier checks ${rate} entries a second, not ${FAST_ENOUGH}`]),
        ...(memory < SMALL_ENOUGH_MB ? [] : [`the verifier takes ${memory} MB, not less than ${SMALL_ENOUGH_MB}`]),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeBigLog(dir: string): Promise<void> {
  const origin = originOf(null);
  const signer = passingSigner(origin);
  const tree = growTree();
  const notes: string[] = [];
  newFolder(dir);
  await writeLog(
    dir,
    bigLog(tree, async (when) => {
      const text = writeCheckpoint({ origin, size: tree.size, root: tree.root(), time: when });
      notes.push(await signNote(text, [signer]));
    }),
  );
  writeSigned(dir, notes, [writeKey(signer.key)]);
  writeVerifier(dir);
}

async function* bigLog(tree: ReturnType<typeof growTree>, sign: (when: Date) => Promise<void>) {
  const events = sampleEvents(drawsOf(1), VARIETY);
  const contents = Array.from({ length: VARIETY }, () => canonical(events.next().value));
  for (let seq = 0; seq < ENTRIES; seq += 1) {
    const when = new Date(Date.UTC(2026, 8, 1) + seq * 1000);
    const content = contents[seq % VARIETY] ?? '';
    const entry: KeptEntry = {
      seq,
      salt: createHash('sha256').update(String(seq)).digest('hex'),
      canonical: content.replace(/"when":"[^"]*"/, `"when":"${when.toISOString()}"`),
    };
    tree.push(leafHash(commitmentIn(entry)));
    yield entry;
    if (tree.size % 100_000 === 0) await sign(when);
  }
}

type Run = { readonly exit: number; readonly seconds: number; readonly mb: number };

/** Runs the verifier that lies in the folder, as a stranger would, and asks it what it took. */
function checked(dir: string): Run {
  const script = `import { pathToFileURL } from 'node:url';
    const { main } = await import(pathToFileURL(process.argv[2]).href);
    const exit = main([process.argv[3]], () => undefined);
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    console.log(JSON.stringify({ exit, seconds: (userCPUTime + systemCPUTime) / 1e6, mb: Math.round(maxRSS / 1024) }));`;
  const args = ['--input-type=module', '-e', script, 'check', join(dir, 'verify.mjs'), dir];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env: {} })) as Run;
}

/** Seconds of a processor. */
async function parsedAndHashed(file: string): Promise<number> {
  const start = processor();
  let length = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const entry = JSON.parse(line) as KeptEntry;
    length += createHash('sha256').update(entry.salt).update(entry.canonical).digest().length;
  }
  if (length !== ENTRIES * 32) throw new Error('the baseline has not read every entry');
  return (processor() - start) / 1000;
}
