import type { Told } from './query.js';

const COLUMNS = ['seq', 'when', 'who', 'what', 'subjectType', 'subjectId', 'correlationId', 'details'] as const;

export const CSV_HEAD: string = COLUMNS.join(',');

/** An entry as a row of a table (RFC 4180), without its line break. */
export function csvRow(told: Told): string {
  const cells = COLUMNS.map((column) => (column === 'details' ? JSON.stringify(told.details) : String(told[column])));
  return cells.map(csvCell).join(',');
}

/**
 * A cell in quotes. A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula and runs it
 * (OWASP, "CSV Injection"): an apostrophe before it makes it text.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
