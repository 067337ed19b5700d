import { hasGap, rarest, spansOf, type Phrase, type Span } from './phrases.js';
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

/** The phrases made ready to be found. */
export function lookupOf(groups: Iterable<readonly [value: string, phrases: readonly Phrase[]]>): Lookup {
  const entries: Entry[] = [];
  const byWord = new Map<string, number[]>();
  const byBeginning = new Map<string, number[]>();
  for (const [value, phrases] of groups) {
    for (const phrase of phrases) {
      const { exact, beginnings } = rarest(phrase);
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

/** Every place of every phrase, in the order of the phrases. */
export function hits(lookup: Lookup, tokens: readonly Token[]): readonly Hit[] {
  return candidates(lookup, tokens).flatMap((n) => {
    const entry = lookup.entries[n];
    return entry === undefined ? [] : placesOf(entry, tokens);
  });
}

/** As `hits`, by trying every phrase: what the index is tested against. */
export function hitsOneByOne({ entries }: Lookup, tokens: readonly Token[]): readonly Hit[] {
  return entries.flatMap((entry) => placesOf(entry, tokens));
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
  for (const { word } of tokens) {
    for (const n of byWord.get(word) ?? []) found.add(n);
    for (const length of lengths) {
      if (length > word.length) continue;
      for (const n of byBeginning.get(word.slice(0, length)) ?? []) found.add(n);
    }
  }
  return [...found].sort((a, b) => a - b);
}
