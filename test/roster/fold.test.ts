import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fold, foldSpeltOut } from '../../src/roster/fold.js';

describe('fold()', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Zoë Łukasik', 'zoe lukasik'],
    ['Siobhán O’Dare-West', 'siobhan odare west'],
    ['Jürgen Müller', 'jurgen muller'],
    ['Søren Æbelø', 'soren aebelo'],
    ['Nguyễn Thị', 'nguyen thi'],
    ['Иванна Шевченко', 'yvanna shevchenko'],
    ['Їжак Юлія', 'izhak iuliia'],
    ['İpek Işık', 'ipek isik'],
    ['Pri\u200Bya\u00A0Nair', 'priya nair'],
    ['📐 Mr. Hale!', 'mr hale'],
    ['李 Mei', '李 mei'],
  ];
  for (const [text, expected] of cases)
    it(`makes "${expected}" of "${text}"`, () => assert.equal(fold(text), expected));

  it('changes nothing more when it is done again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(fold(fold(text)), fold(text))));
  });
});

describe('foldSpeltOut()', () => {
  for (const [text, expected] of [
    ['Jürgen Müller', 'juergen mueller'],
    ['Åse', 'aase'],
    ['Zoë', 'zoe'],
  ] as const)
    it(`makes "${expected}" of "${text}"`, () => assert.equal(foldSpeltOut(text), expected));
});
