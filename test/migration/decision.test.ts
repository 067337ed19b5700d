import assert from 'node:assert/strict';
import {
  approve,
  cancel,
  isSameIncident,
  outsideReaders,
  passOn,
  reasonProblem,
  sendBack,
  submit,
} from '../../src/migration/decision.js';
import type { Class, Migration } from '../../src/migration/migration.js';
import { newDraft } from '../../src/migration/wizard.js';
import { APPROVER, OTHER_APPROVER, OWNER, TEACHER } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');

function drafted(...classes: readonly Class[]): Migration {
  const migration = newDraft('mov-TEST0001', OWNER, NOW);
  const others = classes.map((kind, n) => {
    const person = kind === 'staff' ? TEACHER : null;
    return { id: `p${n + 2}`, label: `Name ${n}`, suggested: null, person, class: kind, seen: null };
  });
  return { ...migration, draft: { ...migration.draft, members: [...migration.draft.members, ...others] } };
}

describe('submit()', () => {
  const submitted = submit(drafted('staff', 'outsider'), APPROVER, NOW, 3);

  it('waits for the approver until the third working day', () => {
    assert.equal(submitted.state, 'submitted');
    assert.equal(submitted.approver, APPROVER);
    assert.deepEqual(submitted.decideBy, new Date('2026-11-27T10:00:00Z'));
    assert.deepEqual(submitted.milestones.at(-1), { state: 'submitted', at: NOW, by: OWNER });
  });

  it('forgets the names in the chat, and keeps classes and persons', () => {
    assert.deepEqual(
      submitted.draft.members.map(({ label, person, class: kind }) => [label, person, kind]),
      [
        ['', OWNER, 'staff'],
        ['', TEACHER, 'staff'],
        ['', null, 'outsider'],
      ],
    );
  });

  it('is one version further at every turn, and never changes what it was given', () => {
    const before = JSON.stringify(submitted);
    const turns = [approve(submitted, APPROVER, NOW), sendBack(submitted, APPROVER, 'x', NOW), cancel(submitted, NOW)];

    for (const turn of [...turns, passOn(submitted, OTHER_APPROVER, NOW, 3)]) assert.equal(turn.ver, submitted.ver + 1);
    assert.equal(JSON.stringify(submitted), before);
  });
});

describe('a turn of a submitted move', () => {
  const problem = { step: 'submitted', code: 'approver-unreachable', who: 'person', correlationId: 'c' } as const;
  const before = submit(drafted('staff'), APPROVER, NOW, 3);
  const stuck: Migration = { ...before, outcome: { ...before.outcome, problem } };
  const turns: readonly (readonly [string, Migration])[] = [
    ['approve()', approve(stuck, APPROVER, NOW)],
    ['sendBack()', sendBack(stuck, APPROVER, 'Who is Dave?', NOW)],
    ['passOn()', passOn(stuck, OTHER_APPROVER, NOW, 3)],
    ['submit(), once more', submit(stuck, OTHER_APPROVER, NOW, 3)],
    ['cancel()', cancel(stuck, NOW)],
  ];
  for (const [title, turn] of turns)
    it(`leaves behind what went wrong while its approver was awaited: ${title}`, () =>
      assert.equal(turn.outcome.problem, null));
});

describe('reasonProblem()', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['takes a sentence', 'Use the Year 6 team.', true],
    ['takes 500 characters', 'é'.repeat(500), true],
    ['takes no more', 'é'.repeat(501), false],
    ['takes no 10,000', 'x'.repeat(10_000), false],
    ['takes nothing empty', ' \n ', false],
  ];
  for (const [title, reason, isFine] of cases) it(title, () => assert.equal(reasonProblem(reason) === null, isFine));
});

describe('outsideReaders()', () => {
  it('counts leavers, pupils and outsiders', () => {
    const incident = outsideReaders(drafted('leaver', 'pupil', 'outsider', 'outsider', 'staff'), 'inc-TEST0001', NOW);

    assert.deepEqual([incident?.leavers, incident?.pupils, incident?.outsiders], [1, 1, 2]);
  });

  it('is nothing for staff and guests', () => {
    assert.equal(outsideReaders(drafted('staff', 'guest'), 'inc-TEST0001', NOW), null);
  });

  it('knows the same readers again', () => {
    const one = outsideReaders(drafted('pupil'), 'inc-TEST0001', NOW)!;

    assert.ok(isSameIncident(one, outsideReaders(drafted('pupil'), 'inc-TEST0002', NOW)!));
    assert.ok(!isSameIncident(one, outsideReaders(drafted('pupil', 'pupil'), 'inc-TEST0002', NOW)!));
  });
});
