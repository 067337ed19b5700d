import { fullDate } from '../calendar/words.js';
import type { Entry, Order, WallClock } from '../whatsapp/entry.js';
import { readExport, type Reading } from '../whatsapp/read.js';
import type { Source } from '../whatsapp/source.js';
import { wallDate } from '../whatsapp/wall-clock.js';
import { contentHash } from './content-hash.js';
import { contentOf, type Content } from './content.js';
import type { DryRun, Dropped, Post } from './history.js';
import { escaped, piecesOf } from './html.js';
import { addOne, chooser, type Choose, type Chosen, type Decisions, type Writer } from './selection.js';
import { Times } from './times.js';

/** What was decided about posting a chat into a channel. */
export type PostDecisions = Decisions & {
  /** Directory id of the account that posts for those who have none. */
  readonly account: string;
};

/** What a plan comes to. */
export type Planned = Pick<DryRun, 'posts' | 'dropped' | 'oldest' | 'newest' | 'attributed' | 'parted'> & {
  /** When the channel has to begin: more than a millisecond before the oldest post. Null without posts. */
  readonly begins: Date | null;
  /** How many accounts the posts are posted for. */
  readonly authors: number;
  readonly entries: number;
  readonly warnings: Reading['warnings'];
};

/** How often Microsoft 365 lets one application post into one channel, in a second. */
export const POSTS_PER_SECOND = 4;
/** How many messages of a channel are read back at once. */
export const POSTS_PER_PAGE = 50;
/** Starting, asking whether it has started, completing, asking whether it is completed. */
const REQUESTS_AROUND = 4;
const MINUTE = 60_000;

/**
 * The posts that an export becomes, in the order of the file, each given to `onPost` and then forgotten. The same export and the same
 * decisions give the same posts to the millisecond, and leaving an entry out changes no other. Throws ExportProblem, and RangeError for
 * a zone that there is not.
 */
export async function planPosts(
  source: Source,
  order: Order,
  decisions: PostDecisions,
  onPost: (post: Post) => void,
): Promise<Planned> {
  const planner = new Planner(decisions, onPost);
  const reading = await readExport(source, { order }, (entry) => planner.take(entry));
  return { ...planner.sums(), entries: reading.entries, warnings: reading.warnings };
}

/** What a native import would do, counted by planning it. Throws as `planPosts` does. */
export async function dryRun(source: Source, order: Order, decisions: PostDecisions): Promise<DryRun> {
  const planned = await planPosts(source, order, decisions, () => undefined);
  const { posts, dropped, oldest, newest, attributed, parted, authors } = planned;
  const requests = requestsFor(posts, authors);
  const minutes = Math.ceil(requests / POSTS_PER_SECOND / 60);
  return { posts, dropped, oldest, newest, attributed, parted, requests, minutes };
}

/** The fewest requests that put so many posts into a channel, with the name of each author, and read them back; none for none. */
export function requestsFor(posts: number, authors: number): number {
  return posts === 0 ? 0 : REQUESTS_AROUND + authors + posts + Math.ceil(posts / POSTS_PER_PAGE);
}

class Planner {
  private readonly choose: Choose;
  private readonly times: Times;
  private readonly imported: string;
  private readonly dropped: Partial<Record<Dropped, number>> = {};
  private readonly authors = new Set<string>();
  private posts = 0;
  private attributed = 0;
  private parted = 0;
  private oldest = Infinity;
  private newest = -Infinity;

  constructor(
    private readonly decisions: PostDecisions,
    private readonly onPost: (post: Post) => void,
  ) {
    this.choose = chooser(decisions, 'channel');
    this.times = new Times(decisions.zone);
    this.imported = fullDate(decisions.now);
  }

  take(entry: Entry): void {
    // How much room an entry takes depends on its text alone, not on whether and by whom it is posted.
    const content = contentOf(entry, 'channel');
    const pieces = typeof content === 'string' ? [] : piecesOf(content.text);
    const span = Math.max(1, pieces.length);
    const at = this.times.take(entry.at, span);
    const chosen = this.choose(entry, at === null ? null : at + span - 1, content);
    if (typeof chosen === 'string') addOne(this.dropped, chosen);
    else if (at !== null) this.post(entry, at, chosen, pieces);
  }

  private post({ index, at: wall }: Entry, at: number, { writer, content }: Chosen, pieces: readonly string[]): void {
    const { account } = this.decisions;
    const author = writer.kind === 'person' ? writer.person : account;
    pieces.forEach((piece, n) => {
      const part = pieces.length === 1 ? '' : `${n + 1} of ${pieces.length}`;
      const html = htmlOfPost({ writer, content, piece, part, wall, imported: this.imported });
      this.onPost({ index: this.posts, entry: index, at: new Date(at + n), author, html, sha256: contentHash(html) });
      this.posts += 1;
      if (writer.kind === 'attributed') this.attributed += 1;
      if (part !== '') this.parted += 1;
    });
    this.authors.add(author);
    this.oldest = Math.min(this.oldest, at);
    this.newest = Math.max(this.newest, at + pieces.length - 1);
  }

  sums(): Omit<Planned, 'entries' | 'warnings'> {
    const { posts, dropped, attributed, parted, oldest, newest } = this;
    const counts = { posts, dropped, attributed, parted, authors: this.authors.size };
    if (posts === 0) return { ...counts, oldest: null, newest: null, begins: null };
    const begins = new Date(Math.floor(oldest / MINUTE) * MINUTE - MINUTE);
    return { ...counts, begins, oldest: new Date(oldest), newest: new Date(newest) };
  }
}

type Piece = {
  readonly writer: Writer;
  readonly content: Content;
  readonly piece: string;
  /** `1 of 3`; empty for a whole text. */
  readonly part: string;
  readonly wall: WallClock;
  /** The day, in words. */
  readonly imported: string;
};

function htmlOfPost({ writer, content, piece, part, wall, imported }: Piece): string {
  const name = escaped(nameOf(writer));
  const by = writer.kind === 'attributed' ? `<p><strong>Written by ${name}</strong></p>` : '';
  const number = part === '' ? '' : `<p><strong>Part ${part}</strong></p>`;
  const left = content.left === null ? '' : `<em>${escaped(content.left)}</em><br>`;
  const sent = `${wallDate(wall)} at ${wall.slice(11, 16)}`;
  const footer = `<p><em>Imported on ${imported} by Regroup; originally sent on WhatsApp on ${sent} by ${name}.</em></p>`;
  return `${by}${number}<p>${left}${piece}</p>${footer}`;
}

/** A name that somebody gave themselves can be very long. */
const LONGEST_NAME = 100;

/** What a writer is called: as the directory has them, or in our words. */
export function nameOf(writer: Writer): string {
  const name = writer.kind === 'person' ? writer.name : writer.attribution;
  return [...name].slice(0, LONGEST_NAME).join('');
}
