import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { folded, NAMED } from '../../src/guidance/mask-names.js';
import { mask, MARKS, maskerOf } from '../../src/guidance/mask.js';
import { testPolicy } from '../support/policy.js';
import { PEOPLE } from '../support/world.js';

const MASKER = maskerOf(PEOPLE, testPolicy());
const masked = (text: string) => mask(text, MASKER);

describe('mask()', () => {
  for (const [text, expected] of [
    ['Can I use WhatsApp for the Year 6 trip to parents?', 'Can I use WhatsApp for the Year 6 trip to parents?'],
    ['can nadia send it to gareth jolliffe', 'can [name] send it to [name]'],
    ['Nadia’s mum asked me', '[name]’s mum asked me'],
    ["Can I message Zebedee Quill's mum?", "Can I message [name]'s mum?"],
    ["is tk's mum allowed in the group", "is [name]'s mum allowed in the group"],
    ['I told mrs peabody and Dr. Foster', 'I told mrs [name] and Dr. [name]'],
    ['The parent T.H. rang me.', 'The parent [name]. rang me.'],
    ['Ring 07700 900123 or (01632) 960 177', 'Ring [number] or [number]'],
    ['write to gareth.j@testwick.example today', 'write to [e-mail] today'],
    ['he was born on 3 March 2014', 'he was born on [date]'],
    ['dob: 03/04/2014, so young', 'dob: [date], so young'],
    ['the trip is on 3 March at 10:30', 'the trip is on 3 March at 10:30'],
    ['they live at AB12 3CD', 'they live at [address]'],
    ['see https://example.org/pupil/nadia for it', 'see [link] for it'],
    ['can I say she has asthma and an epipen?', 'can I say she has [health] and an [health]?'],
    ['WHY CAN I NOT TELL PRIYA ABOUT THE TRIP', 'WHY CAN I NOT TELL [name] ABOUT THE TRIP'],
    ['Pri\u200Bya O’Neill rang', '[name] rang'],
    ['a full-width ０７７００９００１２３', 'a full-width [number]'],
  ] as const) {
    it(`makes “${text}” into “${expected}”`, () => {
      assert.equal(masked(text), expected);
    });
  }

  const letters = fc.stringMatching(/^[A-Z][a-z]{3,9}$/).filter((name) => !MASKER.isKnown(name.toLowerCase()));
  const person = fc.tuple(letters, letters).map(([givenName, surname]) => ({
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
  }));
  const around = fc.tuple(fc.string(), fc.constantFrom(' ', ', ', '\n', ' (', '"')).map((parts) => parts.join(''));
  const wrapped = (secret: fc.Arbitrary<string>) =>
    fc.tuple(around, secret, around).map(([before, text, after]) => ({ text, all: `${before}${text} ${after}` }));

  it('lets no name of the directory through, however it is written', () => {
    const written = person.chain((one) =>
      fc
        .tuple(
          fc.constantFrom(one.displayName, one.givenName, one.surname, `${one.surname}, ${one.givenName}`),
          fc.constantFrom<(text: string) => string>(
            String,
            (t) => t.toLowerCase(),
            (t) => t.toUpperCase(),
          ),
        )
        .map(([text, how]) => ({ one, text: how(text) })),
    );
    fc.assert(
      fc.property(written, around, around, ({ one, text }, before, after) => {
        const result = mask(`${before}${text} ${after}`, maskerOf([one], testPolicy()));
        const left = new Set(folded(result).match(NAMED) ?? []);
        // What stood around it may hold the same letters as part of another word.
        for (const name of [one.givenName, one.surname])
          if (folded(text).includes(name.toLowerCase())) assert.ok(!left.has(name.toLowerCase()), result);
      }),
      { numRuns: 150 },
    );
  });

  it('lets no phone number through', () => {
    const number = fc
      .tuple(fc.constantFrom('07700 900', '01632 960', '+44 7700 900', '(01632) 960', '07700-900-'), fc.nat(999))
      .map(([start, end]) => `${start}${String(end).padStart(3, '0')}`);
    fc.assert(
      fc.property(wrapped(number), ({ text, all }) => {
        const result = masked(all);
        assert.ok(!result.includes(text));
        assert.doesNotMatch(result, /\d{5}/);
      }),
      { numRuns: 300 },
    );
  });

  it('lets no e-mail address through', () => {
    fc.assert(
      fc.property(wrapped(fc.emailAddress()), ({ all }) => assert.ok(!masked(all).includes('@'))),
      { numRuns: 300 },
    );
  });

  it('never throws, and changes nothing the second time', () => {
    const words = fc.array(
      fc.constantFrom(...MARKS, 'Nadia', 'SEND', 'asthma', '07700', '900123', '@', "'s", '.', 'a'),
      {
        maxLength: 30,
      },
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      words.map((all) => all.join(' ')),
      words.map((all) => all.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        const once = masked(text);
        assert.equal(masked(once), once);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick with 10,000 characters of anything', () => {
    const parts = ['Nadia Fernsby ', 'x', '1 ', '@', "a'", '- ', 'asthma ', '[name]', 'Year 6 '];
    for (const part of parts) {
      const began = performance.now();
      masked(part.repeat(Math.ceil(10_000 / part.length)));
      assert.ok(performance.now() - began < 2_000, `${part}: ${performance.now() - began} ms`);
    }
  });
});
