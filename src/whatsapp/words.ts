/**
 * Words and rows of words, letter by letter, so that a text is compared with all of them at once. `facets` are those of which a
 * word ends here, `endings` those of which a word may go on in any way.
 */
export type Tree = {
  readonly next: Map<number, Tree>;
  readonly facets: Set<string>;
  readonly endings: Set<string>;
};

/** What stands between words. */
const SPACE = 32;
/** What is not seen: an accent that stands by itself, a joiner. */
const NOTHING = 1;

/** The words of each facet as a tree; a `*` at the end of a word stands for any ending. */
export function treeOf(words: Readonly<Record<string, readonly string[]>>): Tree {
  const root = node();
  for (const [facet, list] of Object.entries(words)) {
    for (const word of list) {
      const row = rowOf(word);
      if (row.length === 0) continue;
      let at = root;
      for (const code of row) {
        const next = at.next.get(code) ?? node();
        at.next.set(code, next);
        at = next;
      }
      (word.endsWith('*') ? at.endings : at.facets).add(facet);
    }
  }
  return root;
}

/** The letters of a row of words, one space between two of them. */
function rowOf(words: string): readonly number[] {
  const codes = Array.from({ length: words.length }, (_, n) => plain(words.charCodeAt(n)));
  const seen = codes.filter((code) => code !== NOTHING);
  const row = seen.filter((code, n) => code !== SPACE || (n > 0 && seen[n - 1] !== SPACE));
  return row.at(-1) === SPACE ? row.slice(0, -1) : row;
}

function node(): Tree {
  return { next: new Map(), facets: new Set(), endings: new Set() };
}

/** The facets of which a word stands in the text. */
export function wordsIn(text: string, tree: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  if (tree.next.size === 0) return found;
  let inWord = false;
  for (let n = 0; n < text.length; n += 1) {
    const code = plain(text.charCodeAt(n));
    if (code === NOTHING) continue;
    if (code !== SPACE && !inWord) walk(text, n, tree, found);
    inWord = code !== SPACE;
  }
  return found;
}

/**
 * Goes down the tree with the letters from `start` on, whatever is between words as one space: no further than the longest row of
 * words, however long the text is.
 */
function walk(text: string, start: number, tree: Tree, found: Set<string>): void {
  let at: Tree = tree;
  let before = NOTHING;
  for (let n = start; n < text.length; n += 1) {
    const code = plain(text.charCodeAt(n));
    if (code === NOTHING || (code === SPACE && before === SPACE)) continue;
    before = code;
    if (code === SPACE) addAll(at.facets, found);
    const next = at.next.get(code);
    if (next === undefined) return;
    at = next;
    addAll(at.endings, found);
  }
  addAll(at.facets, found);
}

function addAll(facets: ReadonlySet<string>, found: Set<string>): void {
  if (facets.size > 0) for (const facet of facets) found.add(facet);
}

/** For each UTF-16 code what it counts as, once it was asked for; 0 before. */
const PLAIN = new Uint16Array(0x10000);

/** What a character counts as: its letter without accent in lower case, a digit, nothing, or a space for all the others. */
function plain(code: number): number {
  const known = PLAIN[code] ?? 0;
  if (known !== 0) return known;
  const bare = String.fromCharCode(code)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  // What becomes several letters, such as a syllable of Korean, stays as it is.
  const counts = bare === '' ? NOTHING : bare.length > 1 ? code : bare.charCodeAt(0);
  const isLetter = /^[\p{L}\p{N}]/u.test(bare);
  PLAIN[code] = counts === NOTHING || isLetter ? counts : SPACE;
  return PLAIN[code];
}
