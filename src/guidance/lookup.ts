import { hasGap, rarest, spansOf, type Phrase, type Span, type Uses } from './phrases.js';
import type { Token } from './tokens.js';

/** A phrase and what it stands for. */
export type Entry = { readonly value: string; readonly phrase: Phrase; readonly hides: boolean };

/** Phrases that are found by their rarest word, so that a text is compared with those alone that can stand in it. */
export type Lookup = {
  readonly entries: readonly Entry[];
  readonly byWord: ReadonlyMap<string, readonly number[]>;
  readonly byBeginning: ReadonlyMap<string, readonly number[]>;
  /** How long the beginnings are, each length once. */
  readonly lengths: readonly number[];
};

/** What stands where. A phrase with a gap hides nothing: what stands in the gap is said too. */
export type Hit = Span & { readonly value: string; readonly hides: boolean };

/** The phrases made ready to be found. `uses` says which of their words are rare. */
export function lookupOf(
  groups: readonly (readonly [value: string, phrases: readonly Phrase[]])[],
  uses: Uses,
): Lookup {
  const entries: Entry[] = [];
  const byWord = new Map<string, number[]>();
  const byBeginning = new Map<string, number[]>();
  for (const [value, phrases] of groups) {
    for (const phrase of phrases) {
      const { exact, beginnings } = rarest(phrase, uses);
      for (const word of exact) add(byWord, word, entries.length);
      for (const beginning of beginnings) add(byBeginning, beginning, entries.length);
      entries.push({ value, phrase, hides: !hasGap(phrase) });
    }
  }
  return { entries, byWord, byBeginning, lengths: [...new Set([...byBeginning.keys()].map(({ length }) => length))] };
}

function add(index: Map<string, number[]>, key: string, entry: number): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [entry]);
  else known.push(entry);
}

/**
 * Every place of every phrase, in the order of the phrases; a place with its value once, however many phrases say the same of it. So
 * what comes after takes time by the length of the text and not by the number of phrases.
 */
export function hits(lookup: Lookup, tokens: readonly Token[]): readonly Hit[] {
  const read = readings.get(tokens) ?? new Map<Lookup, readonly Hit[]>();
  readings.set(tokens, read);
  const known = read.get(lookup);
  if (known !== undefined) return known;
  const found = find(lookup, tokens);
  read.set(lookup, found);
  return found;
}

/** What was found in a text, for as long as the text is at hand: several facets look for the same phrases. */
const readings = new WeakMap<readonly Token[], Map<Lookup, readonly Hit[]>>();

function find(lookup: Lookup, tokens: readonly Token[]): readonly Hit[] {
  const known = new Map<string, Set<number>>();
  return candidates(lookup, tokens).flatMap((n) => {
    const entry = lookup.entries[n];
    return entry === undefined ? [] : placesOf(entry, tokens).filter((hit) => isNew(hit, tokens.length, known));
  });
}

function isNew({ value, start, end, hides }: Hit, length: number, known: Map<string, Set<number>>): boolean {
  const place = (start * (length + 1) + end) * 2 + (hides ? 1 : 0);
  const places = known.get(value);
  if (places === undefined) {
    known.set(value, new Set([place]));
    return true;
  }
  if (places.has(place)) return false;
  places.add(place);
  return true;
}

/** As `hits`, by trying every phrase: what the index is tested against. */
export function hitsOneByOne({ entries }: Lookup, tokens: readonly Token[]): readonly Hit[] {
  const known = new Map<string, Set<number>>();
  return entries.flatMap((entry) => placesOf(entry, tokens)).filter((hit) => isNew(hit, tokens.length, known));
}

/** Whether any phrase stands anywhere. */
export function stands(lookup: Lookup, tokens: readonly Token[]): boolean {
  return candidates(lookup, tokens).some((n) => {
    const entry = lookup.entries[n];
    return entry !== undefined && spansOf(entry.phrase, tokens).length > 0;
  });
}

function placesOf({ phrase, value, hides }: Entry, tokens: readonly Token[]): readonly Hit[] {
  return spansOf(phrase, tokens).map(({ start, end }) => ({ start, end, value, hides }));
}

/** The phrases of which the rarest word stands in the text, in their order. */
function candidates({ byWord, byBeginning, lengths }: Lookup, tokens: readonly Token[]): readonly number[] {
  const found = new Set<number>();
  const all = (some: readonly number[] | undefined): void => {
    if (some !== undefined) for (const n of some) found.add(n);
  };
  for (const { word } of tokens) {
    all(byWord.get(word));
    for (const length of lengths) if (length <= word.length) all(byBeginning.get(word.slice(0, length)));
  }
  return [...found].sort((a, b) => a - b);
}
