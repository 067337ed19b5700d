/** The words of a text, without its punctuation. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
}

/** The sentences of a text; a text without a full stop is one. */
export function sentencesOf(text: string): readonly string[] {
  const sentences = text.split(/(?<=[.?!][”"’)]?)\s+/).map((sentence) => sentence.trim());
  return sentences.filter((sentence) => wordsOf(sentence).length > 0);
}

/**
 * Syllables of an English word, by its groups of vowels. Right for about nine words in ten: it does not know names, abbreviations
 * count as they are spelt ("DSL" as one), and "area" or "idea" come out one short.
 */
export function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters
    // The e of "rule", "names" and "moved" is silent; that of "needed", "places" and "table" is not.
    .replace(/([^aeiouyl])e$|([^aeioutdy])ed$|([^aeiousxzcg])(?<![sc]h)es$/, '$1$2$3')
    .replace(/([aeiouy])le(?:s|d)?$/, '$1l')
    .replace(/^y/, '');
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

/**
 * The Flesch-Kincaid grade of a text: about the school year, in American counting, that reads it easily. A rough measure for short
 * texts: it knows the length of words and sentences, not whether they are understood.
 */
export function gradeOf(text: string): number {
  const words = wordsOf(text);
  const sentences = sentencesOf(text);
  if (words.length === 0 || sentences.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

/** What staff are never told, and what to write instead. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:illegal(?:ly)?|unlawful(?:ly)?|against the law)\b/i,
    'say whose rule it is: “not allowed under the school’s rules”',
  ],
  [/\bplease\b/i, 'say what to do'],
  [/\bsorry\b/i, 'say what to do instead'],
  [/\b(?:simply|just|easily|obviously)\b/i, 'leave it out'],
  [/\bsuccessfully\b/i, 'say what happened'],
  [/\b(?:utili[sz]e|utili[sz]ation|leverage)\b/i, '“use”'],
  [/\bdata subjects?\b/i, '“the person”'],
];

/** American spellings of words that such texts use, and the British ones. */
const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [
    /\b(\w*(?:organ|author|final|recogn|minim|summar|priorit|anonym|pseudonym|custom|normal|general|emphas|apolog|util|categor)i)z(e|es|ed|ing|ation|ations)\b/i,
    '$1s$2',
  ],
  [/\b(behavi|col|fav|hon|lab|neighb|hum|rum|harb)or(s|ed|ing|al|able|ite|ites|hood)?\b/i, '$1our$2'],
  [/\b(cent|theat|met|lit)er(s)?\b/i, '$1re$2'],
  [/\b(cancel|travel|label|model|signal|counsel|total)(ed|ing|er|or)\b/i, '$1l$2'],
  [/\b(def|off|pret)ense(s)?\b/i, '$1ence$2'],
  [/\b(analy|paraly|cataly)z(e|es|ed|ing)\b/i, '$1s$2'],
  [/\b(enroll)(ment|ments)\b/i, 'enrol$2'],
  [/\b(program)(s)?\b(?! code)/i, '$1me$2'],
  [
    /\b(fulfill|skillful|judgment|gray|check(?= for £)|vacation|cell phone|cellphone|principal’s office)\b/i,
    'the British word',
  ],
  [/\b(catalog|dialog)(s|ed|ing)?\b/i, '$1ue$2'],
  [/\b(math)\b/i, 'maths'],
  [/\b(mom|moms)\b/i, 'mum'],
];

/** What is wrong with the words of a text, in our words; none when nothing is. */
export function wordFaults(text: string): readonly string[] {
  const forbidden = FORBIDDEN.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`do not write “${found}”: ${instead}`];
  });
  const american = AMERICAN.flatMap(([pattern, british]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`“${found}” is not British spelling: “${found.replace(pattern, british)}”`];
  });
  return [...forbidden, ...american];
}
