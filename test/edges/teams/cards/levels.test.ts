import assert from 'node:assert/strict';
import { inWords, locationBlock, unproved } from '../../../../src/edges/teams/cards/levels.js';
import type { Level } from '../../../../src/retention/evidence.js';
import { DECLARED, PROVED } from '../../../support/moves.js';

const LEVELS: readonly [Level, mark: string, style: string, says: RegExp][] = [
  ['none', '!', 'warning', /level 0 of 5/],
  ['declared', '!', 'warning', /level 1 of 5/],
  ['in-scope', '!', 'warning', /level 2 of 5/],
  ['distributed', '!', 'warning', /level 3 of 5/],
  ['effective', '✓', 'good', /level 4 of 5: in effect since Monday 9 November 2026\.$/],
  ['sampled', '✓', 'good', /level 5 of 5: a test search found what it should on Monday 9 November 2026\.$/],
  ['contradicted', '✕', 'attention', /the opposite/],
  ['drifted', '✕', 'attention', /no longer shows it/],
  ['unknown', '!', 'warning', /too old/],
];

describe('locationBlock()', () => {
  for (const [level, mark, style, says] of LEVELS)
    it(`shows ${level} with ${mark} on ${style}`, () => {
      const block = locationBlock('files', { messages: PROVED, files: { ...PROVED, level } });

      assert.ok(block.title.startsWith(`${mark} Files: `), block.title);
      assert.equal(block.style, style);
      assert.match(block.says, says);
    });

  it('has a tick, the colour of proof and the word for nothing below level 4', () => {
    for (const [level, mark, style] of LEVELS) {
      const { title } = locationBlock('messages', { messages: { ...PROVED, level }, files: PROVED });
      const isProved = level === 'effective' || level === 'sampled';

      assert.equal(mark === '✓', isProved, level);
      assert.equal(style === 'good', isProved, level);
      assert.equal(title.endsWith(': proved'), isProved, title);
    }
  });

  it('says what is missing, and the reason of an alarm', () => {
    const declared = locationBlock('files', { messages: PROVED, files: DECLARED });
    const off = { ...DECLARED, level: 'contradicted', missing: 'The policy is switched off' } as const;

    assert.deepEqual(declared.facts[0], { title: 'Evidence', value: 'Declared, Wed 18 Nov 2026' });
    assert.ok(declared.facts.some(({ title, value }) => title === 'Missing' && value === DECLARED.missing));
    assert.ok(locationBlock('files', { messages: PROVED, files: off }).facts.some(({ title }) => title === 'Reason'));
  });

  it('shows what proves it and from when, never the number of a record', () => {
    const sampled = {
      ...PROVED,
      level: 'sampled',
      proof: { kind: 'sample', at: new Date('2026-11-23T00:00:00Z') },
    } as const;
    const { facts: read } = locationBlock('messages', { messages: PROVED, files: sampled });
    const { facts: searched } = locationBlock('files', { messages: PROVED, files: sampled });

    assert.deepEqual(read[1], { title: 'Proof', value: 'Read-out, Fri 20 Nov 2026' });
    assert.deepEqual(searched[1], { title: 'Proof', value: 'Test search, Mon 23 Nov 2026' });
    assert.ok(!JSON.stringify([read, searched]).includes('evi-'));
  });

  it('knows nothing about a team without a record', () => {
    assert.deepEqual(locationBlock('messages', null).facts, []);
    assert.equal(inWords(null), 'Messages: nothing known. Files: nothing known.');
    assert.deepEqual(unproved(null), ['messages', 'files']);
  });
});
