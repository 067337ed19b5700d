import { hits, lookupOf, type Lookup } from './lookup.js';
import { isMark, phrase, usesIn, wordsOf, type Phrase, type Shared, type Span, type Words } from './phrases.js';
import { isNearlyWhatsApp, putRight, slipsOf, type Slips } from './spelling.js';
import type { Token } from './tokens.js';
import type { Lexicon, Phrases, Policy } from './types.js';

/** A lexicon made ready, once for each policy. */
export type Reader = {
  readonly spellings: Lookup;
  readonly ignored: Lookup;
  readonly apps: Lookup;
  readonly audiences: Lookup;
  readonly contents: Lookup;
  readonly circumstances: Lookup;
  readonly intents: Lookup;
  /** Each by the id of its procedure. */
  readonly procedures: ReadonlyMap<string, Lookup>;
  readonly danger: Lookup;
  readonly languages: ReadonlyMap<string, Lookup>;
  readonly cues: ReadonlyMap<string, Lookup>;
  readonly slips: Slips;
};

const readers = new WeakMap<Policy, Reader>();

/** The policy's lexicon, ready to read with. */
export function readerOf(policy: Policy): Reader {
  const known = readers.get(policy);
  if (known !== undefined) return known;
  const reader = compile(policy.lexicon);
  readers.set(policy, reader);
  return reader;
}

/** Throws when a phrase is not one: `phrase` says which. */
export function compile(lexicon: Lexicon): Reader {
  const classes = classesOf(lexicon);
  const shared: Shared = new Map();
  const read = new Map<string, Phrase>();
  const all = (sources: Phrases) =>
    sources.map((source) => {
      const known = read.get(source) ?? phrase(source, classes, shared);
      read.set(source, known);
      return known;
    });
  const lists = GROUPS.flatMap((name) => Object.values(lexicon[name]));
  const uses = usesIn(all([lexicon.ignored, lexicon.danger, ...lists].flat()));
  type Groups = Readonly<Record<string, Phrases>>;
  const together = (groups: Groups) =>
    lookupOf(
      Object.entries(groups).map(([value, sources]) => [value, all(sources)] as const),
      uses,
    );
  const apart = (groups: Groups) =>
    new Map(Object.entries(groups).map(([name, sources]) => [name, lookupOf([[name, all(sources)]], uses)]));
  return {
    spellings: together(lexicon.spellings),
    ignored: lookupOf([['', all(lexicon.ignored)]], uses),
    apps: together(lexicon.apps),
    audiences: together(lexicon.audiences),
    contents: together(lexicon.contents),
    circumstances: together(lexicon.circumstances),
    intents: together(lexicon.intents),
    procedures: apart(lexicon.procedures),
    danger: lookupOf([['', all(lexicon.danger)]], uses),
    languages: apart(lexicon.languages),
    cues: apart(lexicon.cues),
    slips: slipsWithin(lexicon, classes),
  };
}

/** The class of words that are put right when one letter is wrong. */
const OFTEN_MISSPELT = 'often-misspelt';

/** The class of words that are one letter from a word of the lexicon and mean something else. */
const NO_SLIP = 'no-slip';

/** Of words this long, one that is nearly another is hardly ever meant. */
const LONG = 7;

/** Long words of the lexicon, and those shorter ones that are listed for it, are put right. */
function slipsWithin(lexicon: Lexicon, classes: ReadonlyMap<string, Words>): Slips {
  const known = wordsIn(lexicon);
  const often = classes.get(OFTEN_MISSPELT)?.exact ?? [];
  const others = classes.get(NO_SLIP)?.exact;
  const long = [...known].filter((word) => word.length >= LONG && others?.has(word) !== true);
  return slipsOf([...new Set([...often, ...long])], known);
}

/** Every word that the lexicon writes out. Such a word is no slip for another. */
function wordsIn(lexicon: Lexicon): ReadonlySet<string> {
  const { words, ignored, danger } = lexicon;
  const lists = [words, ...GROUPS.map((name) => lexicon[name])].flatMap((record) => Object.values(record));
  return new Set([...lists.flat(), ...ignored, ...danger].flatMap((source) => source.split(/[^\p{L}\p{N}]+/u)));
}

/** The classes of words, in the order of the file: a class may use those above it. */
function classesOf(lexicon: Lexicon): ReadonlyMap<string, Words> {
  const classes = new Map<string, Words>();
  for (const [name, words] of Object.entries(lexicon.words)) classes.set(name, wordsOf(words.join('|'), classes));
  return classes;
}

/** The words with the policy's own spelling in place of other ways to write them. */
export function spelt(tokens: readonly Token[], reader: Reader): readonly Token[] {
  const nearly = tokens.map((token) => {
    const word = isNearlyWhatsApp(token.word) ? 'whatsapp' : putRight(token.word, reader.slips);
    return word === token.word ? token : { ...token, word };
  });
  const found = hits(reader.spellings, nearly).map(({ start, end, value }) => ({ start, end, value }));
  const chosen = longest(found).sort((a, b) => a.start - b.start);
  const result: Token[] = [];
  let at = 0;
  for (const { start, end, value } of chosen) {
    if (start < at) continue;
    result.push(...nearly.slice(at, start), { word: value, quoted: nearly[start]?.quoted ?? false });
    at = end;
  }
  return withoutCourtesy(withoutDoubles([...result, ...nearly.slice(at)]), reader);
}

/** "Can can I": a word that was typed twice is meant once. */
function withoutDoubles(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ word }, n) => isMark(word) || word !== tokens[n - 1]?.word);
}

/** "Hi, quick one: … ta": greetings and thanks around a question say nothing of it. Alone they are what is said. */
function withoutCourtesy(tokens: readonly Token[], reader: Reader): readonly Token[] {
  const courtesy = reader.cues.get('courtesy');
  const spans = courtesy === undefined ? [] : hits(courtesy, tokens);
  if (spans.length === 0) return tokens;
  const rest = tokens.filter((_, n) => !spans.some(({ start, end }) => start <= n && n < end));
  if (!rest.some(({ word }) => !isMark(word))) return tokens;
  const first = rest.findIndex(({ word }) => !isMark(word));
  return rest.slice(first);
}

/** Those spans that do not lie within a longer one that hides them. */
export function longest<S extends Span & { readonly hides?: boolean }>(spans: readonly S[]): S[] {
  const inOrder = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  let over: Span = { start: -1, end: -1 };
  return inOrder.filter((span) => {
    const hidden = over.end > span.end || (over.end === span.end && over.start < span.start);
    if (span.hides !== false && span.end > over.end) over = span;
    return !hidden;
  });
}

/** The parts of a lexicon that hold phrases by value. */
const GROUPS = [
  'spellings',
  'apps',
  'audiences',
  'contents',
  'circumstances',
  'intents',
  'cues',
  'procedures',
  'languages',
] as const satisfies readonly (keyof Lexicon)[];

/** The first phrase that cannot be read, and why; null when all can. */
export function lexiconFault(lexicon: Lexicon): { readonly path: readonly string[]; readonly what: string } | null {
  const { ignored, danger } = lexicon;
  const lists: readonly (readonly [readonly string[], Phrases])[] = [
    [['ignored'], ignored],
    [['danger'], danger],
    ...GROUPS.flatMap((name) =>
      Object.entries(lexicon[name]).map(([value, sources]): readonly [readonly string[], Phrases] => [
        [name, value],
        sources,
      ]),
    ),
  ];
  let classes: ReadonlyMap<string, Words>;
  try {
    classes = classesOf(lexicon);
  } catch (error) {
    return { path: ['lexicon', 'words'], what: said(error) };
  }
  for (const [path, sources] of lists) {
    for (const [n, source] of sources.entries()) {
      try {
        phrase(source, classes);
      } catch (error) {
        return { path: ['lexicon', ...path, String(n)], what: said(error) };
      }
    }
  }
  return null;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
