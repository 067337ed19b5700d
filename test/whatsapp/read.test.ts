import assert from 'node:assert/strict';
import { ExportProblem } from '../../src/whatsapp/entry.js';
import type { Entry, Order, Warning } from '../../src/whatsapp/entry.js';
import { authorEnd, tightAuthorEnd } from '../../src/whatsapp/authors.js';
import { readStamp } from '../../src/whatsapp/header.js';
import { Stamp } from '../../src/whatsapp/stamp.js';
import { readExport } from '../../src/whatsapp/read.js';
import type { ReadOptions } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';

async function read(text: string | Uint8Array, options: ReadOptions = {}) {
  const entries: Entry[] = [];
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const reading = await readExport(sourceOf('chat.txt', bytes), options, (entry) => entries.push(entry));
  return { ...reading, list: entries.map(({ at, author, text }) => `${at} ${author}: ${text}`), seen: entries };
}

const codes = (warnings: readonly Warning[]) => warnings.map(({ code }) => code);

/** An Android chat with one message on each of the given days, written as given. */
const onDays = (...dates: readonly string[]) => dates.map((date) => `${date}, 10:00 - Priya Nair: hello\n`).join('');

describe('readExport()', () => {
  it('joins the lines of a message as they are in the file', async () => {
    const { list } = await read(
      '25/03/2024, 10:00 - Sam: one\r\n\r\n  two \r\n25/03/2024, 10:01 - Priya Nair: three\u2028four\u0085five\r\n',
    );

    assert.deepEqual(list, [
      '2024-03-25T10:00 Sam: one\n\n  two ',
      '2024-03-25T10:01 Priya Nair: three\u2028four\u0085five',
    ]);
  });

  for (const [header, at] of [
    ['24/06/2016 AM, 10:05 - ', '2024-03-03T10:05'],
    ['24/06/2016 AM 10:05 ጥዋት - ', '2024-03-03T10:05'],
    ['24/06/1740 AM, 22:05 - ', '2024-03-03T22:05'],
    ['[6/24/2016 AM, 10:05:07 PM] ', '2024-03-03T22:05:07'],
    ['2016/06/24 AM 10:05 - ', '2016-06-24T10:05'],
  ] as const)
    it(`takes AM for an era or a half of the day, as it stands: ${header}`, async () => {
      assert.deepEqual((await read(`${header}Sam: one\n`)).list, [`${at} Sam: one`]);
    });

  it('takes a shortened word for “year” after the date for no Korean full stop', async () => {
    const { list, orders } = await read(
      '18.03.24 г., 14:30 - Sam: one\n19.03.24 г., 9:31 - Jo: two\n20.03.24 г., 9:31 - Jo: three\n',
    );

    assert.equal(orders[0], 'dmy');
    assert.equal(list[1], '2024-03-19T09:31 Jo: two');
  });

  it('dates nothing by a line that begins as a header and is none', async () => {
    const { list } = await read(
      '25/03/2024, 10:00 - Sam: one\n01/02/2020, 10:99 - two\n25/03/2024, 10:01 - Sam: three\n26/03/2024, 10:02 - Sam: four\n',
    );

    assert.deepEqual(list, [
      '2024-03-25T10:00 Sam: one\n01/02/2020, 10:99 - two',
      '2024-03-25T10:01 Sam: three',
      '2024-03-26T10:02 Sam: four',
    ]);
  });

  it('leaves somebody’s only message to them, though it begins with an iPhone’s mark', async () => {
    const { seen } = await read('[31.1.2024, 12.00.00] Sam: \u200eMoi 😄\n[31.1.2024, 12.00.01] Jo: Moi!\n');

    assert.deepEqual(
      seen.map(({ author, kind }) => [author, kind]),
      [
        ['Sam', 'text'],
        ['Jo', 'text'],
      ],
    );
  });

  it('reads lines without an author as what the app noted', async () => {
    const { seen } = await read('25/03/2024, 10:00 - Sam created group "PE staff"\n25/03/2024, 10:01 - Sam: hello\n');

    assert.deepEqual(
      seen.map(({ author, kind, notice }) => [author, kind, notice?.type]),
      [
        [null, 'notice', 'created'],
        ['Sam', 'text', undefined],
      ],
    );
  });

  it('invents no author where a notice has a colon in it', async () => {
    const { seen } = await read(
      '25/03/2024, 10:00 - Sam changed the subject from "PE" to "Year 6: trip"\n25/03/2024, 10:01 - Sam: hello\n',
    );

    assert.deepEqual(
      seen.map(({ author, notice }) => [author, notice?.group ?? null]),
      [
        [null, 'Year 6: trip'],
        ['Sam', null],
      ],
    );
  });

  it('reads the old form and a message without words', async () => {
    const { list } = await read(
      '25/03/2012 10:00:01: Sam: hello\n25/03/2012 10:00:02: Sam:\n25/03/2012 10:00:03: Dee: \n',
    );

    assert.deepEqual(list, [
      '2012-03-25T10:00:01 Sam: hello',
      '2012-03-25T10:00:02 Sam: ',
      '2012-03-25T10:00:03 Dee: ',
    ]);
  });

  it('gives names without marks and with plain spaces', async () => {
    const { seen } = await read(
      '[25/03/2024, 10:00:00] ~\u202fDee: one\n[25/03/2024, 10:00:01] \u202a+44\u00a07700\u00a0900123\u202c: two\n',
    );

    assert.deepEqual(
      seen.map(({ author }) => author),
      ['~ Dee', '+44 7700 900123'],
    );
  });

  it('reads a file that begins with a byte-order mark', async () => {
    const { list } = await read('\ufeff25/03/2024, 10:00 - Sam: hello\n');

    assert.deepEqual(list, ['2024-03-25T10:00 Sam: hello']);
  });
});

describe('readExport(), the order of dates', () => {
  const decided: readonly [string, string, ReadOptions, Order][] = [
    ['a day beyond twelve', onDays('08/03/2024', '13/03/2024'), {}, 'dmy'],
    ['a day beyond twelve in the second place', onDays('3/8/24', '3/13/24'), {}, 'mdy'],
    ['the year first', onDays('2024/03/08', '2024/03/09'), {}, 'ymd'],
    ['a day beyond twelve after the year', onDays('2024/08/03', '2024/13/03'), {}, 'ydm'],
    ['a short year first', onDays('23-12-30', '24-01-02', '24-02-03', '24-03-31'), {}, 'ymd'],
    [
      'the names of attachments',
      '02/12/24, 15:00 - Sam: IMG-20241202-WA0001.jpg (file attached)\n03/12/24, 09:16 - Sam: IMG-20241203-WA0003.jpg (file attached)\n',
      {},
      'dmy',
    ],
    ['the day of today', onDays('03/12/2024'), { today: new Date('2024-04-01') }, 'mdy'],
    [
      'times that would run back again and again',
      onDays('05/01/2024', '11/01/2024', '02/02/2024', '10/02/2024', '01/03/2024', '08/03/2024', '02/04/2024'),
      {},
      'dmy',
    ],
    ['the person', onDays('03/12/2024'), { order: 'mdy' }, 'mdy'],
    ['nothing, when both readings are the same', onDays('25/03/2024', '05/05/2024'), {}, 'dmy'],
  ];
  for (const [title, text, options, order] of decided) {
    it(`is told by ${title}`, async () => {
      const { orders, warnings, seen } = await read(text, options);

      assert.deepEqual(orders, [order]);
      assert.deepEqual(codes(warnings), []);
      assert.ok(seen.every(({ or }) => or === null));
    });
  }

  const open: readonly [string, string][] = [
    ['one day', onDays('03/12/2024')],
    ['the first of each month', onDays('01/01/2024', '01/02/2024', '01/03/2024', '01/04/2024', '01/05/2024')],
    ['one step back, which a phone may have made', onDays('01/12/2023', '02/01/2023')],
    [
      'a line of another phone, pasted',
      onDays('01/02/2023', '02/02/2023', '03/02/2023', '04/02/2023', '02/13/2023', '05/02/2023'),
    ],
  ];
  for (const [title, text] of open) {
    it(`is open with ${title}, and both readings are given`, async () => {
      const { orders, warnings, seen } = await read(text);

      assert.equal(orders.length, 2);
      assert.ok(codes(warnings).includes('ambiguous-dates'));
      assert.ok(seen.some(({ at, or }) => or !== null && or !== at));
    });
  }

  it('holds an American short year for likelier with single digits, and the day first with two', async () => {
    assert.equal((await read(onDays('2/5/23'))).orders[0], 'mdy');
    assert.equal((await read(onDays('02/05/2023'))).orders[0], 'dmy');
  });

  it('is not turned by a line of a log that was pasted early in the year', async () => {
    const text =
      '01/02/2023, 10:00 - Sam: log:\n2016-04-29 10:30:00 server: restarted\n04/29/2016, 10:30 - server: restarted\n03/02/2023, 10:01 - Dee: ok\n';
    const { list, warnings } = await read(text, { order: 'dmy' });

    assert.deepEqual(list, [
      '2023-02-01T10:00 Sam: log:\n2016-04-29 10:30:00 server: restarted\n04/29/2016, 10:30 - server: restarted',
      '2023-02-03T10:01 Dee: ok',
    ]);
    assert.deepEqual(warnings, [{ code: 'header-inside-message', times: 1 }]);
  });
});

describe('readExport(), what it warns of', () => {
  const day = (n: number, minutes = 0) =>
    `25/03/2024, ${10 + Math.floor(n / 60)}:${String((n % 60) + minutes).padStart(2, '0')}`;

  it('an entry that is far earlier than those around it', async () => {
    const { warnings } = await read(`${day(0)} - Sam: one\n20/03/2024, 10:00 - Dee: two\n${day(5)} - Sam: three\n`);
    assert.deepEqual(warnings, [{ code: 'header-inside-message', times: 1 }]);
  });

  it('times that run backwards', async () => {
    const { warnings } = await read(
      `${day(0)} - Sam: one\n20/03/2024, 10:00 - Dee: two\n20/03/2024, 10:05 - Sam: three\n`,
    );
    assert.deepEqual(warnings, [{ code: 'time-runs-backwards', times: 1 }]);
  });

  it('somebody who speaks once, in a group of which it is known who came in', async () => {
    const begin = `${day(0)} - Sam created group "PE staff"\n${day(0)} - Sam added Dee\n${day(0)} - Sam added Priya Nair\n`;
    const talk = Array.from({ length: 30 }, (_, n) => `${day(n)} - ${['Sam', 'Dee'][n % 2]}: hello\n`).join('');
    const { warnings } = await read(
      `${begin}${talk}${day(31)} - Somebody: now\n${day(32)} - Priya Nair: no\n${day(33)} - Sam: ok\n`,
    );
    assert.deepEqual(warnings, [{ code: 'unknown-author', times: 1 }]);
  });

  it('as many entries as are exported at most, and no beginning', async () => {
    const many = Array.from(
      { length: 39_950 },
      (_, n) => `25/03/2024, 10:${String(n % 60).padStart(2, '0')} - Sam: hi\n`,
    ).join('');
    assert.deepEqual((await read(many)).warnings, [{ code: 'probably-cut', entries: 39_950 }]);

    const top =
      '24/03/2024, 10:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.\n';
    assert.deepEqual((await read(top + many)).warnings, []);
  });

  it('a privacy setting that may block the next export, until it is switched off', async () => {
    const on = `${day(0)} - Sam: hi\n${day(1)} - Sam turned on advanced chat privacy.\n`;
    assert.deepEqual(codes((await read(on)).warnings), ['export-may-be-blocked']);
    assert.deepEqual(codes((await read(`${on}${day(2)} - Sam turned off advanced chat privacy.\n`)).warnings), []);
  });

  it('lines before the first entry, and a cut in a character', async () => {
    const text = Buffer.from(`Chat of the staff\n\n${day(0)} - Sam: café`);
    assert.deepEqual((await read(text.subarray(0, -1))).warnings, [
      { code: 'cut-off' },
      { code: 'lines-before', lines: 1 },
    ]);
  });

  it('a line and an entry that are longer than is read', async () => {
    const line = `${day(0)} - Sam: ${'x'.repeat(600_000)}\n${day(1)} - Dee: bye\n`;
    const { list, warnings } = await read(line);
    assert.deepEqual(codes(warnings), ['too-long']);
    assert.equal(list.length, 2);
    assert.ok((list[0]?.length ?? 0) < 300_000);

    const long = `${day(0)} - Sam: ${`${'x'.repeat(999)}\n`.repeat(3_000)}${day(1)} - Dee: bye\n`;
    const other = await read(long);
    assert.deepEqual(other.warnings, [{ code: 'too-long', times: 1 }]);
    assert.ok((other.list[0]?.length ?? 0) < 1_100_000);
  });
});

describe('readExport(), what it refuses', () => {
  const refused: readonly [string, string | Uint8Array, string, RegExp][] = [
    ['an empty file', '', 'empty', /empty/],
    ['a file of blank lines', '\n \r\n\n', 'empty', /empty/],
    [
      'a text without messages',
      'Dear all,\nsee you on 3 May at 10:30.\n',
      'nothing-recognised',
      /aaa aaa aa 9 aaa aa 99:99\./,
    ],
    ['something that is no text', new Uint8Array(500).map((_, n) => (n * 37) % 256), 'not-text', /not a text file/],
  ];
  for (const [title, text, code, message] of refused) {
    it(`is ${title}`, async () => {
      await assert.rejects(read(text), (problem) => {
        assert.ok(problem instanceof ExportProblem);
        assert.equal(problem.code, code);
        assert.match(problem.message, message);
        return true;
      });
    });
  }

  it('says nothing of what the file holds', async () => {
    await assert.rejects(read('Secret 12/34: Priya Nair 07700 900456\n'), ({ message }: Error) => {
      assert.doesNotMatch(message, /Secret|Priya|900456|12/);
      return true;
    });
  });
});

describe('readStamp() and where an author ends, how much work it is', () => {
  /** A text that counts how often one of its characters is looked at. */
  function counted(text: string) {
    let looks = 0;
    const look = (n: number) => {
      looks += n;
    };
    const fake = {
      length: text.length,
      charCodeAt: (i: number) => (look(1), text.charCodeAt(i)),
      codePointAt: (i: number) => (look(1), text.codePointAt(i)),
      startsWith: (part: string, i: number) => (look(part.length), text.startsWith(part, i)),
      slice: (from: number, to: number) => (look(to - from), text.slice(from, to)),
    };
    return { fake: fake as unknown as string, looks: () => looks };
  }

  for (const part of [
    '<:',
    '[',
    '1/2/24, 10:00',
    '1/',
    ': ',
    ':',
    '9',
    '9 ',
    '\u200e',
    '٣',
    '[1/1/24, 10:00:00',
    'a',
    ' - ',
    '(',
  ]) {
    it(`is the same for a line of ${JSON.stringify(part)} however long`, () => {
      const looksAt = (times: number) => {
        const line = part.repeat(times);
        const { fake, looks } = counted(line);
        readStamp(fake, 0, line.length, new Stamp());
        authorEnd(fake, 0, line.length);
        tightAuthorEnd(fake, 0, line.length);
        return looks();
      };

      assert.ok(looksAt(200) < 2_000, `${looksAt(200)} looks`);
      assert.equal(looksAt(200_000), looksAt(200));
    });
  }
});
