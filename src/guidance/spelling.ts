/** Whether a word is WhatsApp with up to two slips (`watsapp`, `whatsup`, `whatapp`) or an ending (`whatsapping`, `whatsappie`). */
export function isNearlyWhatsApp(word: string): boolean {
  if (word.startsWith('whatsapp')) return true;
  const stem = word.replace(/(?:ing|ed|s)$/, '');
  // As it sounds: `watssap`, `wotsap`.
  if (word.length >= 5 && word.length <= 12 && /^w.*[ts].*p/.test(word) && distance(sound(word), 'watsap') <= 1)
    return true;
  return [word, stem].some(
    (one) =>
      one.startsWith('w') &&
      one.includes('a') &&
      one.includes('p') &&
      one.length >= 6 &&
      distance(one, 'whatsapp') <= 2,
  );
}

function sound(word: string): string {
  return word
    .replaceAll('h', '')
    .replace(/(.)\1+/g, '$1')
    .replaceAll('o', 'a');
}

/** How many letters have to be added, taken away, changed or swapped with their neighbour (Damerau–Levenshtein). Short words only. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return Math.max(a.length, b.length);
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, i > 1 && j > 1 ? swapped : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

/** Words that are worth putting right, ready to be found from what was typed. */
export type Slips = {
  /** What is left of a word when a letter is taken away, and the words of which it is left. */
  readonly shortened: ReadonlyMap<string, readonly string[]>;
  readonly known: ReadonlySet<string>;
};

/** Shorter words have too many neighbours that are words themselves. */
const SHORTEST = 5;

/** Slips for `words`; none of `known` is ever taken for a slip. */
export function slipsOf(words: readonly string[], known: ReadonlySet<string>): Slips {
  const shortened = new Map<string, string[]>();
  for (const word of words.filter(({ length }) => length >= SHORTEST)) {
    for (const rest of [word, ...withoutOne(word)]) shortened.set(rest, [...(shortened.get(rest) ?? []), word]);
  }
  return { shortened, known };
}

/** The word that was meant when one letter is missing, too many, wrong or swapped with its neighbour; otherwise the word itself. */
export function putRight(word: string, { shortened, known }: Slips): string {
  if (word.length < SHORTEST || word.length > 20 || known.has(word)) return word;
  for (const rest of [word, ...withoutOne(word)]) {
    const meant = shortened.get(rest)?.find((one) => one[0] === word[0] && distance(one, word) === 1);
    if (meant !== undefined) return meant;
  }
  return word;
}

function withoutOne(word: string): readonly string[] {
  return Array.from({ length: word.length }, (_, n) => word.slice(0, n) + word.slice(n + 1));
}
