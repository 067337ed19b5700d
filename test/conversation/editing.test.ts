import assert from 'node:assert/strict';
import { OUT_OF_DATE } from '../../src/conversation/moves.js';
import type { World } from '../../src/conversation/world.js';
import { WorkplaceProblem } from '../../src/migration/ports.js';
import type { Migration } from '../../src/migration/migration.js';
import { click, copyOf, moveIn, story } from '../support/clicks.js';
import { read } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { APPROVER, DPO, OTHER_APPROVER, OWNER, recorded, TEAM_NONE, TEAM_PROVED, testWorld } from '../support/world.js';

const SAME = { team: TEAM_PROVED, teamName: '', channelName: 'Year 6 residential', history: 'keep' };

describe('what an approver changes before they decide', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let stages: Awaited<ReturnType<typeof story>>;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
    stages = await story(world);
  });
  after(() => world.close());

  const waiting = (): Promise<Migration> => copyOf(world, stages.submitted);
  const save = (move: Migration, inputs: object, who = APPROVER, where: World = world) =>
    click(where, who, 'approval.edit-save', move, { ...SAME, ...inputs });
  const since = async (before: number) => (await recorded(world)).slice(before);

  it('is the channel, which is recorded without its name, and not yet approved', async () => {
    const move = await waiting();
    const before = (await recorded(world)).length;
    const view = await save(move, { team: TEAM_NONE, channelName: 'Trips' });

    const { state, ver, draft } = moveIn(view);
    assert.deepEqual([state, ver], ['submitted', move.ver + 1]);
    assert.deepEqual(draft.destination, { kind: 'existing-team', teamId: TEAM_NONE, channelName: 'Trips' });
    assert.deepEqual(draft.edited?.what, ['destination']);
    const [event, ...others] = await since(before);
    assert.deepEqual([event?.['what'], event?.['who'], others], ['migration.edited', APPROVER, []]);
    assert.ok(!JSON.stringify(event).includes('Trips'));
    const approved = await click(world, APPROVER, 'approval.approve', moveIn(view));
    assert.deepEqual([moveIn(approved).state, moveIn(approved).draft.edited?.by], ['approved', APPROVER]);
  });

  it('is that no old messages go along', async () => {
    const base = await waiting();
    const move = { ...base, ver: 2, draft: { ...base.draft, history: 'native-import' as const } };
    await world.store.transact((tx) => tx.putMigration(move));
    const before = (await recorded(world)).length;
    const view = await save(move, { history: 'fresh-start' });

    assert.equal(moveIn(view).draft.history, 'fresh-start');
    assert.deepEqual(moveIn(view).draft.edited?.what, ['history']);
    assert.deepEqual(
      (await since(before)).map(({ what }) => what),
      ['migration.edited', 'history.left-out'],
    );
  });

  it('is never more history than the owner wanted', async () => {
    const view = await save(await waiting(), { history: 'native-import', channelName: 'Trips' });

    assert.equal(moveIn(view).draft.history, 'fresh-start');
  });

  it('is nothing where nothing is different', async () => {
    const move = await waiting();
    const view = await save(move, {});

    assert.ok(view.kind === 'approval' && view.notice === 'Nothing was changed.');
    assert.equal((await read(world, move.id)).ver, move.ver);
  });

  for (const [what, inputs, field] of [
    ['a name that Teams does not allow', { channelName: 'Year 6 / trips' }, 'channelName'],
    ['no name', { channelName: '' }, 'channelName'],
    ['a team that is not governed', { team: 'another' }, 'team'],
  ] as const)
    it(`is refused on the same card for ${what}`, async () => {
      const move = await waiting();
      const view = await save(move, inputs);

      assert.ok(view.kind === 'approval' && view.mode === 'edit');
      assert.equal(view.complaints?.[0]?.field, field);
      assert.equal((await read(world, move.id)).ver, move.ver);
    });

  it('changes nothing while Microsoft 365 does not say whether the name is free', async () => {
    const move = await waiting();
    const channelNameProblem = () => Promise.reject(new WorkplaceProblem('outage', 'us', 'c'));
    const silent = { ...world, workplace: { ...world.workplace, channelNameProblem } };
    const view = await save(move, { channelName: 'Trips' }, APPROVER, silent);

    assert.ok(view.kind === 'failed');
    assert.match(view.next, /Nothing was changed/);
    assert.equal((await read(world, move.id)).ver, move.ver);
  });

  for (const [who, person] of [
    ['its owner', OWNER],
    ['another approver', OTHER_APPROVER],
    ['somebody who is no approver', DPO],
  ] as const)
    for (const verb of ['approval.edit', 'approval.edit-save'] as const)
      it(`${verb} is not for ${who}, and that is recorded`, async () => {
        const move = await waiting();
        const inputs = verb === 'approval.edit' ? {} : SAME;
        // One version behind is whoever has just passed it on.
        const view = await click(world, person, verb, move, inputs);

        assert.equal(view.kind, 'refused');
        assert.equal((await recorded(world)).at(-1)?.['what'], 'access.refused');
      });

  it('changes nothing with a card that is out of date, or once it is decided', async () => {
    const move = await waiting();
    const stale = await save({ ...move, ver: move.ver - 1 }, { channelName: 'Trips' });
    const approved = moveIn(await click(world, APPROVER, 'approval.approve', move));
    const late = await save(approved, { channelName: 'Trips' });

    for (const view of [stale, late]) assert.ok(view.kind === 'approval' && view.notice === OUT_OF_DATE);
    assert.deepEqual((await read(world, move.id)).draft.destination, move.draft.destination);
  });
});
