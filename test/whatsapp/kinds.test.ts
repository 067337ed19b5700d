import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Kind, Platform } from '../../src/whatsapp/entry.js';
import { kindOf } from '../../src/whatsapp/kinds.js';

const L = '\u200e';

describe('kindOf()', () => {
  const cases: readonly [string, Platform, Exclude<Kind, 'notice'>][] = [
    ['<Media omitted>', 'android', 'media'],
    ['<Medien ausgeschlossen>\nUnser Ausflug', 'android', 'media'],
    ['<View once voice message omitted>', 'android', 'view-once'],
    ['null', 'android', 'view-once'],
    ['', 'ios', 'view-once'],
    [`${L}image omitted`, 'ios', 'image'],
    ['image omitted', 'ios', 'image'],
    [`Plan.pdf • ${L}2 pages ${L}document omitted`, 'ios', 'document'],
    [`${L}GIF retiré`, 'ios', 'gif'],
    [`${L}画像は含まれていません`, 'ios', 'image'],
    [`${L}Contact card omitted`, 'ios', 'contact'],
    ['IMG-20240905-WA0001.jpg (file attached)', 'android', 'image'],
    [`${L}PTT-20240905-WA0002.opus (Datei angehängt)\nhört mal`, 'android', 'audio'],
    ['Ben.vcf (file attached)', 'android', 'contact'],
    [`${L}<attached: 00000042-PHOTO-2020-06-07-15-13-20.jpg>`, 'ios', 'image'],
    [`${L}< pièce jointe : 00000042-GIF-2020-06-07-15-13-20.mp4 >`, 'ios', 'gif'],
    [`${L}<00000042-STICKER-2020-06-07-15-13-20.webp eklendi>`, 'ios', 'sticker'],
    ['location: https://maps.google.com/?q=51.5021456,-0.127397', 'android', 'location'],
    ['Town Hall\nHigh Street\nhttps://foursquare.com/v/4e89af95e5fa82ad4c0aa03b', 'android', 'location'],
    ['live location shared', 'android', 'live-location'],
    [`${L}POLL:\nWhen?\n${L}OPTION: Friday (2 votes)`, 'ios', 'poll'],
    [`${L}ENCUESTA:\n¿Cuándo?\n${L}OPCIÓN: viernes (0 votos)`, 'ios', 'poll'],
    [`${L}Missed voice call`, 'ios', 'call'],
    [`${L}Video call, ${L}5 min`, 'ios', 'call'],
    ['This message was deleted', 'android', 'deleted'],
    [`${L}You deleted this message.`, 'ios', 'deleted'],
    ['This message was deleted by admin Ann', 'android', 'deleted'],
    [`See you there ${L}<This message was edited>`, 'ios', 'text'],
    ['I think the image is omitted', 'android', 'text'],
    ['Bring the form (file attached to my mail)', 'android', 'text'],
    ['look: https://maps.google.com/?q=51.5,-0.1 it is near', 'android', 'text'],
    ['a < b and b > c', 'android', 'text'],
    ['Reminder:\nbring a coat', 'android', 'text'],
  ];
  for (const [text, platform, kind] of cases)
    it(`says ${kind} of ${JSON.stringify(text)}`, () => {
      assert.equal(kindOf(text, platform, text.startsWith(L)), kind);
    });

  it('answers for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom<Platform>('ios', 'android'),
        fc.boolean(),
        (text, platform, lead) => {
          assert.equal(typeof kindOf(text, platform, lead), 'string');
        },
      ),
    );
  });

  it('says text of ordinary sentences', () => {
    const word = fc.constantFrom(
      'the',
      'trip',
      'is',
      'on',
      'Friday',
      'please',
      'bring',
      '£5',
      'and',
      'a',
      'coat',
      '🙂',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        assert.equal(kindOf(words.join(' '), 'android', false), 'text');
      }),
    );
  });
});
