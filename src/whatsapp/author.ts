/** Where the author ends and where the text begins; null when the line names no author. */
export type Split = { readonly author: string; readonly text: number };

/** Characters of a name; WhatsApp allows 25 in a profile, phones more in an address book. */
const LONGEST_AUTHOR = 120;

/** Where the first colon that can end an author is, from `from`; -1 when there is none. */
export function authorEnd(text: string, from: number, to: number): number {
  const end = Math.min(to, from + LONGEST_AUTHOR);
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) === 0x3a && (i + 1 === to || text.charCodeAt(i + 1) === 0x20)) return i > from ? i : -1;
  }
  return -1;
}

/** Where a colon without a space after it ends what may be an author (`Bob:Hi`): not in an address, not after a sentence; or -1. */
export function tightAuthorEnd(text: string, from: number, to: number): number {
  const end = Math.min(to, from + 40);
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) !== 0x3a) continue;
    const isAddress = text.charCodeAt(i + 1) === 0x2f;
    const words = text.slice(from, i).split(' ').length;
    return i > from && !isAddress && words <= 3 ? i : -1;
  }
  return -1;
}

/** A name without marks and with plain spaces. */
export function nameOf(raw: string): string {
  // Most names need nothing done.
  if (/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(raw)) return raw;
  return raw
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
