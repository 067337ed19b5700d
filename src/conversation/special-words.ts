import { readerOf } from '../guidance/lexicon.js';
import type { Phrase } from '../guidance/phrases.js';
import type { Content, Policy } from '../guidance/types.js';

/** What the law protects most, and what children have to be protected from. */
const FACETS: readonly Content[] = ['special-category', 'safeguarding'];

/** A phrase that stands for more rows of words than this is about grammar rather than about a subject. */
const MOST_ROWS = 500;

/**
 * The words by which the policy knows special category data and safeguarding, by facet, for counting the entries of a chat that
 * have one. Phrases with gaps or places in a sentence are for questions and are left out.
 */
export function specialWords(policy: Policy): Readonly<Record<string, readonly string[]>> {
  const { entries } = readerOf(policy).contents;
  return Object.fromEntries(
    FACETS.map((facet) => {
      const rows = entries.filter(({ value }) => value === facet).flatMap(({ phrase }) => rowsOf(phrase));
      return [facet, [...new Set(rows)].sort()];
    }),
  );
}

/** Every row of words that a phrase stands for; none when it is more than words in a row. */
function rowsOf({ rows: [parts = [], ...others] }: Phrase): readonly string[] {
  if (others.length > 0) return [];
  let rows: readonly string[] = [''];
  for (const [n, part] of parts.entries()) {
    if (part.kind !== 'word') return [];
    const { exact, beginnings } = part.words;
    // `vaccin*` stands for any ending, which can only be the end of the row.
    if (beginnings.length > 0 && n < parts.length - 1) return [];
    const words = [...exact, ...beginnings.map((beginning) => `${beginning}*`), ...(part.optional ? [''] : [])];
    rows = rows.flatMap((row) => words.map((word) => `${row} ${word}`.trim()));
    if (rows.length > MOST_ROWS) return [];
  }
  return rows;
}
