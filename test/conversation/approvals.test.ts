import assert from 'node:assert/strict';
import type { Verb } from '../../src/conversation/actions.js';
import { OUT_OF_DATE } from '../../src/conversation/moves.js';
import type { View } from '../../src/conversation/view.js';
import type { World } from '../../src/conversation/world.js';
import type { Migration } from '../../src/migration/migration.js';
import { click, copyOf, moveIn, story, together, VERBS } from '../support/clicks.js';
import { testPolicy } from '../support/policy.js';
import {
  APPROVER,
  OTHER_APPROVER,
  OWNER,
  personId,
  PEOPLE,
  recorded,
  TEACHER,
  testWorld,
  TEAM_NONE,
} from '../support/world.js';

type Answers = Readonly<Record<string, string>>;
type Approval = Extract<View, { kind: 'approval' }>;

const REASON = 'Dear Nadia, use the Year 6 team.';

/** What each button sends when it is used as it should be. */
const USES: Readonly<Partial<Record<Verb, Answers>>> = {
  'approval.approve': {},
  'approval.send-back': { reason: REASON },
  'approval.edit': {},
  'approval.edit-save': { team: TEAM_NONE, teamName: '', channelName: 'Trips', history: '' },
  'approval.pass': {},
  'approval.pass-to': { approver: OTHER_APPROVER },
  'approval.open': {},
};
const ABOUT = VERBS.filter((verb) => verb.startsWith('approval.'));

describe('approvalActs', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let stages: Awaited<ReturnType<typeof story>>;

  const submitted = () => copyOf(world, stages.submitted);
  const stored = async (id: string) => (await world.store.transact((tx) => tx.migration(id)))!;
  const use = (migration: Migration, verb: Verb, by = APPROVER, inputs = USES[verb] ?? {}, on: World = world) =>
    click(on, by, verb, migration, inputs);
  const entries = async (id: string) => (await recorded(world)).filter(({ subjectId }) => subjectId === id);
  const approval = (view: View): Approval => {
    assert.equal(view.kind, 'approval');
    return view as Approval;
  };

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
    stages = await story(world);
  });
  after(() => world.close());

  it('has a use for every button in these tests', () => {
    assert.deepEqual([...ABOUT].sort(), Object.keys(USES).sort());
  });

  it('approves, records it and wakes the run', async () => {
    const migration = await submitted();
    const view = approval(await use(migration, 'approval.approve'));
    const { state, decision, milestones } = await stored(migration.id);

    assert.deepEqual([view.migration.state, state], ['approved', 'approved']);
    assert.deepEqual(decision, { by: APPROVER, at: world.now(), answer: 'approved', reason: '' });
    assert.equal(milestones.at(-1)?.by, APPROVER);
    assert.deepEqual(
      (await entries(migration.id)).map(({ what, who }) => [what, who]),
      [['migration.approved', APPROVER]],
    );
    assert.ok(world.told.includes(migration.id));
  });

  describe('sending back', () => {
    it('needs a reason of at most 500 characters, and gives it back to be changed', async () => {
      const migration = await submitted();
      for (const reason of ['', '  ', 'x'.repeat(501), 'é'.repeat(10_000)]) {
        const view = approval(await use(migration, 'approval.send-back', APPROVER, { reason }));

        assert.deepEqual(
          view.complaints?.map(({ field }) => field),
          ['reason'],
        );
        assert.ok(reason.startsWith(view.typed?.['reason'] ?? '-') && (view.typed?.['reason'] ?? '').length <= 600);
        assert.deepEqual(await stored(migration.id), migration);
      }
      assert.deepEqual(await entries(migration.id), []);
    });

    it('gives the reason to the owner and nobody else', async () => {
      const migration = await submitted();
      await use(migration, 'approval.send-back');
      const { state, decision, decideBy } = await stored(migration.id);

      assert.deepEqual([state, decision?.reason, decideBy], ['sent-back', REASON, null]);
      assert.deepEqual(
        (await entries(migration.id)).map(({ what, details }) => [what, details]),
        [['migration.sent-back', {}]],
      );
      assert.ok(world.told.includes(migration.id));
    });

    it('lets the owner change it and submit it again, with the people as they were decided', async () => {
      const back = moveIn(await use(await submitted(), 'approval.send-back'));
      const opened = await click(world, OWNER, 'move.open', back);
      const group = moveIn(await click(world, OWNER, 'move.goto.group', back));
      const changed = { name: 'Year 6 trip', purpose: 'T-TRIP' };
      const review = moveIn(await click(world, OWNER, 'move.group.next', group, changed));
      const again = moveIn(await click(world, OWNER, 'move.submit', review, { approver: OTHER_APPROVER }));

      assert.ok(opened.kind === 'wizard' && opened.migration.draft.step === 'review');
      assert.deepEqual([review.state, review.draft.step], ['sent-back', 'review']);
      assert.deepEqual([again.state, again.approver, again.decision], ['submitted', OTHER_APPROVER, null]);
      assert.deepEqual(again.draft.members, back.draft.members);
      assert.equal(approval(await use(again, 'approval.approve', OTHER_APPROVER)).migration.state, 'approved');
    });

    it('tells the DPO about the same outside readers once, and about others again', async () => {
      const incidents = (id: string) => world.store.transact((tx) => tx.incidentsOf(id));
      const review = await copyOf(world, stages.review);
      const zeroth = moveIn(await click(world, OWNER, 'move.submit', review, { approver: APPROVER }));
      const first = moveIn(await use(zeroth, 'approval.send-back'));
      const second = moveIn(await click(world, OWNER, 'move.submit', first, { approver: APPROVER }));
      const same = await incidents(second.id);
      const again = moveIn(await use(second, 'approval.send-back'));
      const people = moveIn(await click(world, OWNER, 'move.goto.people', again));
      const changed = moveIn(await click(world, OWNER, 'move.people.next', people, { m_p5: 'outsider' }));
      await click(world, OWNER, 'move.submit', changed, { approver: APPROVER });

      assert.equal(same.length, 1);
      assert.deepEqual(
        (await incidents(second.id)).map(({ outsiders, pupils }) => [outsiders, pupils]),
        [
          [1, 1],
          [2, 0],
        ],
      );
    });
  });

  describe('passing it on', () => {
    it('shows who could decide, and changes nothing', async () => {
      const migration = await submitted();
      const view = approval(await use(migration, 'approval.pass'));

      assert.equal(view.mode, 'pass');
      assert.deepEqual(await stored(migration.id), migration);
    });

    it('gives the decision to another approver', async () => {
      const migration = await submitted();
      const passed = moveIn(await use(migration, 'approval.pass-to'));
      const late = await use(passed, 'approval.approve', APPROVER);
      const decided = approval(await use(passed, 'approval.approve', OTHER_APPROVER));

      assert.equal(late.kind, 'refused');
      assert.equal(decided.migration.state, 'approved');
      assert.deepEqual(
        (await entries(migration.id)).map(({ what, details }) => [what, details]),
        [
          ['migration.delegated', { from: APPROVER, to: OTHER_APPROVER }],
          ['access.refused', { action: 'approval.approve', reason: 'not-the-approver' }],
          ['migration.approved', {}],
        ],
      );
    });

    for (const [title, approver] of [
      ['nobody', ''],
      ['the owner', OWNER],
      ['oneself', APPROVER],
      ['somebody who may not decide', TEACHER],
      ['somebody who is not there', personId(999)],
    ] as const) {
      it(`complains about ${title}`, async () => {
        const migration = await submitted();
        const view = approval(await use(migration, 'approval.pass-to', APPROVER, { approver }));

        assert.deepEqual([view.mode, view.complaints?.map(({ field }) => field)], ['pass', ['approver']]);
        assert.deepEqual(await stored(migration.id), migration);
      });
    }

    it('shows the present state to a double click', async () => {
      const migration = await submitted();
      await use(migration, 'approval.pass-to');
      const view = approval(await use(migration, 'approval.pass-to'));

      assert.equal(view.notice, OUT_OF_DATE);
      assert.deepEqual(
        (await entries(migration.id)).map(({ what }) => what),
        ['migration.delegated'],
      );
    });
  });

  describe('who may not decide', () => {
    const without: (groups: readonly string[]) => World = (allowed) => ({
      ...world,
      directory: { ...world.directory, inGroup: async (person) => allowed.includes(person) },
    });
    const blocked = (): World => ({
      ...world,
      directory: {
        ...world.directory,
        person: async (id) => ({ ...PEOPLE.find((one) => one.id === id)!, enabled: false }),
      },
    });
    const cases: readonly (readonly [string, string, string, () => World])[] = [
      ['somebody outside the group of approvers', TEACHER, 'no-approver', () => world],
      ['the owner, although in the group', OWNER, 'owner', () => world],
      ['another approver', OTHER_APPROVER, 'not-the-approver', () => world],
      ['an approver who has left the group since', APPROVER, 'no-approver', () => without([OTHER_APPROVER])],
      ['an approver whose account was blocked since', APPROVER, 'no-approver', blocked],
    ];
    for (const verb of ABOUT) {
      for (const [title, person, reason, on] of cases) {
        it(`is refused and recorded: ${title}, ${verb}`, async () => {
          const migration = await submitted();
          const view = await use(migration, verb, person, USES[verb] ?? {}, on());

          assert.equal(view.kind, 'refused');
          assert.deepEqual(await stored(migration.id), migration);
          assert.deepEqual(
            (await entries(migration.id)).map(({ what, who, details }) => [what, who, details]),
            [['access.refused', person, { action: verb, reason }]],
          );
        });
      }
    }

    it('is refused a draft and a move that is not there', async () => {
      const draft = await copyOf(world, { ...stages.review, approver: APPROVER });
      const views = [await use(draft, 'approval.open'), await use({ ...draft, id: 'mov-ZZZZZZZZ' }, 'approval.open')];

      assert.deepEqual(views[0], views[1]);
      assert.equal(views[0]?.kind, 'refused');
    });

    it('learns nothing of a move that is not there', async () => {
      const migration = await submitted();
      const there = await use(migration, 'approval.open', TEACHER);
      const none = await use({ ...migration, id: 'mov-ZZZZZZZY' }, 'approval.open', TEACHER);

      assert.deepEqual(there, none);
    });

    it('is shown nothing where others read along', async () => {
      const migration = await submitted();
      const view = await click(world, APPROVER, 'approval.approve', migration, {}, 'shared');

      assert.equal(view.kind, 'refused');
      assert.equal((await stored(migration.id)).state, 'submitted');
    });
  });

  describe('a card that is out of date', () => {
    for (const verb of ABOUT.filter((verb) => verb !== 'approval.open')) {
      it(`changes nothing and shows the present state: ${verb}`, async () => {
        const migration = await submitted();
        const approved = moveIn(await use(migration, 'approval.approve'));
        const view = approval(await use(migration, verb));

        assert.equal(view.notice, OUT_OF_DATE);
        assert.deepEqual(await stored(migration.id), approved);
        assert.equal((await entries(migration.id)).length, 1);
      });
    }

    it('is answered once when it is clicked twice at the same time', async () => {
      const migration = await submitted();
      const at = together(world, 3);
      const views = await Promise.all([
        use(migration, 'approval.approve', APPROVER, {}, at),
        use(migration, 'approval.send-back', APPROVER, { reason: REASON }, at),
        use(migration, 'approval.approve', APPROVER, {}, at),
      ]);

      assert.equal((await entries(migration.id)).length, 1);
      assert.equal(views.filter((view) => approval(view).notice === OUT_OF_DATE).length, 2);
    });

    it('is opened as it stands now', async () => {
      const migration = await submitted();
      await use(migration, 'approval.approve');
      const view = approval(await use(migration, 'approval.open'));

      assert.deepEqual([view.notice, view.migration.state], [null, 'approved']);
    });
  });

  // Last in the file: mocha runs it after everything above.
  describe('the audit record of all of it', () => {
    it('has no name and no typed word', async () => {
      const all = JSON.stringify(await recorded(world));

      for (const word of [REASON, 'Dear', 'Year 6', 'Quarrington', ...PEOPLE.map(({ surname }) => surname!)])
        assert.ok(!all.includes(word), `${word} is in the record`);
      assert.match(all, /migration\.delegated/u);
    });
  });
});
