import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { withoutNumbers } from '../../src/history/masking.js';

const MASKED: readonly (readonly [text: string, masked: string])[] = [
  ['ring 07700 900123 now', 'ring a phone number now'],
  ['ring +44 7700 900123.', 'ring a phone number.'],
  ['+44 (0)7700 900123', 'a phone number'],
  ['(01632) 960123', 'a phone number'],
  ['01632-960-123 or 01632.960.124', 'a phone number or a phone number'],
  ['0044 7700 900123', 'a phone number'],
  ['7700 900123', 'a phone number'],
  ['7700900123', 'a phone number'],
  ['447700900123', 'a phone number'],
  ['tel:07700900123', 'a phone number'],
  ['call:07700900123', 'call:a phone number'],
  ['no=07700900123', 'no=a phone number'],
  ['@447700900123 can you?', 'a phone number can you?'],
  ['@+44 7700 900123 can you?', 'a phone number can you?'],
  ['https://wa.me/447700900123?text=hi', 'a phone number'],
  ['wa.me/447700900123', 'a phone number'],
  ['https://api.whatsapp.com/send?phone=447700900123', 'a phone number'],
  ['https://example.org/?tel=%2B447700900123&x=1', 'a phone number'],
  ['٠٧٧٠٠٩٠٠١٢٣', 'a phone number'],
  ['07700 900123 07700 900124', 'a phone number a phone number'],
  ['555-123-4567', 'a phone number'],
];

const KEPT = [
  '',
  'at 10:30 on 01/02/2024',
  '2024-02-01 10:30:15',
  '01.02.2024 10',
  '01/02/24 10 15 20',
  '0.123456789',
  '£12,345.00',
  'Room 12, 30 chairs, 15 tables',
  '10 11 12 13 14 15',
  'https://example.org/pages/81234567890/edit',
  'Year 6, 28 pupils',
  'See @Priya and Mr Hale',
];

describe('withoutNumbers()', () => {
  for (const [text, masked] of MASKED) it(`masks ${text}`, () => assert.equal(withoutNumbers(text), masked));

  for (const text of KEPT)
    it(`keeps ${text === '' ? 'an empty text' : text}`, () => assert.equal(withoutNumbers(text), text));

  it('leaves no British number, however it is spaced and wherever it stands', () => {
    const digits = fc
      .constantFrom('07700900', '01632960', '447700900', '+447700900')
      .chain((start) => fc.integer({ min: 0, max: 999 }).map((end) => `${start}${String(end).padStart(3, '0')}`));
    const gap = fc.constantFrom('', '', ' ', '-', '.', ' - ', '\u00a0', '\u2011');
    const spaced = fc.tuple(digits, fc.array(gap, { minLength: 14, maxLength: 14 })).map(([number, gaps]) => {
      // People group numbers in twos at least.
      return [...number]
        .map((digit, n) => digit + (n % 3 === 2 && n > 1 && n < number.length - 3 ? gaps[n]! : ''))
        .join('');
    });
    const around = fc.constantFrom('', ' ', '\n', 'ring ', 'tel: ', '(', '“', '/', ':');
    fc.assert(
      fc.property(around, spaced, around, (before, number, after) => {
        const masked = withoutNumbers(`${before}${number}${after}`);
        assert.ok((masked.match(/\d/gu) ?? []).length < 4, masked);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing in what is masked already', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+@ -/.:ahtpswme()') }), (text) => {
        const once = withoutNumbers(text);
        assert.equal(withoutNumbers(once), once);
      }),
    );
  });

  it('takes time in proportion to the length', () => {
    for (const piece of ['0 ', '(0', '+4 ', '123 456 ', 'https://', 'wa.me/']) {
      const start = process.cpuUsage();
      withoutNumbers(piece.repeat(100_000));
      assert.ok(process.cpuUsage(start).user < 3_000_000, piece);
    }
  });
});
