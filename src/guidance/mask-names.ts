/** A run of letters: names with hyphens and apostrophes are several. */
export const NAMED = /\p{L}+/gu;
/** A word, with what may stand inside it. */
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’.‐-―-]\p{L}[\p{L}\p{M}]*)*/gu;

/** Titles: whatever word comes after one is a name. */
const TITLES: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'rev']);

/** What tells a name from a word. */
export type NameSense = {
  readonly names: ReadonlySet<string>;
  readonly isKnown: (word: string) => boolean;
};

type Word = {
  /** As written, without a genitive. */
  readonly text: string;
  /** Plain letters, in lower case. */
  readonly plain: string;
  readonly start: number;
  readonly end: number;
  readonly genitive: boolean;
  readonly opens: boolean;
};

/** Lower case, without accents: `José` and `jose` are one name. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
}

/** The text with every name outside the marks replaced; names beside each other become one. */
export function namesMasked(text: string, mark: RegExp, sense: NameSense): string {
  const pieces = text.split(mark);
  const loud = isLoud(pieces.filter((_, index) => index % 2 === 0).join(' '));
  const masked = pieces.map((piece, index) =>
    index % 2 === 1 ? piece : inPiece(piece, opensAfter(pieces.slice(0, index)), loud, sense),
  );
  return masked.join('').replaceAll(/\[name\](?:[\s.]*\[name\])+/gu, '[name]');
}

/** Whether a sentence begins after these pieces. */
function opensAfter(pieces: readonly string[]): boolean {
  const before = pieces.join('').trimEnd();
  return before === '' || /[.!?:;\n]$/u.test(before);
}

/** Whether capitals tell nothing, because most letters are capitals. */
function isLoud(text: string): boolean {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const small = text.match(/\p{Ll}/gu)?.length ?? 0;
  return capitals > small;
}

function inPiece(piece: string, opens: boolean, loud: boolean, sense: NameSense): string {
  const words = wordsOf(piece, opens);
  let result = '';
  let at = 0;
  for (const [index, word] of words.entries()) {
    if (!isName(word, words[index - 1], words[index + 1], loud, sense)) continue;
    result += `${piece.slice(at, word.start)}[name]`;
    at = word.end;
  }
  return result + piece.slice(at);
}

function wordsOf(piece: string, opens: boolean): readonly Word[] {
  let last = 0;
  return [...piece.matchAll(WORD)].map((match) => {
    const genitive = /['’]s$/iu.test(match[0]);
    const text = genitive ? match[0].slice(0, -2) : match[0];
    const before = piece.slice(last, match.index);
    const first = last === 0 && match.index === before.length;
    last = match.index + match[0].length;
    return {
      text,
      plain: folded(text).replaceAll(/[^\p{L}]/gu, ''),
      start: match.index,
      end: match.index + text.length,
      genitive,
      opens: /[.!?:;\n]/u.test(before) || (first && opens),
    };
  });
}

function isName(
  word: Word,
  before: Word | undefined,
  after: Word | undefined,
  loud: boolean,
  sense: NameSense,
): boolean {
  const known = sense.isKnown(word.plain);
  const capital = /^\p{Lu}/u.test(word.text);
  const parts = folded(word.text).match(NAMED) ?? [];
  // A word that is also somebody's name ("will", "mark") is one when it has a capital inside a sentence, or stands beside a name.
  if (parts.some((part) => sense.names.has(part)) && (!known || isNamelike(word, before, after, sense))) return true;
  if (before !== undefined && TITLES.has(before.plain) && !word.opens && !TITLES.has(word.plain)) return true;
  if (known) return false;
  return capital || word.genitive || loud || isInitials(word.text);
}

function isNamelike(word: Word, before: Word | undefined, after: Word | undefined, { names }: NameSense): boolean {
  if (/^\p{Lu}/u.test(word.text) && !word.opens) return true;
  return [before, after].some((one) => one !== undefined && names.has(one.plain));
}

/** "T.H." and "J-P": single letters that stand for names. */
function isInitials(text: string): boolean {
  return /^(?:\p{L}[.‐-―-])+\p{L}?$/u.test(text) && text.length > 2;
}
