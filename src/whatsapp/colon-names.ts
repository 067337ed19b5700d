import type { Author } from './author.js';

/** A name that may go on after its first colon, `Ann: Work` beside `Ann`. */
export type Candidate = {
  /** As it stands in the file. */
  readonly spelt: string;
  entries: number;
  writes: boolean;
  /** A notice of the app names this person so. */
  named: boolean;
};

/** Somebody with so many entries that all begin with the same word and colon is called so. */
const OFTEN = 3;
const MOST_FIRSTS = 2_000;
const MOST_CANDIDATES = 50;

/**
 * Finds names with a colon in them, as address books have them. Such a name shows in that its first part never stands alone before
 * a text: whoever writes `Reminder: …` now and then also writes without.
 */
export class ColonNames {
  private readonly byFirst = new Map<Author, Map<string, Candidate>>();

  /** The candidate with this name; null when there are too many. */
  of(first: Author, spelt: string): Candidate | null {
    const candidates = this.byFirst.get(first) ?? new Map<string, Candidate>();
    const known = candidates.get(spelt);
    if (known !== undefined) return known;
    if (candidates.size >= MOST_CANDIDATES || this.byFirst.size >= MOST_FIRSTS) return null;
    const candidate = { spelt: Buffer.from(spelt).toString(), entries: 0, writes: false, named: false };
    this.byFirst.set(first, candidates.set(candidate.spelt, candidate));
    return candidate;
  }

  has(first: Author, spelt: string): boolean {
    return this.byFirst.get(first)?.has(spelt) === true;
  }

  /** The first part stands alone, so that nobody is called by more. */
  drop(first: Author): void {
    this.byFirst.delete(first);
  }

  /** Names that are surely longer than their first part, by that part. */
  get sure(): readonly (readonly [Author, readonly Candidate[]])[] {
    return [...this.byFirst]
      .map(([first, candidates]) => [first, surelyNames([...candidates.values()])] as const)
      .filter(([, names]) => names.length > 0);
  }
}

function surelyNames(candidates: readonly Candidate[]): readonly Candidate[] {
  const isSure = ({ named, entries }: Candidate) => entries >= OFTEN || (named && entries > 0);
  // Where one is, the others with the same first part are, too, unless they occur but once.
  return candidates.some(isSure) ? candidates.filter((each) => isSure(each) || each.entries > 1) : [];
}
