import assert from 'node:assert/strict';
import { present } from '../../../src/edges/teams/presenter.js';
import type { Incident } from '../../../src/migration/migration.js';
import { wordsOf } from '../../support/chat.js';
import { member, stored, submittedMove } from '../../support/migrations.js';
import { testPolicy } from '../../support/policy.js';
import { APPROVER, DPO, OWNER, testWorld } from '../../support/world.js';

describe('present()', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });

  after(() => world.close());

  describe('the approval of a group that outside people could read', () => {
    const incident: Incident = {
      id: 'inc-TEST0001',
      migrationId: 'mov-TEST0001',
      kind: 'outside-reader',
      raisedBy: OWNER,
      at: new Date('2026-11-24T09:00:00Z'),
      outsiders: 1,
      leavers: 0,
      pupils: 0,
      state: 'open',
      exposure: null,
    };
    const audience = { reader: APPROVER, place: 'personal', sandbox: false } as const;

    it('says that the DPO was told only when the DPO has the card', async () => {
      const members = [member(1, OWNER, 'staff'), member(2, null, 'outsider')];
      const migration = await stored(world, submittedMove('mov-TEST0001', incident.at, { members }));
      await world.store.transact((tx) => tx.putIncident(incident));
      const view = { kind: 'approval', migration, mode: 'decide', notice: null } as const;

      const before = wordsOf(await present(world, view, audience));
      const key = `incident/${incident.id}/${DPO}`;
      await world.store.transact((tx) => tx.putSentCard({ key, activityId: 'a', conversationId: 'c' }));
      const after = wordsOf(await present(world, view, audience));

      assert.match(before, /The DPO has not got the card yet\. Tell them yourself\./);
      assert.match(after, /The DPO was told on Tue 24 Nov 2026, 09:00\./);
    });
  });
});
