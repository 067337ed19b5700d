import { fold } from '../roster/fold.js';
import type { Entry, Order, WallClock } from '../whatsapp/entry.js';
import { readExport } from '../whatsapp/read.js';
import type { Source } from '../whatsapp/source.js';
import { contentOf, shown } from './content.js';
import type { Author, Dropped } from './history.js';
import { addOne, chooser, type Counts, type Decisions } from './selection.js';
import { Times } from './times.js';

/** Messages of one page: as many as a card on a phone holds. */
export const PER_PAGE = 8;
/**
 * The most entries that can be marked in one move. Whoever needs more does not pick single records, and can move the whole chat; each
 * was looked at by a person, eight at a time; and the numbers stand in the move's row, which every step reads.
 */
export const MOST_MARKED = 200;
/** The first words of a message, as many letters as two lines of a phone hold. */
const PREVIEW = 90;
const LONGEST_WHO = 50;

/** Which messages are looked for. */
export type Query = {
  /** Words that the message or its author's name has; empty for all. */
  readonly words: string;
  /** `2026-11-20`; empty for all. */
  readonly day: string;
  /** Only those that are marked. */
  readonly marked: boolean;
};

/** Which page: the messages after or before an entry, or from it on. */
export type Place = { readonly after: number } | { readonly before: number } | { readonly from: number };

/** A message as it stands in the picker. In memory and on one card only. */
export type Shown = {
  /** Its entry's number in the export. */
  readonly entry: number;
  readonly at: WallClock;
  /** The author's name in the chat, without numbers. */
  readonly who: string;
  /** Its first words. */
  readonly text: string;
  /** Why it would be left out whoever picks it; null when it goes along, or is left out for an objection, which nobody may see. */
  readonly fate: Dropped | null;
};

/** What is asked for: which messages, which page of them, what is marked so far, and what is made of the chat. */
export type Asked = {
  readonly query: Query;
  readonly place: Place;
  readonly marked: ReadonlySet<number>;
  readonly into: 'channel' | 'document';
};

/** A page of the picker. */
export type Page = {
  readonly messages: readonly Shown[];
  /** How many match, and how many of them come before this page. */
  readonly matches: number;
  readonly before: number;
  /** Of those that are marked, how many the rules leave out, and why. */
  readonly dropped: Counts;
};

/**
 * The page of an export's messages from which entries are picked. Only what somebody wrote is there: notices, files without words and
 * what cannot be shown never go along. Throws ExportProblem, and RangeError for a zone that there is not.
 */
export async function pageOf(source: Source, order: Order, decisions: Decisions, asked: Asked): Promise<Page> {
  const picker = new Picker(decisions, asked);
  await readExport(source, { order }, (entry) => picker.take(entry));
  return picker.page();
}

/** What the numbers of a card are in the export: which of them can be marked, and whether all are what is looked for. */
export type Known = { readonly markable: ReadonlySet<number>; readonly areFound: boolean };

/**
 * Looks numbers up that a card sends; it can send any. The next page of a search follows from the card's entries only where its words
 * and its day find all of them: else somebody has typed another search since it was shown. Throws as `pageOf`.
 */
export async function knownOf(
  source: Source,
  order: Order,
  decisions: Decisions,
  { words, day }: Query,
  entries: ReadonlySet<number>,
): Promise<Known> {
  const asked = { query: { words, day, marked: false }, place: { from: 0 }, marked: new Set<number>() };
  const picker = new Picker(decisions, { ...asked, into: 'document' });
  const messages = new Set<number>();
  let found = 0;
  await readExport(source, { order }, (entry) => {
    const text = entries.has(entry.index) ? wordsOf(entry) : null;
    if (text === null) return;
    messages.add(entry.index);
    if (picker.isLookedFor(entry, text)) found += 1;
  });
  return { markable: messages, areFound: found === entries.size };
}

/** A message that is looked for, before what is shown of it is worked out: only eight of them are. */
type Message = { readonly entry: Entry; readonly at: number | null; readonly words: string };

class Picker {
  private readonly times: Times;
  private readonly fateOf: ReturnType<typeof chooser>;
  private readonly wanted: readonly string[];
  private readonly dropped: Partial<Record<Dropped, number>> = {};
  private readonly onPage: Message[] = [];
  private matches = 0;
  private before = 0;

  constructor(
    private readonly decisions: Decisions,
    private readonly asked: Asked,
  ) {
    this.times = new Times(decisions.zone);
    // What is marked as private is shown with what would become of it without the mark.
    this.fateOf = chooser({ ...decisions, withheld: new Set() }, asked.into);
    this.wanted = fold(asked.query.words)
      .split(' ')
      .filter((word) => word !== '');
  }

  take(entry: Entry): void {
    const at = this.times.take(entry.at, 1);
    const words = wordsOf(entry);
    if (words === null) return;
    if (this.asked.marked.has(entry.index)) {
      const fate = this.fateOf(entry, at);
      if (typeof fate === 'string') addOne(this.dropped, fate);
    }
    if (!this.isLookedFor(entry, words)) return;
    this.matches += 1;
    this.put({ entry, at, words });
  }

  page(): Page {
    const { onPage, matches, before, dropped } = this;
    return { messages: onPage.map((one) => this.shownOf(one)), matches, before, dropped };
  }

  private shownOf({ entry, at, words }: Message): Shown {
    const fate = this.fateOf(entry, at);
    return {
      entry: entry.index,
      at: entry.at,
      who: cutTo(shown(entry.author ?? ''), LONGEST_WHO),
      text: cutTo(words, PREVIEW),
      fate: typeof fate === 'string' && fate !== 'objected' ? fate : null,
    };
  }

  private put(message: Message): void {
    const { place } = this.asked;
    const { index } = message.entry;
    if ('before' in place) return this.putBefore(message, place.before);
    const isIn = 'after' in place ? index > place.after : index >= place.from;
    if (!isIn) this.before += 1;
    else if (this.onPage.length < PER_PAGE) this.onPage.push(message);
  }

  /** The last ones before an entry; where too few are left, the page is filled from there on. */
  private putBefore(message: Message, end: number): void {
    if (message.entry.index < end) {
      this.onPage.push(message);
      if (this.onPage.length <= PER_PAGE) return;
      this.onPage.shift();
      this.before += 1;
    } else if (this.before === 0 && this.onPage.length < PER_PAGE) this.onPage.push(message);
  }

  isLookedFor(entry: Entry, words: string): boolean {
    const { query, marked } = this.asked;
    if (query.marked && !marked.has(entry.index)) return false;
    if (query.day !== '' && !entry.at.startsWith(query.day)) return false;
    if (this.wanted.length === 0) return true;
    const text = ` ${fold(`${words} ${namesOf(entry, this.decisions)}`)} `;
    return this.wanted.every((word) => text.includes(` ${word}`));
  }
}

/** What somebody wrote, in one line; null for what never goes along. */
function wordsOf(entry: Entry): string | null {
  if (entry.notice !== null || entry.author === null) return null;
  const content = contentOf(entry, 'document');
  return typeof content === 'string' ? null : content.text.replaceAll(/\s+/gu, ' ').trim();
}

/** An author's name in the chat and in the directory. */
function namesOf({ author }: Entry, { authorOf }: Decisions): string {
  const name = author ?? '';
  const known: Author = authorOf(name);
  return known.kind === 'person' ? `${name} ${known.name}` : name;
}

function cutTo(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
