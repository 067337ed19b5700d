import { longest, type Reader } from './lexicon.js';
import { hits, type Lookup } from './lookup.js';
import type { Span } from './phrases.js';
import type { Token } from './tokens.js';

/** A value and the words that gave it. */
export type Found<V extends string = string> = Span & { readonly value: V };

/** Every value that the text names; what lies inside a longer phrase, or in one to be ignored, is left out. */
export function found<V extends string>(lookup: Lookup, tokens: readonly Token[], reader: Reader): readonly Found<V>[] {
  return longest([...hits(lookup, tokens), ...hits(reader.ignored, tokens)])
    .filter(({ value }) => value !== '')
    .map(({ start, end, value }) => ({ start, end, value: value as V }));
}

/** The cue's places in the text. */
export function cue(name: string, tokens: readonly Token[], reader: Reader): readonly Span[] {
  const lookup = reader.cues.get(name);
  return lookup === undefined ? [] : hits(lookup, tokens);
}
