import assert from 'node:assert/strict';
import { readStamp } from '../../src/whatsapp/header.js';
import { Stamp } from '../../src/whatsapp/stamp.js';
import { dayUnder } from '../../src/whatsapp/order.js';
import type { Order } from '../../src/whatsapp/entry.js';

function read(line: string, order: Order): string | null {
  const stamp = new Stamp();
  if (!readStamp(line, 0, line.length, stamp)) return null;
  const day = dayUnder(order, stamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = day === null ? 'no day' : `${day.y}-${two(day.m)}-${two(day.d)}`;
  const time = `${two(stamp.hour)}:${two(stamp.minute)}${stamp.second < 0 ? '' : `:${two(stamp.second)}`}`;
  return `${stamp.form} ${date} ${time} ${line.slice(stamp.rest)}`;
}

describe('readStamp()', () => {
  const headers: readonly [string, Order, string, string][] = [
    ['Android, British', 'dmy', '08/03/2024, 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Android, American, before noon', 'mdy', '3/8/24, 12:05\u202fAM - Sam: hi', 'dash 2024-03-08 00:05'],
    ['iPhone', 'dmy', '[08/03/2024, 13:55:07] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    [
      'iPhone, with the mark of a line of its own',
      'dmy',
      '\u200e[08/03/2024, 13:55:07] Sam: hi',
      'bracket 2024-03-08 13:55:07',
    ],
    ['old', 'dmy', '08/03/2012 13:55:07: Sam: hi', 'colon 2012-03-08 13:55:07'],
    ['old, with a comma', 'dmy', '8/3/12, 13:55: Sam: hi', 'colon 2012-03-08 13:55'],
    [
      'a byte-order mark inside',
      'dmy',
      '\ufeff\ufeff[\ufeff08.03.24, 13:55:07] Sam: hi',
      'bracket 2024-03-08 13:55:07',
    ],
    ['Arabic', 'dmy', '[\u200f٨\u200f/٣\u200f/٢٠٢٤، ١:٥٥:٠٧\u00a0م] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['Persian digits and calendar', 'ymd', '۱۴۰۲/۱۲/۱۸, ۱۳:۵۵ - Sam: hi', 'dash 2024-03-08 13:55'],
    ['a Persian era before the year', 'ymd', 'AP 1402-12-18 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Bengali', 'dmy', '৮/৩/২৪, ১:৫৫ PM - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Hindi digits', 'dmy', '८/३/२४, १:५५ pm - Sam: hi', 'dash 2024-03-08 13:55'],
    ['digits beyond the first plane', 'dmy', '𞥘-𞥓-𞥒𞥐𞥒𞥔 𞥑𞥓:𞥕𞥕 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Thai, Buddhist with a short year', 'dmy', '8/3/67 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Buddhist with its era', 'mdy', '3/8/2567 BE, 1:55 PM - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Reiwa after the month', 'mdy', '[3/8/R6, 13:55:07] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['Reiwa before the year', 'ymd', '[R6/3/8 13:55:07] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['Heisei', 'ymd', '平成31/4/30 13:55 - Sam: hi', 'dash 2019-04-30 13:55'],
    ['Taiwan', 'ymd', '民國113/3/8 下午1:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Islamic', 'dmy', '27/8/1445 AH, 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Indian national', 'dmy', '18/12/1945 Śaka, 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Vietnamese, the time first', 'dmy', '[13:55:07, 8/3/24] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['the time first, with a half of the day', 'dmy', '1:55 CH, 8/3/24 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Bulgarian', 'dmy', '8.03.24 г., 1:55 сл.об. - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Croatian', 'dmy', '08. 03. 2024. 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Finnish', 'dmy', '8.3.2024 klo 13.55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Hungarian', 'ymd', '2024. 03. 08. du. 1:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Turkish', 'dmy', '8.03.2024 ÖS 1:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Korean', 'ymd', '24. 3. 8. 오후 1:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Chinese words', 'ymd', '24年3月8日 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Chinese at night', 'ymd', '2024/3/8 晚上8:55 - Sam: hi', 'dash 2024-03-08 20:55'],
    ['Canadian French', 'ymd', '2024-03-08 13 h 55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Canadian French with seconds', 'ymd', '[2024-03-08 13 h 55 min 07 s] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['Basque', 'ymd', '24/3/8 (13:55) - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Wolof', 'dmy', '08-03-2024 - 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Portuguese', 'dmy', '08/03/24, 1:55 da tarde - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Greek', 'dmy', '8/3/24, 1:55 μ.μ. - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Hebrew', 'dmy', '8.3.2024, 1:55 אחה״צ - Sam: hi', 'dash 2024-03-08 13:55'],
    ['Tamil as phones wrote it before', 'dmy', '8/3/24, பிற்பகல் 1:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['a half with a narrow space inside', 'dmy', '[8/3/24, 1:55:07 p.\u202fm.] Sam: hi', 'bracket 2024-03-08 13:55:07'],
    ['twelve at noon', 'dmy', '8/3/24, 12:55 PM - Sam: hi', 'dash 2024-03-08 12:55'],
    ['nought in the morning', 'dmy', '8/3/24, 00:55 am - Sam: hi', 'dash 2024-03-08 00:55'],
    ['the other order of year first', 'ydm', '2024/08/03, 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
    ['full-width digits', 'ymd', '２０２４/３/８ 13:55 - Sam: hi', 'dash 2024-03-08 13:55'],
  ];
  for (const [title, order, line, expected] of headers) {
    it(`reads ${title}`, () => assert.equal(read(line, order), `${expected} Sam: hi`));
  }

  const others: readonly [string, string][] = [
    ['a time', '12:30 - lunch: hall'],
    ['a date', '08/03/2024 - Sam: hi'],
    ['a number', '[42] Sam: hi'],
    ['an address', '192.168.10.20:8080 - Sam: hi'],
    ['a phone number', '07700 900456 - 12:30 - Sam: hi'],
    ['minutes beyond sixty', '08/03/2024, 13:75 - Sam: hi'],
    ['an hour beyond twenty-four', '08/03/2024, 25:10 - Sam: hi'],
    ['words in the date', '08/about/2024, 13:55 - Sam: hi'],
    ['words after the time', '08/03/2024, 13:55 sharp - Sam: hi'],
    ['no end', '08/03/2024, 13:55'],
    ['a bracket that is not closed', '[08/03/2024, 13:55:07 Sam: hi'],
    ['five digits', '08/03/20244, 13:55 - Sam: hi'],
    ['an empty line', ''],
    ['a bracket alone', '['],
    ['a mark alone', '\u200e'],
  ];
  for (const [title, line] of others) {
    it(`takes ${title} for no header`, () => assert.equal(read(line, 'dmy'), null));
  }

  const impossible: readonly [string, Order, string][] = [
    ['a thirty-first of February', 'dmy', '31/02/2024, 13:55 - Sam: hi'],
    ['a month of ninety-nine', 'dmy', '99/99/9999, 13:55 - Sam: hi'],
    ['a year before WhatsApp', 'dmy', '08/03/1999, 13:55 - Sam: hi'],
    ['a month of thirteen', 'mdy', '13/03/2024, 13:55 - Sam: hi'],
  ];
  for (const [title, order, line] of impossible) {
    it(`finds no day in ${title}`, () => assert.equal(read(line, order), 'dash no day 13:55 Sam: hi'));
  }

  it('reads the same from line to line as from each line alone', () => {
    const lines = headers.flatMap(([, , line]) => [line, line.replace(/55/, '56'), 'no header', line]);
    const stamp = new Stamp();
    for (const line of lines) {
      const alone = new Stamp();
      const found = readStamp(line, 0, line.length, stamp);

      assert.equal(found, readStamp(line, 0, line.length, alone), line);
      if (!found) continue;
      const { date, era, hour, minute, second, rest, frame } = stamp;
      assert.deepEqual(
        { date, era, hour, minute, second, rest, frame },
        {
          date: alone.date,
          era: alone.era,
          hour: alone.hour,
          minute: alone.minute,
          second: alone.second,
          rest: alone.rest,
          frame: alone.frame,
        },
        line,
      );
    }
  });
});
