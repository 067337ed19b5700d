import assert from 'node:assert/strict';
import { decide } from '../../src/guidance/decide.js';
import { changedAnswers, type Told } from '../../src/guidance/told.js';
import type { Confirmation, Policy, Understood } from '../../src/guidance/types.js';
import { testPolicy } from '../support/policy.js';
import { ticked, understood } from '../support/questions.js';

const OLD = testPolicy();

/** The policy as it would be with other rules: another version. */
function changedPolicy(change: (rule: Policy['rules'][number]) => Policy['rules'][number] | null): Policy {
  const rules = OLD.rules.flatMap((rule) => change(rule) ?? []);
  return { ...OLD, rules, hash: 'f'.repeat(64), name: `${OLD.id} 2026.12 (ffffffffffff)` };
}

const ruleFor = (facts: Understood, confirmation: Confirmation | null): string => {
  const outcome = decide(facts, confirmation, OLD);
  assert.ok(outcome.kind === 'decided');
  return outcome.decision.rule;
};

let asked = 0;
function told(asker: string, facets: Partial<Understood> = {}, confirmation: Confirmation | null = null): Told {
  const facts = understood(facets);
  const outcome = decide(facts, confirmation, OLD);
  assert.ok(outcome.kind === 'decided');
  return { id: `ask-${(asked += 1)}`, asker, understood: facts, confirmation, verdict: outcome.decision };
}

const TEAMS = { app: 'teams', audience: 'staff' } as const;
const SOCIAL = { audience: 'staff', content: ['social'] } as const;

describe('changedAnswers()', () => {
  const teamsRule = ruleFor(understood(TEAMS), null);
  const stricter = changedPolicy((rule) => (rule.id === teamsRule ? { ...rule, verdict: 'not-allowed' } : rule));

  it('finds nothing while the policy is the same', () => {
    assert.deepEqual(changedAnswers([told('a'), told('b', TEAMS)], OLD), []);
  });

  it('finds nothing where another version gives the same verdict', () => {
    assert.deepEqual(changedAnswers([told('a')], stricter), []);
  });

  it('counts the people who were told the old verdict, most first', () => {
    const all = [told('a', TEAMS), told('b', TEAMS), told('c', { ...TEAMS, content: ['hr'] }), told('d')];
    const changes = changedAnswers(all, stricter);
    assert.equal(changes[0]?.people.length, 2);
    assert.deepEqual([changes[0]?.from, changes[0]?.to], ['allowed', 'not-allowed']);
    assert.deepEqual(changes[0]?.people, [
      { asker: 'a', questionId: all[0]?.id },
      { asker: 'b', questionId: all[1]?.id },
    ]);
    assert.equal(changes[0]?.decision?.policy, stricter.name);
  });

  it('takes the same facets in another order for the same', () => {
    const changes = changedAnswers(
      [
        told('a', { ...TEAMS, content: ['logistics', 'business'] }),
        told('b', { ...TEAMS, content: ['business', 'logistics'] }),
      ],
      stricter,
    );
    assert.deepEqual(
      changes.map(({ people }) => people.length),
      [2],
    );
  });

  it('counts somebody once, by the last answer they got', () => {
    const twice = changedAnswers([told('a', TEAMS), told('a', TEAMS)], stricter);
    assert.equal(twice[0]?.people.length, 1);
    const again: Told = { ...told('a', TEAMS), verdict: { ...told('a', TEAMS).verdict, policy: stricter.name } };
    assert.deepEqual(changedAnswers([again, told('a', TEAMS)], stricter), []);
  });

  it('decides with the confirmation that was given then', () => {
    const confirmation = ticked('social');
    const exception = ruleFor(understood(SOCIAL), confirmation);
    const without = changedPolicy((rule) => (rule.id === exception ? null : rule));
    const changes = changedAnswers(
      [told('a', SOCIAL, confirmation), told('b', SOCIAL, { kind: 'social', ticked: [] })],
      without,
    );
    assert.deepEqual(
      changes.map(({ from, to, people }) => [from, to, people.map(({ asker }) => asker)]),
      [['allowed', 'not-allowed', ['a']]],
    );
  });

  it('says that one more detail is needed where a yes would now be asked about first', () => {
    const confirmation = ticked('social');
    const exception = ruleFor(understood(SOCIAL), confirmation);
    const other = changedPolicy((rule) => (rule.id === exception ? { ...rule, confirmation: 'emergency' } : rule));
    const [change] = changedAnswers([told('a', SOCIAL, confirmation)], other);
    assert.deepEqual([change?.to, change?.decision], ['needs-detail', null]);
  });

  it('gives a change the same id each time, another one under another policy, and one that a card may carry', () => {
    const again = { ...stricter, hash: 'e'.repeat(64), name: 'another' };
    const [one] = changedAnswers([told('a', TEAMS)], stricter);
    const [same] = changedAnswers([told('z', TEAMS)], stricter);
    const [other] = changedAnswers([told('a', TEAMS)], again);
    assert.equal(one?.id, same?.id);
    assert.notEqual(one?.id, other?.id);
    assert.match(one?.id ?? '', /^chg-[A-Z0-9]{8}$/);
  });
});
