import assert from 'node:assert/strict';
import { sourcesBlock } from '../../../../src/edges/teams/cards/sources.js';
import type { Policy } from '../../../../src/guidance/types.js';
import { scenePolicy } from '../../../support/scene.js';

const words = (policy: Policy) => JSON.stringify(sourcesBlock(policy, [], 'Rule A-1.'));

describe('sourcesBlock()', () => {
  const policy = scenePolicy();

  it('says of a draft that nobody has reviewed it', () => {
    const draft: Policy = {
      ...policy,
      status: 'draft, not reviewed',
      settings: { ...policy.settings, organisation: 'council' },
    };
    assert.match(words(draft), /These rules are a draft\. Nobody in your council has reviewed them yet\. Rule A-1\./);
  });

  for (const status of ['proposed', 'adopted'] as const) {
    it(`says nothing of the kind of a policy that is ${status}`, () => {
      assert.doesNotMatch(words({ ...policy, status }), /draft/);
    });
  }
});
