import assert from 'node:assert/strict';
import { clustersOf } from '../../src/summary/clusters.js';

describe('clustersOf()', () => {
  it('has nothing for no questions', () => {
    assert.deepEqual(clustersOf([]), []);
  });

  it('counts what is about the same, in whatever order it was said, most first', () => {
    assert.deepEqual(
      clustersOf([
        { audience: 'staff', content: ['none-stated'] },
        { audience: 'parents', content: ['images', 'logistics'] },
        { audience: 'pupils', content: ['logistics'] },
        { audience: 'parents', content: ['logistics', 'images', 'none-stated'] },
      ]),
      [
        { audience: 'parents', content: ['images', 'logistics'], questions: 2 },
        { audience: 'staff', content: [], questions: 1 },
        { audience: 'pupils', content: ['logistics'], questions: 1 },
      ],
    );
  });
});
