import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { phoneOf } from '../../src/roster/phone.js';

describe('phoneOf()', () => {
  const spellings = [
    '07700 900123',
    '07700900123',
    '077 00 90 01 23',
    '07700-900-123',
    '07700.900.123',
    '(07700) 900123',
    '+44 7700 900123',
    '+447700900123',
    '+44 (0)7700 900123',
    '+44(0) 7700 900123',
    '0044 7700 900123',
    '0044 (0)7700 900123',
    '44 7700 900123',
    '7700 900123',
    '\u202A+44\u00A07700\u00A0900123\u202C',
    '+44\u202F7700\u2011900123',
    '+44 7700\u2060900123',
    '＋４４ ７７００ ９００１２３',
    '٠٧٧٠٠ ٩٠٠١٢٣',
    '۰۷۷۰۰۹۰۰۱۲۳',
    '07700 900123 ext. 4',
    '07700 900123 x12345',
    'tel:+447700900123;ext=12',
    'Mob: 07700 900123 (work)',
    '07700 900123, +44 7700 900123',
  ];
  for (const text of spellings) it(`reads ${JSON.stringify(text)}`, () => assert.equal(phoneOf(text), '+447700900123'));

  it('reads numbers of other places', () => {
    assert.equal(phoneOf('01632 960177'), '+441632960177');
    assert.equal(phoneOf('+353 20 912 3456'), '+353209123456');
  });

  for (const [title, texts] of [
    [
      'two numbers',
      ['07700 900123 / 07700 900124', '07700 900123, 07700 900124', '07700900123 or 01632 960177', '07700 900123/4'],
    ],
    ['no number', ['~ Anna', 'Jo (Y6)', '1234', '', '1234567890123456789']],
  ] as const)
    it(`finds none in ${title}`, () => {
      for (const text of texts) assert.equal(phoneOf(text), null, text);
    });

  it('finds none where there is no text', () => assert.equal(phoneOf(null), null));

  it('answers with a number in E.164 or none, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+() 0-9٠-٩x.]{0,40}$/u));
    fc.assert(fc.property(text, (one) => assert.match(phoneOf(one) ?? '+1', /^\+\d{1,17}$/u)));
  });
});
