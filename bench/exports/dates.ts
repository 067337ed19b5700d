import type { Order } from '../../src/whatsapp/entry.js';
import { readExport } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';
import { parseString } from 'whatsapp-chat-parser';
import { randomFrom } from './chat.js';

/** A sort of chat of which the dates may be read in a wrong way. */
export type Simulation = {
  readonly title: string;
  readonly order: Order;
  /** A date as the chat writes it. */
  readonly write: (y: number, m: number, d: number) => string;
  /** The days of a chat, in order, as `[year, month, day]`. */
  readonly days: (random: () => number) => readonly Day[];
  /** Lines that were pasted into one of the messages. */
  readonly pasted?: readonly string[];
};
type Day = readonly [y: number, m: number, d: number];

/** Of the chats of a sort: read wrongly and nobody told, left open, and read wrongly by the baseline. */
export type Outcome = {
  readonly title: string;
  readonly chats: number;
  readonly wrong: number;
  readonly asked: number;
  readonly baselineWrong: number;
};

const TODAY = new Date('2026-11-25T12:00:00Z');
const CHATS = 300;

const two = (n: number) => String(n).padStart(2, '0');
const WRITTEN = {
  mdy: (y: number, m: number, d: number) => `${m}/${d}/${two(y % 100)}`,
  dmy: (y: number, m: number, d: number) => `${two(d)}/${two(m)}/${y}`,
  ymd: (y: number, m: number, d: number) => `${y}/${two(m)}/${two(d)}`,
  short: (y: number, m: number, d: number) => `${d}/${m}/${two(y % 100)}`,
};

/** Days one after the other, from any day of eleven years. */
function inARow(count: number): Simulation['days'] {
  return (random) => {
    const first = Date.UTC(2015, 0, 1) + Math.floor(random() * 11 * 365) * 86_400_000;
    return Array.from({ length: count }, (_, n) => dayOf(new Date(first + n * 86_400_000)));
  };
}

function dayOf(at: Date): Day {
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
}

/** One day in each month, no later in it than the `latest`-th. */
function monthly(months: number, latest: number): Simulation['days'] {
  return (random) => {
    const first = Math.floor(random() * 120);
    return Array.from({ length: months }, (_, n) =>
      dayOf(new Date(Date.UTC(2015, first + n, 1 + Math.floor(random() * latest)))),
    );
  };
}

const LOG = [
  '2016-04-29 10:30:00 server: started',
  '2016-05-17 10:31:00 server: stopped',
  '[2016-12-25, 10:30] deploy: done',
];

export const SIMULATIONS: readonly Simulation[] = [
  { title: 'm/d/yy on one day', order: 'mdy', write: WRITTEN.mdy, days: inARow(1) },
  { title: 'm/d/yy on two days', order: 'mdy', write: WRITTEN.mdy, days: inARow(2) },
  { title: 'm/d/yy on five days', order: 'mdy', write: WRITTEN.mdy, days: inARow(5) },
  { title: 'd/m/yy on one day', order: 'dmy', write: WRITTEN.short, days: inARow(1) },
  { title: 'dd/mm/yyyy on two days', order: 'dmy', write: WRITTEN.dmy, days: inARow(2) },
  { title: 'yyyy/mm/dd on one day', order: 'ymd', write: WRITTEN.ymd, days: inARow(1) },
  { title: 'yyyy/mm/dd on two days', order: 'ymd', write: WRITTEN.ymd, days: inARow(2) },
  { title: 'dd/mm/yyyy on the 1st of six months', order: 'dmy', write: WRITTEN.dmy, days: monthly(6, 1) },
  { title: 'dd/mm/yyyy on the 1st of 24 months', order: 'dmy', write: WRITTEN.dmy, days: monthly(24, 1) },
  { title: 'dd/mm/yyyy on days 1 to 5 of two months', order: 'dmy', write: WRITTEN.dmy, days: monthly(2, 5) },
  { title: 'dd/mm/yyyy on days 1 to 5 of six months', order: 'dmy', write: WRITTEN.dmy, days: monthly(6, 5) },
  { title: 'dd/mm/yyyy with a log pasted', order: 'dmy', write: WRITTEN.dmy, days: monthly(3, 12), pasted: LOG },
  { title: 'm/d/yy with a log pasted', order: 'mdy', write: WRITTEN.mdy, days: inARow(2), pasted: LOG },
];

/** A chat of the sort, and when its entries were. */
function chatOf({ write, days, pasted }: Simulation, random: () => number) {
  const truth: string[] = [];
  let text = '';
  for (const [y, m, d] of days(random)) {
    for (const hour of [9, 13, 18]) {
      truth.push(`${y}-${two(m)}-${two(d)}T${two(hour)}:05`);
      const lines = truth.length === 2 && pasted !== undefined ? ['look at this', ...pasted] : ['see you there'];
      text += `${write(y, m, d)}, ${two(hour)}:05 - ${hour === 13 ? 'Sam' : 'Priya'}: ${lines.join('\n')}\n`;
    }
  }
  return { text, truth: truth.join() };
}

/** Reads many chats of one sort, by our reader and by whatsapp-chat-parser. */
export async function simulate(simulation: Simulation, seed: number): Promise<Outcome> {
  const random = randomFrom(seed);
  let [wrong, asked, baselineWrong] = [0, 0, 0];
  for (let n = 0; n < CHATS; n += 1) {
    const { text, truth } = chatOf(simulation, random);
    const read: string[] = [];
    const other: string[] = [];
    const { orders } = await readExport(sourceOf('chat.txt', Buffer.from(text)), { today: TODAY }, ({ at, or }) => {
      read.push(at.slice(0, 16));
      other.push((or ?? at).slice(0, 16));
    });
    const open = orders.length === 2;
    if (open) asked += 1;
    // To ask is no excuse when neither of the two answers is right.
    if (read.join() !== truth && !(open && other.join() === truth)) wrong += 1;
    if (baseline(text) !== truth) baselineWrong += 1;
  }
  return { title: simulation.title, chats: CHATS, wrong, asked, baselineWrong };
}

function baseline(text: string): string {
  const wall = (at: Date) =>
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
  return parseString(text)
    .map(({ date }) => wall(date))
    .join();
}
