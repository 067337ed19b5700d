import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSameName, nameProblem } from '../../../src/edges/graph/channel-name.js';

describe('nameProblem()', () => {
  const fine = [
    'Year 6 residential',
    'Trip (summer) - notes',
    'Café café',
    '😀 fun',
    'a.b',
    'Formsy',
    'COM10',
    'x'.repeat(50),
  ];
  for (const name of fine)
    it(`takes "${name}"`, () => {
      assert.equal(nameProblem(name), null);
    });

  const wrong: readonly [string, RegExp][] = [
    ['', /Give the channel a name/],
    ['   ', /Give the channel a name/],
    ['x'.repeat(51), /at most 50 characters. This one has 51/],
    ['Trips & visits', /punctuation/],
    ['Who, what', /punctuation/],
    ['[link](http://x)', /punctuation/],
    ['${x}', /punctuation/],
    ['a..b', /punctuation/],
    ['_notes', /begin/],
    ['.notes', /begin/],
    ['notes.', /end/],
    ['Forms', /keeps this name/],
    ['con', /keeps this name/],
    ['LPT9', /keeps this name/],
    ['a _vti_ b', /keeps this name/],
    ['two\nlines', /cannot be seen/],
    ['right\u202Eto left', /cannot be seen/],
  ];
  for (const [name, expected] of wrong)
    it(`does not take ${JSON.stringify(name)}`, () => {
      assert.match(nameProblem(name) ?? '', expected);
    });

  const refused = [...'~#%&*{}+/\\:<>?|\'",', '..'];
  const reserved = ['forms', 'con', 'conin$', 'conout$', 'prn', 'aux', 'nul', 'desktop.ini', '_vti_'];
  const numbered = ['com', 'lpt'].flatMap((word) => Array.from({ length: 9 }, (_, n) => `${word}${n + 1}`));
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCodePoint(code)).filter(
    (sign) => sign < ' ' || sign > '~',
  );

  it('refuses every sign that Teams does, wherever it stands', () => {
    for (const sign of [...refused, ...controls])
      for (const name of [`${sign}trip`, `school ${sign} trip`, `trip${sign}`])
        assert.notEqual(nameProblem(name), null, JSON.stringify(name));
  });

  it('refuses every word that Teams keeps for itself, in capitals or not, and takes it as part of another', () => {
    for (const word of [...reserved, ...numbered])
      for (const name of [word, word.toUpperCase()]) assert.match(nameProblem(name) ?? '', /./, name);
    for (const word of [...reserved.slice(0, -1), ...numbered])
      assert.equal(nameProblem(`our ${word} notes`), null, word);
  });

  it('never repeats what was typed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (typed) => {
        const problem = nameProblem(`${typed}&`);
        return problem !== null && !problem.includes(`${typed}&`);
      }),
    );
  });
});

describe('isSameName()', () => {
  it('looks past case and spaces at the ends', () => {
    assert.ok(isSameName('Planning ', 'pLANNING'));
    assert.ok(!isSameName('Planning', 'Plan ning'));
  });
});
