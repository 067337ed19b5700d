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
