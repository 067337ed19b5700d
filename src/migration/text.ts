/** How much of a typed line is kept: enough to see one's own words again when they were too long. */
const MOST = 300;

/** A typed line without control characters and with single spaces, cut to what can stand in a card again. */
export function cut(typed: string, most = MOST): string {
  const line = typed.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return [...line].slice(0, most).join('').trim();
}
