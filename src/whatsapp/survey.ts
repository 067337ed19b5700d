import { afterAuthor, Authors } from './authors.js';
import { ExportProblem } from './entry.js';
import type { Order, Platform } from './entry.js';
import { readStamp } from './header.js';
import { Stamp } from './stamp.js';
import { readLines } from './lines.js';
import { attachmentIn } from './media.js';
import { dayUnder, OrderEvidence } from './order.js';
import type { Source } from './source.js';

/** What a first look at a file finds, so that the second can read it entry by entry and keep nothing. */
export type Survey = {
  readonly platform: Platform;
  readonly frame: Frame;
  readonly orders: readonly [Order] | readonly [Order, Order];
  /** Everybody who wrote, with the number of entries. */
  readonly authors: Authors;
};

/** What the headers of a file have in common. */
export type Frame = {
  readonly form: Stamp['form'];
  readonly number: number;
  readonly year: number;
  readonly timeFirst: boolean;
  readonly seconds: boolean;
};

/** Headers that are looked at to find the shape of a file's headers. */
const LOOKED_AT = 200;

/** Reads the source once or twice and keeps counts. Throws ExportProblem. */
export async function survey(source: Source, asked: Order | undefined, today: Date | null): Promise<Survey> {
  const frame = await findFrame(source);
  const evidence = new OrderEvidence(CANDIDATES[frame.year] ?? [], today);
  const authors = new Authors();
  const stamp = new Stamp();
  const platform = frame.form === 'bracket' ? 'ios' : 'android';
  await readLines(source, (text, from, to) => {
    if (!readStamp(text, from, to, stamp) || stamp.frame !== frame.number || !evidence.add(stamp)) return true;
    authors.add(text, stamp.rest, to);
    if (asked === undefined && mayHoldDay(text, to)) {
      const attachment = attachmentIn(text.slice(afterAuthor(text, stamp.rest, to), to));
      if (attachment?.day) evidence.addAttachment(attachment.day);
    }
    return true;
  });
  authors.settle();
  return { platform, frame, orders: asked === undefined ? evidence.decide() : [asked], authors };
}

/** Whether the line is worth a look for a file with a day in its name: `(file attached)` and `<attached: …>` end so. */
function mayHoldDay(text: string, to: number): boolean {
  const last = text.charCodeAt(to - 1);
  return last === 0x3e || last === 0x29 || last === 0xff09;
}

const CANDIDATES: readonly (readonly Order[])[] = [
  ['dmy', 'mdy', 'ymd'],
  ['ymd', 'ydm'],
  ['dmy', 'mdy'],
];

/** Whether there is such a day under any order. */
export function isPossible(stamp: Stamp): boolean {
  return (['dmy', 'mdy', 'ymd', 'ydm'] as const).some((order) => dayUnder(order, stamp) !== null);
}

async function findFrame(source: Source): Promise<Frame> {
  const found = new Map<number, { count: number; frame: Frame }>();
  const stamp = new Stamp();
  let looked = 0;
  let shape = '';
  let empty = true;
  await readLines(source, (text, from, to) => {
    if (empty && text.slice(from, to).trim() !== '') empty = false;
    if (shape === '') shape = shapeOf(text.slice(from, Math.min(to, from + 60)));
    if (!readStamp(text, from, to, stamp) || !isPossible(stamp)) return true;
    const { form, frame: number, year, timeFirst } = stamp;
    const seconds = stamp.second >= 0;
    const entry = found.get(number) ?? { count: 0, frame: { form, number, year, timeFirst, seconds } };
    found.set(number, { ...entry, count: entry.count + 1 });
    return ++looked < LOOKED_AT;
  });
  const [first, ...others] = found.values();
  if (first === undefined) throw empty ? emptyProblem() : nothingRecognised(shape);
  // The first header of an export is the app's own; what is pasted into a message comes later, however often.
  const far = others.find(({ count }) => count >= 20 * first.count);
  return (far ?? first).frame;
}

const emptyProblem = () => new ExportProblem('empty', 'The file is empty.');

function nothingRecognised(shape: string): ExportProblem {
  const like = shape === '' ? '' : ` The first line that may begin one looks like “${shape}”.`;
  return new ExportProblem('nothing-recognised', `No WhatsApp message was recognised in this file.${like}`);
}

/** The beginning of a line with two numbers or more, digits as 9 and letters as a; '' for any other line. */
function shapeOf(line: string): string {
  if ((line.match(/\p{Nd}+/gu) ?? []).length < 2) return '';
  return line.replace(/\p{Nd}/gu, '9').replace(/\p{L}/gu, 'a');
}
