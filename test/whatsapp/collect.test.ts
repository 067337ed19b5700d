import assert from 'node:assert/strict';
import { collect, type CollectOptions } from '../../src/whatsapp/collect.js';
import { ExportProblem, type Entry, type Notice, type NoticeType } from '../../src/whatsapp/entry.js';
import type { Findings } from '../../src/whatsapp/findings.js';
import type { Reading } from '../../src/whatsapp/read.js';

const OPTIONS: CollectOptions = { name: 'chat.txt', zone: 'Europe/London', media: null };
const READING: Reading = { platform: 'android', orders: ['dmy'], entries: 0, warnings: [] };

type Given = Partial<Entry> & { readonly at: string };

/** What a person sent. */
function sent(at: string, author: string, more: Partial<Entry> = {}): Given {
  return { at, author, kind: 'text', ...more };
}

/** What the app noted. */
function noted(
  at: string,
  type: NoticeType,
  actor: string | null,
  more: Partial<Notice> = {},
  author: string | null = null,
): Given {
  return { at, author, kind: 'notice', notice: { type, actor, targets: [], group: null, hours: null, ...more } };
}

function findings(given: readonly Given[], options: Partial<CollectOptions> = {}, reading: Partial<Reading> = {}) {
  const collection = collect({ ...OPTIONS, ...options });
  for (const [index, one] of given.entries())
    collection.take({
      index,
      or: null,
      author: null,
      text: '',
      kind: 'text',
      notice: null,
      ...one,
    });
  return collection.findings({ ...READING, entries: given.length, ...reading });
}

function only(given: readonly Given[], options: Partial<CollectOptions> = {}): Findings {
  return findings(given, options)[0];
}

const months = ({ timeline }: Findings) =>
  timeline.map(({ month, joined, left, known }) => `${month} +${joined} -${left} = ${known}`);
const person = ({ people }: Findings, name: string) => people.find((one) => one.name === name);

describe('collect(): people', () => {
  it('says how much each wrote, and when first and last, those who wrote most first', () => {
    const found = only([
      sent('2024-03-08T10:00', 'Sam'),
      sent('2024-03-08T09:00', 'Priya'),
      sent('2024-03-09T09:00', 'Priya'),
      sent('2024-03-08T08:00', 'Priya'),
    ]);
    const nothing = { joined: null, left: null, wrote: true };
    assert.deepEqual(found.people, [
      { name: 'Priya', entries: 3, first: '2024-03-08T08:00', last: '2024-03-09T09:00', ...nothing },
      { name: 'Sam', entries: 1, first: '2024-03-08T10:00', last: '2024-03-08T10:00', ...nothing },
    ]);
    assert.deepEqual([found.oldest, found.newest], ['2024-03-08T08:00', '2024-03-09T09:00']);
  });

  it('has those who are only named, with when they came and went', () => {
    const found = only([
      noted('2024-01-05T10:00', 'created', 'Priya', { group: 'PE staff' }),
      noted('2024-01-06T10:00', 'added', 'Priya', { targets: ['Sam', 'Jo'] }),
      noted('2024-02-07T10:00', 'left', 'Sam'),
      noted('2024-03-08T10:00', 'removed', 'Priya', { targets: ['Jo'] }),
      noted('2024-04-09T10:00', 'joined-by-link', 'Sam'),
    ]);
    const came = (name: string) => [person(found, name)?.joined, person(found, name)?.left, person(found, name)?.wrote];
    assert.deepEqual(came('Priya'), ['2024-01-05T10:00', null, false]);
    assert.deepEqual(came('Sam'), ['2024-04-09T10:00', null, false]);
    assert.deepEqual(came('Jo'), ['2024-01-06T10:00', '2024-03-08T10:00', false]);
    assert.equal(person(found, 'Priya')?.last, '2024-03-08T10:00');
  });

  it('never makes a person of the exporter as the notices name them, nor of what stands over a notice', () => {
    const found = only([
      noted('2024-01-05T10:00', 'added-you', 'Priya', { targets: ['you'] }, 'PE staff'),
      noted('2024-01-05T10:01', 'added', 'you', { targets: ['Sam'] }, 'PE staff'),
      noted('2024-01-05T10:02', 'left', 'you'),
    ]);
    assert.deepEqual(found.people.map(({ name }) => name).sort(), ['Priya', 'Sam']);
  });

  it('keeps somebody who is named by number and by name as two', () => {
    const found = only([sent('2024-01-05T10:00', 'Sam'), sent('2024-01-05T10:00', '+44 7700 900123')]);
    assert.equal(found.people.length, 2);
  });

  it('refuses a file with more people than a group can have, and keeps no long name', () => {
    const { take } = collect(OPTIONS);
    const entry = { index: 0, at: '2024-01-05T10:00', or: null, text: '', kind: 'text', notice: null } as const;
    const many = () => {
      for (let n = 0; n < 1_000_000; n += 1) take({ ...entry, author: `Author ${n}` });
    };
    const long = () => {
      for (let n = 0; n < 100; n += 1) take({ ...entry, author: `${n} ${'long '.repeat(10_000)}` });
    };
    for (const read of [many, long])
      assert.throws(read, (error) => error instanceof ExportProblem && error.code === 'too-large');
  });

  it('holds no more memory for each author than their name, also when the name was cut from a large text', () => {
    const { take } = collect(OPTIONS);
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 2_000; n += 1) {
      const text = `Somebody called ${n}: ${String(n).repeat(50_000)}`;
      const author = text.slice(0, text.indexOf(':'));
      take({ index: n, at: '2024-01-05T10:00', or: null, author, text, kind: 'text', notice: null });
    }
    // The texts alone are 300 MB.
    assert.ok(process.memoryUsage().heapUsed - before < 150_000_000);
  });
});

describe('collect(): the timeline', () => {
  it('has every month from the first to the last, with who came and went', () => {
    const found = only([
      noted('2023-11-05T10:00', 'created', 'Priya', { group: 'PE staff' }),
      noted('2023-11-05T10:01', 'added', 'Priya', { targets: ['Sam', 'Jo'] }),
      noted('2024-01-07T10:00', 'left', 'Sam'),
      noted('2024-01-08T10:00', 'joined', null, { targets: ['Ade'] }),
      sent('2024-02-01T10:00', 'Priya'),
    ]);
    assert.deepEqual(months(found), [
      '2023-11 +3 -0 = 3',
      '2023-12 +0 -0 = 3',
      '2024-01 +1 -1 = 3',
      '2024-02 +0 -0 = 3',
    ]);
  });

  it('takes whoever is there without having come to have been there before', () => {
    const found = only([
      sent('2024-01-05T10:00', 'Priya'),
      noted('2024-02-05T10:00', 'left', 'Sam'),
      sent('2024-03-05T10:00', 'Jo'),
      noted('2024-03-06T10:00', 'added', 'Priya', { targets: ['Jo'] }),
    ]);
    assert.deepEqual(months(found), ['2024-01 +0 -0 = 3', '2024-02 +0 -1 = 2', '2024-03 +1 -0 = 2']);
  });

  it('does not count somebody twice who leaves twice or changes their number', () => {
    const found = only([
      sent('2024-01-05T10:00', 'Sam'),
      noted('2024-01-06T10:00', 'left', 'Jo'),
      noted('2024-01-07T10:00', 'left', 'Jo'),
      noted('2024-02-05T10:00', 'number-changed', '+44 7700 900123', { targets: ['+44 7700 900124'] }),
      sent('2024-02-06T10:00', '+44 7700 900124'),
      noted('2024-03-05T10:00', 'number-changed', 'Sam'),
    ]);
    assert.deepEqual(months(found), ['2024-01 +0 -2 = 2', '2024-02 +0 -0 = 2', '2024-03 +0 -0 = 2']);
  });

  it('lists no months in which nothing was for a span that no chat has', () => {
    const found = only([
      sent('0024-01-05T10:00', 'Priya'),
      noted('2024-02-05T10:00', 'left', 'Jo'),
      sent('9999-12-05T10:00', 'Jo'),
    ]);
    assert.deepEqual(months(found), ['0024-01 +0 -0 = 2', '2024-02 +0 -1 = 1', '9999-12 +0 -0 = 1']);
  });
});

describe('collect(): two readings of the dates', () => {
  it('gives both, each with its own times, the rest alike', () => {
    const found = findings(
      [
        sent('2024-01-05T10:00', 'Priya', { or: '2024-05-01T10:00' }),
        noted('2024-02-05T10:00', 'left', 'Sam'),
        noted('2024-02-06T10:00', 'left', 'Jo', {}, null),
      ].map((one) => ({ ...one, or: one.or ?? one.at.replace(/^(\d+)-(\d+)-(\d+)/, '$1-$3-$2') })),
      {},
      { orders: ['dmy', 'mdy'] },
    );
    assert.equal(found.length, 2);
    const [likelier, other] = found as [Findings, Findings];
    assert.deepEqual(
      [likelier.order, likelier.oldest, likelier.newest],
      ['dmy', '2024-01-05T10:00', '2024-02-06T10:00'],
    );
    assert.deepEqual([other.order, other.oldest, other.newest], ['mdy', '2024-05-01T10:00', '2024-06-02T10:00']);
    assert.equal(person(other, 'Jo')?.left, '2024-06-02T10:00');
    assert.deepEqual(months(other), ['2024-05 +0 -1 = 2', '2024-06 +0 -1 = 1']);
    assert.deepEqual(likelier.kinds, other.kinds);
  });

  it('has the same times for entries before the first that can be read in two ways', () => {
    const found = findings(
      [sent('2024-05-05T10:00', 'Priya'), sent('2024-01-06T10:00', 'Sam', { or: '2024-06-01T10:00' })],
      {},
      { orders: ['dmy', 'mdy'] },
    ) as [Findings, Findings];
    assert.deepEqual(
      found.map(({ oldest }) => oldest),
      ['2024-01-06T10:00', '2024-05-05T10:00'],
    );
    assert.deepEqual(
      found.map((one) => person(one, 'Priya')?.entries),
      [1, 1],
    );
  });
});

describe('collect(): the group', () => {
  const created = noted('2024-01-05T10:00', 'created', 'Priya', { group: 'PE' });
  const subject = noted('2024-01-06T10:00', 'subject', 'Priya', { group: 'PE staff' });
  const over = noted('2024-01-07T10:00', 'encryption', null, {}, 'PE department');
  const cases: readonly [string, readonly Given[], string, string | null][] = [
    ['the last name that a notice tells', [created, subject, over], 'chat.txt', 'PE staff'],
    ['the name over the notices of an iPhone', [over], 'WhatsApp Chat with Old.txt', 'PE department'],
    ['no person who stands over a notice', [over, sent('2024-01-08T10:00', 'PE department')], 'chat.txt', null],
    ['the file’s name', [sent('2024-01-08T10:00', 'Sam')], 'WhatsApp Chat with PE staff.txt', 'PE staff'],
    ['nothing when nothing tells', [sent('2024-01-08T10:00', 'Sam')], 'export.txt', null],
  ];
  for (const [title, given, name, expected] of cases)
    it(`is ${title}`, () => assert.equal(only(given, { name }).group, expected));
});

describe('collect(): what else is counted', () => {
  it('counts entries by kind, and notices', () => {
    const found = only([
      sent('2024-01-05T10:00', 'Sam'),
      sent('2024-01-05T10:00', 'Sam', { kind: 'image' }),
      sent('2024-01-05T10:00', 'Sam', { kind: 'image' }),
      noted('2024-01-05T10:00', 'icon', 'Sam'),
      { at: '2024-01-05T10:00', author: null, kind: 'notice' },
    ]);
    assert.deepEqual([found.kinds, found.notices, found.entries], [{ text: 1, image: 2, notice: 2 }, 2, 5]);
  });

  const on = noted('2024-01-05T10:00', 'disappearing-on', 'Sam', { hours: 24 });
  const off = noted('2024-01-06T10:00', 'disappearing-off', 'Sam');
  for (const [given, expected] of [
    [[on, off], 'off'],
    [[off, on], 'on'],
    [[], 'unknown'],
  ] as const)
    it(`says that messages disappear: ${expected}`, () =>
      assert.equal(only([...given, sent('2024-01-07T10:00', 'Sam')]).disappearing, expected));

  const file = { kind: 'image', text: '\u200eIMG-20240105-WA0001.jpg (file attached)' } as const;
  it('warns of files that are not in the zip, and not when there is no zip', () => {
    const given = [sent('2024-01-05T10:00', 'Sam', file)];
    assert.deepEqual(only(given, { media: new Set() }).warnings, [{ code: 'media-missing', files: 1 }]);
    assert.deepEqual(only(given, { media: new Set(['IMG-20240105-WA0001.jpg']) }).warnings, []);
    assert.deepEqual(only(given).warnings, []);
  });

  it('warns of times that the clock showed twice or never, in the zone that was said', () => {
    const given = [sent('2024-03-31T01:30', 'Sam'), sent('2024-10-27T01:30', 'Sam'), sent('2024-10-28T01:30', 'Sam')];
    assert.deepEqual(only(given).warnings, [{ code: 'clock-change', times: 2 }]);
    assert.deepEqual(only(given, { zone: 'Asia/Kolkata' }).warnings, []);
  });

  it('warns of the clock for each reading of the dates by itself, after what the reader warns of', () => {
    const warnings = [{ code: 'ambiguous-dates' }] as const;
    const found = findings(
      [sent('2024-10-03T01:30', 'Sam', { or: '2024-03-10T01:30' })],
      { zone: 'America/New_York' },
      {
        orders: ['dmy', 'mdy'],
        warnings,
      },
    );
    assert.deepEqual(
      found.map((one) => one.warnings.length),
      [1, 1],
    );
    const second = findings(
      [sent('2024-10-11T02:30', 'Sam', { or: '2024-03-10T02:30' })],
      { zone: 'America/New_York' },
      {
        orders: ['dmy', 'mdy'],
        warnings,
      },
    );
    assert.deepEqual(
      second.map((one) => one.warnings.map(({ code }) => code)),
      [['ambiguous-dates'], ['ambiguous-dates', 'clock-change']],
    );
  });
});
