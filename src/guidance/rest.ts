import { cue, type Found } from './found.js';
import type { Reader } from './lexicon.js';
import { hits } from './lookup.js';
import { isMark } from './phrases.js';
import type { Token } from './tokens.js';
import type { Content } from './types.js';

/** One word may be a name. */
const FEWEST = 2;
/** "My notes on Bev": what is said is about them. */
const TOLD_OF: ReadonlySet<string> = new Set(['about', 'of', 'on', 'regarding', 're']);
/** A phrase with a gap may reach over words that it says nothing of. */
const LONGEST_PHRASE = 5;

/**
 * What is left of a question about a private app when the app, the people, the question itself and small talk are taken away. Who says
 * more than that says what the app is for, in words that the lexicon does not have; asked at work, it is work. `names` tell of nothing.
 */
export function unexplained(
  tokens: readonly Token[],
  reader: Reader,
  names: ReadonlySet<string>,
): readonly Found<Content>[] {
  if (cue('leaves-out', tokens, reader).length > 0 || cue('purely-social', tokens, reader).length > 0) return [];
  const explained = [
    ...hits(reader.apps, tokens),
    ...hits(reader.audiences, tokens),
    ...hits(reader.ignored, tokens),
    ...cue('asks', tokens, reader),
    ...cue('says-nothing', tokens, reader),
  ].filter(({ start, end }) => end - start <= LONGEST_PHRASE);
  const known = new Set(
    explained.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, n) => start + n)),
  );
  const isName = (at: number): boolean => names.has(tokens[at]?.word ?? '') && !TOLD_OF.has(tokens[at - 1]?.word ?? '');
  const rest = tokens.flatMap(({ word }, start): readonly Found<Content>[] =>
    known.has(start) || isName(start) || isMark(word) || /^\p{N}+$/u.test(word)
      ? []
      : [{ start, end: start + 1, value: 'business' }],
  );
  return rest.length < FEWEST ? [] : rest;
}
