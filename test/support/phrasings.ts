import { readFileSync } from 'node:fs';

/** A question as staff might put it, written for these tests and labelled by hand before it was tried. */
export type Phrasing = {
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  readonly verdict: string | null;
};

/** The phrasings of `test/guidance/phrasings.jsonl`. */
export function phrasings(): readonly Phrasing[] {
  const lines = readFileSync(new URL('../guidance/phrasings.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Phrasing);
}
