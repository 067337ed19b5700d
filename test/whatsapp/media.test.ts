import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { attachmentIn } from '../../src/whatsapp/media.js';

describe('attachmentIn()', () => {
  const cases: readonly [string, string | null, string | null][] = [
    ['IMG-20240905-WA0001.jpg (file attached)', 'IMG-20240905-WA0001.jpg', '2024-9-5'],
    ['\u200eVID-20240229-WA0007.mp4 (archivo adjunto)\ncaption', 'VID-20240229-WA0007.mp4', '2024-2-29'],
    ['IMG-20230229-WA0007.jpg (file attached)', 'IMG-20230229-WA0007.jpg', null],
    ['IMG-20241345-WA0007.jpg (file attached)', 'IMG-20241345-WA0007.jpg', null],
    ['Plan (new).pdf (file attached)\nPlan (new)', 'Plan (new).pdf', null],
    ['\u200e<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>', '00000042-PHOTO-2020-06-07-15-13-20.jpg', '2020-6-7'],
    ['A.pdf • \u200e2 pages \u200e<attached: 00000007-A.pdf>', '00000007-A.pdf', null],
    ['<00000001-AUDIO-2022-12-31-11-40-26.opus eklendi>', '00000001-AUDIO-2022-12-31-11-40-26.opus', '2022-12-31'],
    ['see report.pdf (page 3)', null, null],
    ['<b>bold.txt</b>', null, null],
    ['hello', null, null],
    ['', null, null],
  ];
  for (const [text, file, day] of cases)
    it(`finds ${file ?? 'nothing'} in ${JSON.stringify(text)}`, () => {
      const found = attachmentIn(text);

      assert.equal(found?.file ?? null, file);
      assert.equal(found?.day ? `${found.day.y}-${found.day.m}-${found.day.d}` : null, day);
    });

  it('gives no day after today', () => {
    const today = new Date('2024-09-01T12:00:00Z');

    assert.equal(attachmentIn('IMG-20240905-WA0001.jpg (file attached)', today)?.day, null);
    assert.notEqual(attachmentIn('IMG-20240901-WA0001.jpg (file attached)', today)?.day, null);
  });

  it('answers for any text', () => {
    const part = fc.constantFrom('<', '>', '(', ')', '.jpg', ': ', ' ', 'IMG-20240905-WA0001', 'attached', '\n');
    fc.assert(fc.property(fc.array(part), (parts) => void attachmentIn(parts.join(''))));
  });
});
