import type { Token } from './tokens.js';

/**
 * The small language of the policy's lexicon. A phrase is words in a row:
 * `a|b` either word, `delet*` any word that begins so, `@app` any word of a class, `the?` may be missing, `..` up to six other words of
 * the same sentence, `^` and `$` the beginning and the end of the text, `a & b` both in one sentence in any order. It knows no repetition without a bound, so that reading a text
 * takes time in proportion to its length whatever it says.
 */
const GAP = 6;

/** The words that a class stands for: exact ones and beginnings. */
export type Words = { readonly exact: ReadonlySet<string>; readonly beginnings: readonly string[] };

type Part =
  | { readonly kind: 'word'; readonly words: Words; readonly optional: boolean }
  | { readonly kind: 'gap' }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** A phrase ready to be looked for: every row of parts has to stand in the same sentence. Most phrases have one row. */
export type Phrase = { readonly source: string; readonly rows: readonly (readonly Part[])[] };

/** Where a phrase stands: from the word at `start` up to, not including, the word at `end`. */
export type Span = { readonly start: number; readonly end: number };

/** Words by how a phrase writes them, so that phrases that write the same share them: thousands of phrases use the same classes. */
export type Shared = Map<string, Words>;

/** The phrase that `source` describes. Throws when it names a class that does not exist or would match everything. */
export function phrase(source: string, classes: ReadonlyMap<string, Words>, shared: Shared = new Map()): Phrase {
  const words = (alternatives: string): Words => {
    const known = shared.get(alternatives) ?? wordsOf(alternatives, classes);
    shared.set(alternatives, known);
    return known;
  };
  return { source, rows: source.split(' & ').map((row) => partsOf(row, source, words)) };
}

function partsOf(row: string, source: string, wordsFor: (alternatives: string) => Words): readonly Part[] {
  const parts = row.split(/\s+/).map((part): Part => {
    if (part === '..') return { kind: 'gap' };
    if (part === '^') return { kind: 'start' };
    if (part === '$') return { kind: 'end' };
    const optional = part.endsWith('?') && part.length > 1;
    const words = optional ? part.slice(0, -1) : part;
    if (/[^|]\?/.test(words)) throw new Error(`in "${source}" a ? stands inside "${part}"`);
    return { kind: 'word', words: wordsFor(words), optional };
  });
  if (!parts.some((part) => part.kind === 'word' && !part.optional)) throw new Error(`"${source}" fits every text`);
  return parts;
}

/** What `a|b*|@class` stands for. Throws when the class does not exist. */
export function wordsOf(alternatives: string, classes: ReadonlyMap<string, Words>): Words {
  const exact = new Set<string>();
  const beginnings: string[] = [];
  for (const one of alternatives.split('|')) {
    if (one.startsWith('@')) {
      const words = classes.get(one.slice(1));
      if (words === undefined) throw new Error(`there is no class ${one}`);
      for (const word of words.exact) exact.add(word);
      beginnings.push(...words.beginnings);
    } else if (one.endsWith('*')) beginnings.push(one.slice(0, -1));
    else exact.add(one);
  }
  return { exact, beginnings };
}

/** All places where the phrase stands, the longest for each beginning. */
export function spansOf({ rows }: Phrase, tokens: readonly Token[]): readonly Span[] {
  const [first = [], ...others] = rows;
  const spans = spansOfRow(first, tokens);
  if (others.length === 0 || spans.length === 0) return spans;
  return together([spans, ...others.map((row) => spansOfRow(row, tokens))], tokens);
}

function spansOfRow(parts: readonly Part[], tokens: readonly Token[]): readonly Span[] {
  const spans: Span[] = [];
  const anchored = parts[0]?.kind === 'start';
  for (let start = 0; start < (anchored ? 1 : tokens.length); start += 1) {
    const end = matchFrom(parts, 0, tokens, start);
    if (end !== null && end > start) spans.push({ start, end });
  }
  return spans;
}

/** For each sentence in which every row stands: from the first of their first places to the last. */
function together(rows: readonly (readonly Span[])[], tokens: readonly Token[]): readonly Span[] {
  const found: Span[] = [];
  for (let from = 0; from < tokens.length;) {
    let to = from;
    while (to < tokens.length && !isMark(tokens[to]?.word ?? '.')) to += 1;
    const firsts = rows.map((spans) => spans.find(({ start }) => start >= from && start < to));
    const all = firsts.flatMap((span) => span ?? []);
    if (all.length === rows.length) {
      found.push({ start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) });
    }
    from = to + 1;
  }
  return found;
}

/** Where a match of the parts from `n` on ends that begins at `at`; null when there is none. */
function matchFrom(parts: readonly Part[], n: number, tokens: readonly Token[], at: number): number | null {
  const part = parts[n];
  if (part === undefined) return at;
  if (part.kind === 'start') return at === 0 ? matchFrom(parts, n + 1, tokens, at) : null;
  if (part.kind === 'end') return onlyMarks(tokens, at) ? matchFrom(parts, n + 1, tokens, at) : null;
  if (part.kind === 'gap') return matchGap(parts, n, tokens, at);
  const token = tokens[at];
  if (token !== undefined && fits(part.words, token.word)) {
    const end = matchFrom(parts, n + 1, tokens, at + 1);
    if (end !== null) return end;
  }
  return part.optional ? matchFrom(parts, n + 1, tokens, at) : null;
}

function matchGap(parts: readonly Part[], n: number, tokens: readonly Token[], at: number): number | null {
  for (let skipped = 0; skipped <= GAP; skipped += 1) {
    const end = matchFrom(parts, n + 1, tokens, at + skipped);
    if (end !== null) return end;
    const word = tokens[at + skipped]?.word;
    if (word === undefined || isMark(word)) return null;
  }
  return null;
}

function fits({ exact, beginnings }: Words, word: string): boolean {
  return exact.has(word) || beginnings.some((beginning) => word.startsWith(beginning));
}

/** Whether a token is the end of a sentence and not a word. */
export function isMark(word: string): boolean {
  return word === '.' || word === '?';
}

function onlyMarks(tokens: readonly Token[], from: number): boolean {
  return tokens.length - from <= 3 && tokens.slice(from).every(({ word }) => isMark(word));
}

/** Whether other words can stand inside the phrase. */
export function hasGap({ rows }: Phrase): boolean {
  return rows.length > 1 || rows.some((parts) => parts.some(({ kind }) => kind === 'gap'));
}

/** How many phrases of a list name a word, `word`, or a beginning, `begin*`. */
export type Uses = ReadonlyMap<string, number>;

/** Counts the words that phrases name. What many phrases name, most texts have. */
export function usesIn(phrases: readonly Phrase[]): Uses {
  const uses = new Map<string, number>();
  for (const words of phrases.flatMap(neededIn))
    for (const word of namedIn(words)) uses.set(word, (uses.get(word) ?? 0) + 1);
  return uses;
}

/** Of the words that the phrase cannot do without, those of the part that fewest phrases name: a text without any of them does not hold it. */
export function rarest(phrase: Phrase, uses: Uses): Words {
  const [first, ...others] = neededIn(phrase).map((words) => ({ words, breadth: breadth(words, uses) }));
  if (first === undefined) throw new Error('a phrase without a word');
  return others.reduce((best, one) => (one.breadth < best.breadth ? one : best), first).words;
}

/** The words of every part that has to be there. */
function neededIn({ rows }: Phrase): readonly Words[] {
  return rows.flatMap((parts) => parts.flatMap((part) => (part.kind === 'word' && !part.optional ? [part.words] : [])));
}

function namedIn({ exact, beginnings }: Words): readonly string[] {
  return [...exact, ...beginnings.map((beginning) => `${beginning}*`)];
}

/** How likely a text has one of these words, roughly: a beginning stands for many. */
function breadth(words: Words, uses: Uses): number {
  return namedIn(words).reduce((sum, word) => sum + (word.endsWith('*') ? 20 : 1) * (uses.get(word) ?? 1), 0);
}
