import assert from 'node:assert/strict';
import { sample, scored } from '../../bench/roster.js';
import { suggest } from '../../src/roster/match.js';
import { rank } from '../../src/roster/rank.js';

describe('the labels of an invented trust: 300 staff, 600 ways of saving them, 300 people outside', () => {
  for (const seed of [1, 8, 31]) {
    const { people, labels } = sample(seed);

    it(`get at least 399 right suggestions and no wrong one, seed ${seed}`, () => {
      const { right, mistakes } = scored(labels, (label) => suggest(label, people));

      assert.deepEqual([people.length, labels.length], [300, 900]);
      assert.deepEqual(mistakes, []);
      assert.ok(right >= 399, `${right} right`);
    });
  }

  it('have the right person among the first 8 to pick from, 19 times of 20', () => {
    const { people, labels } = sample(2);
    const known = labels.filter(({ id }) => id !== null);

    const shown = known.filter(({ text, id }) =>
      rank(text, people)
        .slice(0, 8)
        .some((one) => one.id === id),
    );

    assert.ok(shown.length >= known.length * 0.95, `${shown.length} of ${known.length}`);
  });

  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(sample(3), sample(3));
    assert.notDeepEqual(sample(3).labels, sample(4).labels);
  });
});
