import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportProblem } from '../../src/whatsapp/entry.js';
import { inspect, inspectFile, type InspectOptions } from '../../src/whatsapp/inspect.js';
import { zipOf } from '../support/zip.js';

const OPTIONS: InspectOptions = { special: { health: ['asthma'] }, today: new Date('2026-11-25T12:00:00Z') };

const CHAT = [
  '25/03/2024, 13:50 - Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.',
  '25/03/2024, 13:50 - Priya Nair created group "PE staff"',
  '25/03/2024, 13:51 - Priya Nair added Sam Okafor',
  '25/03/2024, 13:55 - Priya Nair: Good morning',
  '25/03/2024, 13:56 - Sam Okafor: IMG-20240325-WA0001.jpg (file attached)',
  'his asthma is better',
  '25/03/2024, 13:57 - Priya Nair: ring 07700 900123',
  '26/04/2024, 09:00 - Sam Okafor left',
  '',
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'regroup-inspect-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('inspect()', () => {
  it('says what an export tells, with the hash of the file as it was given', async () => {
    const bytes = Buffer.from(CHAT);
    const { readings, traces, ...file } = await inspect('WhatsApp Chat with PE staff.txt', bytes, OPTIONS);
    const [found, other] = readings;

    assert.deepEqual(file, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength });
    assert.equal(other, undefined);
    assert.deepEqual(
      [found.platform, found.order, found.zone, found.group, found.entries, found.notices],
      ['android', 'dmy', 'Europe/London', 'PE staff', 7, 4],
    );
    assert.deepEqual(
      found.people.map(({ name, entries, joined, left }) => [name, entries, joined, left]),
      [
        ['Priya Nair', 2, '2024-03-25T13:50', null],
        ['Sam Okafor', 1, '2024-03-25T13:51', '2024-04-26T09:00'],
      ],
    );
    assert.deepEqual(
      found.timeline.map(({ known }) => known),
      [2, 1],
    );
    assert.deepEqual(found.kinds, { text: 2, image: 1, notice: 4 });
    assert.deepEqual(traces, { phoneNumbers: 1, mailAddresses: 0, images: 1, documents: 0, special: { health: 1 } });
  });

  it('says the same of a zip, and which of its files are missing', async () => {
    const zip = zipOf([{ path: 'WhatsApp Chat with PE staff.txt', text: CHAT }]);
    const { readings } = await inspect('x.zip', zip, OPTIONS);
    assert.equal(readings[0].group, 'PE staff');
    assert.deepEqual(readings[0].warnings, [{ code: 'media-missing', files: 1 }]);
  });

  it('gives both readings where the file does not say which is right', async () => {
    const text = '01/02/2024, 13:55 - Priya Nair: Good morning\n01/02/2024, 13:56 - Sam Okafor: Hello\n';
    const { readings } = await inspect('chat.txt', Buffer.from(text), OPTIONS);
    assert.deepEqual(readings.map(({ oldest }) => oldest).sort(), ['2024-01-02T13:55', '2024-02-01T13:55']);
  });

  it('gives one reading when the order is said', async () => {
    const text = '01/02/2024, 13:55 - Priya Nair: Good morning\n01/02/2024, 13:56 - Sam Okafor: Hello\n';
    const { readings } = await inspect('chat.txt', Buffer.from(text), { ...OPTIONS, order: 'mdy', zone: 'Asia/Tokyo' });
    assert.deepEqual(
      readings.map(({ oldest, zone }) => [oldest, zone]),
      [['2024-01-02T13:55', 'Asia/Tokyo']],
    );
  });

  it('keeps no text of any message', async () => {
    const found = JSON.stringify(await inspect('chat.txt', Buffer.from(CHAT), OPTIONS));
    for (const text of ['Good', 'morning', 'asthma is', '07700', 'IMG-']) assert.ok(!found.includes(text), text);
  });

  for (const [title, bytes, code] of [
    ['an empty file', '', 'empty'],
    ['a text that is no export', 'Dear all,\nthe coach leaves at eight.\n', 'nothing-recognised'],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 1, 2, 3, 0xfe]), 'not-text'],
    ['a zip without a chat', zipOf([]), 'no-chat'],
  ] as const)
    it(`refuses ${title}: ${code}`, () =>
      assert.rejects(
        inspect('chat.txt', Buffer.from(bytes), OPTIONS),
        (error) => error instanceof ExportProblem && error.code === code,
      ));

  it('refuses a zone that there is not', () =>
    assert.rejects(inspect('chat.txt', Buffer.from(CHAT), { ...OPTIONS, zone: 'Oakfield' }), RangeError));
});

describe('inspectFile()', () => {
  it('says the same of a file on disk as inspect() of its bytes', async () => {
    for (const [name, bytes] of [
      ['WhatsApp Chat with PE staff.txt', Buffer.from(CHAT)],
      ['chat.zip', zipOf([{ path: 'WhatsApp Chat with PE staff.txt', text: CHAT }])],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      assert.deepEqual(await inspectFile(join(folder, name), OPTIONS), await inspect(name, bytes, OPTIONS));
    }
  });
});
