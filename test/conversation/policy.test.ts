import assert from 'node:assert/strict';
import { adoptPolicy } from '../../src/conversation/policy.js';
import type { Policy } from '../../src/guidance/types.js';
import { testPolicy } from '../support/policy.js';
import { NOW } from '../support/scene.js';
import { recorded as everything, testWorld } from '../support/world.js';

describe('adoptPolicy()', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  const strict = testPolicy();
  const open: Policy = {
    ...strict,
    hash: 'a'.repeat(64),
    status: 'draft, not reviewed',
    settings: { ...strict.settings, tripBackup: true, professionals: true },
    decisions: [{ setting: 'tripBackup', on: '2026-11-20', by: 'dpo', why: 'The visit has no school phone.' }],
  };

  before(async () => {
    world = await testWorld({ policy: strict });
  });

  after(() => world.close());

  const start = (policy: Policy) => world.store.transact((tx) => adoptPolicy(tx, policy, NOW, 'start'));

  async function recorded(): Promise<readonly unknown[]> {
    const entries: unknown[] = [];
    for (const { what, details } of await everything(world)) if (what === 'policy.adopted') entries.push(details);
    return entries;
  }

  it('records a version once, however many instances start with it', async () => {
    await Promise.all([start(strict), start(strict), start(strict)]);
    await start(strict);

    const versions = await world.store.transact((tx) => tx.policyVersions());
    assert.deepEqual(
      versions.map(({ hash }) => hash),
      [strict.hash],
    );
    assert.equal((await recorded()).length, 1);
  });

  it('records another version with what it opens, and the first one again when it comes back', async () => {
    await start(open);
    await start(strict);

    const [first, second, third] = await recorded();
    assert.deepEqual(second, {
      policy: `${strict.id}:${strict.version}:aaaaaaaaaaaa`,
      hash: open.hash,
      status: 'draft',
      opened: ['tripBackup:dpo:2026-11-20', 'professionals'],
    });
    assert.deepEqual(third, first);
    const versions = await world.store.transact((tx) => tx.policyVersions());
    assert.deepEqual(
      versions.map(({ hash, opened, adoptedAt }) => [hash, opened, adoptedAt]),
      [
        [strict.hash, [], NOW],
        [open.hash, ['tripBackup:dpo:2026-11-20', 'professionals'], NOW],
        [strict.hash, [], NOW],
      ],
    );
  });
});
