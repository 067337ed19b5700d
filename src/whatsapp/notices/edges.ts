/** A first look at how a text begins or ends: false when it does so as none of some words, true when it may. */
export type Edge = (text: string, at: number) => boolean;

const BITS = 0xffff;

/** Whether a text may, from a place on, begin as one of the words does: by three characters, or two where a word has no more. */
export function beginsAs(words: Iterable<string>): Edge {
  const table = new Uint8Array(BITS + 1);
  for (const word of words) table[word.length > 2 ? of(word, 0, 3) : of(word, 0, 2)] = 1;
  return (text, at) => table[of(text, at, 3)] === 1 || table[of(text, at, 2)] === 1;
}

/** Whether a text may, up to a place, end as one of the words does. */
export function endsAs(words: Iterable<string>): Edge {
  const table = new Uint8Array(BITS + 1);
  for (const word of words) {
    const length = Math.min(3, word.length);
    table[of(word, word.length - length, length)] = 1;
  }
  return (text, at) => table[of(text, at - 3, 3)] === 1 || table[of(text, at - 2, 2)] === 1;
}

/** A number for a few characters; other ones may have it, too. */
function of(text: string, from: number, length: number): number {
  let number = length;
  for (let n = from; n < from + length; n += 1) number = (number * 131 + text.charCodeAt(n)) & BITS;
  return number;
}
