import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Notice, Platform } from '../../src/whatsapp/entry.js';
import { looksAppMade, readNotice } from '../../src/whatsapp/notices.js';
import { phrasesOf } from '../../src/whatsapp/notices/phrase.js';
import { TABLES } from '../../src/whatsapp/notices/tables.js';

const LRM = '\u200e';
const writers = (...names: string[]) => ({ isWriter: (name: string) => names.includes(name) });
const android = { platform: 'android' as Platform, ...writers('Ann', 'Year 6: Ben') };
const ios = { platform: 'ios' as Platform, ...writers('Ann', 'Ben') };

describe('readNotice()', () => {
  describe('on a line without an author', () => {
    const cases: readonly [string, Partial<Notice>][] = [
      ['Messages and calls are end-to-end encrypted. Tap to learn more.', { type: 'encryption', actor: null }],
      ['Messages to this group are now secured with end-to-end encryption.', { type: 'encryption' }],
      ['Ann created group "PE staff"', { type: 'created', actor: 'Ann', group: 'PE staff' }],
      ['You created group “PE: trips”', { type: 'created', actor: 'you', group: 'PE: trips' }],
      ['Ann created this group', { type: 'created', actor: 'Ann', group: null }],
      [
        'Ann added Ben, Cem and +44 7700 900123',
        { type: 'added', actor: 'Ann', targets: ['Ben', 'Cem', '+44 7700 900123'] },
      ],
      ['Ann added you', { type: 'added-you', actor: 'Ann', targets: ['you'] }],
      ['Ben was added', { type: 'added', actor: null, targets: ['Ben'] }],
      ['You removed Ben', { type: 'removed', actor: 'you', targets: ['Ben'] }],
      ['Ann removed you', { type: 'removed', actor: 'Ann', targets: ['you'] }],
      ['+44 7700 900123 left', { type: 'left', actor: '+44 7700 900123' }],
      ["Ann joined using this group's invite link", { type: 'joined-by-link', actor: 'Ann' }],
      ['Ann joined from the community', { type: 'joined', actor: 'Ann' }],
      ['+44 7700 900123 changed to +44 7700 900456', { type: 'number-changed', targets: ['+44 7700 900456'] }],
      ['Ann changed the subject from "A" to "Year 6: trip"', { type: 'subject', actor: 'Ann', group: 'Year 6: trip' }],
      ["Ann changed this group's icon", { type: 'icon' }],
      ['Year 6: Ben changed the group description', { type: 'description', actor: 'Year 6: Ben' }],
      ["Ann changed this group's settings to allow only admins to send messages", { type: 'settings' }],
      ["You're now an admin", { type: 'admin', actor: null }],
      ['Year 7 office turned on disappearing messages. New messages will disappear after 24 hours.', { hours: 24 }],
      ['You updated the message timer. New messages will disappear from this chat 90 days after', { hours: 2160 }],
      ['Ann turned off disappearing messages. Tap to change.', { type: 'disappearing-off', hours: null }],
      ['Your security code with Ann changed. Tap to learn more.', { type: 'security-code', actor: 'Ann' }],
      ['Ann turned on advanced chat privacy.', { type: 'privacy-on' }],
      ['Ann pinned a message', { type: 'pinned' }],
      ['Missed voice call at 14:05', { type: 'call' }],
      ['Something that no version of the app wrote before', { type: 'other' }],
      ['Du hast Ben hinzugefügt.', { type: 'added', actor: 'you', targets: ['Ben'] }],
      ['Ann a créé le groupe « PE »', { type: 'created', group: 'PE' }],
      ['Añadiste a Ben', { type: 'added', actor: 'you', targets: ['Ben'] }],
      ['Ann, Ben kişisini ekledi', { type: 'added', actor: 'Ann', targets: ['Ben'] }],
      ['Ann hozzáadta: Ben', { type: 'added', actor: 'Ann', targets: ['Ben'] }],
      ['AnnさんがBenさんを追加しました', { type: 'added', actor: 'Ann', targets: ['Ben'] }],
      ['Annがグループアイコンを変更しました', { type: 'icon', actor: 'Ann' }],
      ['أضاف Ann +44 7700 900123', { type: 'added', actor: 'Ann', targets: ['+44 7700 900123'] }],
    ];
    for (const [text, expected] of cases)
      it(`reads: ${text}`, () => {
        const notice = readNotice(text, null, false, android);

        assert.ok(notice !== null);
        assert.deepEqual({ ...notice, ...expected }, notice);
      });

    it('leaves a message by somebody of whom nothing is known', () => {
      for (const text of ['Newcomer: hello', 'Newcomer: I added the forms', 'Newcomer: nobody left'])
        assert.equal(readNotice(text, null, false, android), null);
    });
  });

  describe('on an iPhone', () => {
    it('takes what has the mark and is about who stands over it', () => {
      assert.equal(readNotice(`${LRM}Ann added Cem`, 'Ann', true, ios)?.type, 'added');
      assert.equal(readNotice(`${LRM}Ann ddim yn y grŵp mwyach`, 'Ann', true, ios)?.type, 'other');
    });

    it('takes what has the mark and stands under a name that never writes', () => {
      assert.equal(readNotice(`${LRM}Ann added you`, 'PE staff', true, ios)?.type, 'added-you');
      assert.equal(
        readNotice(`${LRM}Rhywbeth arall`, 'PE staff', true, { ...ios, isApps: (name) => name === 'PE staff' })?.type,
        'other',
      );
    });

    it('leaves somebody’s only message, though it has the mark', () => {
      assert.equal(readNotice(`${LRM}Hello 😄`, 'Cem', true, ios), null);
      assert.equal(readNotice(`${LRM}Hello 😄`, 'Cem', true, { ...ios, isApps: () => false }), null);
    });

    it('leaves pasted text that begins with a mark', () => {
      for (const text of ['How about Locations?', 'No idea, lets try', 'Cem left', 'Ann removed Cem'])
        assert.equal(readNotice(LRM + text, 'Ben', true, ios), null);
    });

    it('leaves what people send, though the mark is before it', () => {
      for (const text of ['image omitted', 'This message was deleted.', 'Missed voice call', 'Video call, \u200e5 min'])
        assert.equal(readNotice(LRM + text, 'Cem', true, ios), null);
    });
  });

  it('takes a sentence without the mark for its author’s', () => {
    for (const text of [
      'Ben left',
      'Ann created group "PE"',
      "You're now an admin",
      'Nachrichten in dieser Gruppe bitte lesen',
    ])
      for (const around of [android, ios]) assert.equal(readNotice(text, 'Ann', false, around), null);
  });

  it('takes the notice at the top of a chat for the app’s, whoever stands over it', () => {
    const text = 'Messages and calls are end-to-end encrypted. Only people in this chat can read them.';

    assert.equal(readNotice(text, 'Ann', false, android)?.type, 'encryption');
  });

  it('answers for any text', () => {
    const part = fc.constantFrom('Ann', ' left', ' added ', LRM, ': ', '"', '<', '>', '\n', '…', 'You ', ' to "');
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        texts,
        fc.option(fc.string()),
        fc.boolean(),
        fc.constantFrom(android, ios),
        (text, author, lead, around) => {
          readNotice(text, author, lead, around);
          looksAppMade(text, lead);
        },
      ),
    );
  });

  it('reads hostile texts of 80,000 characters within the time of a test', () => {
    let read = 0;
    for (const part of ['<:', 'added ', LRM, 'Ann changed the subject from "', ' left', 'a.b (', 'x\n'])
      for (const author of [null, 'Cem']) {
        readNotice(part.repeat(80_000 / part.length), author, true, ios);
        read += 1;
      }

    assert.equal(read, 14);
  });
});

describe('the phrases', () => {
  for (const table of TABLES) {
    const phrases = phrasesOf(table);

    it(`are well formed in the language of “${phrases[0]?.literals[0]}”`, () => {
      for (const { type, literals, weight } of phrases) {
        assert.ok(!literals.some((literal) => /[{}@…|=]/.test(literal)), `${type}: ${literals.join('_')}`);
        assert.ok(weight >= 2, `${type}: ${literals.join('_')}`);
      }
    });

    it(`are found when filled in, in the language of “${phrases[0]?.literals[0]}”`, () => {
      for (const { literals, slots, open } of phrases) {
        const names = { a: 'Qwx', b: 'Zvk', n: '44 7700 900123', g: 'Wqz', h: 'Xkv', x: '7' };
        const text = literals.map(
          (literal, n) => literal + (names[slots[n] ?? 'x'] ?? '').repeat(n < slots.length ? 1 : 0),
        );
        const notice = readNotice(text.join('') + (open ? ' qx' : ''), null, false, {
          platform: 'android',
          isWriter: () => true,
        });
        assert.ok(notice !== null);
      }
    });
  }
});
