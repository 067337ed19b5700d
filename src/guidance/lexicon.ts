import { phrase, spansOf, wordsOf, type Phrase, type Span, type Words } from './phrases.js';
import { isNearlyWhatsApp } from './spelling.js';
import type { Token } from './tokens.js';
import type { Lexicon, Phrases, Policy } from './types.js';

/** Phrases that stand for a value. */
export type Group<K extends string = string> = { readonly value: K; readonly phrases: readonly Phrase[] };

/** A lexicon made ready, once for each policy. */
export type Reader = {
  readonly spellings: readonly Group[];
  readonly ignored: readonly Phrase[];
  readonly apps: readonly Group[];
  readonly audiences: readonly Group[];
  readonly contents: readonly Group[];
  readonly circumstances: readonly Group[];
  readonly intents: readonly Group[];
  readonly procedures: readonly Group[];
  readonly danger: readonly Phrase[];
  readonly languages: readonly Group[];
  readonly cues: ReadonlyMap<string, readonly Phrase[]>;
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
  const all = (sources: Phrases) => sources.map((source) => phrase(source, classes));
  const groups = (record: Readonly<Record<string, Phrases>>): readonly Group[] =>
    Object.entries(record).map(([value, sources]) => ({ value, phrases: all(sources) }));
  return {
    spellings: groups(lexicon.spellings),
    ignored: all(lexicon.ignored),
    apps: groups(lexicon.apps),
    audiences: groups(lexicon.audiences),
    contents: groups(lexicon.contents),
    circumstances: groups(lexicon.circumstances),
    intents: groups(lexicon.intents),
    procedures: groups(lexicon.procedures),
    danger: all(lexicon.danger),
    languages: groups(lexicon.languages),
    cues: new Map(Object.entries(lexicon.cues).map(([name, sources]) => [name, all(sources)])),
  };
}

/** The classes of words, in the order of the file: a class may use those above it. */
function classesOf(lexicon: Lexicon): ReadonlyMap<string, Words> {
  const classes = new Map<string, Words>();
  for (const [name, words] of Object.entries(lexicon.words)) classes.set(name, wordsOf(words.join('|'), classes));
  return classes;
}

/** The words with the policy's own spelling in place of other ways to write them. */
export function spelt(tokens: readonly Token[], reader: Reader): readonly Token[] {
  const nearly = tokens.map((token) => (isNearlyWhatsApp(token.word) ? { ...token, word: 'whatsapp' } : token));
  const found = reader.spellings.flatMap(({ value, phrases }) =>
    phrases.flatMap((one) => spansOf(one, nearly).map((span) => ({ ...span, value }))),
  );
  const chosen = longest(found).sort((a, b) => a.start - b.start);
  const result: Token[] = [];
  let at = 0;
  for (const { start, end, value } of chosen) {
    if (start < at) continue;
    result.push(...nearly.slice(at, start), { word: value, quoted: nearly[start]?.quoted ?? false });
    at = end;
  }
  return [...result, ...nearly.slice(at)];
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
