import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Entry } from '../../src/whatsapp/entry.js';
import { readExport } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';

/** Who is named as the author of each entry, and what they are said to have written. */
async function said(lines: readonly string[]): Promise<readonly string[]> {
  const entries: Entry[] = [];
  const text = lines.map((line, n) => `25/03/2024, 10:${10 + n} - ${line}\n`).join('');
  await readExport(sourceOf('chat.txt', Buffer.from(text)), {}, (entry) => entries.push(entry));
  return entries.map(({ author, text, notice }) => (notice === null ? `${author} | ${text}` : `(${notice.type})`));
}

describe('readExport() of names with a colon in them', () => {
  const cases: readonly [what: string, lines: readonly string[], expected: readonly string[]][] = [
    [
      'takes the longer name where its beginning never stands alone',
      ['Ann: Work: one', 'Ann: Work: two: 2', 'Ann: Work: three', 'Ben: four'],
      ['Ann: Work | one', 'Ann: Work | two: 2', 'Ann: Work | three', 'Ben | four'],
    ],
    [
      'takes it where a notice names somebody so',
      ['Ben: hello', 'Ann: Work added Cem', 'Ann: Work: one', 'Ann: Work left'],
      ['Ben | hello', '(added)', 'Ann: Work | one', '(left)'],
    ],
    [
      'takes a notice of somebody who writes, though whom it names has a colon',
      ['Ben: hello', 'Ben: again', 'Ben added Ann: Work'],
      ['Ben | hello', 'Ben | again', '(added)'],
    ],
    [
      'leaves messages that begin with a word and a colon',
      ['Ann: Reminder: kit', 'Ann: Reminder: shoes', 'Ann: Reminder: bring both', 'Ann: thanks'],
      ['Ann | Reminder: kit', 'Ann | Reminder: shoes', 'Ann | Reminder: bring both', 'Ann | thanks'],
    ],
    [
      'leaves one or two of them, though the author writes nothing else',
      ['Ann: Reminder: kit', 'Ben: ok', 'Ann: Menu: soup'],
      ['Ann | Reminder: kit', 'Ben | ok', 'Ann | Menu: soup'],
    ],
    [
      'leaves a place that somebody shared',
      Array.from({ length: 4 }, () => 'Ann: location: https://maps.google.com/?q=51.5,-0.1'),
      Array.from({ length: 4 }, () => 'Ann | location: https://maps.google.com/?q=51.5,-0.1'),
    ],
  ];
  for (const [what, lines, expected] of cases)
    it(what, async () => {
      assert.deepEqual(await said(lines), expected);
    });

  it('gives every entry to whom it is by, whatever else has a colon', async () => {
    const people = ['Ann: Work', 'Ann: Home', 'Ben', 'Cem: PE (Y6)'];
    const words = fc.constantFrom('hello', 'Reminder: kit', 'ok: yes: no', 'see: https://example.org/a', '12:30');
    const chat = fc.array(fc.tuple(fc.constantFrom(...people), words), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(chat, async (entries) => {
        // Each writes often, as people of a group do.
        const known = people.flatMap((name) => [name, name, name].map((each) => [each, 'hello'] as const));
        const all = [...known, ...entries];
        assert.deepEqual(
          await said(all.map(([name, text]) => `${name}: ${text}`)),
          all.map(([name, text]) => `${name} | ${text}`),
        );
      }),
      { numRuns: 100 },
    );
  });
});
