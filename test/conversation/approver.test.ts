import assert from 'node:assert/strict';
import { approversOf, groupFor, unknownPurpose } from '../../src/conversation/approver.js';
import type { World } from '../../src/conversation/world.js';
import { click, copyOf, moveIn, story } from '../support/clicks.js';
import { testPolicy } from '../support/policy.js';
import {
  APPROVER,
  APPROVERS,
  directoryOf,
  LEAVER,
  ORGANISATION,
  OTHER_APPROVER,
  OWNER,
  PEOPLE,
  TEACHER,
  testWorld,
} from '../support/world.js';

const TRIPS = '00000000-0000-4000-8001-000000000003';

describe('unknownPurpose()', () => {
  const own = (...purposes: string[]) => ({ ...ORGANISATION, approversFor: [{ purposes, group: TRIPS }] });

  it('names the first one that the schedule does not have', () => {
    assert.equal(unknownPurpose(own('T-TRIP', 'T-NOWHERE', 'T-NEITHER'), testPolicy()), 'T-NOWHERE');
  });

  it('finds nothing where all are there, or none is named', () => {
    assert.equal(unknownPurpose(own('T-TRIP'), testPolicy()), null);
    assert.equal(unknownPurpose(ORGANISATION, testPolicy()), null);
  });
});

describe('approvers for a purpose', () => {
  let base: Awaited<ReturnType<typeof testWorld>>;
  let stages: Awaited<ReturnType<typeof story>>;

  /** A world in which these people decide about trips. */
  const trips = (members: readonly string[]): World => ({
    ...base,
    organisation: { ...ORGANISATION, approversFor: [{ purposes: ['T-TRIP'], group: TRIPS }] },
    directory: directoryOf(PEOPLE, { [APPROVERS]: [APPROVER, OTHER_APPROVER, OWNER], [TRIPS]: members }),
  });
  const submitTo = async (world: World, approver: string) =>
    click(world, OWNER, 'move.submit', await copyOf(base, stages.review), { approver });
  const complaint = (view: Awaited<ReturnType<typeof submitTo>>) =>
    'complaints' in view ? (view.complaints?.[0]?.text ?? '') : '';

  before(async () => {
    base = await testWorld({ policy: testPolicy() });
    stages = await story(base);
  });
  after(() => base.close());

  it('are the general group where none is named', () => {
    const { organisation } = trips([]);

    assert.deepEqual(
      ['T-TRIP', 'T-OTHER', null].map((purpose) => groupFor(organisation, purpose)),
      [TRIPS, APPROVERS, APPROVERS],
    );
  });

  it('are offered without the owner and whoever has left', async () => {
    const found = await approversOf(trips([OWNER, LEAVER, TEACHER]), stages.review);

    assert.deepEqual(
      found.map(({ id }) => id),
      [TEACHER],
    );
  });

  it('can be chosen, and decide', async () => {
    const world = trips([TEACHER]);
    const move = moveIn(await submitTo(world, TEACHER));
    const decided = moveIn(await click(world, TEACHER, 'approval.approve', move));

    assert.deepEqual([move.state, decided.state], ['submitted', 'approved']);
  });

  it('are the only ones who can be chosen', async () => {
    const view = await submitTo(trips([TEACHER]), APPROVER);

    assert.equal(moveIn(view).state, 'draft');
    assert.match(complaint(view), /cannot decide about this move/);
  });

  for (const [title, to] of [
    ['the general group', APPROVER],
    ['the owner, although in the group', OWNER],
  ] as const) {
    it(`pass it on to nobody of ${title}`, async () => {
      const world = trips([TEACHER, OWNER, OTHER_APPROVER]);
      const move = moveIn(await submitTo(world, TEACHER));
      const view = await click(world, TEACHER, 'approval.pass-to', move, { approver: to });

      assert.equal(moveIn(view).approver, TEACHER);
      assert.notEqual(complaint(view), '');
    });
  }

  it('pass it on within their group, and then decide no more', async () => {
    const world = trips([TEACHER, OTHER_APPROVER]);
    const move = moveIn(await submitTo(world, TEACHER));
    const passed = moveIn(await click(world, TEACHER, 'approval.pass-to', move, { approver: OTHER_APPROVER }));

    assert.equal((await click(world, TEACHER, 'approval.approve', passed)).kind, 'refused');
    assert.equal((await click(world, OWNER, 'approval.approve', passed)).kind, 'refused');
    assert.equal(moveIn(await click(world, OTHER_APPROVER, 'approval.approve', passed)).state, 'approved');
  });

  it('are asked at the moment of the decision: who has left the group is refused', async () => {
    const move = moveIn(await submitTo(trips([TEACHER]), TEACHER));
    const view = await click(trips([OTHER_APPROVER]), TEACHER, 'approval.approve', move);

    assert.equal(view.kind, 'refused');
  });

  it('leave an owner who is the only one with somebody to ask', async () => {
    for (const chosen of [OWNER, '']) {
      const view = await submitTo(trips([OWNER]), chosen);

      assert.equal(moveIn(view).state, 'draft');
      assert.match(complaint(view), /nobody else is there yet who can decide.*01632 960141/);
    }
  });
});
