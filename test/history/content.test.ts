import assert from 'node:assert/strict';
import { contentOf, type Content } from '../../src/history/content.js';
import type { Dropped } from '../../src/history/history.js';
import { readExport } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';

const IMAGE = '[Image, not moved]';

const ANDROID: readonly (readonly [text: string, content: Content | Dropped])[] = [
  ['Hello', { left: null, text: 'Hello' }],
  ['  two\nlines  ', { left: null, text: 'two\nlines' }],
  ['ring 07700 900123', { left: null, text: 'ring a phone number' }],
  ['<Media omitted>', 'media'],
  ['<Media omitted>\nThe new rota', { left: '[Photo, video or voice note, not moved]', text: 'The new rota' }],
  ['IMG-20240905-WA0001.jpg (file attached)', 'media'],
  ['IMG-20240905-WA0001.jpg (file attached)\nThe new rota\nand more', { left: IMAGE, text: 'The new rota\nand more' }],
  ['Trip to Ms Nair.pdf (file attached)', 'media'],
  ['Dave.vcf (file attached)', 'media'],
  ['PTT-20240905-WA0001.opus (file attached)', 'media'],
  ['This message was deleted', 'deleted'],
  ['null', 'view-once'],
  ['POLL:\nWhich day?\nOPTION: Friday (2 votes)\nOPTION: Monday (0 votes)', 'not-a-message'],
  ['live location shared', 'not-a-message'],
  [
    'location: https://maps.google.com/?q=51.5,-0.1',
    { left: null, text: 'location: https://maps.google.com/?q=51.5,-0.1' },
  ],
  ['At three <This message was edited>', { left: null, text: 'At three (edited)' }],
  ['@\u2068Priya\u2069 can you?', { left: null, text: '@Priya can you?' }],
  ['@447700900123 can you?', { left: null, text: 'a phone number can you?' }],
  ['gpj.\u202eexe', { left: null, text: 'gpj.exe' }],
  ['👩🏽‍🏫 ❤️', { left: null, text: '👩🏽‍🏫 ❤️' }],
];

const IOS: readonly (readonly [text: string, content: Content | Dropped])[] = [
  ['Hello', { left: null, text: 'Hello' }],
  ['\u200eimage omitted', 'media'],
  ['The new rota \u200eimage omitted', { left: IMAGE, text: 'The new rota' }],
  ['\u200e<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>', 'media'],
  ['The new rota \u200e<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>', { left: IMAGE, text: 'The new rota' }],
  ['Plan.pdf • \u200e2 pages \u200edocument omitted', 'media'],
  ['Plan.pdf • \u200e2 pages \u200e<attached: 00000043-Plan.pdf>', 'media'],
  ['\u200eaudio omitted', 'media'],
  ['\u200eThis message was deleted.', 'deleted'],
  ['\u200ePOLL:\nWhich day?\n\u200eOPTION: Friday (\u200e2 votes)', 'not-a-message'],
];

async function contents(texts: readonly string[], before: string): Promise<readonly (Content | Dropped)[]> {
  const talk = ['Morning all', 'Good morning'];
  const lines = [...talk, ...texts].map((text) => `${before}Ben Whitlock: ${text}`);
  const found: (Content | Dropped)[] = [];
  await readExport(sourceOf('chat.txt', Buffer.from(`${lines.join('\n')}\n`)), { order: 'dmy' }, (entry) => {
    found.push(contentOf(entry, 'channel'));
  });
  return found.slice(talk.length);
}

describe('contentOf()', () => {
  const forms = [
    ['Android', ANDROID, '17/03/2026, 08:10 - '],
    ['an iPhone', IOS, '[17/03/2026, 08:10:11] '],
  ] as const;
  for (const [platform, cases, before] of forms)
    for (const [text, content] of cases)
      it(`on ${platform}: ${JSON.stringify(text)}`, async () =>
        assert.deepEqual(await contents([text], before), [content]));

  it('shows a poll as words in a document', () => {
    const text = 'POLL:\nWhich day?\nOPTION: Friday (2 votes)';
    const entry = {
      index: 0,
      at: '2026-03-17T08:10',
      or: null,
      author: 'Ben',
      text,
      kind: 'poll',
      notice: null,
    } as const;

    assert.deepEqual(contentOf(entry, 'document'), { left: null, text });
  });

  it('takes what the app notes for a notice, whatever it holds', () => {
    const notice = { type: 'left', actor: 'Nan', targets: [], group: null, hours: null } as const;
    const entry = {
      index: 0,
      at: '2026-03-17T08:10',
      or: null,
      author: null,
      text: 'Nan left',
      kind: 'notice',
      notice,
    } as const;

    assert.equal(contentOf(entry, 'document'), 'notice');
  });
});
