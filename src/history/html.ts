/**
 * The most that a message may have, as the larger of its UTF-8 and its UTF-16 bytes: Microsoft says "approximately 28 KB" for a
 * channel post and counts UTF-16 elsewhere.
 */
export const MOST_BYTES = 28_000;
/** For the text alone; the rest is for who wrote it and when. */
export const MOST_TEXT_BYTES = 24_000;
/** Shorter texts have less whatever is in them: `&` becomes five characters, and a link is written twice. */
const SURELY_SHORT = 900;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const LINK = /https?:\/\/[^\s<>"'`]+/giu;
/** Browsers and Microsoft 365 take no longer ones for sure. */
const LONGEST_LINK = 2_000;
/** What stands after a link in a sentence. */
const TAIL = /[.,;:!?…)\]}*_~]+$/u;

/** Text for HTML, in an element or in an attribute between quotes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** Text as HTML: escaped, with its line breaks, and with links to the web where an address stands. */
export function htmlOf(text: string): string {
  let html = '';
  let at = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = found.replace(TAIL, '');
    html += broken(text.slice(at, index)) + linked(address);
    at = index + address.length;
  }
  return html + broken(text.slice(at));
}

function broken(text: string): string {
  return escaped(text).replaceAll(/\r\n|[\n\r\u0085\u2028\u2029]/gu, '<br>');
}

/** An address that hides where it leads (`https://school.uk@elsewhere.example`), or is too long, stays text. */
function linked(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain = url !== null && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain && url.href.length <= LONGEST_LINK
    ? `<a href="${escaped(url.href)}">${escaped(address)}</a>`
    : escaped(address);
}

/** The larger of the bytes in UTF-8 and in UTF-16. */
export function bytesOf(html: string): number {
  return Math.max(Buffer.byteLength(html), html.length * 2);
}

/** The text in as few pieces as fit, each as HTML; between words where it can be. The same text gives the same pieces. */
export function piecesOf(text: string): readonly string[] {
  if (text.length <= SURELY_SHORT) return [htmlOf(text)];
  const pieces: string[] = [];
  let piece = '';
  let utf8 = 0;
  for (const html of text.split(/(?<=\s)(?=\S)/u).flatMap(wordOf)) {
    const bytes = Buffer.byteLength(html);
    if (piece !== '' && Math.max(utf8 + bytes, (piece.length + html.length) * 2) > MOST_TEXT_BYTES) {
      pieces.push(piece);
      piece = '';
      utf8 = 0;
    }
    piece += html;
    utf8 += bytes;
  }
  return [...pieces, piece];
}

/** A word as HTML, in pieces when it is longer than a whole message. */
function wordOf(word: string): readonly string[] {
  if (word.length <= SURELY_SHORT) return [htmlOf(word)];
  const html = htmlOf(word);
  if (bytesOf(html) <= MOST_TEXT_BYTES) return [html];
  const signs = Array.from(word);
  return Array.from({ length: Math.ceil(signs.length / SURELY_SHORT) }, (_, n) =>
    broken(signs.slice(n * SURELY_SHORT, (n + 1) * SURELY_SHORT).join('')),
  );
}
