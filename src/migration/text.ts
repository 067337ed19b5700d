/** How much of a typed line is kept: enough to see one's own words again when they were too long. */
const MOST = 300;

/** A typed line without control characters and without spaces around it, cut to what can stand in a card again. */
export function cut(typed: string, most = MOST): string {
  const line = typed.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return [...line].slice(0, most).join('').trim();
}
