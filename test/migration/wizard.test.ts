import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Draft, Step } from '../../src/migration/migration.js';
import { STEPS } from '../../src/migration/migration.js';
import {
  backward,
  closedGate,
  complaintsOf,
  firstIncomplete,
  forward,
  goTo,
  isUntouched,
  newDraft,
  saveGates,
  saveGroup,
  withDraft,
  type Rules,
} from '../../src/migration/wizard.js';
import { testPolicy } from '../support/policy.js';
import { OWNER, TEAM_PROVED, TEACHER } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const rules: Rules = { schedule: testPolicy().schedule, governedTeams: [TEAM_PROVED] };
const TEACHER_IN = { id: 'p2', label: 'GJ', suggested: null, person: TEACHER, class: 'staff', seen: null } as const;

function fresh(): Draft {
  return newDraft('mov-TEST0001', OWNER, NOW).draft;
}

/** Everything is said. */
function complete(step: Step = 'review'): Draft {
  return {
    ...fresh(),
    step,
    groupName: 'Year 6 residential',
    purpose: 'T-TRIP',
    gates: { openRequest: 'no', runBy: 'school' },
    members: [...fresh().members, TEACHER_IN],
    destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Year 6 residential' },
  };
}

const fieldsOf = (step: Step, draft: Draft) => complaintsOf(step, draft, rules).map(({ field }) => field);

describe('newDraft()', () => {
  it('has the owner in it, as staff, and nothing else', () => {
    const migration = newDraft('mov-TEST0001', OWNER, NOW);

    assert.deepEqual(migration.draft.members, [
      { id: 'p1', label: '', suggested: null, person: OWNER, class: 'staff', seen: null },
    ]);
    assert.equal(migration.state, 'draft');
    assert.equal(migration.ver, 1);
    assert.ok(isUntouched(migration));
  });

  it('is touched as soon as something is said', () => {
    const migration = newDraft('mov-TEST0001', OWNER, NOW);

    assert.ok(!isUntouched(withDraft(migration, { ...migration.draft, groupName: 'x' }, NOW)));
  });
});

describe('the group step', () => {
  const names: readonly (readonly [string, string, string])[] = [
    ['a template', '${x}', '${x}'],
    ['a link', '[link](http://x)', '[link](http://x)'],
    ['emoji', '🎒 Year 6 🎉', '🎒 Year 6 🎉'],
    ['right-to-left marks', '\u202Etrip\u202C', '\u202Etrip\u202C'],
    ['control characters', 'Year\u0007 6\r\nresidential\u0000', 'Year 6 residential'],
    ['spaces around it', '  Year 6 ', 'Year 6'],
  ];
  for (const [title, typed, kept] of names) {
    it(`takes ${title} as text`, () => {
      const draft = saveGroup(fresh(), { name: typed, purpose: 'T-TRIP' }, rules);

      assert.equal(draft.groupName, kept);
      assert.deepEqual(fieldsOf('group', draft), []);
    });
  }

  it('keeps enough of 10,000 characters to be shown again, and says that they are too many', () => {
    const draft = saveGroup(fresh(), { name: '🎒'.repeat(10_000), purpose: 'T-TRIP' }, rules);

    assert.equal([...draft.groupName].length, 300);
    assert.deepEqual(fieldsOf('group', draft), ['name']);
  });

  it('says what is missing', () => {
    assert.deepEqual(fieldsOf('group', saveGroup(fresh(), { name: ' ', purpose: 'T-NONSENSE' }, rules)), [
      'name',
      'purpose',
    ]);
  });

  it('is closed for a purpose that is never moved', () => {
    const draft = saveGroup(fresh(), { name: 'x', purpose: 'N-SAFEGUARD' }, rules);

    assert.deepEqual(closedGate('group', draft, rules), { gate: 'purpose', answer: 'N-SAFEGUARD' });
  });

  it('is incomplete when the schedule no longer has its purpose', () => {
    assert.deepEqual(
      complaintsOf('group', complete(), { ...rules, schedule: [] }).map(({ field }) => field),
      ['purpose'],
    );
  });
});

describe('the gates', () => {
  const cases: readonly (readonly [string, string, string, ReturnType<typeof closedGate>])[] = [
    ['let a school group with nothing open go on', 'school', 'no', null],
    ['close on an open request', 'school', 'yes', { gate: 'open-request', answer: 'yes' }],
    ['close when the owner is not sure', 'school', 'unsure', { gate: 'open-request', answer: 'unsure' }],
    ['name the open request before anything else', 'union', 'yes', { gate: 'open-request', answer: 'yes' }],
    ...(['parents', 'pta', 'union', 'social'] as const).map(
      (answer) => [`close on a group run by ${answer}`, answer, 'no', { gate: 'run-by', answer }] as const,
    ),
  ];
  for (const [title, runBy, openRequest, expected] of cases) {
    it(title, () => {
      assert.deepEqual(closedGate('gates', saveGates(fresh(), { runBy, openRequest }), rules), expected);
    });
  }

  it('take nothing that is no answer', () => {
    const draft = saveGates(fresh(), { runBy: 'me', openRequest: 'NO' });

    assert.deepEqual(draft.gates, { runBy: null, openRequest: null });
    assert.deepEqual(fieldsOf('gates', draft), ['runBy', 'openRequest']);
  });
});

describe('the way through the steps', () => {
  it('goes through all of them, in order', () => {
    const seen: Step[] = [];
    let draft: Draft = { ...complete('group'), destination: null };
    for (const step of STEPS) {
      seen.push(draft.step);
      const answered = step === 'destination' ? { ...draft, destination: complete().destination } : draft;
      draft = forward(answered, draft, rules);
    }

    assert.deepEqual(seen, STEPS);
  });

  for (const step of ['group', 'gates', 'people', 'history', 'retention'] as const) {
    it(`returns to the review after ${step} was changed`, () => {
      assert.equal(forward(complete(step), complete(step), rules).step, 'review');
    });
  }

  it('shows the retention of a changed destination', () => {
    assert.equal(forward(complete('destination'), complete('destination'), rules).step, 'retention');
  });

  it('goes to what a change has left open', () => {
    const draft = { ...complete('group'), gates: { openRequest: null, runBy: null } };

    assert.equal(forward(draft, complete('group'), rules).step, 'gates');
  });

  it('goes back one step, and not before the first', () => {
    assert.equal(backward(complete('review')).step, 'retention');
    assert.equal(backward(complete('group')).step, 'group');
  });

  it('jumps over nothing that is incomplete or closed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STEPS), fc.constantFrom(...STEPS), fc.boolean(), (from, to, closed) => {
        const openRequest = closed ? 'yes' : 'no';
        const draft = { ...complete(from), gates: { openRequest, runBy: 'school' } as const };
        const { step } = goTo(draft, to, rules);
        assert.ok(STEPS.indexOf(step) <= STEPS.indexOf(firstIncomplete(draft, rules)));
      }),
    );
  });

  it('proposes the name of the group for the channel', () => {
    const draft = goTo(
      { ...complete('history'), destination: null, groupName: 'Year 6: “trip” #1!' },
      'destination',
      rules,
    );

    assert.deepEqual(draft.destination, { kind: 'existing-team', teamId: '', channelName: 'Year 6 “trip” 1!' });
  });
});
