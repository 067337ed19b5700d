import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LONGEST_NAME, MOST_NAMES, readNames } from '../../src/roster/names.js';
import { PEOPLE } from '../support/world.js';

const labels = (text: string) => readNames(text).labels;

/** Text as people paste it: pieces of member lists, and anything at all. */
const pasted = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ maxLength: 80 }),
      fc.constantFrom(
        '~ Priya',
        'GJ Admin',
        'You',
        '\u202A+44 7700 900123\u202C',
        '07700 900 124',
        '• Tom',
        '1. Bea',
        '🌸',
      ),
      fc.constantFrom(
        'Group admin',
        '12 members',
        'Sam, Sam',
        '~',
        '-',
        '(01632) 960 177',
        '+44 (0)7700 900123',
        'x\u200F',
      ),
      fc.constantFrom('٠٧٧٠٠٩٠٠١٢٣', '0 7 7 0 0 9 0 0 1 2 3', 'Dave-07700-900125', 'Number 1', 'Number 2'),
    ),
    { maxLength: 30 },
  )
  .chain((lines) => fc.constantFrom('\n', ', ', '\r\n', ' ').map((separator) => lines.join(separator)));

describe('readNames()', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['takes one name a line', 'Priya Nair\nGareth Jolliffe', ['Priya Nair', 'Gareth Jolliffe']],
    ['takes several names between commas', 'Priya, GJ; Miss P, You', ['Priya', 'GJ', 'Miss P']],
    ['leaves out the tilde of a name that the person chose', '~ Kasia\n~Dave – coaches', ['Kasia', 'Dave – coaches']],
    [
      'leaves out who is an administrator',
      'Ben Group admin\nCarys Admin\nGroup Admin\nDina (admin)',
      ['Ben', 'Carys', 'Dina'],
    ],
    ['leaves out bullets and numbering', '• Ben\n- Carys\n3. Dina\n* Ewan', ['Ben', 'Carys', 'Dina', 'Ewan']],
    ['leaves out emoji and marks that nobody sees', '\u200EBen 🎉\n\u202ECarys\u202C ❤️', ['Ben', 'Carys']],
    ['keeps a name that is only an emoji', '🌸\nBen', ['🌸', 'Ben']],
    ['leaves out what names nobody', '12 members\nYou\nAdd member\nlast seen today at 09:12\nBen', ['Ben']],
    ['calls a phone number Number 1', '+44 7700 900123\n07700 900124\nBen', ['Number 1', 'Number 2', 'Ben']],
    ['keeps the name beside a number', '~Priya +44 7700 900123', ['Priya']],
    ['keeps apart two numbers on a line', '+44 7700 900123 +44 7700 900124', ['Number 1', 'Number 2']],
    ['keeps two people of the same name', 'Sam\nSam', ['Sam', 'Sam']],
    ['keeps a year and a class', 'Kim 2026\nMum of Ty 6B', ['Kim 2026', 'Mum of Ty 6B']],
    ['does not take a name that somebody has for a phone number', 'Number 1\n07700 900123', ['Number 1', 'Number 2']],
    ['takes hostile text as text', '${x}\n[link](http://x)\n<script>Ben', ['${x}', '[link](http://x)', 'Ben']],
    ['finds nobody in nothing', ' \n\n ,,, \u200F', []],
  ];
  for (const [title, text, expected] of cases) it(title, () => assert.deepEqual(labels(text), expected));

  it('keeps a comma only in the name of somebody in the directory', () => {
    const text = 'Jolliffe, Gareth\nNair, Priya';

    assert.deepEqual(readNames(text, PEOPLE).labels, ['Jolliffe, Gareth', 'Nair', 'Priya']);
  });

  it('gives the phone number beside its label, for matching', () => {
    const { phones } = readNames('Ben\n07700 900123\n~P +44 (0)7700 900124\n12345');

    assert.deepEqual(phones, [null, '+447700900123', '+447700900124', null]);
  });

  it('goes on counting numbers where the list before ended', () => {
    assert.deepEqual(readNames('07700 900123', [], 4).labels, ['Number 4']);
  });

  it('says how many lines named nobody', () => {
    assert.equal(readNames('You\nBen\nGroup admin').dropped, 2);
  });

  it('takes 250 people and says how many more there are', () => {
    const { labels, more } = readNames(Array.from({ length: 260 }, (_, n) => `Person ${n}`).join('\n'));

    assert.equal(labels.length, MOST_NAMES);
    assert.equal(more, 10);
  });

  it('reads 20,000 characters of digits and separators within the time of a test', () => {
    assert.ok(labels('+( 1'.repeat(5_000)).length <= 250);
  });

  describe('whatever is pasted', () => {
    it('answers, with at most 250 labels of 1 to 60 characters on one line', () => {
      fc.assert(
        fc.property(pasted, (text) => {
          const { labels, phones } = readNames(text, PEOPLE);
          assert.equal(labels.length, phones.length);
          assert.ok(labels.length <= MOST_NAMES);
          for (const label of labels)
            assert.ok([...label].length <= LONGEST_NAME && /^\S(?:[^\n\r]*\S)?$/u.test(label));
        }),
      );
    });

    it('never keeps what looks like a phone number', () => {
      fc.assert(
        fc.property(pasted, (text) => {
          for (const label of labels(text)) assert.doesNotMatch(label.replaceAll(/[\s().-]/gu, ''), /\p{Nd}{5}/u);
        }),
      );
    });

    it('reads its own answer as it stands', () => {
      fc.assert(fc.property(pasted, (text) => assert.deepEqual(labels(labels(text).join('\n')), labels(text))));
    });

    it('keeps the order', () => {
      const names = fc.array(fc.constantFrom('Ben', 'Carys', 'Dina', 'Ewan', 'Farah'), { maxLength: 20 });
      fc.assert(fc.property(names, (list) => assert.deepEqual(labels(list.join('\n')), list)));
    });
  });
});
