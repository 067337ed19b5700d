import type { Entry } from '../whatsapp/entry.js';
import { treeOf, wordsIn, type Tree } from '../whatsapp/words.js';
import type { SpecialWords } from '../whatsapp/traces.js';
import { contentOf, type Content } from './content.js';
import type { Author, Dropped } from './history.js';

/** What was decided about a chat's history, whatever is made of it. */
export type Decisions = {
  /** The zone that the export's times are in: an IANA name. */
  readonly zone: string;
  /** Whom a name in the export stands for. */
  readonly authorOf: (name: string) => Author;
  /** How long the schedule keeps messages, in days; null when it sets no end. What is older at `now` is dropped. */
  readonly days: number | null;
  /** When the plan is made: the same at every repetition of a run, or what is posted changes. */
  readonly now: Date;
  /** Entries with one of these words are left out; null to leave none out. */
  readonly special: SpecialWords | null;
  /** Numbers of the entries that the owner marked as private: they do not go along. */
  readonly withheld?: ReadonlySet<number>;
};

/** Somebody whose messages go along. */
export type Writer = Extract<Author, { kind: 'person' | 'attributed' }>;
export type Chosen = { readonly writer: Writer; readonly content: Content };

/**
 * Says of each entry whether it goes along. `at` is when it was written, milliseconds UTC; null when that cannot be said. `known` is
 * its content where that was looked at before.
 */
export type Choose = (entry: Entry, at: number | null, known?: Content | Dropped) => Chosen | Dropped;

const DAY = 86_400_000;

/**
 * Whose messages go along, and which of them. The first reason counts: what the owner marked, who wrote it, then when, then what it
 * is. In a channel nothing goes along whose time cannot be said; a document shows the phone's own clock.
 */
export function chooser(decisions: Decisions, place: 'channel' | 'document'): Choose {
  const { authorOf, days, now, withheld } = decisions;
  const oldest = days === null ? -Infinity : now.getTime() - days * DAY;
  const tree: Tree | null = decisions.special === null ? null : treeOf(decisions.special);
  return (entry, at, known) => {
    if (withheld?.has(entry.index) === true) return 'private';
    if (entry.notice !== null || entry.kind === 'notice') return 'notice';
    const writer: Author = entry.author === null ? { kind: 'outside' } : authorOf(entry.author);
    if (writer.kind === 'objected' || writer.kind === 'outside') return writer.kind;
    if (place === 'channel' && (at === null || at > now.getTime())) return 'time';
    if (at !== null && at < oldest) return 'past-period';
    const content = known ?? contentOf(entry, place);
    if (typeof content === 'string') return content;
    return tree !== null && wordsIn(entry.text, tree).size > 0 ? 'special' : { writer, content };
  };
}

/** How many of each reason, those with none left out. */
export type Counts = Readonly<Partial<Record<Dropped, number>>>;

export function addOne(counts: Partial<Record<Dropped, number>>, reason: Dropped): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
