/**
 * Words and rows of words, letter by letter, so that a text is compared with all of them at once. `facets` are those of which a
 * word ends here, `endings` those of which a word may go on in any way.
 */
export type Tree = {
  readonly next: Map<number, Tree>;
  readonly facets: Set<string>;
  readonly endings: Set<string>;
};

const SPACE = 32;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The words of each facet as a tree. Words are taken as `plain` has them; a `*` at the end stands for any ending. */
export function treeOf(words: Readonly<Record<string, readonly string[]>>): Tree {
  const root = node();
  for (const [facet, list] of Object.entries(words)) {
    for (const word of list) {
      const row = plain(word).trim();
      if (row === '') continue;
      let at = root;
      for (const code of codes(row)) {
        const next = at.next.get(code) ?? node();
        at.next.set(code, next);
        at = next;
      }
      (word.endsWith('*') ? at.endings : at.facets).add(facet);
    }
  }
  return root;
}

function node(): Tree {
  return { next: new Map(), facets: new Set(), endings: new Set() };
}

/** The facets of which a word stands in the text. */
export function wordsIn(text: string, tree: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  if (tree.next.size === 0) return found;
  const row = plain(text);
  for (let start = 0; start < row.length; start += 1) {
    if (row.charCodeAt(start) === SPACE) continue;
    if (start === 0 || row.charCodeAt(start - 1) === SPACE) walk(row, start, tree, found);
  }
  return found;
}

/** Goes down the tree with the letters from `start` on: as far as the longest row of words, however long the text is. */
function walk(row: string, start: number, tree: Tree, found: Set<string>): void {
  let at: Tree | undefined = tree;
  for (let n = start; at !== undefined; n += 1) {
    for (const facet of at.endings) found.add(facet);
    const code = n < row.length ? row.charCodeAt(n) : SPACE;
    if (code === SPACE) for (const facet of at.facets) found.add(facet);
    if (n >= row.length) return;
    at = at.next.get(code);
  }
}

/** Lower case, without accents; whatever is no letter or digit is a space. As long as the text, or nearly. */
function plain(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

function codes(row: string): readonly number[] {
  return Array.from({ length: row.length }, (_, n) => row.charCodeAt(n));
}
