import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseString } from 'whatsapp-chat-parser';
import { inspect } from '../src/whatsapp/inspect.js';
import { readExport } from '../src/whatsapp/read.js';
import { sourceOf } from '../src/whatsapp/source.js';
import { bombOf, zipOf } from '../test/support/zip.js';
import { writeChat } from './exports/chat.js';
import { allPhones, readPhones } from './exports/cldr.js';
import { SIMULATIONS, simulate, type Outcome } from './exports/dates.js';
import type { Bench } from './main.js';
import { processor, rateOf } from './measure.js';
import { roster } from './roster.js';

const MB = 1024 * 1024;
const LARGE = 50 * MB;
const LARGEST = 200 * MB;
const HOSTILE = 80 * 1024;
const SEED = 20_261_125;

/** What is to be reached, and at the bottom of what the others do. */
const TARGETS = { ratio: 1.5, rss: 130, hostile: 20, bombMs: 1_000, bombMb: 100, cldr: 97 };

/** Reading exports: speed and memory beside whatsapp-chat-parser, hostile files, dates and locales. */
export const exportsBench: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-bench-'));
  try {
    const found = {
      ...(await speed(join(folder, 'large.txt'))),
      ...(await memory(join(folder, 'largest.txt'))),
      ...(await hostile()),
      ...bombs(folder),
      ...(await cldr()),
      ...(await dates()),
    };
    const people = await roster();
    return {
      figures: { ...found, roster: people.figures },
      lines: [...inLines(found), 'people, as npm run bench -- roster has them:', ...people.lines],
      faults: [...faultsOf(found), ...people.faults],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Of processor time, so that it counts the same whoever else uses the machine. */
async function speed(path: string) {
  const entries = await writeChat(path, LARGE, SEED);
  const bytes = readFileSync(path);
  let [seen, baselineSeen] = [0, 0];
  const ours = await rateOf(bytes.byteLength, processor, async () => {
    seen = (await readExport(sourceOf('large.txt', bytes), {}, () => {})).entries;
  });
  const whole = await rateOf(bytes.byteLength, processor, async () => {
    await inspect('large.txt', bytes, { special: { health: ['asthma'] }, today: new Date() });
  });
  const theirs = await rateOf(bytes.byteLength, processor, () => {
    baselineSeen = parseString(bytes.toString('utf8')).length;
  });
  return {
    entries,
    seen,
    baselineSeen,
    throughputRatio: round(ours.median / theirs.median, 2),
    mbPerSecond: round(ours.median / MB),
    inspectMbPerSecond: round(whole.median / MB),
    baselineMbPerSecond: round(theirs.median / MB),
  };
}

type Child = { readonly found: string; readonly milliseconds: number; readonly before: number; readonly rss: number };

/** Measures in a process of its own, as `bench/exports/child.ts` does. */
function child(...args: readonly string[]): Child {
  const script = fileURLToPath(new URL('./exports/child.ts', import.meta.url));
  const out = execFileSync(process.execPath, ['--import', 'tsx', script, ...args], { encoding: 'utf8' });
  return JSON.parse(out) as Child;
}

/** The resident memory, in bytes, of a Node that does nothing at all. */
function idle(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.resourceUsage().maxRSS'], { encoding: 'utf8' })) * 1024;
}

/** The largest resident memory while 200 MB are read, above a Node that does nothing at all. */
async function memory(path: string) {
  const entries = await writeChat(path, LARGEST, SEED);
  const { found, rss, before } = child('inspect', path);
  rmSync(path);
  return {
    rssAboveIdleMb: round((rss - idle()) / MB),
    rssAboveLoadedMb: round((rss - before) / MB),
    largestRead: found === `${entries} entries`,
  };
}

/** One message of 80 KB, of every sort that makes a careless reader slow; the slowest. */
async function hostile() {
  const parts = [
    '<:',
    '<',
    ':',
    '[',
    '[0',
    '0',
    '0/',
    '1/2/2024, 10:30 - ',
    ' - ',
    '\u200e',
    '\u200e[',
    ': \u200e<',
    '@0',
    'a@a',
    '0 ',
  ];
  const options = { special: { health: ['asthma'] }, today: new Date() };
  let [hostileMs, hostilePart] = [0, ''];
  for (const part of parts) {
    for (const join of ['', '\n']) {
      const body = (part + join).repeat(Math.ceil(HOSTILE / (part + join).length)).slice(0, HOSTILE);
      const text = `08/03/2024, 13:55 - Priya: hello\n08/03/2024, 13:56 - Sam: ${body}\n25/03/2024, 13:57 - Priya: bye\n`;
      const taken = await leastOf(3, () => inspect('chat.txt', Buffer.from(text), options));
      if (taken > hostileMs) [hostileMs, hostilePart] = [taken, JSON.stringify(part + join)];
    }
  }
  return { hostileMs: round(hostileMs), hostilePart };
}

/** Milliseconds of a processor that `work` takes, the least of several times: the first ones are spent on compiling it. */
async function leastOf(times: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let n = 0; n < times; n += 1) {
    const start = processor();
    await work();
    least = Math.min(least, processor() - start);
  }
  return least;
}

/** A zip of less than two megabytes that would be six hundred; and one that says it is small. The worse of the two counts. */
function bombs(folder: string) {
  const { packed, size } = bombOf('08/03/2024, 13:55 - Priya Nair: Good morning\n', 600);
  const says = [size, 1_000_000];
  const results = says.map((size, n) => {
    const path = join(folder, `bomb-${n}.zip`);
    writeFileSync(path, zipOf([{ path: '_chat.txt', text: '', packed, says: { size } }]));
    return child('refuse', path);
  });
  return {
    zipBombMs: round(Math.max(...results.map(({ milliseconds }) => milliseconds))),
    zipBombMb: round(Math.max(...results.map(({ rss }) => (rss - idle()) / MB))),
    zipBombRefused: results.every(({ found }) => found === 'bad-zip'),
  };
}

/** Small chats as a phone of every locale writes them, by this Node's own CLDR. */
async function cldr() {
  const { phones, right, wrong } = await readPhones(allPhones());
  return { cldrPercent: round((right * 100) / phones, 2), cldrPhones: phones, cldrWrong: wrong.length };
}

async function dates() {
  const simulations: Outcome[] = [];
  for (const [n, one] of SIMULATIONS.entries()) simulations.push(await simulate(one, SEED + n));
  const sum = (of: 'chats' | 'wrong' | 'asked' | 'baselineWrong') => simulations.reduce((all, one) => all + one[of], 0);
  return {
    datesChats: sum('chats'),
    wrongDatesWithoutWarning: sum('wrong'),
    datesAsked: sum('asked'),
    baselineWrongDates: sum('baselineWrong'),
    simulations,
  };
}

type Found = Awaited<ReturnType<typeof speed>> &
  Awaited<ReturnType<typeof memory>> &
  Awaited<ReturnType<typeof hostile>> &
  ReturnType<typeof bombs> &
  Awaited<ReturnType<typeof cldr>> &
  Awaited<ReturnType<typeof dates>>;

function inLines(found: Found): readonly string[] {
  return [
    `50 MB, ${found.entries} entries: read at ${found.mbPerSecond} MB/s, inspected at ${found.inspectMbPerSecond} MB/s`,
    `baseline: whatsapp-chat-parser, ${found.baselineMbPerSecond} MB/s (${found.baselineSeen} entries); ratio ${found.throughputRatio}`,
    `200 MB in a process of its own: ${found.rssAboveIdleMb} MB above an idle Node (${found.rssAboveLoadedMb} above itself before reading)`,
    `the slowest message of 80 KB: ${found.hostileMs} ms (${found.hostilePart})`,
    `zip bombs of 600 MB: refused after ${found.zipBombMs} ms and ${found.zipBombMb} MB`,
    `locales: ${found.cldrPercent} % of ${found.cldrPhones} sorts of phone that CLDR has`,
    `dates: of ${found.datesChats} chats ${found.wrongDatesWithoutWarning} read wrongly without a warning, ${found.datesAsked} left open; baseline ${found.baselineWrongDates} wrong`,
    ...found.simulations.map(
      ({ title, wrong, asked, baselineWrong }) =>
        `  ${title}: ${wrong} wrong, ${asked} open; baseline ${baselineWrong} wrong`,
    ),
  ];
}

function faultsOf(found: Found): readonly string[] {
  const checks: readonly (readonly [boolean, string])[] = [
    [found.seen === found.entries, `${found.seen} entries were read of ${found.entries}`],
    [found.throughputRatio >= TARGETS.ratio, `throughput is ${found.throughputRatio} times the baseline's`],
    [found.largestRead && found.rssAboveIdleMb <= TARGETS.rss, `200 MB take ${found.rssAboveIdleMb} MB`],
    [found.hostileMs <= TARGETS.hostile, `a message of 80 KB takes ${found.hostileMs} ms`],
    [found.zipBombRefused, 'a zip bomb was not refused'],
    [found.zipBombMs <= TARGETS.bombMs, `a zip bomb takes ${found.zipBombMs} ms`],
    [found.zipBombMb <= TARGETS.bombMb, `a zip bomb takes ${found.zipBombMb} MB`],
    [found.cldrPercent >= TARGETS.cldr, `${found.cldrPercent} % of the locales' headers`],
    [found.wrongDatesWithoutWarning === 0, `${found.wrongDatesWithoutWarning} chats with wrong dates and no warning`],
  ];
  return checks.filter(([holds]) => !holds).map(([, what]) => what);
}

function round(n: number, digits = 1): number {
  return Number(n.toFixed(digits));
}
