/** A word of a question, put into plain form, or the end of a sentence. */
export type Token = {
  /** `whatsapp`; `.` and `?` for the end of a sentence. */
  readonly word: string;
  /** Inside quotation marks: somebody else's words, which ask for nothing. */
  readonly quoted: boolean;
};

/**
 * Words with a capital letter inside a sentence, as `tokensOf` has them: names of people and places. In a text without small letters
 * nobody can tell.
 */
export function namesIn(text: string): ReadonlySet<string> {
  const found = text.slice(0, LONGEST).match(/(?<=[\p{Ll}\p{N}],? )\p{Lu}\p{Ll}+/gu) ?? [];
  return new Set(found.flatMap((name) => tokensOf(name).map(({ word }) => word)));
}

/** Longer texts are cut: nobody asks in more than this, and the time to read it has to have a bound. */
const LONGEST = 12_000;

/** The words of a text, in order. Case, accents, emoji, invisible marks and punctuation are gone; sentence ends stay. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let quoted = false;
  for (const piece of plain(text).split(' ')) {
    if (piece === '') continue;
    if (piece === '«') quoted = true;
    else if (piece === '»') quoted = false;
    else if (piece === '"') quoted = !quoted;
    else if (piece !== '.' || tokens.at(-1)?.word !== '.') tokens.push({ word: piece, quoted });
  }
  // A quotation mark that was never closed quotes nothing.
  return quoted ? tokens.map(({ word }) => ({ word, quoted: false })) : tokens;
}

/** Lower-case words, marks and quotation marks with single spaces between them. */
function plain(text: string): string {
  return (
    text
      .slice(0, LONGEST)
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      // The abbreviation for special needs, not the verb; in a text all in capitals nobody can tell.
      .replace(/\bSEND\b/g, /\p{Ll}/u.test(text) ? 'senneeds' : 'send')
      .toLowerCase()
      .replace(/ł/g, 'l')
      .replace(/[’‘`´]/g, "'")
      .replace(/\b(i|he|we|she)'ll\b/g, '$1 will')
      // "school's" is about the school; "what's" and "he's" stay apart from "what" and "he".
      .replace(/\b(what|who|where|when|how|there|here|he|she|it|that)'s\b/g, '$1s')
      .replace(/(\p{L})'s\b/gu, '$1')
      .replace(/(\p{L})'(\p{L})/gu, '$1$2')
      // 'quoted words' in single marks, as long as they stand apart.
      .replace(/(^|\s)'(?=\S)/g, '$1 « ')
      .replace(/(\S)'(?=[\s.,?!)]|$)/g, '$1 » ')
      .replace(/[“”„"]/g, ' " ')
      .replace(/\by(?:ea)?rs? ?-?(?:\d{1,2}|r)(s?)\b/g, ' ygroup ')
      .replace(/\by ?(?:\d{1,2}|r)(?:[/-]\d{1,2})*s?\b/g, ' ygroup ')
      .replace(/\b\d{1,2}[a-h]\b/g, ' classname ')
      .replace(/\b(?:24\/7)\b/g, ' always ')
      .replace(/\?+/g, ' ? ')
      .replace(/[!;:\n\r]+|\.(?=\s|$)|\.{2,}/g, ' . ')
      .replace(/&/g, ' and ')
      .replace(/[^\p{L}\p{N}.?"«» ]+/gu, ' ')
      .replace(/(?<=\S)\.(?=\S)/g, ' ')
  );
}
