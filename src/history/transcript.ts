import type { Entry, Order, WallClock } from '../whatsapp/entry.js';
import { readExport } from '../whatsapp/read.js';
import type { Source } from '../whatsapp/source.js';
import { wallDate } from '../whatsapp/wall-clock.js';
import type { Dropped } from './history.js';
import { escaped, htmlOf } from './html.js';
import { nameOf } from './posts.js';
import { addOne, chooser, type Chosen, type Decisions } from './selection.js';
import { Times } from './times.js';
import { END, headOf, monthId, monthName, type TranscriptDetails, type Written } from './transcript-head.js';

export type { TranscriptDetails, Written } from './transcript-head.js';

/**
 * The chat as one HTML document, given bit by bit to `write`: what goes along, by day, in the order of the file. It reads the export
 * twice and keeps nothing of it but counts and months. The same export and the same decisions give the same document. Throws
 * ExportProblem, and RangeError for a zone that there is not.
 */
export function sealedTranscript(
  source: Source,
  order: Order,
  decisions: Decisions,
  details: TranscriptDetails,
  write: (text: string) => void,
): Promise<Written> {
  return documentOf({ source, order, decisions, details, write, picked: null });
}

/** As `sealedTranscript`, of the entries (`entry.index`) that the owner picked because they are records. The rules hold for these, too. */
export function selectedRecords(
  source: Source,
  order: Order,
  decisions: Decisions,
  details: TranscriptDetails & { readonly picked: ReadonlySet<number> },
  write: (text: string) => void,
): Promise<Written> {
  return documentOf({ source, order, decisions, details, write, picked: details.picked });
}

type Job = {
  readonly source: Source;
  readonly order: Order;
  readonly decisions: Decisions;
  readonly details: TranscriptDetails;
  readonly write: (text: string) => void;
  readonly picked: ReadonlySet<number> | null;
};

async function documentOf(job: Job): Promise<Written> {
  const { source, order, decisions, details, picked } = job;
  const sums = new Sums();
  const first = selector(job);
  const { entries } = await readExport(source, { order }, (entry) => sums.take(entry, first(entry)));
  let length = 0;
  const write = (text: string) => {
    length += text.length;
    job.write(text);
  };
  const { messages, dropped, oldest, newest } = sums;
  const found = { messages, entries, dropped, oldest, newest };
  write(headOf({ ...found, details, decisions, picked: picked?.size ?? null, months: sums.months }));
  const body = new Body(write);
  const second = selector(job);
  await readExport(source, { order }, (entry) => body.take(entry, second(entry)));
  body.finish();
  write(END);
  return { ...found, length };
}

/** Says of each entry what of it goes into the document; null for one that was not picked. */
function selector({ decisions, picked }: Job): (entry: Entry) => Chosen | Dropped | null {
  const times = new Times(decisions.zone);
  const choose = chooser(decisions, 'document');
  return (entry) => {
    const at = times.take(entry.at, 1);
    return picked === null || picked.has(entry.index) ? choose(entry, at) : null;
  };
}

class Sums {
  messages = 0;
  oldest: WallClock | null = null;
  newest: WallClock | null = null;
  readonly dropped: Partial<Record<Dropped, number>> = {};
  readonly months = new Set<string>();

  take({ at }: Entry, chosen: Chosen | Dropped | null): void {
    if (chosen === null) return;
    if (typeof chosen === 'string') return addOne(this.dropped, chosen);
    this.messages += 1;
    this.months.add(at.slice(0, 7));
    if (this.oldest === null || at < this.oldest) this.oldest = at;
    if (this.newest === null || at > this.newest) this.newest = at;
  }
}

/** The messages, each day a list under its heading, each month a part of the document. */
class Body {
  private month = '';
  private day = '';
  private readonly months = new Set<string>();

  constructor(private readonly write: (text: string) => void) {}

  take(entry: Entry, chosen: Chosen | Dropped | null): void {
    if (chosen === null || typeof chosen === 'string') return;
    const day = entry.at.slice(0, 10);
    if (day !== this.day) this.begin(day);
    this.write(itemOf(entry, chosen));
  }

  finish(): void {
    if (this.day !== '') this.write('</ol>\n');
    if (this.month !== '') this.write('</section>\n');
  }

  private begin(day: string): void {
    const month = day.slice(0, 7);
    if (this.day !== '') this.write('</ol>\n');
    if (month !== this.month) {
      if (this.month !== '') this.write('</section>\n');
      // A phone's clock can run backwards, so that a month comes twice: only one place can have the id.
      const id = this.months.has(month) ? '' : ` id="${monthId(month)}"`;
      this.months.add(month);
      this.write(`<section><h2${id}>${monthName(month)}</h2>\n`);
    }
    this.month = month;
    this.day = day;
    this.write(`<h3>${weekday(day)} ${wallDate(day)}</h3>\n<ol class="messages" role="list">\n`);
  }
}

function itemOf({ at }: Entry, { writer, content }: Chosen): string {
  const left = content.left === null ? '' : `<em>${escaped(content.left)}</em><br>`;
  const who = `<strong>${escaped(capital(nameOf(writer)))}</strong>, <time datetime="${at}">${at.slice(11)}</time>`;
  return `<li><p class="who">${who}</p><p dir="auto">${left}${htmlOf(content.text)}</p></li>\n`;
}

/** "A colleague who has left": it begins a line here. */
function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00Z`).getUTCDay()] ?? '';
}
