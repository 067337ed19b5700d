import assert from 'node:assert/strict';
import { dayOf } from '../../src/whatsapp/calendars.js';

const iso = (y: number, m: number, d: number, digits: number, era = '') => {
  const day = dayOf(y, m, d, digits, era);
  return day === null ? null : new Date(Date.UTC(day.y, day.m - 1, day.d)).toISOString().slice(0, 10);
};

describe('dayOf()', () => {
  for (const [calendar, era] of [
    ['persian', ''],
    ['islamic-umalqura', ''],
    ['indian', ''],
    ['roc', ''],
    ['buddhist', ''],
    ['gregory', ''],
    ['ethiopic', 'ethiopic'],
    ['ethioaa', 'ethiopic'],
    ['coptic', 'ethiopic'],
  ] as const) {
    it(`agrees with ICU on every day from 2009 to 2045 in the calendar ${calendar}, by the year${era === '' ? ' alone' : ' and its era'}`, () => {
      const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        timeZone: 'UTC',
      });
      for (let time = Date.UTC(2009, 2, 21); time < Date.UTC(2045, 0, 1); time += 86_400_000) {
        const parts = format.formatToParts(time);
        const [y = 0, m = 0, d = 0] = ['year', 'month', 'day'].map((type) =>
          Number(parts.find((part) => part.type === type)?.value),
        );
        if (calendar === 'roc' && y < 100) continue;
        assert.equal(iso(y, m, d, String(y).length, era), new Date(time).toISOString().slice(0, 10));
      }
    });
  }

  const days: readonly [string, Parameters<typeof iso>, string | null][] = [
    ['a short Gregorian year', [24, 2, 29, 2], '2024-02-29'],
    ['no leap day', [23, 2, 29, 2], null],
    ['a short Buddhist year', [67, 3, 8, 2], '2024-03-08'],
    ['a short Persian year with its era', [2, 12, 18, 2, 'persian'], '2024-03-08'],
    ['Reiwa', [6, 3, 8, 1, 'japanese-2018'], '2024-03-08'],
    ['Heisei', [31, 4, 30, 2, 'japanese-1988'], '2019-04-30'],
    ['a year before WhatsApp', [2008, 3, 8, 4], null],
    ['no Ethiopic leap day', [2016, 13, 6, 4, 'ethiopic'], null],
    ['no thirteenth month', [2024, 13, 5, 4], null],
    ['a month of nought', [2024, 0, 8, 4], null],
    ['an Islamic month of thirty-one days', [1445, 8, 31, 4], null],
  ];
  for (const [title, given, expected] of days) it(`reads ${title}`, () => assert.equal(iso(...given), expected));
});
