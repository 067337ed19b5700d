import assert from 'node:assert/strict';
import { allTicked, contentOf, decide, isPrivate, matches } from '../../src/guidance/decide.js';
import { APPS, AUDIENCES, CIRCUMSTANCES, CONTENTS } from '../../src/guidance/form.js';
import type { Confirmation, Content, Outcome, Policy, Understood, Verdict } from '../../src/guidance/types.js';
import { testPolicy } from '../support/policy.js';

const policy = testPolicy();
const SAID = CONTENTS.filter((one) => one !== 'none-stated');

function use(facets: Partial<Understood>): Understood {
  return {
    intent: 'permission',
    app: 'whatsapp',
    audience: 'unknown',
    content: ['none-stated'],
    circumstance: [],
    danger: false,
    procedure: null,
    english: true,
    ...facets,
  };
}

function ticked(kind: string): Confirmation {
  return { kind, ticked: (policy.confirmations[kind]?.statements ?? []).map(({ id }) => id) };
}

/** The verdict once every confirmation that is asked for has been ticked in full. */
function best(understood: Understood): Verdict {
  const first = decide(understood, null, policy);
  const outcome = first.kind === 'confirm' ? decide(understood, ticked(first.confirmation), policy) : first;
  if (outcome.kind === 'clarify') return 'needs-detail';
  assert.equal(outcome.kind, 'decided');
  return outcome.kind === 'decided' ? outcome.decision.verdict : 'not-allowed';
}

function* uses(contents: readonly (readonly Content[])[]): Generator<Understood> {
  for (const app of APPS)
    for (const audience of AUDIENCES)
      for (const content of contents)
        for (const circumstance of [[], ...CIRCUMSTANCES.map((one) => [one])])
          for (const danger of [false, true]) yield use({ app, audience, content, circumstance, danger });
}

/** Nothing said, and one or two things said. */
const PAIRS: readonly (readonly Content[])[] = [
  ['none-stated'],
  ...SAID.map((one) => [one]),
  ...SAID.flatMap((one, n) => SAID.slice(n + 1).map((other) => [one, other])),
];

const isYes = (outcome: Outcome): boolean =>
  outcome.kind === 'decided' && (outcome.decision.verdict === 'allowed' || outcome.decision.verdict === 'conditional');

describe('decide()', () => {
  const cases: readonly (readonly [string, Partial<Understood>, Verdict])[] = [
    ['parents, nothing else', { audience: 'parents' }, 'not-allowed'],
    ['pupils', { audience: 'pupils', content: ['social'] }, 'not-allowed'],
    ['governors', { audience: 'governors' }, 'not-allowed'],
    ['cover among staff', { audience: 'staff', content: ['logistics'] }, 'not-allowed'],
    ['only colleagues', { audience: 'staff' }, 'needs-detail'],
    ['only an app', {}, 'needs-detail'],
    ['no app', { app: 'none', content: ['images'] }, 'needs-detail'],
    ['a leaving do', { audience: 'staff', content: ['social'] }, 'allowed'],
    ['a leaving do and cover', { audience: 'staff', content: ['social', 'logistics'] }, 'not-allowed'],
    ['an emergency with pupil names', { content: ['emergency', 'pupil-data'] }, 'conditional'],
    ['approved by the DPO', { audience: 'parents', circumstance: ['formally-approved'] }, 'conditional'],
    ['approved, but health', { content: ['special-category'], circumstance: ['formally-approved'] }, 'not-allowed'],
    ['approved, but safeguarding', { content: ['safeguarding'], circumstance: ['formally-approved'] }, 'not-allowed'],
    ['as a parent', { audience: 'parents', circumstance: ['parent-only'] }, 'conditional'],
    [
      'as a parent, about pupils',
      { audience: 'parents', content: ['pupil-data'], circumstance: ['parent-only'] },
      'not-allowed',
    ],
    ['parents among themselves', { audience: 'parents', circumstance: ['no-school-involvement'] }, 'allowed'],
    ['as a parent, with pupils', { audience: 'pupils', circumstance: ['parent-only'] }, 'not-allowed'],
    ['pupils, but not for school', { audience: 'pupils', circumstance: ['no-school-involvement'] }, 'not-allowed'],
    ['pupils, as an outside body wants it', { audience: 'pupils', circumstance: ['employer-mandated'] }, 'not-allowed'],
    ['Teams for cover', { app: 'teams', content: ['logistics'] }, 'allowed'],
    ['health in Teams', { app: 'teams', audience: 'staff', content: ['special-category'] }, 'conditional'],
    ['safeguarding in Teams', { app: 'teams', audience: 'staff', content: ['safeguarding'] }, 'not-allowed'],
    ['passwords in a school system', { app: 'school-system', content: ['credentials'] }, 'not-allowed'],
    ['WhatsApp Business for parents', { app: 'whatsapp-business', audience: 'parents' }, 'not-allowed'],
    ['WhatsApp Business, no facts', { app: 'whatsapp-business' }, 'needs-detail'],
  ];
  for (const [title, facets, verdict] of cases) {
    it(`${title}: ${verdict}`, () => assert.equal(best(use(facets)), verdict));
  }

  it('never says yes to a private app before its confirmation was ticked in full', () => {
    for (const understood of uses(PAIRS)) {
      if (!isPrivate(understood.app)) continue;
      const outcome = decide(understood, null, policy);
      assert.ok(!isYes(outcome), JSON.stringify(understood));
      if (outcome.kind !== 'confirm') continue;
      const all = ticked(outcome.confirmation);
      for (let left = 0; left < all.ticked.length; left += 1) {
        const partly = { ...all, ticked: all.ticked.filter((_, n) => n !== left) };
        assert.ok(!isYes(decide(understood, partly, policy)), JSON.stringify(understood));
      }
      const fits = policy.rules.filter((rule) => matches(rule, understood)).map(({ confirmation }) => confirmation);
      for (const other of Object.keys(policy.confirmations).filter((kind) => !fits.includes(kind))) {
        assert.ok(!isYes(decide(understood, ticked(other), policy)), other);
      }
    }
  });

  it('holds even when a policy says otherwise', () => {
    const lax: Policy = {
      ...policy,
      rules: [{ ...policy.rules[0]!, id: 'X', when: {}, verdict: 'allowed', confirmation: null }],
    };
    assert.throws(() => decide(use({ audience: 'pupils' }), null, lax), /would allow a private app unconfirmed/);
    const empty = { ...policy, confirmations: { social: { say: '', statements: [] } } };
    assert.equal(allTicked({ kind: 'social', ticked: [] }, empty), false);
  });

  it('has an answer to every use', () => {
    for (const understood of uses(PAIRS)) assert.ok(best(understood));
  });

  it('does not become milder when more is said, save for an emergency', () => {
    const order: readonly Verdict[] = ['allowed', 'conditional', 'needs-detail', 'not-allowed'];
    for (const understood of uses(SAID.map((one) => [one]))) {
      const before = order.indexOf(best(understood));
      for (const more of SAID) {
        if (more === 'emergency' || understood.content.includes(more)) continue;
        const after = order.indexOf(best({ ...understood, content: [...understood.content, more] }));
        assert.ok(after >= before, `${JSON.stringify(understood)} and ${more}`);
      }
    }
  });

  it('keeps pupils, health, safeguarding, staff matters, exams and passwords off every private app', () => {
    const sensitive: readonly Content[] = [
      'pupil-data',
      'special-category',
      'safeguarding',
      'hr',
      'assessment',
      'credentials',
    ];
    for (const app of APPS.filter((one) => isPrivate(one) && one !== 'none')) {
      for (const audience of AUDIENCES) {
        for (const one of sensitive) {
          for (const other of SAID.filter((said) => said !== 'emergency')) {
            for (const circumstance of [[], ...CIRCUMSTANCES.map((fact) => [fact])]) {
              assert.equal(best(use({ app, audience, content: [one, other], circumstance })), 'not-allowed');
            }
          }
        }
      }
    }
  });

  it('gives only reasons that hold for the app', () => {
    for (const understood of uses([['business']])) {
      const outcome = decide(understood, null, policy);
      if (outcome.kind !== 'decided') continue;
      assert.ok(outcome.decision.reasons.length > 0);
      if (understood.app !== 'whatsapp') assert.ok(!outcome.decision.reasons.includes('R-TERMS'));
    }
  });

  it('asks for the app first, then for what it is about', () => {
    assert.deepEqual(decide(use({ app: 'none' }), null, policy), { kind: 'clarify', ask: 'app' });
    assert.deepEqual(decide(use({}), null, policy), { kind: 'clarify', ask: 'content' });
  });

  it('takes no content as nothing said', () => {
    assert.deepEqual(contentOf(use({ content: [] })), ['none-stated']);
    assert.deepEqual(contentOf(use({ content: ['none-stated', 'hr'] })), ['hr']);
  });
});
